// Long puts: records that come part by part, in one transaction.
#include <doctest/doctest.h>

#include <stdexcept>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

// Gives the parts one after the other, and keeps what became of their records.
struct Parts {
  std::vector<std::vector<NewRecord>> parts;
  size_t given = 0;
  std::vector<PutStatus> statuses{};

  RecordStream stream() {
    return {[this] { return given < parts.size() ? parts[given++] : std::vector<NewRecord>(); },
            [this](std::span<const PutResult> results) {
              for (const PutResult& result : results) statuses.push_back(result.status);
            }};
  }
};

std::vector<NewRecord> days(Day first, size_t count) {
  std::vector<NewRecord> records;
  for (size_t i = 0; i < count; ++i) {
    const Day day = first + static_cast<Day>(i);
    records.push_back({itch_record(1, day), import_id("test", "symptom.itch", {}, day, 0)});
  }
  return records;
}

}  // namespace

TEST_CASE("a stream of parts is one put, whose results come part by part") {
  TestDiary diary;
  Parts parts{{days(kDay, 700), days(kDay + 700, 300), days(kDay, 2)}};
  diary->put(parts.stream(), {.skip_existing = true});
  CHECK(diary->summary().entries == 1'000);
  CHECK(diary->samples()->rows() == 1'000);
  REQUIRE(parts.statuses.size() == 1'002);
  CHECK(parts.statuses[999] == PutStatus::kAdded);
  CHECK(parts.statuses[1'000] == PutStatus::kExists);
}

TEST_CASE("a stream that fails in its last part leaves nothing of the others") {
  TestDiary diary;
  const uint64_t count = diary->change_count();
  Parts wrong{{days(kDay, 10), {{itch_record(99), std::nullopt}}}};
  CHECK(refused([&] { diary->put(wrong.stream()); }));

  Parts parts{{days(kDay, 10)}};
  RecordStream stream = parts.stream();
  stream.done = [](std::span<const PutResult>) { throw std::runtime_error("from the caller"); };
  CHECK_THROWS_WITH_AS(diary->put(stream), "from the caller", std::runtime_error);

  CHECK(diary->change_count() == count);
  CHECK(diary->summary().entries == 0);
  diary->put(itch_record(1));
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("a dry run says what would become of the records and writes nothing") {
  TestDiary diary;
  diary->put(days(kDay, 5));
  const uint64_t count = diary->change_count();
  Parts parts{{days(kDay, 8)}};
  diary->put(parts.stream(), {.skip_existing = true, .dry_run = true});
  CHECK(parts.statuses[4] == PutStatus::kExists);
  CHECK(parts.statuses[5] == PutStatus::kAdded);
  CHECK(diary->change_count() == count);
  CHECK(diary->summary().entries == 5);

  const auto results = diary->put(days(kDay, 8), {.skip_existing = true, .dry_run = true});
  CHECK(results[5].status == PutStatus::kAdded);
  CHECK(diary->summary().entries == 5);
  diary.reopen();
  CHECK(diary->summary().entries == 5);
}

TEST_CASE("a stream cannot write to the diary that reads it, but may read from it") {
  TestDiary diary;
  diary->put(itch_record(7, kDay - 1));
  RecordStream stream = Parts{}.stream();
  stream.next = [&]() -> std::vector<NewRecord> {
    CHECK(diary->summary().entries == 1);
    diary->put(itch_record(1));
    return {};
  };
  const Failure failure = failure_of([&] { diary->put(stream); });
  CHECK(failure.code == Code::kInvalidArgument);
  CHECK(failure.message.find("inside of another write") != std::string::npos);
  CHECK(diary->summary().entries == 1);
}

TEST_CASE("a cancelled stream leaves nothing") {
  TestDiary diary;
  Task task;
  Parts parts{{days(kDay, 300), days(kDay + 300, 300)}};
  RecordStream stream = parts.stream();
  stream.done = [&](std::span<const PutResult>) { task.cancel(); };
  CHECK(failure_of([&] { diary->put(stream, {}, &task); }).code == Code::kCancelled);
  CHECK(diary->summary().entries == 0);
}
