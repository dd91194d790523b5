// Put, get, edit, delete and restore, as a caller sees them.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;
using namespace std::string_literals;

namespace {

const std::string kUnknownField = "\x52\x03new"s;      // field 10 of Record
const std::string kUnknownBody = "\xca\x3e\x04leaf"s;  // field 1001

std::string note_of(const Entry& entry) { return decode(entry.record).note; }

}  // namespace

TEST_CASE("what was put is there again after closing and opening") {
  TestDiary diary;
  const std::string bytes = itch_record(6);
  const Id id = diary->put(bytes);
  diary.reopen();
  const Entry entry = diary->get(id);
  CHECK(entry.record == bytes);
  CHECK(entry.type == static_cast<uint32_t>(Type::kSymptom));
  CHECK(entry.conflicts.empty());
  CHECK_FALSE(entry.newer);
}

TEST_CASE("a batch is put whole or not at all, and the failure names the field") {
  TestDiary diary;
  const std::vector<NewRecord> batch = {{itch_record(1), {}}, {itch_record(11), {}}};
  const uint64_t count = diary->change_count();
  const Failure failure = failure_of([&] { diary->put(batch); });
  CHECK(failure.code == Code::kInvalidArgument);
  CHECK(failure.message.find("symptom.score") != std::string::npos);
  CHECK(diary->summary().entries == 0);
  CHECK(diary->change_count() == count);
  CHECK(diary->put(std::vector<NewRecord>{}).empty());
}

TEST_CASE("an id is taken once: in use, deleted, or twice in a batch") {
  TestDiary diary;
  const Id id = random_id();
  diary->put(itch_record(1), id);
  CHECK(failure_of([&] { diary->put(itch_record(2), id); }).code == Code::kAlreadyExists);
  diary->remove(id);
  CHECK(failure_of([&] { diary->put(itch_record(1), id); }).code == Code::kAlreadyExists);
  const Id twice = random_id();
  CHECK(failure_of([&] {
          diary->put(std::vector<NewRecord>{{itch_record(1), twice}, {itch_record(1), twice}});
        }).code == Code::kAlreadyExists);
}

TEST_CASE("an import skips what exists and says what differs") {
  TestDiary diary;
  const Id known = random_id();
  const Id deleted = random_id();
  const Id fresh = random_id();
  diary->put(itch_record(1), known);
  diary->put(itch_record(1), deleted);
  diary->remove(deleted);
  const std::vector<NewRecord> batch = {{itch_record(1), known},   {itch_record(2), known},
                                        {itch_record(1), deleted}, {itch_record(3), fresh},
                                        {itch_record(3), fresh},   {itch_record(4), fresh}};
  const auto results = diary->put(batch, {.skip_existing = true});
  CHECK(results[0].status == PutStatus::kExists);
  CHECK(results[1].status == PutStatus::kDiffers);
  CHECK(results[2].status == PutStatus::kDeleted);
  CHECK(results[3].status == PutStatus::kAdded);
  CHECK(results[4].status == PutStatus::kExists);
  CHECK(results[5].status == PutStatus::kDiffers);
  CHECK(shown_score(diary->get(known)) == 1);
  CHECK(shown_score(diary->get(fresh)) == 3);
}

TEST_CASE("the definition of a factor has the id of its code, so there is only one") {
  TestDiary diary;
  Record record;
  record.body = Factor{"wool", "Wool", {}, {}, "", {}, {}, {}};
  const Id id = diary->put(encode(record));
  CHECK(id == definition_id("factor", "wool"));
  CHECK(failure_of([&] { diary->put(encode(record)); }).code == Code::kAlreadyExists);
  CHECK(refused([&] { diary->put(encode(record), random_id()); }));
  record.body = Factor{"silk", "Silk", {}, {}, "", {}, {}, {}};
  CHECK(refused([&] { diary->edit(id, diary->get(id).revision, encode(record)); }));
}

TEST_CASE("there is one profile, and one source of a code") {
  TestDiary diary;
  Record record;
  record.body = Profile{.birth_year = 1990};
  CHECK(diary->put(encode(record)) == definition_id("profile", ""));
  CHECK(refused([&] { diary->put(encode(record), random_id()); }));
  record.body = DataSource{.code = "weather", .licence = "CC BY 4.0"};
  CHECK(diary->put(encode(record)) == definition_id("data_source", "weather"));
  CHECK(refused([&] { diary->put(encode(record), random_id()); }));
}

TEST_CASE("an edit writes the fields of the patch and leaves the rest") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const Entry first = diary->get(id);
  const std::string revision = diary->edit(id, first.revision, note_patch("bad night"));
  CHECK(revision != first.revision);
  const Entry second = diary->get(id);
  CHECK(second.revision == revision);
  CHECK(note_of(second) == "bad night");
  CHECK(shown_score(second) == 6);
  diary->edit(id, revision, "", std::vector<uint32_t>{2});
  CHECK(note_of(diary->get(id)).empty());
}

TEST_CASE("an edit that changes nothing writes nothing") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const Entry entry = diary->get(id);
  const uint64_t count = diary->change_count();
  CHECK(diary->edit(id, entry.revision, entry.record) == entry.revision);
  CHECK(diary->edit(id, entry.revision, "", std::vector<uint32_t>{2}) == entry.revision);
  CHECK(diary->change_count() == count);
}

TEST_CASE(
    "an edit of an old revision is kept and shows as a conflict, which the next edit resolves") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const Entry form = diary->get(id);
  diary->edit(id, form.revision, note_patch("first"));
  const std::string stale = diary->edit(id, form.revision, note_patch("second"));
  const Entry both = diary->get(id);
  REQUIRE(both.conflicts.size() == 1);
  CHECK(both.conflicts[0].register_number == 2);
  CHECK(note_of(both) == "second");
  CHECK(both.conflicts[0].others == std::vector<std::string>{note_patch("first")});
  // Whoever saw only the second does not overwrite the first.
  diary->edit(id, stale, note_patch("third"));
  CHECK(diary->get(id).conflicts.size() == 1);
  diary->edit(id, diary->get(id).revision, note_patch("third"));
  CHECK(diary->get(id).conflicts.empty());
  CHECK(note_of(diary->get(id)) == "third");
}

TEST_CASE("equal bytes written twice without knowledge of each other are no conflict") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const Entry form = diary->get(id);
  diary->edit(id, form.revision, note_patch("same"));
  diary->edit(id, form.revision, note_patch("same"));
  CHECK(diary->get(id).conflicts.empty());
}

TEST_CASE(
    "a revision that is malformed, of another entry, of another diary or too old is refused") {
  TestDiary diary;
  TestDiary other;
  const Id id = diary->put(itch_record(6));
  const Id second = diary->put(itch_record(7));
  const Id foreign = other->put(itch_record(6), id);
  const std::string revision = diary->get(id).revision;
  const auto edit_with = [&](const std::string& bytes) {
    return failure_of([&] { diary->edit(id, bytes, note_patch("x")); }).code;
  };
  CHECK(edit_with("") == Code::kInvalidArgument);
  CHECK(edit_with(revision.substr(0, revision.size() - 1)) == Code::kInvalidArgument);
  CHECK(edit_with(diary->get(second).revision) == Code::kInvalidArgument);
  CHECK(edit_with(other->get(foreign).revision) == Code::kInvalidArgument);
  diary->remove(id);
  CHECK(edit_with(revision) == Code::kNotFound);
  diary->restore(id, itch_record(6));
  CHECK(edit_with(revision) == Code::kInvalidArgument);
  CHECK(note_of(diary->get(id)).empty());
}

TEST_CASE("an edit is validated as a whole and cannot change the body's type or remove it") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const std::string revision = diary->get(id).revision;
  Record patch;
  patch.body = itch(11);
  CHECK(refused([&] { diary->edit(id, revision, encode(patch)); }));
  patch.body = sweat(true);
  CHECK(refused([&] { diary->edit(id, revision, encode(patch)); }));
  CHECK(refused([&] { diary->edit(id, revision, "", std::vector<uint32_t>{1}); }));
  CHECK(refused([&] { diary->edit(id, revision, "", std::vector<uint32_t>{16}); }));
  CHECK(refused([&] { diary->edit(id, revision, "", std::vector<uint32_t>{0}); }));
  CHECK(refused([&] { diary->edit(id, revision, "", std::vector<uint32_t>{2, 2}); }));
  CHECK(refused([&] { diary->edit(id, revision, note_patch("x"), std::vector<uint32_t>{2}); }));
  CHECK(failure_of([&] { diary->edit(id, revision, "\x12\x05"s); }).code ==
        Code::kMalformedMessage);
  CHECK(diary->get(id).revision == revision);
}

TEST_CASE("fields of a newer version survive put, the edit of another field, and a rebuild") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6) + kUnknownField);
  diary->edit(id, diary->get(id).revision, note_patch("mine"));
  CHECK(decode(diary->get(id).record).unknown_fields == kUnknownField);
  diary->rebuild();
  diary.reopen();
  CHECK(decode(diary->get(id).record).unknown_fields == kUnknownField);
  CHECK(note_of(diary->get(id)) == "mine");
}

TEST_CASE("a body of a newer version is kept and shown as such, and not edited") {
  TestDiary diary;
  Record common;
  common.when = at(kDay, 8);
  const std::string bytes = encode(common) + kUnknownBody;
  const Id id = diary->put(bytes);
  diary->rebuild();
  diary.reopen();
  const Entry entry = diary->get(id);
  CHECK(entry.record == bytes);
  CHECK(entry.newer);
  CHECK(entry.type == 1001);
  CHECK(failure_of([&] { diary->edit(id, entry.revision, note_patch("x")); }).code ==
        Code::kTooNew);
  CHECK(diary->query({.first_day = kDay, .last_day = kDay}).entries.size() == 1);
  diary->remove(id);
  CHECK(failure_of([&] { diary->get(id); }).code == Code::kNotFound);
}

TEST_CASE("a deleted entry is gone with its content, and comes back only with content") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  const uint64_t before = diary->change_count();
  diary->remove(id);
  CHECK(diary->change_count() == before + 1);
  CHECK(failure_of([&] { diary->get(id); }).code == Code::kNotFound);
  CHECK(failure_of([&] { diary->remove(id); }).code == Code::kNotFound);
  CHECK(failure_of([&] { diary->remove(random_id()); }).code == Code::kNotFound);
  CHECK(diary->samples()->rows() == 0);
  CHECK(refused([&] { diary->restore(id, encode(record(at(kDay), sweat(true)))); }));
  CHECK(failure_of([&] { diary->restore(random_id(), itch_record(1)); }).code == Code::kNotFound);
  diary->restore(id, itch_record(7));
  CHECK(shown_score(diary->get(id)) == 7);
  CHECK(failure_of([&] { diary->restore(id, itch_record(7)); }).code == Code::kAlreadyExists);
  CHECK(diary->samples()->rows() == 1);
}

TEST_CASE("empty, truncated and bodiless records are refused and change nothing") {
  TestDiary diary;
  const std::string bytes = itch_record(6);
  CHECK(refused([&] { diary->put(""); }));
  CHECK(refused([&] { diary->put(note_patch("no body")); }));
  for (size_t size = 1; size < bytes.size(); ++size) {
    CHECK(failure_of([&] { diary->put(bytes.substr(0, size)); }).code != Code::kOk);
  }
  CHECK(failure_of([&] { diary->put(bytes + bytes); }).code == Code::kMalformedMessage);
  CHECK(diary->summary().entries == 0);
}

TEST_CASE("a known body with another wire type is refused, at put and at edit") {
  TestDiary diary;
  Record common;
  common.when = at(kDay, 8);
  const std::string number = "\x80\x01\x07"s;  // field 16 as a varint
  CHECK(failure_of([&] { diary->put(encode(common) + number); }).code == Code::kMalformedMessage);
  const Id id = diary->put(itch_record(6));
  CHECK(failure_of([&] { diary->edit(id, diary->get(id).revision, number); }).code ==
        Code::kMalformedMessage);
}

TEST_CASE("a note of 1 MiB is refused with the limit, one of 59 KiB comes back") {
  TestDiary diary;
  Record large = record(at(kDay, 8), itch(1));
  large.note = std::string(1 << 20, 'n');
  const Failure failure = failure_of([&] { diary->put(encode(large)); });
  CHECK(failure.code == Code::kInvalidArgument);
  CHECK(failure.message.find("61440") != std::string::npos);
  large.note.resize(59 * 1024);
  const Id id = diary->put(encode(large));
  const Id small = diary->put(itch_record(1));
  CHECK(refused([&] {
    diary->edit(small, diary->get(small).revision, note_patch(std::string(61'440, 'n')));
  }));
  diary.reopen();
  CHECK(note_of(diary->get(id)) == large.note);
}

TEST_CASE("the last edit is the one shown, whatever the clock does meanwhile") {
  constexpr int64_t kFiveYears = int64_t{5} * 365 * kMsPerDay;
  int64_t now = kDay * kMsPerDay;
  TestDiary diary;
  diary->close();
  diary.diary = Diary::open(diary.path, key(), {.clock = [&] { return now; }});
  const Id id = diary->put(itch_record(6));
  int edits = 0;
  for (const int64_t jump : {int64_t{0}, kFiveYears, int64_t{0}, -2 * kFiveYears, int64_t{-1},
                             int64_t{1}, -20 * kFiveYears, kFiveYears, 20 * kFiveYears}) {
    CAPTURE(edits);
    now += jump;
    const std::string note = "edit " + std::to_string(++edits);
    diary->edit(id, diary->get(id).revision, note_patch(note));
    CHECK(note_of(diary->get(id)) == note);
    CHECK(diary->get(id).conflicts.empty());
  }
  now -= kFiveYears;
  diary->remove(id);
  now -= kFiveYears;
  diary->restore(id, itch_record(2));
  const Entry shown = diary->get(id);
  CHECK(shown_score(shown) == 2);
  diary->rebuild();
  CHECK(diary->get(id).record == shown.record);
  CHECK(diary->get(id).revision == shown.revision);
  CHECK(diary->check().is_sound());
}

TEST_CASE("a closed diary refuses, and closing twice is harmless") {
  TestDiary diary;
  diary->close();
  diary->close();
  CHECK(failure_of([&] { diary->put(itch_record(1)); }).code == Code::kClosed);
  CHECK(failure_of([&] { diary->summary(); }).code == Code::kClosed);
}

TEST_CASE("a diary that was opened to read refuses every write") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  diary->close();
  Diary reader = Diary::open(diary.path, key(), {.read_only = true});
  const Entry entry = reader.get(id);
  CHECK(shown_score(entry) == 6);
  CHECK(failure_of([&] { reader.put(itch_record(1)); }).code == Code::kReadOnly);
  CHECK(failure_of([&] { reader.edit(id, entry.revision, note_patch("x")); }).code ==
        Code::kReadOnly);
  CHECK(failure_of([&] { reader.remove(id); }).code == Code::kReadOnly);
  CHECK(failure_of([&] { reader.rebuild(); }).code == Code::kReadOnly);
}

TEST_CASE("a child of fork is refused, and the parent goes on") {
  TestDiary diary;
  diary->put(itch_record(6));
  const int status = vault_test::run_in_child([&] {
    return failure_of([&] { diary->put(itch_record(1)); }).code == Code::kForkedProcess ? 0 : 1;
  });
  CHECK(status == 0);
  diary->put(itch_record(7));
  diary.reopen();
  CHECK(diary->summary().entries == 2);
}
