// check(): a sound diary has no finding, and whatever is changed behind its back has one.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "vault/vault.h"
#include "vault_fixture.h"

namespace lamella {
namespace {

using diary_test::at;
using diary_test::itch_record;
using diary_test::kDay;
using diary_test::key;
using diary_test::note_patch;
using diary_test::record;
using diary_test::TestDiary;
using diary_test::tewl;
using vault_test::read_bytes;
using vault_test::write_bytes;

constexpr size_t kPage = 4096;

// Entries of several kinds, edited, deleted and restored ones, and notes that need several rows.
void fill(Diary& diary) {
  std::vector<NewRecord> records;
  for (int i = 0; i < 250; ++i) {
    records.push_back({itch_record(i % 10, kDay + i / 4, i % 24), {}});
    records.push_back({encode(record(at(kDay + i / 4, i % 24), tewl(i))), {}});
  }
  std::vector<Id> ids;
  for (const PutResult& result : diary.put(records)) ids.push_back(result.id);
  for (size_t i = 0; i < ids.size(); i += 9) {
    diary.edit(ids[i], diary.get(ids[i]).revision, note_patch(std::string(i * 20, 'n')));
  }
  for (size_t i = 0; i < ids.size(); i += 13) diary.remove(ids[i]);
  diary.restore(ids[0], itch_record(3));
}

CheckReport check(const std::string& path, bool deep = false) {
  return Diary::open(path, key(), {.accept_rollback = true}).check({.deep = deep});
}

// What check() says, or the code with which the diary does not open.
struct Outcome {
  Code code = Code::kOk;
  CheckReport report{};
};

Outcome outcome_of(const std::string& path, bool deep) {
  try {
    return {Code::kOk, check(path, deep)};
  } catch (const Error& error) {
    return {error.code(), {}};
  }
}

bool finds(const CheckReport& report, FindingKind kind) {
  return std::any_of(report.findings.begin(), report.findings.end(),
                     [&](const Finding& finding) { return finding.kind == kind; });
}

// What check() says after `sql` was run behind the diary's back.
CheckReport check_after(const std::string& sql) {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  {
    const auto vault = vault_test::open(diary.path);
    vault->writer().execute(sql.c_str());
    REQUIRE(vault->writer().changes() > 0);
  }
  return check(diary.path);
}

TEST_CASE("a sound diary has no finding, and check counts what it read") {
  TestDiary diary;
  CHECK(diary->check().is_sound());
  fill(diary.diary);
  for (const bool deep : {false, true}) {
    const CheckReport report = diary->check({.deep = deep});
    for (const Finding& finding : report.findings) MESSAGE(finding.what);
    CHECK(report.is_sound());
    CHECK(report.changes == diary->change_count());
    CHECK(report.entries == diary->summary().entries + diary->summary().deleted);
    CHECK(report.samples == diary->summary().samples);
    CHECK(report.erased > 0);
    CHECK(report.pages * kPage == diary->summary().file_bytes);
  }
  diary->rebuild();
  CHECK(diary->check().is_sound());
  diary->close();
  CHECK(Diary::open(diary.path, key(), {.read_only = true}).check().is_sound());
}

TEST_CASE("each row that was changed behind the diary's back is found") {
  struct Case {
    const char* sql;
    FindingKind kind;
  };
  const Case cases[] = {
      {"DELETE FROM log WHERE pos = 5", FindingKind::kLog},
      {"UPDATE log SET change = (SELECT change FROM log WHERE pos = 7) WHERE pos = 6",
       FindingKind::kLog},
      {"UPDATE log SET change = x'ff' WHERE pos = 6", FindingKind::kLog},
      {"UPDATE log SET chain = zeroblob(32) WHERE pos = 6", FindingKind::kLog},
      {"UPDATE log SET payload = NULL WHERE pos = 6", FindingKind::kContent},
      {"UPDATE log SET payload = (SELECT payload FROM log WHERE pos = 7) WHERE pos = 6",
       FindingKind::kContent},
      {"UPDATE log_chunk SET bytes = zeroblob(9) WHERE rowid = 1", FindingKind::kContent},
      {"UPDATE entry SET life = 3 WHERE day = 20001", FindingKind::kDerived},
      {"UPDATE entry SET t = t + 1 WHERE day = 20002", FindingKind::kDerived},
      {"UPDATE entry SET topic = 0 WHERE topic = 1 AND day = 20003", FindingKind::kDerived},
      {"DELETE FROM entry WHERE day = 20004", FindingKind::kDerived},
      {"DELETE FROM entry_id WHERE day = 20004", FindingKind::kDerived},
      {"DELETE FROM block WHERE k = (SELECT max(k) FROM block)", FindingKind::kDerived},
      {"DELETE FROM block WHERE k = (SELECT min(k) FROM block)", FindingKind::kDerived},
      {"INSERT INTO topic(n, key) VALUES(77, (SELECT key || x'00' FROM topic LIMIT 1))",
       FindingKind::kDerived},
  };
  for (const Case& each : cases) {
    CAPTURE(each.sql);
    CHECK(finds(check_after(each.sql), each.kind));
  }
}

TEST_CASE("what derives from the log is mended by rebuild") {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  vault_test::open(diary.path)->writer().execute("DELETE FROM entry WHERE day = 20004");
  Diary reopened = Diary::open(diary.path, key());
  CHECK_FALSE(reopened.check().is_sound());
  reopened.rebuild();
  CHECK(reopened.check().is_sound());
}

TEST_CASE("the page of an older copy is found wherever it is put") {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  const std::string old = read_bytes(diary.path);
  diary.reopen();
  fill(diary.diary);
  diary->close();
  const std::string now = read_bytes(diary.path);
  // The mark of the key file's generation stands alone on its page: an old one weakens a warning.
  const auto mark = static_cast<size_t>(
      vault_test::number(vault_test::open(diary.path)->writer(),
                         "SELECT rootpage FROM sqlite_schema WHERE name = 'key_file'"));
  size_t spliced = 0;
  for (size_t page = kPage; page < old.size(); page += kPage) {
    if (now.compare(page, kPage, old, page, kPage) == 0 || page == (mark - 1) * kPage) continue;
    CAPTURE(page / kPage);
    std::string mixed = now;
    mixed.replace(page, kPage, old, page, kPage);
    write_bytes(diary.path, mixed);
    const Outcome outcome = outcome_of(diary.path, false);
    CHECK((outcome.code == Code::kDamaged || !outcome.report.is_sound()));
    ++spliced;
  }
  CHECK(spliced > 10);
}

TEST_CASE("a page that fails its authentication is a finding, not the end of the check") {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  const std::string sound = read_bytes(diary.path);
  for (size_t page = kPage; page < sound.size(); page += kPage) {
    CAPTURE(page / kPage);
    std::string flipped = sound;
    flipped[page + 99] = static_cast<char>(flipped[page + 99] ^ 4);
    write_bytes(diary.path, flipped);
    const Outcome outcome = outcome_of(diary.path, true);
    CHECK((outcome.code == Code::kDamaged || finds(outcome.report, FindingKind::kPage)));
    for (const Finding& finding : outcome.report.findings) {
      CHECK(finding.what.find('\n') == std::string::npos);
    }
  }
}

TEST_CASE("a database with more pages than its header says, and a damaged key file, are found") {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  write_bytes(diary.path, read_bytes(diary.path) + std::string(kPage, 'x'));
  CHECK(finds(check(diary.path), FindingKind::kPage));
  TestDiary second;
  fill(second.diary);
  CHECK(second->check().is_sound());
  write_bytes(second.path + "-keys", "");
  CHECK(finds(second->check(), FindingKind::kKeyFile));
}

TEST_CASE("an older key file is told from the generation that the database saw") {
  TestDiary diary;
  const std::string old = read_bytes(diary.path + "-keys");
  diary->add_key(vault_test::passphrase());
  diary->put(itch_record(5));
  diary->close();
  vault_test::write_key_bytes(diary.path, old);
  CHECK(finds(check(diary.path), FindingKind::kKeyFile));
}

TEST_CASE("a change of a replica whose name is lost is damage, and no internal failure") {
  TestDiary diary;
  const Id id = diary->put(itch_record(5));
  diary->close();
  vault_test::open(diary.path)->writer().execute("UPDATE replica SET n = 5");
  diary.diary = Diary::open(diary.path, key(), {.accept_rollback = true});
  CHECK(vault_test::code_of([&] { diary->get(id); }) == Code::kDamaged);
  CHECK_FALSE(diary->check().is_sound());
}

TEST_CASE("a series with a number that none can have is damage, which a rebuild mends") {
  for (const char* n : {"-1", "1048576", "9223372036854775807"}) {
    CAPTURE(n);
    TestDiary diary;
    diary->put(itch_record(5));
    diary->close();
    vault_test::open(diary.path)
        ->writer()
        .execute((std::string("UPDATE topic SET n = ") + n).c_str());
    diary.diary = Diary::open(diary.path, key());
    CHECK(vault_test::code_of([&] { diary->samples(); }) == Code::kDamaged);
    CHECK(vault_test::code_of([&] { diary->put(itch_record(6)); }) == Code::kDamaged);
    CHECK(vault_test::code_of([&] { diary->put(encode(record(at(kDay), tewl(6)))); }) ==
          Code::kDamaged);
    CHECK_FALSE(diary->check().is_sound());
    diary->rebuild();
    CHECK(diary->check().is_sound());
    CHECK(diary->samples()->rows() == 1);
  }
}

TEST_CASE("a check can be cancelled") {
  TestDiary diary;
  fill(diary.diary);
  Task task;
  task.cancel();
  CHECK(vault_test::code_of([&] { diary->check({}, &task); }) == Code::kCancelled);
}

}  // namespace
}  // namespace lamella
