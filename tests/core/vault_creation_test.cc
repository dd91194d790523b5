#include <doctest/doctest.h>

#include <string>

#include "vault/connection.h"
#include "vault/key_file.h"
#include "vault/schema.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

namespace fs = std::filesystem;

using vault_test::code_of;
using vault_test::code_of_open;
using vault_test::contents;
using vault_test::device_key;
using vault_test::make_diary;
using vault_test::number;
using vault_test::open;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;

Code code_of_create(const std::string& path) {
  return code_of([&] { Vault::create(path, device_key()); });
}

// The first step of a creation, and the key of its database.
SecretBytes start_creation(const std::string& path) {
  const SecretBytes data_key = SecretBytes::random(kDataKeySize);
  KeyFile keys;
  keys.generation = 1;
  keys.diary = random_id();
  base::fill_random(keys.database_salt);
  keys.slots = {wrap(device_key(), keys.diary, data_key)};
  authenticate(keys, data_key);
  write_key_file(find_files(path), keys);
  return raw_key(data_key, keys.database_salt);
}

TEST_CASE("a new diary has its own replica and an empty log") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  const auto other = Vault::create(folder / "other.db", device_key());
  Statement replica(vault->writer(), "SELECT n, id FROM replica");
  REQUIRE(replica.step());
  CHECK(replica.integer(0) == 0);
  const std::string id(replica.blob(1));
  CHECK(id.size() == 16);
  CHECK(number(vault->writer(), "SELECT count(*) FROM log") == 0);
  CHECK_FALSE(replica.step());
  CHECK(id != vault_test::text(other->writer(), "SELECT id FROM replica"));
  CHECK(number(vault->writer(), "PRAGMA application_id") == 0x4c4d4c41);
  CHECK(number(vault->writer(), "PRAGMA user_version") == 0);
}

TEST_CASE("no table takes a row that would need an overflow page") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  Connection& db = vault->writer();
  const std::string limit(3500, 'x');
  const std::string beyond(3501, 'x');
  const char* const inserts[] = {
      "INSERT INTO log(pos, change) VALUES(1, ?1)",
      "INSERT INTO log_chunk(pos, part, bytes) VALUES(1, 0, ?1)",
      "INSERT INTO block(k, bytes) VALUES(1, ?1)",
  };
  for (const char* sql : inserts) {
    CAPTURE(sql);
    Statement insert(db, sql);
    CHECK(code_of([&] { insert.bind(1, beyond).run(); }) == Code::kInternal);
    CHECK(code_of([&] { insert.bind(1, limit).run(); }) == Code::kOk);
  }
  Statement topic(db, "INSERT INTO topic(key) VALUES(?1)");
  CHECK(code_of([&] { topic.bind(1, beyond.substr(0, 901)).run(); }) == Code::kInternal);
  CHECK(code_of([&] { topic.bind(1, beyond.substr(0, 900)).run(); }) == Code::kOk);
  Statement both(db, "INSERT INTO log(pos, change, payload) VALUES(2, ?1, ?2)");
  CHECK(code_of([&] { both.bind(1, limit).bind(2, "x").run(); }) == Code::kInternal);
  CHECK(number(db, "SELECT count(*) FROM dbstat WHERE pagetype = 'overflow'") == 0);
  CHECK(number(db, "SELECT max(length(sql)) FROM sqlite_schema") < 3500);
}

TEST_CASE("a chunk of a change is there once") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  Statement insert(vault->writer(), "INSERT INTO log_chunk(pos, part, bytes) VALUES(5, ?1, x'00')");
  insert.bind(1, 0).run();
  insert.bind(1, 1).run();
  CHECK(code_of([&] { insert.bind(1, 1).run(); }) == Code::kInternal);
}

TEST_CASE("create refuses while any file of a diary is there, and leaves it") {
  const TempFolder folder;
  make_diary(folder / "made.db");
  CHECK(code_of_create(folder / "made.db") == Code::kAlreadyExists);
  CHECK(code_of_open(folder / "made.db") == Code::kOk);
  const std::string path = folder / "diary.db";
  const std::string made_keys = read_bytes(folder / "made.db-keys");
  for (const std::string suffix : {"", "-wal", "-keys", "-keys.bak"}) {
    for (const std::string& bytes : {std::string(), std::string("x"), made_keys}) {
      CAPTURE(suffix);
      write_bytes(path + suffix, bytes);
      const auto before = contents(folder.path());
      CHECK(code_of_create(path) == Code::kAlreadyExists);
      CHECK(contents(folder.path()) == before);
      fs::remove(path + suffix);
    }
  }
  CHECK(code_of_create(path) == Code::kOk);
}

TEST_CASE("create in a folder that is not there fails and makes nothing") {
  const TempFolder folder;
  CHECK(code_of_create(folder / "no/diary.db") == Code::kIo);
  write_bytes(folder / "file", "");
  CHECK(code_of_create(folder / "file/diary.db") == Code::kIo);
  CHECK(contents(folder.path()).size() == 1);
}

TEST_CASE("a creation that stopped before its database opens as missing and can be made anew") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  start_creation(path);
  CHECK(code_of_open(path) == Code::kDatabaseMissing);
  CHECK(code_of_open(path, device_key(), true) == Code::kDatabaseMissing);
  CHECK_FALSE(fs::exists(path));
  auto vault = Vault::create(path, device_key(9));
  vault->close();
  CHECK(read_key_files(find_files(path)).copies.front().generation == 3);
  CHECK(code_of_open(path, device_key()) == Code::kWrongSecret);
  CHECK(code_of_open(path, device_key(9)) == Code::kOk);
}

TEST_CASE("a creation that stopped with an empty database is finished by open") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  start_creation(path);
  write_bytes(path, "");
  CHECK(code_of_create(path) == Code::kAlreadyExists);
  CHECK(code_of_open(path, device_key(), true) == Code::kReadOnly);
  CHECK(read_bytes(path).empty());
  CHECK(code_of_open(path) == Code::kOk);
  CHECK(read_key_files(find_files(path)).copies.front().created);
  CHECK(code_of_open(path, device_key(), true) == Code::kOk);
}

TEST_CASE("a creation that stopped before or after its tables is finished by open") {
  for (const bool with_tables : {false, true}) {
    CAPTURE(with_tables);
    const TempFolder folder;
    const std::string path = folder / "diary.db";
    const SecretBytes key = start_creation(path);
    vault_test::run_in_child([&] {
      const auto db = open_file(path, Access::kCreate);
      unlock(*db, key, Access::kCreate);
      set_up_writing(*db);
      if (with_tables) create_schema(*db);
      ::_exit(0);  // before the database is closed or the key file says that it is made
    });
    REQUIRE(fs::file_size(path) >= kPageSize);
    const auto vault = open(path);
    CHECK(number(vault->writer(), "SELECT count(*) FROM replica") == 1);
    CHECK(read_key_files(find_files(path)).copies.front().created);
  }
}

TEST_CASE("a creation that stopped takes no database of another key or of none") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  start_creation(path);
  make_diary(folder / "other.db");
  const std::string other = read_bytes(folder / "other.db");
  write_bytes(path, other);
  CHECK(code_of_open(path) == Code::kMismatch);
  CHECK(read_bytes(path) == other);
  const std::string plain = std::string("SQLite format 3\0", 16) + std::string(4080, '\0');
  write_bytes(path, plain);
  CHECK(code_of_open(path) == Code::kPlainText);
  CHECK(read_bytes(path) == plain);
  CHECK_FALSE(read_key_files(find_files(path)).copies.front().created);
}

}  // namespace
}  // namespace lamella::vault
