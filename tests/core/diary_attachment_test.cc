// Attachments: what goes in comes out, what was deleted or cut off leaves nothing.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "base/hash.h"
#include "diary_fixture.h"
#include "lamella/salvage.h"
#include "log/contents.h"

namespace lamella {
namespace {

using diary_test::itch_record;
using diary_test::kDay;
using diary_test::note_patch;
using diary_test::TestDiary;
using vault_test::code_of;
using vault_test::passphrase;

// Rows that the closed diary has.
int64_t rows(TestDiary& diary, const std::string& table) {
  diary->close();
  int64_t count = 0;
  {
    const auto vault = vault_test::open(diary.path);
    vault::Statement question(vault->writer(), "SELECT count(*) FROM " + table);
    question.step();
    count = question.integer(0);
  }
  diary.diary = Diary::open(diary.path, diary_test::key());
  return count;
}

void execute(TestDiary& diary, const std::string& sql) {
  diary->close();
  vault_test::open(diary.path)->writer().execute(sql.c_str());
}

std::string photo_record() {
  Record record;
  record.when = When{.local_day = kDay};
  record.note = "left elbow";
  record.body = Attachment{.media_type = "image/jpeg", .site = "elbow.left"};
  return encode(record);
}

// Bytes that no two places share.
std::string picture(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 12345;
  for (char& byte : bytes) {
    state = state * 1'664'525 + 1'013'904'223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// Gives `bytes` in uneven pieces.
ContentSource source_of(std::string bytes) {
  return [bytes = std::move(bytes), at = size_t{0}](std::span<char> room) mutable {
    const size_t size = std::min({room.size(), bytes.size() - at, size_t{70'001}});
    std::copy_n(bytes.data() + at, size, room.data());
    at += size;
    return size;
  };
}

std::string read(Diary& diary, const Id& id) {
  std::string bytes;
  diary.read_attachment(id, [&](std::string_view part) { bytes += part; });
  return bytes;
}

Attachment attachment_of(Diary& diary, const Id& id) {
  return std::get<Attachment>(decode(diary.get(id).record).body);
}

TEST_CASE("a content of any size comes back byte for byte, also after a reopening") {
  TestDiary diary;
  for (const size_t size : {size_t{1}, log::kChunkBytes, log::kChunkBytes + 1, size_t{1'046'500},
                            size_t{1'046'501}, size_t{5'000'000}}) {
    CAPTURE(size);
    const std::string bytes = picture(size);
    const Id id = diary->attach(photo_record(), source_of(bytes));
    CHECK(read(diary.diary, id) == bytes);
    CHECK(attachment_of(diary.diary, id).size == size);
    CHECK(decode(diary->get(id).record).note == "left elbow");
    diary.reopen();
    CHECK(read(diary.diary, id) == bytes);
  }
  CHECK(diary->check({.deep = true}).is_sound());
  CHECK(diary->records(Type::kAttachment)->rows() == 6);
}

TEST_CASE("a content of exactly 64 MiB comes back") {
  TestDiary diary;
  const std::string bytes = picture(kMaxContentBytes);
  const Id id = diary->attach(photo_record(), source_of(bytes));
  CHECK(attachment_of(diary.diary, id).size == kMaxContentBytes);
  const bool equal = read(diary.diary, id) == bytes;
  CHECK(equal);
}

TEST_CASE("more than 64 MiB and nothing at all are refused and leave nothing") {
  TestDiary diary;
  uint64_t given = 0;
  const ContentSource endless = [&](std::span<char> room) {
    std::fill(room.begin(), room.end(), 'x');
    given += room.size();
    return room.size();
  };
  CHECK(code_of([&] { diary->attach(photo_record(), endless); }) == Code::kInvalidArgument);
  CHECK(given <= kMaxContentBytes + (1 << 20));
  CHECK(code_of([&] { diary->attach(photo_record(), source_of("")); }) == Code::kInvalidArgument);
  CHECK(diary->summary().entries == 0);
  CHECK(rows(diary, "content") == 0);
  CHECK(rows(diary, "content_chunk") == 0);
}

TEST_CASE("a record that is not fit for an attachment is refused before its source is asked") {
  TestDiary diary;
  bool asked = false;
  const ContentSource source = [&](std::span<char>) {
    asked = true;
    return size_t{0};
  };
  Record record = decode(photo_record());
  const auto refuses = [&] {
    return code_of([&] { diary->attach(encode(record), source); }) == Code::kInvalidArgument;
  };
  std::get<Attachment>(record.body).media_type = "a photo";
  CHECK(refuses());
  record = decode(photo_record());
  std::get<Attachment>(record.body).size = 7;
  CHECK(refuses());
  record = decode(photo_record());
  record.when.reset();
  CHECK(refuses());
  record.body = Symptom{.item = "itch"};
  CHECK(refuses());
  CHECK_FALSE(asked);
}

TEST_CASE("a source that gives up passes its exception through and leaves nothing") {
  TestDiary diary;
  int parts = 0;
  const ContentSource source = [&](std::span<char> room) -> size_t {
    if (++parts == 3) throw std::runtime_error("the camera is gone");
    return room.size();
  };
  CHECK_THROWS_WITH(diary->attach(photo_record(), source), "the camera is gone");
  CHECK(rows(diary, "content_chunk") == 0);
  Task task;
  task.cancel();
  CHECK(code_of([&] {
          diary->attach(photo_record(), source_of(picture(10)), std::nullopt, &task);
        }) == Code::kCancelled);
  CHECK(rows(diary, "content") == 0);
}

TEST_CASE("a deleted attachment leaves no byte of its content") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(3'000'000)));
  const Id other = diary->attach(photo_record(), source_of(picture(10)));
  const std::string record = diary->get(id).record;
  diary->remove(id);
  CHECK(rows(diary, "content_chunk") == 1);
  CHECK(code_of([&] { read(diary.diary, id); }) == Code::kNotFound);
  CHECK(read(diary.diary, other) == picture(10));
  CHECK(diary->check().is_sound());

  SUBCASE("and takes it back after it was restored") {
    diary->restore(id, record);
    CHECK(code_of([&] { read(diary.diary, id); }) == Code::kNotFound);
    CHECK(diary->check().is_sound());
    CHECK(code_of([&] { diary->fill_attachment(id, source_of(picture(2'999'999))); }) ==
          Code::kInvalidArgument);
    CHECK(rows(diary, "content_chunk") == 1);
    diary->fill_attachment(id, source_of(picture(3'000'000)));
    CHECK(read(diary.diary, id) == picture(3'000'000));
    CHECK(code_of([&] { diary->fill_attachment(id, source_of("x")); }) == Code::kAlreadyExists);
    CHECK(diary->check().is_sound());
  }
}

TEST_CASE("the next opening to write finishes what was cut off") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(2'000'000)));
  const int64_t n = log::content_number(id_from_bytes(attachment_of(diary.diary, id).content));
  SUBCASE("an attachment whose record never came") {
    diary->remove(id);
    execute(diary, "INSERT INTO content(n, state) VALUES(7, 0)");
    execute(diary, "INSERT INTO content_chunk(k, bytes) VALUES(7 << 15, x'ff')");
  }
  SUBCASE("the erasing of a deleted one") {
    diary->remove(id);
    execute(diary, "INSERT INTO content(n, state) VALUES(" + std::to_string(n) + ", 2)");
    execute(diary, "INSERT INTO content_chunk(k, bytes) VALUES((" + std::to_string(n) +
                       " << 15) + 1, x'ff')");
  }
  diary.diary = Diary::open(diary.path, diary_test::key());
  CHECK(rows(diary, "content_chunk") == 0);
  CHECK(rows(diary, "content") == 0);
}

TEST_CASE("an edit changes the caption and never the content") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(10)));
  const std::string revision = diary->edit(id, diary->get(id).revision, note_patch("right elbow"));
  CHECK(read(diary.diary, id) == picture(10));
  Record patch;
  Attachment body = attachment_of(diary.diary, id);
  body.site = "elbow.right";
  patch.body = body;
  diary->edit(id, revision, encode(patch));
  body.size = 11;
  patch.body = body;
  CHECK(code_of([&] { diary->edit(id, diary->get(id).revision, encode(patch)); }) ==
        Code::kInvalidArgument);
  CHECK(diary->check().is_sound());
}

TEST_CASE("two entries cannot have one content") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(10)));
  CHECK(code_of([&] { diary->put(diary->get(id).record); }) == Code::kAlreadyExists);
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("a source may write to the diary while its content comes in") {
  TestDiary diary;
  int calls = 0;
  const ContentSource source = [&](std::span<char> room) -> size_t {
    if (++calls > 4) return 0;
    diary->put(itch_record(3));
    return room.size() / 2;
  };
  diary->attach(photo_record(), source);
  CHECK(diary->summary().entries == 5);
}

TEST_CASE("check tells contents that are not as their entries say") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(8'000)));
  const std::string n =
      std::to_string(log::content_number(id_from_bytes(attachment_of(diary.diary, id).content)));
  const auto finds = [&](const std::string& sql) {
    execute(diary, sql);
    // Only to read: opening to write would sweep.
    Diary damaged = Diary::open(diary.path, diary_test::key(), {.read_only = true});
    const std::vector<Finding> findings = damaged.check().findings;
    return !findings.empty() && findings.size() <= 2 &&
           findings.front().kind == FindingKind::kAttachment &&
           findings.back().kind == FindingKind::kAttachment;
  };
  CHECK(diary->check().is_sound());
  SUBCASE("changed") { CHECK(finds("UPDATE content_chunk SET bytes = x'00' WHERE k % 2 = 1")); }
  SUBCASE("without its end") { CHECK(finds("DELETE FROM content_chunk WHERE k % 4 = 2")); }
  SUBCASE("gone") { CHECK(finds("DELETE FROM content_chunk")); }
  SUBCASE("unknown") { CHECK(finds("DELETE FROM content")); }
  SUBCASE("about to be erased") { CHECK(finds("UPDATE content SET state = 2")); }
  SUBCASE("absent, and there") { CHECK(finds("UPDATE content SET state = 3")); }
  SUBCASE("of nobody") { CHECK(finds("INSERT INTO content_chunk(k, bytes) VALUES(1, x'00')")); }
  SUBCASE("kept for nobody") { CHECK(finds("INSERT INTO content(n, state) VALUES(9, 1)")); }
}

TEST_CASE("a content that is not that of its entry is damaged for whoever reads it") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(8'000)));
  SUBCASE("changed") { execute(diary, "UPDATE content_chunk SET bytes = zeroblob(3500)"); }
  SUBCASE("longer") { execute(diary, "UPDATE content_chunk SET bytes = bytes || x'00'"); }
  SUBCASE("without its end") { execute(diary, "DELETE FROM content_chunk WHERE k % 4 = 2"); }
  diary.diary = Diary::open(diary.path, diary_test::key());
  CHECK(code_of([&] { read(diary.diary, id); }) == Code::kDamaged);
}

TEST_CASE("a backup brings the attachments back") {
  TestDiary diary;
  const Id id = diary->attach(photo_record(), source_of(picture(500'000)));
  const Credential paper = passphrase("a long one");
  diary->backup(diary.folder / "backup", {&paper, 1});
  Diary::restore_backup(diary.folder / "backup", paper, diary.folder / "new.db");
  Diary restored = Diary::open(diary.folder / "new.db", paper);
  CHECK(read(restored, id) == picture(500'000));
}

TEST_CASE("salvage brings back the contents that verify, and names the others") {
  TestDiary diary;
  const Id whole = diary->attach(photo_record(), source_of(picture(400'000)));
  const Id torn = diary->attach(photo_record(), source_of(picture(300'000)));
  const std::string n =
      std::to_string(log::content_number(id_from_bytes(attachment_of(diary.diary, torn).content)));
  SUBCASE("one that lacks a part") {
    execute(diary, "DELETE FROM content_chunk WHERE k = (" + n + " << 15) + 9");
  }
  SUBCASE("one that was changed") {
    execute(diary, "UPDATE content_chunk SET bytes = zeroblob(3500) WHERE k = (" + n + "<<15)+9");
  }
  diary->close();
  const std::string saved_path = diary.folder / "saved.db";
  const SalvageReport report =
      salvage(diary.path, diary_test::key(), saved_path, diary_test::key());
  CHECK(report.without_content == std::vector<Id>{torn});
  CHECK(report.what_was_lost.size() == 1);
  CHECK(report.entries == 2);
  Diary saved = Diary::open(saved_path, diary_test::key());
  CHECK(read(saved, whole) == picture(400'000));
  CHECK(code_of([&] { read(saved, torn); }) == Code::kNotFound);
  CHECK(decode(saved.get(torn).record).note == "left elbow");
  CHECK(saved.check().is_sound());
}

TEST_CASE("salvage takes one of two entries that name one content, and lists the other") {
  TestDiary diary;
  const Id one = diary->attach(photo_record(), source_of(picture(10)));
  const std::string record = diary->get(one).record;
  const auto content = id_from_bytes(attachment_of(diary.diary, one).content);
  // As if the delete of the first had been lost.
  execute(diary, "DELETE FROM content WHERE n = " + std::to_string(log::content_number(content)));
  diary.diary = Diary::open(diary.path, diary_test::key());
  const Id other = diary->put(record);
  diary->close();
  const std::string saved_path = diary.folder / "saved.db";
  const SalvageReport report =
      salvage(diary.path, diary_test::key(), saved_path, diary_test::key());
  CHECK(report.entries == 1);
  REQUIRE(report.lost.size() == 1);
  Diary saved = Diary::open(saved_path, diary_test::key());
  CHECK(read(saved, report.lost.front() == one ? other : one) == picture(10));
}

}  // namespace
}  // namespace lamella
