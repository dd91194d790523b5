#include <doctest/doctest.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "vault/connection.h"
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
using vault_test::run_in_child;
using vault_test::TempFolder;

constexpr const char* kCount = "SELECT count(*) FROM log";
constexpr uid_t kNobody = 65534;

// A diary with one change in the database and one in its write-ahead log, as a killed process
// leaves it.
void make_killed_diary(const std::string& path) {
  make_diary(path);
  run_in_child([&] {
    const auto vault = open(path);
    insert_change(vault->writer(), 1, "checkpointed");
    vault->checkpoint();
    insert_change(vault->writer(), 2, "logged");
    ::_exit(0);
  });
  REQUIRE(fs::file_size(path + "-wal") > 0);
}

// Runs `action` as a user whom permissions bind, whoever runs the tests.
template <typename Action>
int run_unprivileged(const Action& action) {
  return run_in_child([&] {
    if (::geteuid() == 0 && ::setuid(kNobody) != 0) return Code::kInternal;
    return static_cast<Code>(action());
  });
}

// Gives the files to that user and takes the right to write the folder away.
void make_read_only(const TempFolder& folder) {
  for (const auto& entry : fs::directory_iterator(folder.path())) {
    if (::geteuid() == 0) REQUIRE(::chown(entry.path().c_str(), kNobody, kNobody) == 0);
  }
  REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
}

TEST_CASE("a second handle in one process is busy until the first is closed") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const auto vault = Vault::create(path, device_key());
  CHECK(code_of_open(path) == Code::kBusy);
  CHECK(code_of_open(path, device_key(), true) == Code::kBusy);
  vault->close();
  vault->close();
  CHECK(code_of_open(path) == Code::kOk);
}

TEST_CASE("a second process is busy, and the refusal costs the first nothing") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  int to_child[2];
  REQUIRE(::pipe(to_child) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    char signal = 0;
    if (::read(to_child[0], &signal, 1) != 1) ::_exit(255);
    ::_exit(static_cast<int>(code_of_open(path)));
  }
  const auto vault = open(path);
  insert_change(vault->writer(), 1, "before");
  REQUIRE(::write(to_child[1], "x", 1) == 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(to_child[0]);
  ::close(to_child[1]);
  CHECK(WEXITSTATUS(status) == static_cast<int>(Code::kBusy));
  insert_change(vault->writer(), 2, "after");
  CHECK(number(vault->writer(), kCount) == 2);
}

TEST_CASE("the lock of a killed process is gone, and what it committed is there") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_killed_diary(path);
  const auto vault = open(path);
  CHECK(number(vault->writer(), kCount) == 2);
}

TEST_CASE("those who only read share the diary, and keep writers out") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  const auto one = open(path, device_key(), true);
  const auto two = open(path, device_key(), true);
  CHECK(code_of_open(path) == Code::kBusy);
  one->close();
  CHECK(code_of_open(path) == Code::kBusy);
  two->close();
  CHECK(code_of_open(path) == Code::kOk);
}

TEST_CASE("opening to read changes no byte of any file and cannot write") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  auto vault = Vault::create(path, device_key());
  insert_change(vault->writer(), 1, "kept");
  vault->close();
  const auto before = contents(folder.path());
  vault = open(path, device_key(), true);
  CHECK(number(*vault->reader(), kCount) == 1);
  CHECK(vault->file_bytes() == before.at("diary.db").size());
  CHECK(code_of([&] { vault->writer(); }) == Code::kReadOnly);
  CHECK(code_of([&] { (*vault->reader()).execute("DELETE FROM log"); }) == Code::kReadOnly);
  CHECK(contents(folder.path()) == before);
  vault->close();
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("opening to read beside a write-ahead log reads it and leaves it") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_killed_diary(path);
  auto before = contents(folder.path());
  before.erase("diary.db-shm");  // shared memory: rebuilt by whoever reads
  auto vault = open(path, device_key(), true);
  CHECK(number(*vault->reader(), kCount) == 2);
  vault->close();
  auto after = contents(folder.path());
  after.erase("diary.db-shm");
  CHECK(after == before);
}

TEST_CASE("a read-only folder can be read, not written, and gets no file") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  fs::remove(path + "-lock");
  make_read_only(folder);
  const auto before = contents(folder.path());
  const int read = run_unprivileged([&] {
    return code_of([&] {
      const auto vault = open(path, device_key(), true);
      if (number(*vault->reader(), "SELECT count(*) FROM replica") != 1) {
        throw Error(Code::kInternal, "read nothing");
      }
    });
  });
  CHECK(read == static_cast<int>(Code::kOk));
  CHECK(run_unprivileged([&] { return code_of_open(path); }) == static_cast<int>(Code::kReadOnly));
  const int created = run_unprivileged(
      [&] { return code_of([&] { Vault::create(folder / "new.db", device_key()); }); });
  CHECK(created == static_cast<int>(Code::kReadOnly));
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a database that may not be written can be read, not written, and stays as it is") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  make_read_only(folder);
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  const auto before = contents(folder.path());
  const int read = run_unprivileged([&] {
    return code_of([&] {
      const auto vault = open(path, device_key(), true);
      if (number(*vault->reader(), "SELECT count(*) FROM replica") != 1) {
        throw Error(Code::kInternal, "read nothing");
      }
    });
  });
  CHECK(read == static_cast<int>(Code::kOk));
  CHECK(run_unprivileged([&] { return code_of_open(path); }) == static_cast<int>(Code::kReadOnly));
  CHECK(contents(folder.path()) == before);
}

TEST_CASE("a read-only folder with a write-ahead log is refused, not read without it") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_killed_diary(path);
  fs::remove(path + "-shm");
  make_read_only(folder);
  const int code = run_unprivileged([&] { return code_of_open(path, device_key(), true); });
  CHECK(code == static_cast<int>(Code::kReadOnly));
}

TEST_CASE("a file that may not be read is an input error, never a missing diary") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  make_diary(path);
  REQUIRE(::chmod((path + "-keys").c_str(), 0) == 0);
  REQUIRE(::chmod((path + "-keys.bak").c_str(), 0) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  REQUIRE(::chmod((path + "-lock").c_str(), 0666) == 0);
  CHECK(run_unprivileged([&] { return code_of_open(path); }) == static_cast<int>(Code::kIo));
  REQUIRE(::chmod(folder.path().c_str(), 0) == 0);
  CHECK(run_unprivileged([&] { return code_of_open(path); }) == static_cast<int>(Code::kIo));
  REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
}

TEST_CASE("a reader sees a state that was committed while the writer goes on") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  insert_change(vault->writer(), 1, "before");
  const auto reader = vault->reader();
  const Transaction snapshot(*reader, Transaction::Kind::kRead);
  CHECK(number(*reader, kCount) == 1);
  const Transaction write(vault->writer(), Transaction::Kind::kWrite);
  vault->writer().execute("INSERT INTO log(pos, change) VALUES(2, x'00')");
  CHECK(number(*reader, kCount) == 1);
  CHECK(number(*vault->reader(), kCount) == 1);
}

TEST_CASE("four readers are lent at once, the fifth waits for one to come back") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  std::vector<std::optional<Vault::Reader>> readers(4);
  for (auto& reader : readers) reader.emplace(vault->reader());
  std::atomic<bool> served = false;
  std::thread fifth([&] {
    const auto reader = vault->reader();
    served = number(*reader, kCount) == 0;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  CHECK_FALSE(served);
  readers[2].reset();
  fifth.join();
  CHECK(served);
}

TEST_CASE("many threads read while one writes") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      int64_t last = 0;
      while (!done) {
        const auto reader = vault->reader();
        const int64_t count = number(*reader, kCount);
        if (count < last) ++wrong;
        last = count;
        vault->file_bytes();
      }
    });
  }
  for (int64_t i = 1; i <= 100; ++i) insert_change(vault->writer(), i, "change");
  done = true;
  for (std::thread& thread : threads) thread.join();
  CHECK(wrong == 0);
  CHECK(number(*vault->reader(), kCount) == 100);
}

TEST_CASE("a checkpoint empties the write-ahead log, unless a reader still needs it") {
  const TempFolder folder;
  const std::string path = folder / "diary.db";
  const auto vault = Vault::create(path, device_key());
  const uint64_t before = vault->file_bytes();
  {
    const auto reader = vault->reader();
    const Transaction snapshot(*reader, Transaction::Kind::kRead);
    CHECK(number(*reader, kCount) == 0);
    for (int64_t i = 1; i <= 20; ++i) {
      insert_change(vault->writer(), i, std::string(3000, 'x'));
    }
    const auto start = std::chrono::steady_clock::now();
    CHECK_FALSE(vault->checkpoint());
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(2));
    CHECK(fs::file_size(path + "-wal") > 0);
  }
  CHECK(vault->checkpoint());
  CHECK(fs::file_size(path + "-wal") == 0);
  CHECK(vault->file_bytes() >= before + uint64_t{20} * 3000);
  CHECK(number(vault->writer(), "PRAGMA busy_timeout") == 5000);
}

TEST_CASE("after close nothing works and everything says why") {
  const TempFolder folder;
  const auto vault = Vault::create(folder / "diary.db", device_key());
  vault->close();
  CHECK(code_of([&] { vault->writer(); }) == Code::kClosed);
  CHECK(code_of([&] { vault->reader(); }) == Code::kClosed);
  CHECK(code_of([&] { vault->checkpoint(); }) == Code::kClosed);
  CHECK(code_of([&] { vault->file_bytes(); }) == Code::kClosed);
  CHECK_FALSE(fs::exists(folder / "diary.db-wal"));
  CHECK(fs::exists(folder / "diary.db-lock"));
}

}  // namespace
}  // namespace lamella::vault
