// Several threads on one diary, and long calls that are watched and cancelled.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

std::vector<NewRecord> many(int n) {
  std::vector<NewRecord> records;
  for (int i = 0; i < n; ++i) records.push_back({itch_record(i % 11, kDay + i % 365, i % 24), {}});
  return records;
}

}  // namespace

TEST_CASE("threads write in turns and nothing is lost") {
  TestDiary diary;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 25; ++j) diary->put(itch_record(j % 11));
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(diary->summary().entries == 100);
  CHECK(diary->change_count() == 100);
}

TEST_CASE("threads read beside an import and see all of it or none") {
  TestDiary diary;
  diary->put(itch_record(1));
  const std::vector<NewRecord> batch = many(4'000);
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::thread writer([&] {
    while (reads == 0) std::this_thread::yield();
    diary->put(batch);
    done = true;
  });
  std::vector<std::thread> readers;
  for (int i = 0; i < 6; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const size_t rows = diary->samples()->rows();
        if (rows != 1 && rows != 4'001) FAIL_CHECK("a half-written import was seen");
        ++reads;
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
  CHECK(reads > 0);
  CHECK(diary->samples()->rows() == 4'001);
}

TEST_CASE("eight threads read while one writes, none is refused, and the log stays small") {
  constexpr int kPuts = 2'000;
  constexpr uintmax_t kMostLogBytes = uintmax_t{10} << 20;
  TestDiary diary;
  diary->put(many(50));
  Record large = record(at(kDay, 8), itch(1));
  large.note = std::string(50'000, 'n');
  std::atomic<bool> done{false};
  std::atomic<int> reads{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 8; ++i) {
    readers.emplace_back([&, i] {
      size_t last = 0;
      while (!done) {
        const Failure failure = failure_of([&] {
          const size_t rows = i % 2 == 0 ? diary->samples()->rows() : diary->summary().entries;
          if (rows < last) FAIL_CHECK("a reader saw an older state than before");
          last = rows;
        });
        if (failure.code != Code::kOk) FAIL_CHECK(failure.message);
        ++reads;
      }
    });
  }
  uintmax_t longest = 0;
  for (int i = 0; i < kPuts; ++i) {
    diary->put(encode(large));
    longest = std::max(longest, std::filesystem::file_size(diary.path + "-wal"));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  CHECK(reads > 8);
  CHECK(diary->summary().entries == 50 + kPuts);
  CHECK(diary->summary().samples == 50 + kPuts);
  CHECK(longest <= kMostLogBytes);
}

TEST_CASE("a thread that reads on and on lets the log grow, and stops no write for long") {
  TestDiary diary;
  const Id read = diary->attach(
      [] {
        Record photograph = record(at(kDay, 8), Attachment{.media_type = "image/jpeg"});
        return encode(photograph);
      }(),
      [left = size_t{3}](std::span<char> room) mutable {
        std::fill(room.begin(), room.end(), 'x');
        return left-- > 0 ? room.size() : 0;
      });
  Record large = record(at(kDay, 8), itch(1));
  large.note = std::string(50'000, 'n');
  int puts = 0;
  diary->read_attachment(read, [&](std::string_view) {
    if (puts < 400) diary->put(encode(large));
    ++puts;
  });
  CHECK(puts >= 400);
  CHECK(std::filesystem::file_size(diary.path + "-wal") > uintmax_t{16} << 20);
  for (int i = 0; i < 200; ++i) diary->put(encode(large));
  CHECK(std::filesystem::file_size(diary.path + "-wal") <= uintmax_t{10} << 20);
}

TEST_CASE("another thread watches an import and cancels it, and nothing was written") {
  TestDiary diary;
  const std::vector<NewRecord> batch = many(20'000);
  Task task;
  std::thread screen([&] {
    while (task.done() < 1'000) std::this_thread::yield();
    CHECK(task.total() == 20'000);
    task.cancel();
  });
  CHECK(failure_of([&] { diary->put(batch, {}, &task); }).code == Code::kCancelled);
  screen.join();
  CHECK(diary->summary().entries == 0);
  CHECK(diary->change_count() == 0);
  diary->put(itch_record(1));
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("an interrupted import and an interrupted reading end, and the diary goes on") {
  TestDiary diary;
  diary->put(many(3'000));
  const std::vector<NewRecord> batch = many(20'000);
  std::atomic<bool> done{false};
  std::atomic<bool> begun{false};
  std::thread screen([&] {
    while (!done) {
      diary->interrupt();
      begun = true;
    }
  });
  while (!begun) std::this_thread::yield();
  // On a busy machine many a call is over before the other thread has its turn.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(2);
  size_t imported = 0;
  CHECK(failure_of([&] {
          for (; std::chrono::steady_clock::now() < deadline; imported += batch.size()) {
            diary->put(batch);
          }
        }).code == Code::kCancelled);
  CHECK(failure_of([&] {
          while (std::chrono::steady_clock::now() < deadline) diary->summary();
        }).code == Code::kCancelled);
  done = true;
  screen.join();
  CHECK(diary->summary().entries == 3'000 + imported);
  CHECK(diary->check().is_sound());
  diary->release_memory();
  diary->put(itch_record(1));
  CHECK(diary->summary().entries == 3'001 + imported);
}

TEST_CASE("a task calls its function at each step, and what that throws ends the call") {
  TestDiary diary;
  const std::vector<NewRecord> batch = many(4'000);
  uint64_t seen = 0;
  Task watching([&](uint64_t done, uint64_t total) {
    CHECK(seen <= done);
    CHECK(total == batch.size());
    seen = done;
  });
  diary->put(batch, {}, &watching);
  CHECK(seen == batch.size());

  struct Enough {};
  Task throwing([](uint64_t done, uint64_t) {
    if (done > 1'000) throw Enough();
  });
  CHECK_THROWS_AS(diary->put(batch, {}, &throwing), Enough);
  CHECK(diary->summary().entries == batch.size());
  CHECK(diary->check().is_sound());
}

TEST_CASE("a task that was cancelled before its call stops every long call at once") {
  TestDiary diary;
  diary->put(itch_record(1));
  Task task;
  task.cancel();
  const auto cancelled = [&](auto call) { return failure_of(call).code == Code::kCancelled; };
  CHECK(cancelled([&] { diary->put(many(1), {}, &task); }));
  CHECK(cancelled([&] { diary->samples({}, &task); }));
  CHECK(cancelled([&] { diary->records(Type::kSymptom, {}, {}, &task); }));
  CHECK(cancelled([&] { diary->daily({}, &task); }));
  CHECK(cancelled([&] { diary->rebuild(&task); }));
  CHECK(diary->samples()->rows() == 1);
}

TEST_CASE("threads that use a diary while another closes it end with a result or kClosed") {
  TestDiary diary;
  diary->put(many(200));
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      Code code = Code::kOk;
      while (code == Code::kOk) code = failure_of([&] { diary->samples(); }).code;
      CHECK(code == Code::kClosed);
    });
  }
  diary->close();
  for (std::thread& thread : threads) thread.join();
  diary.diary = Diary::open(diary.path, key());
  CHECK(diary->summary().entries == 200);
}
