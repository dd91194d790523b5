// Memory that runs out at point n, once or for ever: an error, the process goes on, and the same
// diary opens in it afterwards.
#include <sqlite3.h>

#include <algorithm>
#include <string>

#include "answers.h"
#include "failing_allocator.h"
#include "folder.h"
#include "session.h"

namespace lamella::faults {

namespace {

constexpr size_t kOperations = 12;

struct Shortage {
  const char* part;
  Allocator allocator;
  bool stays;
  uint64_t small_step;
  bool first_use = false;  // of SQLite in the process
};

constexpr Shortage kShortages[] = {
    {"start of SQLite, once", Allocator::kSqlite, false, 1, true},
    {"start of SQLite, for ever", Allocator::kSqlite, true, 1, true},
    {"SQLite, once", Allocator::kSqlite, false, 211},
    {"SQLite, for ever", Allocator::kSqlite, true, 211},
    {"operator new, once", Allocator::kNew, false, 211},
    {"operator new, for ever", Allocator::kNew, true, 211},
};

bool shows_text(const Files& files) {
  return std::any_of(files.begin(), files.end(), [](const auto& file) {
    return file.second.find(kCanary) != std::string::npos ||
           file.second.starts_with("SQLite format 3");
  });
}

// SQLCipher sets itself up at the first use of SQLite. When that fails, it never tries again
// (upstream/f7_initialized_once.c), and there is no safe way to make it: until the process ends,
// every call has to say that memory ran out.
Outcome try_start(const Folder& folder, const Shortage& shortage, uint64_t point) {
  folder.replace_with({});
  install_sqlite_allocator();
  exhaust(shortage.allocator, point, shortage.stays);
  {
    const DiaryCall guard;
    sqlite3_initialize();
  }
  if (!relieve()) return {Verdict::kEnd};
  try {
    Diary::create(folder.diary(), device_key()).close();
    Diary::open(folder.diary(), device_key());
    return {};
  } catch (const Error& error) {
    if (error.code() == Code::kOutOfMemory) return {Verdict::kRefused, error.what()};
    return needless(error, "after SQLite could not start");
  }
}

Outcome try_point(const Run& run, const Folder& folder, const Shortage& shortage, uint64_t point) {
  folder.replace_with({});
  install_sqlite_allocator();
  sqlite3_initialize();
  Session session(folder.diary(), run.seed);
  exhaust(shortage.allocator, point, shortage.stays);
  session.create();
  session.work(kOperations);
  if (!relieve()) return {Verdict::kEnd};
  if (shows_text(folder.files())) return {Verdict::kSilent, "a file is not encrypted"};
  return session.judge();
}

}  // namespace

std::vector<Row> allocation(const Run& run) {
  constexpr uint64_t kMostPoints = 1'000'000;  // the shortage ends long before
  std::vector<Row> rows;
  const Folder folder;
  for (const Shortage& shortage : kShortages) {
    if (!wanted(run, shortage.part)) continue;
    const auto judge = [&](uint64_t point) {
      return shortage.first_use ? try_start(folder, shortage, point)
                                : try_point(run, folder, shortage, point);
    };
    // A process a point: what is made once in a process has to fail too.
    rows.push_back(judge_images(run, "allocation", shortage.part, kMostPoints, judge,
                                run.full ? 1 : shortage.small_step, 1));
  }
  return rows;
}

}  // namespace lamella::faults
