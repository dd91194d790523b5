#include "log/writer.h"

#include <algorithm>
#include <map>
#include <set>

#include "codec/registers.h"
#include "codec/validate.h"
#include "lamella/error.h"
#include "lamella/record.h"

namespace lamella::log {

namespace {

constexpr uint64_t kProgressSteps = 256;
// What a transaction gathers before it writes it: some 100 MB of ids and samples.
constexpr size_t kMostGathered = size_t{1} << 20;
// A stamp further ahead than this comes from a clock that was wrong (reference: HLC).
constexpr uint64_t kMaxAheadMs = uint64_t{24} * 3'600'000;

std::map<uint32_t, std::string_view> by_number(const std::vector<codec::Register>& registers) {
  std::map<uint32_t, std::string_view> map;
  for (const codec::Register& field : registers) map.emplace(field.number, field.bytes);
  return map;
}

std::string join(const std::map<uint32_t, std::string_view>& registers) {
  std::string record;
  for (const auto& [number, bytes] : registers) record += bytes;
  return record;
}

// A value to write to a register, over the versions that the writer saw.
struct Assignment {
  codec::Write write;
  std::string_view value;
};

// The fields of `patch` and `clear` that change what the revision shows.
std::vector<Assignment> assignments(const codec::Revision& revision,
                                    const std::map<uint32_t, std::string_view>& shown,
                                    const std::vector<codec::Register>& patch,
                                    std::span<const uint32_t> clear) {
  std::vector<Assignment> out;
  const auto assign = [&](uint32_t number, std::string_view value) {
    const auto seen = std::find_if(
        revision.versions.begin(), revision.versions.end(),
        [&](const codec::Write& versions) { return versions.register_number == number; });
    const auto old = shown.find(number);
    const bool several = seen != revision.versions.end() && seen->overwrites.size() > 1;
    if (!several && value == (old == shown.end() ? std::string_view() : old->second)) return;
    codec::Write write{number, {}};
    if (seen != revision.versions.end()) write.overwrites = seen->overwrites;
    out.push_back({std::move(write), value});
  };
  for (const codec::Register& field : patch) assign(field.number, field.bytes);
  for (uint32_t number : clear) assign(number, {});
  std::sort(out.begin(), out.end(), [](const Assignment& a, const Assignment& b) {
    return a.write.register_number < b.write.register_number;
  });
  return out;
}

void check_patch(const std::vector<codec::Register>& patch, std::span<const uint32_t> clear,
                 uint32_t type) {
  for (const codec::Register& field : patch) {
    if (field.number >= codec::kFirstBody && field.number != type) {
      throw Error(Code::kInvalidArgument, "the patch has a body of another type than the entry");
    }
  }
  std::set<uint32_t> cleared;
  for (uint32_t number : clear) {
    if (number == 0 || number >= codec::kFirstBody) {
      throw Error(Code::kInvalidArgument, "only the fields 1 to 15 can be cleared");
    }
    const bool patched = std::any_of(patch.begin(), patch.end(), [&](const codec::Register& field) {
      return field.number == number;
    });
    if (patched || !cleared.insert(number).second) {
      throw Error(Code::kInvalidArgument,
                  "field " + std::to_string(number) + " is cleared and written, or cleared twice");
    }
  }
}

// The content came with the entry, and goes with it.
void check_content(const Record& edited, const View& current) {
  if (codec::index(edited).content != current.standing().indexed.content) {
    throw Error(Code::kInvalidArgument, "an edit cannot change the content of an attachment");
  }
}

}  // namespace

Writer::Writer(Statements& statements, int64_t wall_ms)
    : log_(statements),
      derived_(statements),
      contents_(statements),
      hlc_(log_.last_hlc()),
      wall_ms_(wall_ms) {}

codec::Hlc Writer::next_hlc() {
  const auto wall = static_cast<uint64_t>(std::max<int64_t>(wall_ms_, 0));
  if (wall > hlc_.wall_ms || hlc_.wall_ms > wall + kMaxAheadMs) {
    hlc_ = {wall, 0};
  } else if (++hlc_.counter == 0) {
    ++hlc_.wall_ms;
  }
  return hlc_;
}

std::vector<PutResult> Writer::put(std::vector<Prepared> records, const PutOptions& options,
                                   Task* task, uint64_t total) {
  if (derived_.gathered() >= kMostGathered) derived_.flush();
  std::vector<Id> given;
  for (const Prepared& prepared : records) {
    if (prepared.id) given.push_back(*prepared.id);
  }
  const std::vector<std::optional<EntryKey>> known = derived_.find(given);
  auto before = known.begin();
  std::vector<PutResult> results;
  results.reserve(records.size());
  for (Prepared& prepared : records) {
    if (done_ % kProgressSteps == 0) report(task, done_, total);
    ++done_;
    const Id id = prepared.id ? *prepared.id : random_id();
    PutStatus status = PutStatus::kAdded;
    if (prepared.id) status = existing(prepared, *before++, options);
    if (status == PutStatus::kAdded) append_new(id, 1, std::move(prepared));
    results.push_back({id, status});
  }
  report(task, done_, total);
  return results;
}

PutStatus Writer::existing(const Prepared& prepared, const std::optional<EntryKey>& before,
                           const PutOptions& options) {
  const std::optional<EntryKey> key = before ? before : derived_.gathered(*prepared.id);
  if (!key) return PutStatus::kAdded;
  if (!options.skip_existing) {
    throw Error(Code::kAlreadyExists, key->day == kDeleted ? "the entry with this id was deleted"
                                      : derived_.gathered(*prepared.id)
                                          ? "an id comes twice in the batch"
                                          : "the id is in use");
  }
  if (key->day == kDeleted) return PutStatus::kDeleted;
  const View current = view(log_, *prepared.id, derived_.entity(*key));
  return current.record == join(by_number(prepared.registers)) ? PutStatus::kExists
                                                               : PutStatus::kDiffers;
}

void Writer::append_new(const Id& id, uint32_t life, Prepared prepared) {
  codec::Change change{.hlc = next_hlc(), .entity = id, .type = prepared.type, .life = life};
  change.writes.reserve(prepared.registers.size());
  for (const codec::Register& field : prepared.registers) {
    change.writes.push_back({field.number, {}});
  }
  if (prepared.indexed.content) contents_.claim(prepared.indexed.content->id);
  const Position at = log_.append(std::move(change), prepared.payload);
  appended_ = true;
  Standing standing{id, {prepared.type, life, {}}, std::move(prepared.indexed), at};
  standing.entity.versions.reserve(prepared.registers.size());
  for (const codec::Register& field : prepared.registers) {
    standing.entity.versions.push_back({field.number, at});
  }
  derived_.add(standing);
}

View Writer::find(const Id& id) {
  const std::optional<EntryKey> key = derived_.find(id);
  if (!key) throw Error(Code::kNotFound, "no entry has this id");
  return view(log_, id, derived_.entity(*key));
}

void Writer::check_revision(const codec::Revision& revision, const View& current) {
  if (revision.entity != current.id) {
    throw Error(Code::kInvalidArgument, "the revision belongs to another entry");
  }
  if (revision.life != current.entity.life) {
    throw Error(Code::kInvalidArgument,
                "the revision is from before the entry was deleted and restored");
  }
  for (const codec::Write& versions : revision.versions) {
    for (const codec::Dot& dot : versions.overwrites) {
      const std::optional<Position> at = log_.position_of(dot);
      if (!at) throw Error(Code::kInvalidArgument, "the revision names an unknown change");
      const codec::Change change = log_.change(*at);
      const bool wrote =
          std::any_of(change.writes.begin(), change.writes.end(), [&](const codec::Write& write) {
            return write.register_number == versions.register_number;
          });
      if (change.entity != current.id || change.life != revision.life || !wrote) {
        throw Error(Code::kInvalidArgument, "the revision names a change of something else");
      }
    }
  }
}

std::string Writer::edit(const Id& id, std::string_view revision_bytes, std::string_view patch,
                         std::span<const uint32_t> clear) {
  const codec::Revision revision = codec::decode_revision(revision_bytes);
  const View current = find(id);
  if (!current.entity.alive()) throw Error(Code::kNotFound, "the entry was deleted");
  if (current.newer) throw Error(Code::kTooNew, "the entry was made by a newer version");
  check_revision(revision, current);
  const std::vector<codec::Register> fields = codec::split(patch);
  check_patch(fields, clear, current.entity.type);

  Entity seen{current.entity.type, revision.life, {}};
  for (const codec::Write& versions : revision.versions) {
    for (const codec::Dot& dot : versions.overwrites) {
      seen.versions.push_back({versions.register_number, *log_.position_of(dot)});
    }
  }
  View editor = view(log_, id, std::move(seen));
  const std::vector<Assignment> assigned =
      assignments(revision, by_number(codec::split(editor.record)), fields, clear);
  if (assigned.empty()) return std::string(revision_bytes);

  auto merged = by_number(codec::split(current.record));
  codec::Change change{
      .hlc = next_hlc(), .entity = id, .type = current.entity.type, .life = revision.life};
  std::vector<std::string_view> values;
  for (const Assignment& assignment : assigned) {
    merged[assignment.write.register_number] = assignment.value;
    change.writes.push_back(assignment.write);
    values.push_back(assignment.value);
  }
  const std::string edited = join(merged);
  codec::split(edited);
  const Record decoded = decode(edited);
  check_body(decoded, current.entity.type);
  codec::validate(decoded);
  check_definition(decoded, id);
  check_content(decoded, current);

  const std::vector<Version> overwritten = log_.overwritten(change);
  const Position at = log_.append(change, sealer_.seal(values));
  appended_ = true;
  const std::vector<Version> edited_versions = written(change, at);
  const auto advance = [&](const Entity& before) {
    EntityBuilder builder;
    builder.add(before.type, before.life, before.versions, {});
    builder.add(before.type, before.life, edited_versions, overwritten);
    return builder.build();
  };
  derived_.remove(current.standing());
  derived_.add(view(log_, id, advance(current.entity)).standing());
  editor.entity = advance(editor.entity);
  return codec::encode(revision_of(log_, editor));
}

std::optional<Id> Writer::remove(const Id& id) {
  const View current = find(id);
  if (!current.entity.alive()) throw Error(Code::kNotFound, "the entry was deleted already");
  const Entity deleted{current.entity.type, current.entity.life + 1, {}};
  log_.append({.hlc = next_hlc(), .entity = id, .type = deleted.type, .life = deleted.life}, {});
  appended_ = true;
  const Standing standing = current.standing();
  derived_.remove(standing);
  derived_.add({id, deleted, {}, 0});
  erase_content(current);
  if (!standing.indexed.content) return std::nullopt;
  contents_.drop(standing.indexed.content->id);
  return standing.indexed.content->id;
}

codec::Content Writer::content_of(const Id& id) {
  const View current = find(id);
  if (!current.entity.alive()) throw Error(Code::kNotFound, "the entry was deleted");
  const auto content = current.standing().indexed.content;
  if (!content) throw Error(Code::kNotFound, "the entry is no attachment");
  return *content;
}

// All changes of this life: the versions that count, and through what they overwrote all the
// others.
void Writer::erase_content(const View& view) {
  std::vector<Position> open;
  for (const Version& version : view.entity.versions) open.push_back(version.position);
  std::set<Position> erased;
  while (!open.empty()) {
    const Position at = open.back();
    open.pop_back();
    if (!erased.insert(at).second) continue;
    for (const Version& version : log_.overwritten(log_.change(at))) {
      open.push_back(version.position);
    }
    log_.erase_payload(at);
  }
}

void Writer::restore(const Id& id, std::string_view record) {
  const View deleted = find(id);
  if (deleted.entity.alive()) throw Error(Code::kAlreadyExists, "the entry is not deleted");
  const NewRecord content{std::string(record), id};
  Prepared prepared = prepare(content, sealer_);
  if (prepared.type != deleted.entity.type) {
    throw Error(Code::kInvalidArgument, "the record has a body of another type than the entry had");
  }
  derived_.remove(deleted.standing());
  append_new(id, deleted.entity.life + 1, std::move(prepared));
}

void Writer::rebuild(Task* task) {
  derived_.clear();
  std::map<Id, EntityBuilder> entities;
  log_.for_each([&](Position at, const codec::Change& change) {
    entities[change.entity].add(change.type, change.life, written(change, at),
                                log_.overwritten(change));
  });
  uint64_t done = 0;
  for (const auto& [id, builder] : entities) {
    if (done++ % kProgressSteps == 0) report(task, done - 1, entities.size());
    derived_.add(view(log_, id, builder.build()).standing());
  }
  derived_.flush();
  derived_.drop_unused_topics();
}

void Writer::finish() {
  if (appended_) log_.finish();
  derived_.flush();
}

}  // namespace lamella::log
