#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstdio>
#include <string>

#include "lamella/version.h"
#include "vault/connection.h"
#include "vault/key_file.h"
#include "vault/keyring.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

namespace fs = std::filesystem;

using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::contents;
using vault_test::device_key;
using vault_test::insert_change;
using vault_test::make_diary;
using vault_test::number;
using vault_test::open;
using vault_test::passphrase;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;

void make_plain_database(const std::string& path) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  Connection(db).execute("CREATE TABLE t(a); INSERT INTO t VALUES('plain')");
}

// As SQLCipher 3 made them: smaller pages, another HMAC, another derivation of keys.
void make_sqlcipher_3_database(const std::string& path, std::string_view key) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  Connection connection(db);
  REQUIRE(sqlite3_key_v2(db, "main", key.data(), static_cast<int>(key.size())) == SQLITE_OK);
  connection.execute("PRAGMA cipher_compatibility=3");
  connection.execute("CREATE TABLE t(a); INSERT INTO t VALUES(zeroblob(20000))");
}

void copy_key_files(const std::string& from, const std::string& to) {
  for (const char* suffix : {"-keys", "-keys.bak"}) {
    fs::copy_file(from + suffix, to + suffix, fs::copy_options::overwrite_existing);
  }
}

TEST_CASE("a diary opens with its secret and holds what was committed") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, passphrase());
  insert_change(vault->writer(), 1, "first");
  vault.reset();
  vault = open(path, passphrase());
  CHECK(number(vault->writer(), "SELECT count(*) FROM log") == 1);
}

TEST_CASE("a wrong secret and a kind of secret without a slot are two errors") {
  const TempFolder folder;
  make_diary(folder / "passphrase.db", passphrase());
  CHECK(code_of_open(folder / "passphrase.db", passphrase("other")) == Code::kWrongSecret);
  CHECK(code_of_open(folder / "passphrase.db", device_key()) == Code::kNoSuchKey);
  make_diary(folder / "device.db", device_key(1));
  CHECK(code_of_open(folder / "device.db", device_key(2)) == Code::kWrongSecret);
  CHECK(code_of_open(folder / "device.db", passphrase()) == Code::kNoSuchKey);
}

TEST_CASE("where there is no diary, opening says so and makes nothing") {
  const TempFolder folder;
  CHECK(code_of_open(folder / "diary.db") == Code::kDatabaseMissing);
  CHECK(code_of_open(folder / "diary.db", device_key(), true) == Code::kDatabaseMissing);
  CHECK(code_of_open(folder / "no/such/folder/diary.db") == Code::kDatabaseMissing);
  CHECK(contents(folder.path()).empty());
}

TEST_CASE("a database without its key file needs keys, and gets no new ones") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  fs::remove(path + "-keys");
  fs::remove(path + "-keys.bak");
  CHECK(code_of_open(path) == Code::kNeedsKeys);
  CHECK(code_of([&] { Vault::create(path, device_key()); }) == Code::kAlreadyExists);
  CHECK_FALSE(fs::exists(path + "-keys"));
}

TEST_CASE("a database that is gone or cut below one page is missing, never replaced") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string whole = read_bytes(path);
  for (const bool read_only : {false, true}) {
    for (const size_t size : {0, 1, 15, 16, 100, 4095}) {
      CAPTURE(size);
      write_bytes(path, whole.substr(0, size));
      CHECK(code_of_open(path, device_key(), read_only) == Code::kDatabaseMissing);
      CHECK(read_bytes(path) == whole.substr(0, size));
    }
    fs::remove(path);
    CHECK(code_of_open(path, device_key(), read_only) == Code::kDatabaseMissing);
    CHECK_FALSE(fs::exists(path));
  }
  write_bytes(path, whole);
  CHECK(code_of_open(path) == Code::kOk);
}

TEST_CASE("a database cut after its first page is damaged") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string whole = read_bytes(path);
  REQUIRE(whole.size() > 2 * kPageSize);
  for (const size_t size : {size_t{4096}, size_t{4097}, size_t{8192}, whole.size() - 4096}) {
    CAPTURE(size);
    write_bytes(path, whole.substr(0, size));
    const Code code = code_of([&] {
      const auto vault = open(path);
      number(vault->writer(), "SELECT count(*) FROM block");
    });
    CHECK(code == Code::kDamaged);
  }
}

TEST_CASE("an unencrypted database is named as such, with and without a key file") {
  const TempFolder folder;
  const std::string path = folder / "notes.db";
  make_plain_database(path);
  const std::string before = read_bytes(path);
  CHECK(code_of_open(path) == Code::kPlainText);
  make_diary(folder / "diary.db");
  copy_key_files(folder / "diary.db", path);
  CHECK(code_of_open(path) == Code::kPlainText);
  CHECK(code_of_open(path, device_key(), true) == Code::kPlainText);
  CHECK(read_bytes(path) == before);
}

TEST_CASE(
    "a database of SQLCipher 3 needs keys, is a mismatch, or is damaged, and stays as it is") {
  const TempFolder folder;
  const std::string path = folder / "old.db";
  make_sqlcipher_3_database(path, "an old passphrase");
  const std::string before = read_bytes(path);
  CHECK(code_of_open(path, passphrase("an old passphrase")) == Code::kNeedsKeys);
  make_diary(folder / "diary.db");
  copy_key_files(folder / "diary.db", path);
  CHECK(code_of_open(path) == Code::kMismatch);
  CHECK(code_of_open(path, device_key(), true) == Code::kMismatch);
  CHECK(read_bytes(path) == before);
  // Made with the very key and salt of the diary.
  const DiaryFiles files = find_files(path);
  const Keyring keys = Keyring::unlock(files, read_key_files(files), device_key());
  const SecretBytes& key = keys.database_key();
  fs::remove(path);
  make_sqlcipher_3_database(path, {reinterpret_cast<const char*>(key.data()), key.size()});
  const std::string ours = read_bytes(path);
  CHECK(ours.substr(0, 16) == read_bytes(folder / "diary.db").substr(0, 16));
  CHECK(code_of_open(path) == Code::kDamaged);
  CHECK(code_of_open(path, device_key(), true) == Code::kDamaged);
  CHECK(read_bytes(path) == ours);
}

TEST_CASE("another program's file under this key file is a mismatch, and stays as it is") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string picture(20000, 'P');
  write_bytes(path, picture);
  CHECK(code_of_open(path) == Code::kMismatch);
  CHECK(read_bytes(path) == picture);
}

TEST_CASE("another diary's database under this key file is a mismatch, and stays as it is") {
  const TempFolder folder;
  make_diary(folder / "mine.db");
  make_diary(folder / "other.db");
  const std::string other = read_bytes(folder / "other.db");
  write_bytes(folder / "mine.db", other);
  CHECK(code_of_open(folder / "mine.db") == Code::kMismatch);
  CHECK(code_of_open(folder / "mine.db", device_key(), true) == Code::kMismatch);
  CHECK(read_bytes(folder / "mine.db") == other);
  CHECK(code_of_open(folder / "other.db") == Code::kOk);
}

TEST_CASE("a first page whose bytes changed is damaged, whatever byte it is") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const std::string whole = read_bytes(path);
  for (size_t at = sizeof(Salt); at < kPageSize; at += 51) {
    CAPTURE(at);
    std::string flipped = whole;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    write_bytes(path, flipped);
    CHECK(code_of_open(path) == Code::kDamaged);
  }
}

TEST_CASE("a changed salt in a database whose pages are all genuine gives the right answer") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, device_key());
  insert_change(vault->writer(), 1, "kept");
  vault->close();
  std::string flipped = read_bytes(path);
  flipped[3] = static_cast<char>(flipped[3] ^ 1);
  write_bytes(path, flipped);
  vault = open(path);
  CHECK(vault_test::text(vault->writer(), "SELECT CAST(change AS TEXT) FROM log") == "kept");
}

TEST_CASE("a database of a newer format is told apart and left alone") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, device_key());
  vault->writer().execute(("PRAGMA user_version=" + std::to_string(kFormat + 1)).c_str());
  vault->close();
  const auto before = contents(folder.path());
  CHECK(code_of_open(path) == Code::kTooNew);
  CHECK(code_of_open(path, device_key(), true) == Code::kTooNew);
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a newer format that is still in the write-ahead log is left there") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  vault_test::run_in_child([&] {
    const auto vault = open(path);
    vault->writer().execute(("PRAGMA user_version=" + std::to_string(kFormat + 1)).c_str());
    ::_exit(0);
  });
  const std::string database = read_bytes(path);
  const std::string log = read_bytes(path + "-wal");
  REQUIRE_FALSE(log.empty());
  CHECK(code_of_open(path) == Code::kTooNew);
  CHECK(read_bytes(path) == database);
  CHECK(read_bytes(path + "-wal") == log);
}

TEST_CASE("a database with our key that is no diary is damaged") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, device_key());
  vault->writer().execute("PRAGMA application_id=1");
  vault->close();
  CHECK(code_of_open(path) == Code::kDamaged);
}

TEST_CASE("paths that can name no diary are invalid arguments") {
  const TempFolder folder;
  fs::create_directory(folder / "folder");
  fs::create_symlink(folder / "nowhere", folder / "dangling");
  const std::string paths[] = {"",
                               folder / "folder",
                               folder / "folder/",
                               folder / "new/",
                               folder / "dangling",
                               "/dev/null",
                               folder / std::string("nul\0.db", 7)};
  for (const std::string& path : paths) {
    CAPTURE(path);
    CHECK(code_of_open(path) == Code::kInvalidArgument);
    CHECK(code_of([&] { Vault::create(path, device_key()); }) == Code::kInvalidArgument);
  }
}

TEST_CASE("paths with spaces, signs of URIs, and other scripts work, also to read") {
  const TempFolder folder;
  for (const char* name : {"my diary.db", "a?b#c%41&d=e.db", "Хроника 日記 📓.db", "file:x.db",
                           ":memory:", "%00.db", "back\\slash'\".db"}) {
    CAPTURE(name);
    const std::string path = folder / name;
    make_diary(path);
    CHECK(fs::file_size(path) >= kPageSize);
    CHECK(code_of_open(path) == Code::kOk);
    CHECK(code_of_open(path, device_key(), true) == Code::kOk);
  }
}

TEST_CASE("relative paths and links lead to one diary and one lock") {
  const TempFolder folder;
  fs::create_directory(folder / "real");
  fs::create_directory_symlink(folder / "real", folder / "linked");
  const auto vault = Vault::create(folder / "linked/diary.db", device_key());
  fs::create_symlink(folder / "real/diary.db", folder / "shortcut.db");
  CHECK(fs::exists(folder / "real/diary.db-lock"));
  const std::string relative = fs::relative(folder / "real/diary.db");
  for (const std::string& path :
       {folder / "shortcut.db", folder / "real/../linked/diary.db", std::string(relative)}) {
    CAPTURE(path);
    CHECK(code_of_open(path) == Code::kBusy);
  }
  vault->close();
  CHECK(code_of_open(folder / "shortcut.db") == Code::kOk);
  CHECK(code_of_open(relative) == Code::kOk);
  CHECK_FALSE(fs::exists(folder / "shortcut.db-lock"));
}

TEST_CASE("a damaged database writes nothing to the process's output") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  std::string bytes = read_bytes(path);
  bytes[100] = static_cast<char>(bytes[100] ^ 1);
  write_bytes(path, bytes);
  const std::string output = folder / "output";
  const int status = vault_test::run_in_child([&] {
    // SQLCipher's default, whatever the tests before left: the level belongs to the process.
    open_file(folder / "other", Access::kCreate)->execute("PRAGMA cipher_log_level=WARN");
    if (std::freopen(output.c_str(), "w", stderr) == nullptr) ::_exit(1);
    const Code code = code_of_open(path);
    std::fflush(stderr);
    ::_exit(code == Code::kDamaged ? 0 : 1);
  });
  CHECK(status == 0);
  CHECK(read_bytes(output).empty());
}

TEST_CASE("a failure names neither path nor secret") {
  const TempFolder folder;
  make_diary(folder / "canary.db", passphrase("canary"));
  for (const std::string& path : {folder / "canary.db", folder / "canary-2.db", folder / "."}) {
    try {
      open(path, passphrase("canary secret"));
      FAIL("it opened");
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find("canary") == std::string::npos);
      CHECK(std::string(error.what()).find('/') == std::string::npos);
    }
  }
}

}  // namespace
}  // namespace lamella::vault
