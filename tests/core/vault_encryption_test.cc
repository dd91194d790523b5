#include <doctest/doctest.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>
#include <string>

#include "lamella/version.h"
#include "vault/connection.h"
#include "vault/key_file.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::contents;
using vault_test::device_key;
using vault_test::insert_change;
using vault_test::number;
using vault_test::passphrase;
using vault_test::TempFolder;
using vault_test::text;

// The data key and salt of the diary at `path`, hexadecimal.
std::string raw_key_text(const std::string& path, const Credential& credential) {
  const KeyFile keys = read_key_files(find_files(path)).copies.front();
  const SecretBytes key =
      raw_key(unwrap(keys.slots, keys.diary, credential).data_key, keys.database_salt);
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

TEST_CASE("a library that cannot prove that it encrypts is refused") {
  const auto code = [](const Library& library) {
    return code_of([&] { require_encryption(library); });
  };
  CHECK(code(library()) == Code::kOk);
  CHECK(code({true, 3051003, "4.20.0 community"}) == Code::kOk);
  CHECK(code({false, 3054001, "4.20.0 community"}) == Code::kNotEncrypted);
  CHECK(code({true, 3054001, ""}) == Code::kNotEncrypted);
  CHECK(code({true, 3051002, "4.20.0 community"}) == Code::kNotEncrypted);
}

TEST_CASE("the library names its version and SQLCipher's") {
  CHECK(sqlcipher_version().starts_with("4."));
  CHECK(std::count(version().begin(), version().end(), '.') == 2);
}

TEST_CASE("no file of a diary holds what was written, open, killed or closed") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const std::string canary = "canary: itch 6 after sweat";
  const std::string secret = "canary passphrase";
  const auto no_canary_on_disk = [&] {
    const auto files = contents(folder.path());
    CHECK(files.at("diary.db").size() >= kPageSize);
    for (const auto& file : files) {
      CAPTURE(file.first);
      for (const char* token : {"canary", "replica", "CREATE TABLE", "SQLite format 3"}) {
        CAPTURE(token);
        CHECK(file.second.find(token) == std::string::npos);
      }
    }
  };
  vault_test::run_in_child([&] {
    const auto vault = Vault::create(path, passphrase(secret));
    for (int64_t i = 1; i <= 100; ++i) insert_change(vault->writer(), i, canary);
    ::_exit(0);
  });
  CHECK(std::filesystem::file_size(path + "-wal") > 100 * kPageSize);
  no_canary_on_disk();
  auto vault = vault_test::open(path, passphrase(secret));
  CHECK(number(vault->writer(), "SELECT count(*) FROM log") == 100);
  vault.reset();
  no_canary_on_disk();
  CHECK_FALSE(std::filesystem::exists(path + "-wal"));
}

TEST_CASE("the first bytes of a database are its salt and the rest looks random") {
  const TempFolder folder;
  std::set<std::string> headers;
  for (const char* name : {"a", "b", "c"}) {
    vault_test::make_diary(folder / name);
    const std::string bytes = vault_test::read_bytes(folder / name);
    headers.insert(bytes.substr(0, 16));
    const KeyFile keys = read_key_files(find_files(folder / name)).copies.front();
    CHECK(std::equal(keys.database_salt.begin(), keys.database_salt.end(), bytes.begin(),
                     [](uint8_t a, char b) { return a == static_cast<uint8_t>(b); }));
    // A byte that is 1/256 likely is rarer than 1/128 in tens of thousands; zeros would show.
    for (int value = 0; value < 256; ++value) {
      const auto count = std::count(bytes.begin(), bytes.end(), static_cast<char>(value));
      CHECK(count < static_cast<ptrdiff_t>(bytes.size() / 128));
    }
  }
  CHECK(headers.size() == 3);
}

TEST_CASE("any SQLCipher 4 with the raw key reads the database, with another key none") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, device_key());
  insert_change(vault->writer(), 1, "readable");
  vault->close();
  std::string key = raw_key_text(path, device_key());
  REQUIRE(key.size() == 99);
  const auto read_with = [&](const std::string& with) {
    sqlite3* db = nullptr;
    REQUIRE(sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY, nullptr) == SQLITE_OK);
    Connection connection(db);
    REQUIRE(sqlite3_key_v2(db, "main", with.data(), static_cast<int>(with.size())) == SQLITE_OK);
    connection.execute("PRAGMA cipher_log_level=NONE");
    return text(connection, "SELECT CAST(change AS TEXT) FROM log");
  };
  CHECK(read_with(key) == "readable");
  key[2] = key[2] == '0' ? '1' : '0';
  CHECK(code_of([&] { read_with(key); }) == Code::kDamaged);
}

TEST_CASE("the settings of security and durability are in force on the writer") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  vault_test::make_diary(path);
  const auto vault = vault_test::open(path);
  Connection& db = vault->writer();
  CHECK(text(db, "PRAGMA journal_mode") == "wal");
  CHECK(number(db, "PRAGMA synchronous") == 2);
  CHECK(number(db, "PRAGMA fullfsync") == 1);
  CHECK(number(db, "PRAGMA checkpoint_fullfsync") == 1);
  CHECK(number(db, "PRAGMA auto_vacuum") == 0);
  CHECK(number(db, "PRAGMA page_size") == 4096);
  CHECK(number(db, "PRAGMA cipher_page_size") == 4096);
  CHECK(text(db, "PRAGMA cipher_hmac_algorithm") == "HMAC_SHA512");
  CHECK(number(db, "PRAGMA cipher_use_hmac") == 1);
  CHECK(text(db, "PRAGMA cipher_log_level") == "NONE");
  CHECK(number(db, "PRAGMA cache_size") == -8192);
  CHECK(number(db, "PRAGMA mmap_size") <= 0);
  CHECK(number(db, "PRAGMA foreign_keys") == 1);
  CHECK(number(db, "PRAGMA trusted_schema") == 0);
  CHECK(number(db, "PRAGMA cell_size_check") == 1);
  CHECK(number(db, "PRAGMA secure_delete") == 1);
  CHECK(number(db, "PRAGMA temp_store") == 2);
  CHECK(number(db, "PRAGMA journal_size_limit") == 4194304);
  CHECK(number(db, "PRAGMA busy_timeout") == 5000);
  CHECK(number(db, "PRAGMA query_only") == 0);
  CHECK(text(db, "PRAGMA cipher_integrity_check").empty());
}

TEST_CASE("the settings of security are in force on readers, which cannot write") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  const auto reader = vault->reader();
  CHECK(number(*reader, "PRAGMA query_only") == 1);
  CHECK(number(*reader, "PRAGMA cell_size_check") == 1);
  CHECK(number(*reader, "PRAGMA trusted_schema") == 0);
  CHECK(number(*reader, "PRAGMA mmap_size") <= 0);
  CHECK(text(*reader, "PRAGMA journal_mode") == "wal");
  CHECK(code_of([&] { (*reader).execute("DELETE FROM log"); }) == Code::kReadOnly);
}

}  // namespace
}  // namespace lamella::vault
