// A new data key for a diary, and what is left when that stops on the way.
#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "vault/connection.h"
#include "vault/key_file.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::device_key;
using vault_test::insert_change;
using vault_test::number;
using vault_test::open;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::run_in_child;
using vault_test::TempFolder;
using vault_test::write_bytes;
using vault_test::write_key_bytes;

constexpr int kRows = 300;

// A diary of some 100 pages with two slots.
void fill(const std::string& path) {
  const auto vault = Vault::create(path, passphrase());
  vault->change_keys([](Keyring& keys) { keys.add(device_key()); });
  for (int i = 1; i <= kRows; ++i) insert_change(vault->writer(), i, std::string(1'000, 'c'));
}

int64_t rows(const std::string& path, const Credential& credential) {
  return number(open(path, credential)->writer(),
                "SELECT count(*) FROM log WHERE length(change) = 1000");
}

std::vector<Credential> both() {
  std::vector<Credential> credentials;
  credentials.push_back(passphrase());
  credentials.push_back(device_key());
  return credentials;
}

TEST_CASE("a rotation keeps the slots whose secrets were given and every row") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  const std::string old_keys = read_bytes(path + "-keys");
  const std::string old_page = read_bytes(path).substr(4096, 4096);
  const auto vault = open(path, device_key());
  const std::vector<KeySlot> dropped = vault->rotate(both());
  CHECK(dropped.empty());
  CHECK(vault->keys().size() == 2);
  CHECK(vault->keys()[1].opened);
  insert_change(vault->writer(), kRows + 1, std::string(1'000, 'c'));
  CHECK(number(*vault->reader(), "SELECT count(*) FROM log") == kRows + 1);
  vault->close();
  CHECK(read_bytes(path).substr(4096, 4096) != old_page);
  CHECK(rows(path, passphrase()) == kRows + 1);
  CHECK(rows(path, device_key()) == kRows + 1);
  // The old key file holds the old key, which opens nothing any more.
  write_key_bytes(path, old_keys);
  CHECK(code_of_open(path, passphrase()) == Code::kDamaged);
}

TEST_CASE(
    "a rotation drops the slots whose secrets were not given, but not the last portable one") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  const auto vault = open(path, passphrase());
  const auto rotate = [&](Credential credential) {
    const Credential keep[] = {std::move(credential)};
    return vault->rotate(keep);
  };
  CHECK(code_of([&] { rotate(device_key()); }) == Code::kLastPortableSlot);
  CHECK(code_of([&] { rotate(passphrase("another")); }) == Code::kWrongSecret);
  CHECK(code_of([&] { vault->rotate({}); }) == Code::kLastPortableSlot);
  CHECK(vault->keys().size() == 2);
  const std::vector<KeySlot> dropped = rotate(passphrase());
  REQUIRE(dropped.size() == 1);
  CHECK(dropped.front().kind == CredentialKind::kDeviceKey);
  vault->close();
  CHECK(code_of_open(path, device_key()) == Code::kNoSuchKey);
  CHECK(rows(path, passphrase()) == kRows);
}

TEST_CASE("a kept slot keeps its cost and what the key store wrapped") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const std::vector<uint8_t> key(32, 5);
  const auto vault = Vault::create(path, Credential::wrapped_device_key(key, "blob"));
  vault->change_keys([](Keyring& keys) { keys.add(passphrase()); });
  const auto right = [&](std::string_view) { return SecretBytes(key); };
  std::vector<Credential> keep;
  keep.push_back(Credential::device_key(right));
  keep.push_back(Credential::passphrase(vault_test::octets("correct horse")));
  vault->rotate(keep);
  CHECK(vault->keys()[1].cost.memory_kib == 8);
  vault->close();
  std::string asked;
  CHECK(code_of_open(path, Credential::device_key([&](std::string_view blob) {
                       asked = blob;
                       return SecretBytes(key);
                     })) == Code::kOk);
  CHECK(asked == "blob");
}

TEST_CASE("a rotation that was killed before its database had the new key leaves the old one") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  {
    Keyring keys =
        Keyring::unlock(find_files(path), read_key_files(find_files(path)), passphrase());
    keys.begin_rotation(both());
  }
  CHECK(rows(path, device_key()) == kRows);
  CHECK(read_key_files(find_files(path)).copies.front().pending.empty());
}

TEST_CASE(
    "a rotation that was killed after its database had the new key is finished at the next "
    "opening") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  std::string half_way;
  {
    Keyring keys =
        Keyring::unlock(find_files(path), read_key_files(find_files(path)), passphrase());
    keys.begin_rotation(std::vector<Credential>(both()));
    half_way = read_bytes(path + "-keys");
    const auto connection = open_file(path, Access::kWrite);
    unlock(*connection, keys.database_key(), Access::kWrite);
    rekey(*connection, keys.next_database_key());
  }
  // Reading takes the new key and writes nothing.
  CHECK(number(*open(path, device_key(), true)->reader(), "SELECT count(*) FROM log") == kRows);
  CHECK(read_bytes(path + "-keys") == half_way);
  CHECK(rows(path, device_key()) == kRows);
  const KeyFiles found = read_key_files(find_files(path));
  CHECK(found.are_equal);
  CHECK(found.copies.front().pending.empty());
  CHECK(rows(path, passphrase()) == kRows);
}

TEST_CASE("a rotation that is in the write-ahead log alone is finished, after wrong keys as well") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  run_in_child([&] {
    Keyring keys =
        Keyring::unlock(find_files(path), read_key_files(find_files(path)), passphrase());
    keys.begin_rotation(both());
    const auto connection = open_file(path, Access::kWrite);
    unlock(*connection, keys.database_key(), Access::kWrite);
    rekey(*connection, keys.next_database_key());
    ::_exit(0);
  });
  const std::string database = read_bytes(path);
  const std::string log = read_bytes(path + "-wal");
  REQUIRE(log.size() > database.size());
  CHECK(code_of_open(path, passphrase("wrong")) == Code::kWrongSecret);
  // The key file's current key, with which the log cannot be read any more, is tried first.
  CHECK(number(*open(path, device_key(), true)->reader(), "SELECT count(*) FROM log") == kRows);
  CHECK(read_bytes(path) == database);
  CHECK(read_bytes(path + "-wal") == log);
  CHECK(rows(path, device_key()) == kRows);
  CHECK(rows(path, passphrase()) == kRows);
  CHECK(read_key_files(find_files(path)).copies.front().pending.empty());
}

TEST_CASE("after a rotation that stopped, a secret that it drops is told so") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  Keyring keys = Keyring::unlock(find_files(path), read_key_files(find_files(path)), passphrase());
  const Credential keep[] = {passphrase()};
  keys.begin_rotation(keep);
  {
    const auto connection = open_file(path, Access::kWrite);
    unlock(*connection, keys.database_key(), Access::kWrite);
    rekey(*connection, keys.next_database_key());
  }
  CHECK(code_of_open(path, device_key()) == Code::kNoSuchKey);
  CHECK(rows(path, passphrase()) == kRows);
}

TEST_CASE("a rotation that is killed at any moment leaves a diary that opens with every row") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  fill(path);
  for (int i = 0; i < 12; ++i) {
    CAPTURE(i);
    const pid_t child = ::fork();
    if (child == 0) {
      open(path, passphrase())->rotate(both());
      ::_exit(0);
    }
    ::usleep(static_cast<useconds_t>(2'000 * i));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CHECK(rows(path, device_key()) == kRows);
    CHECK(rows(path, passphrase()) == kRows);
  }
}

}  // namespace
}  // namespace lamella::vault
