// A change of the keys on a disk that fails: at every call one secret or the other opens the diary.
#include <doctest/doctest.h>

#include <cerrno>
#include <memory>
#include <string>

#include "failing_posix.h"
#include "lamella/diary.h"
#include "vault_fixture.h"

#ifdef __linux__

namespace lamella::vault {
namespace {

using posix_test::Call;
using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::device_key;
using vault_test::make_diary;
using vault_test::open;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::TempFolder;

// A diary that the passphrase "old" opened.
struct Opened {
  Opened() {
    make_diary(path, passphrase("old"));
    vault = open(path, passphrase("old"));
  }
  TempFolder folder;
  std::string path = folder / "diary.db";
  std::unique_ptr<Vault> vault;
};

void change_passphrase(Vault& vault, const std::string& to) {
  vault.change_keys([&](Keyring& keys) { keys.replace(keys.slots().front().id, passphrase(to)); });
}

TEST_CASE("a change of the passphrase is four fsyncs and two renames") {
  const Opened diary;
  CHECK(posix_test::count(Call::kFsync, [&] { change_passphrase(*diary.vault, "new"); }) == 4);
  CHECK(posix_test::count(Call::kRename, [&] { change_passphrase(*diary.vault, "newer"); }) == 2);
}

TEST_CASE("whichever call fails in a change of the keys, the old secret opens or the new one") {
  for (const Call call : {Call::kWrite, Call::kFsync, Call::kRename}) {
    for (int n = 0;; ++n) {
      CAPTURE(static_cast<int>(call));
      CAPTURE(n);
      const Opened diary;
      posix_test::fail(call, n, call == Call::kWrite ? ENOSPC : EIO);
      const Code code = code_of([&] { change_passphrase(*diary.vault, "new"); });
      const bool reached = posix_test::stop_failing() > n;
      if (!reached) {
        CHECK(code == Code::kOk);
        break;
      }
      CHECK(code == (call == Call::kWrite ? Code::kDiskFull : Code::kIo));
      diary.vault->close();
      const bool old_opens = code_of_open(diary.path, passphrase("old")) == Code::kOk;
      const bool new_opens = code_of_open(diary.path, passphrase("new")) == Code::kOk;
      CHECK(old_opens != new_opens);
      // Opening to write has mended both copies.
      CHECK(read_bytes(diary.path + "-keys") == read_bytes(diary.path + "-keys.bak"));
    }
  }
}

TEST_CASE("a process killed at any call in a change of the keys leaves the old secret or the new") {
  for (const Call call : {Call::kWrite, Call::kFsync, Call::kRename}) {
    for (int n = 0;; ++n) {
      CAPTURE(static_cast<int>(call));
      CAPTURE(n);
      const TempFolder folder;
      const std::string path = folder / "diary.db";
      make_diary(path, passphrase("old"));
      const int status = vault_test::run_in_child([&] {
        const auto vault = open(path, passphrase("old"));
        posix_test::kill_at(call, n);
        change_passphrase(*vault, "new");
        posix_test::stop_failing();
      });
      const bool old_opens = code_of_open(path, passphrase("old")) == Code::kOk;
      const bool new_opens = code_of_open(path, passphrase("new")) == Code::kOk;
      CHECK(old_opens != new_opens);
      CHECK(read_bytes(path + "-keys") == read_bytes(path + "-keys.bak"));
      if (status == 0) {
        CHECK(n > 1);
        CHECK(new_opens);
        break;
      }
      CHECK(status == -1);
    }
  }
}

TEST_CASE("a change of the keys that failed can be made again at once") {
  for (const Call call : {Call::kWrite, Call::kFsync, Call::kRename}) {
    const Opened diary;
    posix_test::fail(call, 1, EIO);
    CHECK(code_of([&] { change_passphrase(*diary.vault, "new"); }) == Code::kIo);
    posix_test::stop_failing();
    change_passphrase(*diary.vault, "third");
    diary.vault->close();
    CHECK(code_of_open(diary.path, passphrase("third")) == Code::kOk);
    CHECK(code_of_open(diary.path, passphrase("old")) == Code::kWrongSecret);
    CHECK(code_of_open(diary.path, passphrase("new")) == Code::kWrongSecret);
  }
}

TEST_CASE("whichever call fails in a creation, the next try makes the diary or opens it") {
  for (const Call call : {Call::kWrite, Call::kFsync, Call::kRename}) {
    for (int n = 0;; ++n) {
      CAPTURE(static_cast<int>(call));
      CAPTURE(n);
      const TempFolder folder;
      const std::string path = folder / "diary.db";
      posix_test::fail(call, n, EIO);
      const Code code = code_of([&] { Diary::create(path, device_key()); });
      if (posix_test::stop_failing() <= n) break;
      if (code == Code::kOk || code_of([&] { Diary::create(path, device_key()); }) != Code::kOk) {
        CHECK(code_of([&] { Diary::open(path, device_key()); }) == Code::kOk);
      }
    }
  }
}

}  // namespace
}  // namespace lamella::vault

#endif
