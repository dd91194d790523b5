// Migrations, on a made-up history of three formats.
#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "vault/connection.h"
#include "vault/keyring.h"
#include "vault/migration.h"
#include "vault_fixture.h"

namespace lamella::vault {
namespace {

using vault_test::code_of;
using vault_test::make_diary;
using vault_test::number;
using vault_test::run_in_child;
using vault_test::TempFolder;

constexpr int kOldRows = 500;

// Format 1 kept a score with its itch; format 2 has them apart; format 3 counts them.
void split_scores(Connection& connection) {
  connection.execute("CREATE TABLE score(n INTEGER PRIMARY KEY, value INTEGER NOT NULL)");
  connection.execute("INSERT INTO score SELECT n, value % 11 FROM itch");
  connection.execute("DROP TABLE itch");
}

void count_scores(Connection& connection) {
  connection.execute("CREATE TABLE score_count(count INTEGER NOT NULL)");
  connection.execute("INSERT INTO score_count SELECT count(*) FROM score");
}

void stop_here(Connection&) { ::kill(::getpid(), SIGKILL); }

void fail_here(Connection&) { throw Error(Code::kDiskFull, "no room"); }

const std::vector<Migration> kSteps = {{1, split_scores}, {2, count_scores}};

// A connection beside the vault, which opens no format but its own.
std::unique_ptr<Connection> connect(const std::string& path) {
  const DiaryFiles files = find_files(path);
  const Keyring keys = Keyring::unlock(files, read_key_files(files), vault_test::device_key());
  std::unique_ptr<Connection> connection = open_file(path, Access::kWrite);
  unlock(*connection, keys.database_key(), Access::kWrite);
  set_up_writing(*connection);
  return connection;
}

// A file of format 1.
struct OldFile {
  OldFile() {
    make_diary(path);
    connection = connect(path);
    connection->execute("CREATE TABLE itch(n INTEGER PRIMARY KEY, value INTEGER NOT NULL)");
    Transaction write(*connection, Transaction::Kind::kWrite);
    Statement insert(*connection, "INSERT INTO itch VALUES(?1, ?2)");
    for (int64_t n = 1; n <= kOldRows; ++n) insert.bind(1, n).bind(2, n * 7).run();
    write.commit();
    set_format(1);
  }
  void set_format(int format) {
    connection->execute(("PRAGMA user_version=" + std::to_string(format)).c_str());
  }
  int64_t format() { return number(*connection, "PRAGMA user_version"); }
  int64_t old_rows() { return number(*connection, "SELECT count(*) FROM itch"); }

  TempFolder folder;
  std::string path = folder / "old.db";
  std::unique_ptr<Connection> connection;
};

TEST_CASE("an old file takes every step to the newest format, once") {
  OldFile old;
  migrate(*old.connection, kSteps, 3, true);
  CHECK(old.format() == 3);
  CHECK(number(*old.connection, "SELECT count FROM score_count") == kOldRows);
  CHECK(number(*old.connection, "SELECT value FROM score WHERE n = 2") == 14 % 11);
  migrate(*old.connection, kSteps, 3, true);
  CHECK(number(*old.connection, "SELECT count(*) FROM score_count") == 1);
}

TEST_CASE("a step that fails leaves the old format with every row") {
  for (const std::vector<Migration>& steps :
       {std::vector<Migration>{{1, fail_here}}, {{1, split_scores}, {2, fail_here}}}) {
    OldFile old;
    CHECK(code_of([&] { migrate(*old.connection, steps, 3, true); }) == Code::kDiskFull);
    CHECK(old.format() == 1);
    CHECK(old.old_rows() == kOldRows);
    migrate(*old.connection, kSteps, 3, true);
    CHECK(old.format() == 3);
  }
}

TEST_CASE("a process that is killed in any step leaves the old format with every row") {
  for (const std::vector<Migration>& steps :
       {std::vector<Migration>{{1, stop_here}}, {{1, split_scores}, {2, stop_here}}}) {
    OldFile old;
    old.connection.reset();
    CHECK(run_in_child([&] { migrate(*connect(old.path), steps, 3, true); }) == -1);
    old.connection = connect(old.path);
    CHECK(old.format() == 1);
    CHECK(old.old_rows() == kOldRows);
    migrate(*old.connection, kSteps, 3, true);
    CHECK(old.format() == 3);
  }
}

TEST_CASE("formats that cannot be reached are told apart") {
  OldFile old;
  const auto code = [&](int format, int64_t newest, bool may_write = true) {
    old.set_format(format);
    return code_of([&] { migrate(*old.connection, kSteps, newest, may_write); });
  };
  CHECK(code(4, 3) == Code::kTooNew);
  CHECK(code(0, 3) == Code::kUnreleasedFormat);
  CHECK(code(0, 0) == Code::kOk);
  CHECK(code(-1, 3) == Code::kDamaged);
  CHECK(code(1, 3, false) == Code::kReadOnly);
  CHECK(code(3, 3, false) == Code::kOk);
  CHECK(code(3, 5) == Code::kDamaged);
  CHECK(old.old_rows() == kOldRows);
}

}  // namespace
}  // namespace lamella::vault
