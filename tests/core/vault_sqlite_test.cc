#include <doctest/doctest.h>
#include <sqlite3.h>

#include <string>
#include <utility>

#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::number;

Connection open_plain(const std::string& path) {
  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &db) == SQLITE_OK);
  return Connection(db);
}

Connection open_memory() { return open_plain(":memory:"); }

TEST_CASE("each kind of SQLite failure has its code and keeps the extended number") {
  const std::pair<int, Code> cases[] = {
      {SQLITE_NOMEM, Code::kOutOfMemory},
      {SQLITE_IOERR_NOMEM, Code::kOutOfMemory},
      {SQLITE_FULL, Code::kDiskFull},
      {SQLITE_BUSY_SNAPSHOT, Code::kBusy},
      {SQLITE_LOCKED, Code::kBusy},
      {SQLITE_READONLY_DBMOVED, Code::kReadOnly},
      {SQLITE_CORRUPT_INDEX, Code::kDamaged},
      {SQLITE_NOTADB, Code::kDamaged},
      {SQLITE_IOERR_FSYNC, Code::kIo},
      {SQLITE_CANTOPEN_ISDIR, Code::kIo},
      {SQLITE_CONSTRAINT_CHECK, Code::kInternal},
      {SQLITE_MISUSE, Code::kInternal},
  };
  for (const auto& expected : cases) {
    CAPTURE(expected.first);
    try {
      throw_sqlite(expected.first);
    } catch (const Error& error) {
      CHECK(error.code() == expected.second);
      CHECK(error.detail() == expected.first);
    }
  }
}

TEST_CASE("a transaction that could not be rolled back is gone before the next one") {
  Connection db = open_memory();
  db.execute("CREATE TABLE t(n INTEGER)");
  db.execute("BEGIN");  // as a rollback leaves it that met a shortage of memory
  db.execute("INSERT INTO t VALUES(1)");
  {
    const Transaction read(db, Transaction::Kind::kRead);
    CHECK(number(db, "SELECT count(*) FROM t") == 0);
  }
  CHECK(sqlite3_get_autocommit(db.handle()) != 0);
}

TEST_CASE("blobs and numbers come back as they were bound, an empty blob is not null") {
  Connection db = open_memory();
  db.execute("CREATE TABLE t(i INTEGER, b BLOB NOT NULL, n BLOB)");
  Statement insert(db, "INSERT INTO t VALUES(?1, ?2, ?3)");
  const std::string with_nul("a\0b", 3);
  insert.bind(1, INT64_MIN).bind(2, with_nul).bind_null(3).run();
  insert.bind(1, INT64_MAX).bind(2, std::string_view()).bind_null(3).run();
  CHECK(db.changes() == 1);

  Statement select(db, "SELECT i, b, n FROM t ORDER BY i");
  REQUIRE(select.step());
  CHECK(select.integer(0) == INT64_MIN);
  CHECK(select.blob(1) == with_nul);
  CHECK(select.is_null(2));
  REQUIRE(select.step());
  CHECK(select.integer(0) == INT64_MAX);
  CHECK_FALSE(select.is_null(1));
  CHECK(select.blob(1).empty());
  CHECK_FALSE(select.step());
}

TEST_CASE("a statement that failed can be bound and run again") {
  Connection db = open_memory();
  db.execute("CREATE TABLE t(b BLOB NOT NULL CHECK(length(b) <= 3))");
  Statement insert(db, "INSERT INTO t VALUES(?1)");
  CHECK(code_of([&] { insert.bind(1, "long").run(); }) == Code::kInternal);
  insert.bind(1, "abc").run();
  CHECK(number(db, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("an error message repeats neither SQL nor values") {
  Connection db = open_memory();
  db.execute("CREATE TABLE secretive(b TEXT UNIQUE)");
  try {
    db.execute("INSERT INTO secretive VALUES('canary'); INSERT INTO secretive VALUES('canary')");
    FAIL("the duplicate was taken");
  } catch (const Error& error) {
    const std::string message = error.what();
    CHECK(message.find("secretive") == std::string::npos);
    CHECK(message.find("canary") == std::string::npos);
    CHECK(error.detail() == SQLITE_CONSTRAINT_UNIQUE);
  }
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  Connection db = open_memory();
  db.execute("CREATE TABLE t(i)");
  {
    Transaction write(db, Transaction::Kind::kWrite);
    db.execute("INSERT INTO t VALUES(1)");
  }
  CHECK(number(db, "SELECT count(*) FROM t") == 0);
  {
    Transaction write(db, Transaction::Kind::kWrite);
    db.execute("INSERT INTO t VALUES(1)");
    write.commit();
  }
  CHECK(number(db, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("a second writer is told that the database is busy") {
  const vault_test::TempFolder folder;
  Connection first = open_plain(folder / "plain");
  Connection second = open_plain(folder / "plain");
  const Transaction write(first, Transaction::Kind::kWrite);
  CHECK(code_of([&] { Transaction other(second, Transaction::Kind::kWrite); }) == Code::kBusy);
}

TEST_CASE("a database that may not grow says that the disk is full, and stays as it was") {
  const vault_test::TempFolder folder;
  Connection db = open_plain(folder / "plain");
  db.execute("CREATE TABLE t(b); PRAGMA max_page_count=4");
  CHECK(code_of([&] { db.execute("INSERT INTO t VALUES(zeroblob(100000))"); }) == Code::kDiskFull);
  CHECK(number(db, "SELECT count(*) FROM t") == 0);
}

}  // namespace
}  // namespace lamella::vault
