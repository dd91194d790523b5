// salvage(): what stands on sound pages comes back with equal bytes, and what does not is named.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "diary_salvage_specimen.h"
#include "lamella/diary.h"
#include "lamella/salvage.h"
#include "vault/connection.h"
#include "vault/vault.h"
#include "vault_fixture.h"

namespace lamella {
namespace {

using diary_test::key;
using diary_test::note_patch;
using salvage_test::check_saved;
using salvage_test::entries_by_page;
using salvage_test::kPage;
using salvage_test::note_record;
using salvage_test::salvage_bytes;
using salvage_test::salvage_to_new;
using salvage_test::Saved;
using salvage_test::Specimen;
using vault_test::code_of;
using vault_test::read_bytes;
using vault_test::write_bytes;

TEST_CASE("salvage of a sound diary gives every entry with equal bytes, and nothing is lost") {
  Specimen specimen;
  REQUIRE(specimen.pages() > 50);
  const Saved saved = salvage_to_new(specimen.diary);
  for (const std::string& line : saved.report.what_was_lost) MESSAGE(line);
  CHECK(saved.report.is_whole());
  CHECK(saved.records == specimen.records);
  CHECK(saved.report.pages == specimen.pages());
  CHECK(saved.report.damaged_pages == 0);
  CHECK(saved.report.lost.empty());
  CHECK(saved.report.older.empty());
  CHECK(saved.report.gaps.empty());
  CHECK(saved.report.changes == Diary::open(specimen.diary.path, key()).change_count());
}

TEST_CASE(
    "whichever page is damaged, the entries of the others come back, and the report names the "
    "rest") {
  Specimen specimen;
  const std::vector<std::set<Id>> entries = entries_by_page(specimen.diary.path);
  size_t pages_of_entries = 0;
  size_t with_loss = 0;
  for (size_t page = 1; page <= specimen.pages(); ++page) {
    if (!entries[page].empty()) ++pages_of_entries;
    for (const bool zeroed : {false, true}) {
      if (zeroed && page % 4 != 1) continue;
      CAPTURE(page);
      CAPTURE(zeroed);
      std::string damaged = specimen.bytes;
      const size_t begin = (page - 1) * kPage;
      if (zeroed) damaged.replace(begin, kPage, kPage, '\0');
      if (!zeroed) damaged[begin + 100 + page] = static_cast<char>(damaged[begin + 100 + page] ^ 4);
      const Saved saved = salvage_bytes(specimen, damaged);
      const bool whole = check_saved(specimen, saved, entries[page]);
      CHECK(saved.report.damaged_pages == 1);
      CHECK(saved.report.pages == specimen.pages());
      if (entries[page].empty()) CHECK(saved.report.is_whole());
      if (!whole) ++with_loss;
    }
  }
  CHECK(pages_of_entries > 40);
  CHECK(with_loss > pages_of_entries);
}

TEST_CASE("an entry of which a long edit is lost comes back as it was before that edit") {
  diary_test::TestDiary diary;
  const Id id = diary->put(diary_test::itch_record(4));
  const std::string before = diary->get(id).record;
  diary->edit(id, diary->get(id).revision, note_patch(std::string(9'000, 'n')));
  const std::string after = diary->get(id).record;
  diary->close();
  const std::string sound = read_bytes(diary.path);
  size_t older = 0;
  for (size_t page = 1; page <= sound.size() / kPage; ++page) {
    CAPTURE(page);
    std::string damaged = sound;
    damaged.replace((page - 1) * kPage + 20, 2, "xx");
    write_bytes(diary.path, damaged);
    const Saved saved = salvage_to_new(diary);
    if (!saved.report.older.empty()) {
      ++older;
      CHECK(saved.report.older == std::vector<Id>{id});
      CHECK(saved.records == salvage_test::Records{{id, before}});
    } else if (saved.report.lost.empty()) {
      CHECK(saved.records == salvage_test::Records{{id, after}});
    }
  }
  CHECK(older >= 2);
}

TEST_CASE("a file that was cut gives what its pages hold") {
  Specimen specimen;
  const std::vector<std::set<Id>> entries = entries_by_page(specimen.diary.path);
  const size_t size = specimen.bytes.size();
  for (const size_t cut : {size - 1, size - kPage, size / 2 + 77, 40 * kPage, 30 * kPage + 4095}) {
    CAPTURE(cut);
    std::set<Id> touched;
    for (size_t page = cut / kPage + 1; page < entries.size(); ++page) {
      touched.insert(entries[page].begin(), entries[page].end());
    }
    const Saved saved = salvage_bytes(specimen, specimen.bytes.substr(0, cut));
    check_saved(specimen, saved, touched);
    CHECK(saved.report.pages == (cut + kPage - 1) / kPage);
    CHECK(saved.report.damaged_pages == (cut % kPage == 0 ? 0 : 1));
    CHECK_FALSE(saved.records.empty());
  }
}

TEST_CASE("with every third page damaged, the others still give their entries") {
  Specimen specimen;
  const std::vector<std::set<Id>> entries = entries_by_page(specimen.diary.path);
  for (size_t first = 1; first <= 3; ++first) {
    std::string damaged = specimen.bytes;
    std::set<Id> touched;
    for (size_t page = first; page <= specimen.pages(); page += 3) {
      damaged.replace((page - 1) * kPage, kPage, kPage, 'x');
      touched.insert(entries[page].begin(), entries[page].end());
    }
    const Saved saved = salvage_bytes(specimen, damaged);
    for (const auto& [id, bytes] : specimen.records) {
      if (touched.count(id) == 0) CHECK(saved.records.at(id) == bytes);
    }
    for (const auto& [id, bytes] : saved.records) {
      CHECK(specimen.states.at(id).count(bytes) == 1);
      CHECK(specimen.records.count(id) == 1);
    }
    CHECK_FALSE(saved.report.is_whole());
    CHECK_FALSE(saved.report.gaps.empty());
  }
}

// A diary whose process died, so that its last changes are in the write-ahead log.
std::string die_with_log(const Specimen& specimen) {
  CHECK(vault_test::run_in_child([&] {
          Diary diary = Diary::open(specimen.diary.path, key());
          for (int i = 0; i < 50; ++i) diary.put(note_record(i, 2'000));
          ::_exit(0);
        }) == 0);
  return read_bytes(specimen.diary.path + "-wal");
}

TEST_CASE("the write-ahead log of a process that died is read, whatever page 1 of the file is") {
  Specimen specimen;
  const std::string log = die_with_log(specimen);
  REQUIRE(log.size() > 50 * kPage);
  const std::string bytes = read_bytes(specimen.diary.path);
  for (const bool damaged : {false, true}) {
    std::string file = bytes;
    if (damaged) file.replace(0, kPage, kPage, 'x');
    const Saved saved = salvage_bytes(specimen, file);
    CHECK(saved.report.is_whole());
    CHECK(saved.records.size() == specimen.records.size() + 50);
    for (const auto& [id, record_bytes] : specimen.records) {
      CHECK(saved.records.at(id) == record_bytes);
    }
  }
  // One bad page beside the log takes no other with it.
  for (const size_t page : {20, 40}) {
    std::string file = bytes;
    file[page * kPage + 9] = static_cast<char>(file[page * kPage + 9] ^ 1);
    const Saved saved = salvage_bytes(specimen, file);
    CHECK(saved.report.damaged_pages == 1);
    CHECK(saved.records.size() + saved.report.lost.size() == specimen.records.size() + 50);
    CHECK(saved.report.lost.size() < 10);
  }
  // A log without page 1: its changes took no new page.
  std::filesystem::remove(specimen.diary.path + "-wal");
  write_bytes(specimen.diary.path, specimen.bytes);
  const Id edited = specimen.records.begin()->first;
  CHECK(vault_test::run_in_child([&] {
          Diary diary = Diary::open(specimen.diary.path, key());
          diary.edit(edited, diary.get(edited).revision, note_patch("in the log alone"));
          ::_exit(0);
        }) == 0);
  std::string file = specimen.bytes;
  file.replace(0, kPage, kPage, 'x');
  const Saved saved = salvage_bytes(specimen, file);
  CHECK(saved.report.is_whole());
  CHECK(saved.report.damaged_pages == 1);
  CHECK(decode(saved.records.at(edited)).note == "in the log alone");
}

TEST_CASE("a replica that stands under two numbers costs no entry") {
  diary_test::TestDiary diary;
  const Id id = diary->put(diary_test::itch_record(5));
  diary->edit(id, diary->get(id).revision, diary_test::note_patch("edited"));
  const std::string record = diary->get(id).record;
  diary->close();
  // The name of number 0 is lost, and its log tells that it is this one.
  vault_test::open(diary.path)->writer().execute("UPDATE replica SET n = 127");
  const std::string saved = diary.folder / "saved.db";
  CHECK(salvage(diary.path, key(), saved, key()).entries == 1);
  CHECK(Diary::open(saved, key()).get(id).record == record);
}

TEST_CASE("salvage fails as opening and creating do, and makes nothing") {
  Specimen specimen;
  const vault_test::TempFolder& folder = specimen.diary.folder;
  const std::string& path = specimen.diary.path;
  const std::string target = folder / "saved.db";
  const auto fails = [&](Code code, const std::string& from, const Credential& credential) {
    const auto before = vault_test::contents(folder.path());
    CHECK(name(code_of([&] { salvage(from, credential, target, key()); })) == name(code));
    CHECK(vault_test::contents(folder.path()) == before);
  };
  fails(Code::kWrongSecret, path, vault_test::device_key(9));
  fails(Code::kNoSuchKey, path, vault_test::passphrase());
  fails(Code::kDatabaseMissing, folder / "absent.db", key());
  specimen.diary.reopen();
  fails(Code::kBusy, path, key());
  specimen.diary->close();
  vault_test::open(path)->writer().execute("PRAGMA user_version=999");
  fails(Code::kTooNew, path, key());
  write_bytes(path, std::string(specimen.bytes.size(), 'x'));
  fails(Code::kMismatch, path, key());
  write_bytes(path, specimen.bytes.substr(0, 16) + std::string(specimen.bytes.size(), 'x'));
  fails(Code::kDamaged, path, key());
  write_bytes(path, specimen.bytes.substr(0, 4095));
  fails(Code::kDatabaseMissing, path, key());
  write_bytes(path, specimen.bytes);
  write_bytes(target, "somebody's");
  fails(Code::kAlreadyExists, path, key());
  std::filesystem::remove(target);
  Task task;
  task.cancel();
  CHECK(code_of([&] { salvage(path, key(), target, key(), &task); }) == Code::kCancelled);
  CHECK_FALSE(std::filesystem::exists(target));
}

TEST_CASE("a diary whose rotation stopped is read under the key that its pages have") {
  for (const bool given : {false, true}) {
    Specimen specimen;
    {
      const auto vault = vault_test::open(specimen.diary.path);
      vault::Connection& writer = vault->writer();
      const Credential keep = key();
      vault->change_keys([&](vault::Keyring& keys) {
        keys.begin_rotation({&keep, 1});
        if (given) vault::rekey(writer, keys.next_database_key());
      });
    }
    std::string bytes = read_bytes(specimen.diary.path);
    bytes.replace(16, 100, 100, 'x');
    const Saved saved = salvage_bytes(specimen, bytes);
    CHECK(saved.records == specimen.records);
    CHECK(saved.report.damaged_pages == 1);
  }
}

TEST_CASE("a new diary that cannot be written in whole is taken away again") {
  Specimen specimen;
  const std::string target = specimen.diary.folder / "saved.db";
  CHECK(vault_test::run_in_child([&] {
          ::signal(SIGXFSZ, SIG_IGN);
          const rlimit limit{16 * kPage, 16 * kPage};
          ::setrlimit(RLIMIT_FSIZE, &limit);
          return static_cast<int>(
              code_of([&] { salvage(specimen.diary.path, key(), target, key()); }));
        }) == static_cast<int>(Code::kIo));
  CHECK_FALSE(std::filesystem::exists(target));
  CHECK_FALSE(std::filesystem::exists(target + "-keys"));
  CHECK(salvage_to_new(specimen.diary).records == specimen.records);
}

}  // namespace
}  // namespace lamella
