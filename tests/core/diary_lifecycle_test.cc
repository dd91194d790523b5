// A diary that is suspended, shredded, or found to be an older copy.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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
using diary_test::TestDiary;
using vault_test::code_of;
using vault_test::read_bytes;
using vault_test::TempFolder;
using vault_test::write_bytes;

// The bytes of a closed diary's files, to be put back later.
struct Copy {
  explicit Copy(const std::string& path)
      : database(read_bytes(path)), keys(read_bytes(path + "-keys")) {}
  std::string database;
  std::string keys;
};

// A process that runs `body`, stopped by the system like an app in the background once it has said
// so. `body` says something by writing a byte.
template <typename Body>
class StoppedProcess {
 public:
  StoppedProcess(useconds_t after, const Body& body) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      try {
        body([&] {
          if (::write(ends[1], ".", 1) != 1) ::_exit(1);
        });
      } catch (...) {
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    said_ = ends[0];
    char byte = 0;
    REQUIRE(::read(said_, &byte, 1) == 1);
    ::usleep(after);
    ::kill(process_, SIGSTOP);
    int status = 0;
    ::waitpid(process_, &status, WUNTRACED);
    CHECK(WIFSTOPPED(status));
  }
  StoppedProcess(const StoppedProcess&) = delete;
  StoppedProcess& operator=(const StoppedProcess&) = delete;
  ~StoppedProcess() { ::close(said_); }

  // As the system does when memory is short. Returns how often the process said something.
  uint64_t kill() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    uint64_t times = 1;
    char byte = 0;
    while (::read(said_, &byte, 1) == 1) ++times;
    return times;
  }

 private:
  pid_t process_ = -1;
  int said_ = -1;
};

TEST_CASE("a process that is stopped while it writes and then killed keeps what it put") {
  TestDiary diary;
  diary->close();
  uint64_t before = 0;
  for (useconds_t i = 0; i < 12; ++i) {
    CAPTURE(i);
    StoppedProcess writing(700 * i, [&](const auto& say) {
      for (Diary writer = Diary::open(diary.path, key());;) {
        Record record = decode(itch_record(6));
        record.note = std::string(40'000, 'n');
        writer.put(encode(record));
        say();
      }
    });
    CHECK(code_of([&] { Diary::open(diary.path, key()); }) == Code::kBusy);
    const uint64_t acknowledged = writing.kill();
    diary.diary = Diary::open(diary.path, key());
    const uint64_t entries = diary->summary().entries;
    CHECK(entries >= before + acknowledged);
    CHECK(entries <= before + acknowledged + 1);
    CHECK(diary->check().is_sound());
    diary->close();
    before = entries;
  }
}

TEST_CASE("a process that suspended its diary before it was stopped keeps nobody out") {
  TestDiary diary;
  diary->close();
  StoppedProcess suspended(0, [&](const auto& say) {
    Diary writer = Diary::open(diary.path, key());
    writer.put(itch_record(6));
    writer.suspend();
    say();
    ::pause();
  });
  {
    Diary other = Diary::open(diary.path, key());
    other.put(itch_record(7));
  }
  CHECK(suspended.kill() == 1);
  CHECK(Diary::open(diary.path, key()).summary().entries == 2);
}

TEST_CASE("a suspended diary holds no lock and answers again after resume") {
  TestDiary diary;
  const Id id = diary->put(itch_record(6));
  diary->suspend();
  diary->suspend();
  CHECK(code_of([&] { diary->get(id); }) == Code::kClosed);
  CHECK(code_of([&] { diary->put(itch_record(6)); }) == Code::kClosed);
  CHECK_FALSE(std::filesystem::exists(diary.path + "-wal"));
  {
    Diary other = Diary::open(diary.path, key());
    other.put(itch_record(7));
  }
  diary->resume(key());
  diary->resume(key());
  CHECK(diary->summary().entries == 2);
  CHECK(diary->change_count() == 2);
  diary->put(itch_record(8));
  diary->close();
  CHECK(code_of([&] { diary->resume(key()); }) == Code::kClosed);
  CHECK(code_of([&] { diary->suspend(); }) == Code::kClosed);
}

TEST_CASE("a resume that fails leaves the diary suspended") {
  TestDiary diary;
  diary->put(itch_record(6));
  diary->suspend();
  CHECK(code_of([&] { diary->resume(vault_test::device_key(1)); }) == Code::kWrongSecret);
  CHECK(code_of([&] { diary->summary(); }) == Code::kClosed);
  {
    Diary other = Diary::open(diary.path, key());
    CHECK(code_of([&] { diary->resume(key()); }) == Code::kBusy);
  }
  diary->resume(key());
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("an older copy of the database is a rollback, which the caller may accept") {
  TestDiary diary;
  diary->put(itch_record(6));
  diary->close();
  const Copy old(diary.path);
  diary.reopen();
  diary->put(itch_record(7));
  diary->close();
  write_bytes(diary.path, old.database);

  CHECK(code_of([&] { Diary::open(diary.path, key()); }) == Code::kRollback);
  CHECK(code_of([&] { Diary::open(diary.path, key(), {.read_only = true}); }) == Code::kRollback);
  CHECK(read_bytes(diary.path) == old.database);
  {
    Diary accepted = Diary::open(diary.path, key(), {.accept_rollback = true});
    CHECK(accepted.summary().entries == 1);
    accepted.put(itch_record(8));
    CHECK(accepted.change_count() == 2);
    accepted.rebuild();
    CHECK(accepted.summary().entries == 2);
  }
  CHECK(Diary::open(diary.path, key()).summary().entries == 2);
  // Under a name of its own: the newer copy may have given the second number to another change.
  const auto vault = vault_test::open(diary.path);
  CHECK(vault_test::number(vault->writer(), "SELECT count(DISTINCT id) FROM replica") == 2);
  CHECK(vault_test::number(vault->writer(), "SELECT count(*) FROM log WHERE pos >= 1 << 40") == 1);
}

TEST_CASE("a database that went another way than its key file knows is a rollback") {
  TestDiary diary;
  diary->put(itch_record(6));
  diary->close();
  const Copy old(diary.path);
  diary.reopen();
  diary->put(itch_record(7));
  diary->close();
  const Copy one(diary.path);
  write_bytes(diary.path, old.database);
  vault_test::write_key_bytes(diary.path, old.keys);
  diary.reopen();
  diary->put(itch_record(8));  // the same number of changes, another change
  diary->close();
  write_bytes(diary.path, one.database);
  CHECK(code_of([&] { Diary::open(diary.path, key()); }) == Code::kRollback);
}

TEST_CASE("a key file that is behind its database opens it") {
  TestDiary diary;
  diary->put(itch_record(6));
  diary->close();
  const Copy old(diary.path);
  diary.reopen();
  diary->put(itch_record(7));
  diary->close();
  vault_test::write_key_bytes(diary.path, old.keys);
  CHECK(Diary::open(diary.path, key()).summary().entries == 2);
}

TEST_CASE("shredding leaves nothing but the lock, and needs a diary that nobody has open") {
  TestDiary diary;
  diary->put(itch_record(6));
  CHECK(code_of([&] { Diary::shred(diary.path); }) == Code::kBusy);
  diary->close();
  Diary::shred(diary.path);
  const auto left = vault_test::contents(diary.folder.path());
  REQUIRE(left.size() == 1);
  CHECK(left.begin()->first == "diary.db-lock");
  CHECK(code_of([&] { Diary::open(diary.path, key()); }) == Code::kDatabaseMissing);
  CHECK(code_of([&] { Diary::shred(diary.path); }) == Code::kDatabaseMissing);
}

TEST_CASE("shredding refuses a file that is no diary") {
  const TempFolder folder;
  const std::string path = folder / "letter.txt";
  write_bytes(path, "dear diary");
  CHECK(code_of([&] { Diary::shred(path); }) == Code::kNeedsKeys);
  CHECK(read_bytes(path) == "dear diary");
}

TEST_CASE("the keys of a diary change while it is read and written") {
  TestDiary diary;
  diary->put(itch_record(6));
  const SecretBytes code = diary->add_recovery_code();
  const std::string text(reinterpret_cast<const char*>(code.data()), code.size());
  const Id slot = diary->add_key(vault_test::passphrase("first"));
  diary->replace_key(slot, vault_test::passphrase("second"));
  std::vector<Credential> keep;
  keep.push_back(key());
  keep.push_back(Credential::recovery_code(text));
  CHECK(diary->rotate(keep).size() == 1);
  CHECK(diary->summary().entries == 1);
  diary->put(itch_record(7));
  diary->close();
  CHECK(Diary::open(diary.path, Credential::recovery_code(text)).summary().entries == 2);
  CHECK(code_of([&] { Diary::open(diary.path, vault_test::passphrase("second")); }) ==
        Code::kNoSuchKey);
}

}  // namespace
}  // namespace lamella
