// Backups: one encrypted file that becomes the same diary again, or an error and nothing.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "vault_fixture.h"

namespace lamella {
namespace {

using diary_test::itch_record;
using diary_test::kDay;
using diary_test::key;
using diary_test::note_patch;
using diary_test::TestDiary;
using vault_test::code_of;
using vault_test::contents;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::write_bytes;

std::vector<Id> fill(Diary& diary) {
  std::vector<NewRecord> records;
  for (int i = 0; i < 200; ++i) records.push_back({itch_record(i % 10, kDay + i), {}});
  std::vector<Id> ids;
  for (const PutResult& result : diary.put(records)) ids.push_back(result.id);
  diary.edit(ids[3], diary.get(ids[3]).revision, note_patch(std::string(20'000, 'n')));
  diary.remove(ids[4]);
  return ids;
}

struct BackedUp {
  BackedUp() : ids(fill(diary.diary)) {
    const Credential paper[] = {passphrase("backup")};
    diary->backup(backup, paper);
  }
  TestDiary diary;
  std::string backup = diary.folder / "diary.backup";
  std::string restored = diary.folder / "restored.db";
  std::vector<Id> ids;
};

void restore(const std::string& backup, const std::string& path) {
  Diary::restore_backup(backup, passphrase("backup"), path);
}

TEST_CASE("a backup comes back as the same entries, under its own keys") {
  BackedUp from;
  CHECK(contents(from.diary.folder.path()).size() == 7);  // the diary's six files and the backup
  restore(from.backup, from.restored);
  CHECK(code_of([&] { Diary::open(from.restored, key()); }) == Code::kNoSuchKey);
  Diary restored = Diary::open(from.restored, passphrase("backup"));
  CHECK(restored.summary().entries == 199);
  for (size_t i = 0; i < from.ids.size(); i += (i == 3 ? 2 : 1)) {
    CHECK(restored.get(from.ids[i]).record == from.diary->get(from.ids[i]).record);
  }
  CHECK(restored.check({.deep = true}).is_sound());
  CHECK_FALSE(std::filesystem::exists(from.restored + "-draft"));
}

TEST_CASE("the restored diary and the old one go on under different replica ids") {
  BackedUp from;
  restore(from.backup, from.restored);
  Diary restored = Diary::open(from.restored, passphrase("backup"));
  const Id id = from.ids[10];
  const std::string before = restored.get(id).revision;
  CHECK(before == from.diary->get(id).revision);
  const std::string here = from.diary->edit(id, before, note_patch("old"));
  const std::string there = restored.edit(id, before, note_patch("restored"));
  CHECK(here != there);
  CHECK(restored.change_count() == from.diary->change_count());
  CHECK(restored.check().is_sound());
}

TEST_CASE("a backup holds no byte of the diary in clear, and nothing of its keys") {
  BackedUp from;
  const std::string bytes = read_bytes(from.backup);
  CHECK(bytes.starts_with("LMB1"));
  CHECK(bytes.find("itch") == std::string::npos);
  CHECK(bytes.find("nnnnnnnn") == std::string::npos);
  const std::string page = read_bytes(from.diary.path).substr(8192, 64);
  CHECK(bytes.find(page) == std::string::npos);
}

TEST_CASE("a backup that was cut, changed or lengthened anywhere makes nothing") {
  BackedUp from;
  const std::string sound = read_bytes(from.backup);
  const auto refused = [&](std::string bytes) {
    write_bytes(from.backup, bytes);
    const Code code = code_of([&] { restore(from.backup, from.restored); });
    CHECK_FALSE(std::filesystem::exists(from.restored));
    CHECK_FALSE(std::filesystem::exists(from.restored + "-keys"));
    return code;
  };
  for (const size_t size : {size_t{0}, size_t{3}, size_t{12}, size_t{200}, size_t{4096},
                            sound.size() - 4096, sound.size() - 32, sound.size() - 1}) {
    CAPTURE(size);
    CHECK(refused(sound.substr(0, size)) == Code::kDamaged);
  }
  CHECK(refused(sound + '\0') == Code::kDamaged);
  CHECK(refused(sound + std::string(4096, '\0')) == Code::kDamaged);
  for (size_t at = 0; at < sound.size(); at += at < 300 ? 1 : 997) {
    CAPTURE(at);
    std::string changed = sound;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Code code = refused(changed);
    CHECK((code == Code::kDamaged || code == Code::kTooNew));
  }
  write_bytes(from.backup, sound);
  restore(from.backup, from.restored);
  CHECK(Diary::open(from.restored, passphrase("backup")).summary().entries == 199);
}

TEST_CASE("a backup and a restore replace nothing and say what is wrong") {
  BackedUp from;
  const Credential paper[] = {passphrase("backup")};
  const Credential device[] = {key()};
  CHECK(code_of([&] { from.diary->backup(from.backup, paper); }) == Code::kAlreadyExists);
  CHECK(code_of([&] { from.diary->backup(from.backup + "2", device); }) == Code::kLastPortableSlot);
  CHECK(code_of([&] { from.diary->backup(from.backup + "2", {}); }) == Code::kLastPortableSlot);
  CHECK(code_of([&] { from.diary->backup(from.diary.folder / "none/x", paper); }) == Code::kIo);
  CHECK(code_of([&] { restore(from.backup, from.diary.path); }) == Code::kAlreadyExists);
  CHECK(code_of([&] { restore(from.backup + "2", from.restored); }) == Code::kNotFound);
  CHECK(code_of([&] { Diary::restore_backup(from.backup, passphrase("wrong"), from.restored); }) ==
        Code::kWrongSecret);
  CHECK(code_of([&] { Diary::restore_backup(from.backup, key(), from.restored); }) ==
        Code::kNoSuchKey);
  CHECK(contents(from.diary.folder.path()).size() == 7);
}

TEST_CASE("a damaged diary is not backed up") {
  TestDiary diary;
  fill(diary.diary);
  diary->close();
  vault_test::open(diary.path)->writer().execute("DELETE FROM entry WHERE day = 20010");
  Diary damaged = Diary::open(diary.path, key());
  const Credential paper[] = {passphrase("backup")};
  const std::string target = diary.folder / "diary.backup";
  CHECK(code_of([&] { damaged.backup(target, paper); }) == Code::kDamaged);
  CHECK_FALSE(std::filesystem::exists(target));
}

TEST_CASE("a cancelled backup and a cancelled restore leave nothing") {
  BackedUp from;
  Task task;
  task.cancel();
  const Credential paper[] = {passphrase("backup")};
  CHECK(code_of([&] { from.diary->backup(from.backup + "2", paper, &task); }) == Code::kCancelled);
  CHECK(code_of([&] {
          Diary::restore_backup(from.backup, passphrase("backup"), from.restored, &task);
        }) == Code::kCancelled);
  CHECK(contents(from.diary.folder.path()).size() == 7);
}

}  // namespace
}  // namespace lamella
