#include "workload.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/hash.h"

namespace lamella::faults {

namespace {

constexpr Day kFirstDay = 20'000;     // 2024-10-04
constexpr size_t kLongNote = 20'000;  // spans six rows of log_chunk

Id an_id(Random& random) {
  Id id;
  for (uint8_t& byte : id.bytes) byte = static_cast<uint8_t>(random.next());
  return id;
}

std::string a_note(Random& random, const std::string& first_words, bool is_long) {
  std::string note = std::string(kCanary) + " " + first_words;
  const size_t size = is_long ? kLongNote : random.below(200);
  while (note.size() < size) note += " " + std::to_string(random.next());
  return note;
}

Body a_body(Random& random) {
  switch (random.below(4)) {
    case 0: {
      Exposure sweat;
      sweat.factor = "sweat";
      sweat.present = random.one_in(2);
      return sweat;
    }
    case 1: {
      Measurement tewl;
      tewl.kind = "tewl";
      tewl.unit = "g/(m2.h)";
      tewl.value = static_cast<double>(random.below(4'000)) / 100;
      return tewl;
    }
    default: {
      Symptom itch;
      itch.item = random.one_in(2) ? "itch" : "redness";
      itch.site = random.one_in(2) ? "elbow.left" : "";
      itch.score = static_cast<double>(random.below(11));
      return itch;
    }
  }
}

ContentSource source_of(std::string bytes) {
  return [bytes = std::move(bytes), at = size_t{0}](std::span<char> room) mutable {
    const size_t size = std::min(room.size(), bytes.size() - at);
    std::copy_n(bytes.data() + at, size, room.data());
    at += size;
    return size;
  };
}

template <typename Map>
auto any_of(const Map& map, Random& random) {
  return std::next(map.begin(), static_cast<std::ptrdiff_t>(random.below(map.size())));
}

}  // namespace

Credential device_key() {
  std::array<uint8_t, 32> key;
  key.fill(7);
  return Credential::device_key(key);
}

std::string content_of(const Id& id, uint64_t size) {
  uint64_t seed = 0;
  for (const uint8_t byte : id.bytes) seed = seed * 257 + byte;
  Random random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.next());
  return bytes;
}

bool shows(std::string_view record, const Record& expected) {
  if (!std::holds_alternative<Attachment>(expected.body)) return record == encode(expected);
  Record shown = decode(record);
  if (auto* attachment = std::get_if<Attachment>(&shown.body)) attachment->content.clear();
  return encode(shown) == encode(expected);
}

void Operation::change(State& state) const {
  for (const auto& [id, record] : entries) state.entries[id] = record;
  if (kind == Kind::kRemove) {
    state.entries.erase(removed);
    state.deleted.insert(removed);
  }
  state.changes += kind == Kind::kPut ? entries.size() : 1;
}

void Operation::run(Diary& diary, const State& state) const {
  if (kind == Kind::kPut) {
    std::vector<NewRecord> records;
    for (const auto& [id, record] : entries) records.push_back({encode(record), id});
    diary.put(records);
    return;
  }
  if (kind == Kind::kRemove) {
    diary.remove(removed);
    return;
  }
  const Id id = entries.begin()->first;
  if (kind == Kind::kAttach) {
    Record unfilled = entries.begin()->second;
    Attachment& attachment = std::get<Attachment>(unfilled.body);
    const uint64_t size = std::exchange(attachment.size, 0);
    attachment.hash.clear();
    diary.attach(encode(unfilled), source_of(content_of(id, size)), id);
    return;
  }
  const Entry shown = diary.get(id);
  if (!shows(shown.record, state.entries.at(id))) {
    throw WrongAnswer("an entry is not as it was before an edit");
  }
  diary.edit(id, shown.revision, encode(patch));
}

Workload::Workload(uint64_t seed)
    : random_(seed),
      removes_one_in_(random_.one_in(3) ? 100 : random_.between(4, 20)),
      large_one_in_(random_.one_in(2) ? 100 : 1'000) {}

Operation Workload::next(const State& state) {
  if (!state.entries.empty()) {
    if (random_.one_in(removes_one_in_)) {
      Operation remove;
      remove.kind = Operation::Kind::kRemove;
      remove.removed = any_of(state.entries, random_)->first;
      return remove;
    }
    if (random_.one_in(3)) return edit(state);
  }
  if (random_.one_in(large_one_in_)) return put(40, true);
  if (random_.one_in(12)) return attach(random_.between(1, 12'000));
  return put(random_.between(1, 4), false);
}

Operation Workload::put(uint64_t size, bool all_long) {
  Operation put;
  ++batch_;
  for (uint64_t i = 1; i <= size; ++i) {
    Record added = record();
    const std::string place = "batch " + std::to_string(batch_) + ", " + std::to_string(i) +
                              " of " + std::to_string(size);
    added.note = a_note(random_, place, all_long || random_.one_in(20));
    put.entries[an_id(random_)] = std::move(added);
  }
  return put;
}

Operation Workload::attach(uint64_t size) {
  Operation attach;
  attach.kind = Operation::Kind::kAttach;
  const Id id = an_id(random_);
  Record photograph = record();
  photograph.note = a_note(random_, "a photograph", false);
  const base::Hash hash = base::blake2b_256({content_of(id, size)});
  photograph.body =
      Attachment{.size = size, .hash = std::string(base::view(hash)), .media_type = "image/jpeg"};
  attach.entries[id] = std::move(photograph);
  return attach;
}

Record Workload::record() {
  const Day day = kFirstDay + static_cast<Day>(random_.below(120));
  Record record;
  record.when = When{};
  record.when->local_day = day;
  record.when->utc_ms =
      int64_t{day} * kMsPerDay + static_cast<int64_t>(random_.below(24)) * 3'600'000;
  record.when->offset_min = 0;
  record.body = a_body(random_);
  return record;
}

Operation Workload::edit(const State& state) {
  const auto edited = any_of(state.entries, random_);
  Operation edit;
  edit.kind = Operation::Kind::kEdit;
  Record after = edited->second;
  auto* symptom = std::get_if<Symptom>(&after.body);
  if (symptom != nullptr && random_.one_in(2)) {
    symptom->score = *symptom->score == 10 ? 0 : *symptom->score + 1;
    edit.patch.body = after.body;
  } else {
    after.note = a_note(random_, "edited " + std::to_string(random_.next()), random_.one_in(20));
    edit.patch.note = after.note;
  }
  edit.entries[edited->first] = std::move(after);
  return edit;
}

}  // namespace lamella::faults
