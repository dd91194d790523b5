// Columns of a data file to records.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

#include "diary_fixture.h"
#include "failure.h"
#include "lamella/rows.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// Two rows of itch and one of TEWL, with everything that a row can have.
struct Example {
  std::vector<Body> bodies{itch({}), tewl(0)};
  std::vector<int32_t> body{0, 1, 0};
  std::vector<Day> local_day{kDay, kDay, kDay + 1};
  std::vector<int64_t> utc_ms{kAbsentInstant, kDay* kMsPerDay + 8 * kHour, kAbsentInstant};
  std::vector<int32_t> offset_min{0, 60, 0};
  std::vector<std::string> zones{"Europe/Paris"};
  std::vector<int32_t> zone{-1, 0, -1};
  std::vector<int64_t> entered_ms{kAbsentInstant, 77, kAbsentInstant};
  std::vector<double> value{6, 18.2, kNone};
  std::vector<std::string> notes{"after a walk"};
  std::vector<int32_t> note{0, -1, -1};

  Rows rows() const {
    return {bodies, body,       local_day, utc_ms, offset_min, zones,
            zone,   entered_ms, value,     notes,  note};
  }
};

std::vector<NewRecord> encoded(const Rows& rows) {
  return RowEncoder("test", OriginKind::kPerson).encode(rows);
}

}  // namespace

TEST_CASE("rows become the records that their columns say") {
  const Example example;
  const std::vector<NewRecord> records = encoded(example.rows());
  REQUIRE(records.size() == 3);

  const Record first = decode(records[0].record);
  CHECK(std::get<Symptom>(first.body).score == 6);
  CHECK(first.note == "after a walk");
  CHECK_FALSE(first.when->utc_ms.has_value());
  CHECK(first.origin->source == "test");
  CHECK(first.origin->kind == OriginKind::kPerson);

  const Record second = decode(records[1].record);
  CHECK(std::get<Measurement>(second.body).value == 18.2);
  CHECK(second.when->utc_ms == example.utc_ms[1]);
  CHECK(second.when->offset_min == 60);
  CHECK(second.when->zone == "Europe/Paris");
  CHECK(second.origin->entered_ms == 77);

  const Record third = decode(records[2].record);
  CHECK_FALSE(std::get<Symptom>(third.body).score.has_value());
  CHECK(third.when->local_day == kDay + 1);
}

TEST_CASE("the ids of rows are those of an import, whatever the parts") {
  Example example;
  example.local_day[2] = kDay;  // equal to the first row, but for its number
  const std::vector<NewRecord> whole = encoded(example.rows());
  CHECK(whole[0].id == import_id("test", "symptom.itch", {}, kDay, 0));
  CHECK(whole[1].id == import_id("test", "measurement.tewl", example.utc_ms[1], kDay, 0));
  CHECK(whole[2].id == import_id("test", "symptom.itch", {}, kDay, 1));

  RowEncoder in_parts("test", OriginKind::kPerson);
  Rows one = example.rows();
  for (size_t row = 0; row < 3; ++row) {
    one.body = std::span(example.body).subspan(row, 1);
    one.local_day = std::span(example.local_day).subspan(row, 1);
    one.utc_ms = std::span(example.utc_ms).subspan(row, 1);
    one.offset_min = std::span(example.offset_min).subspan(row, 1);
    one.zone = std::span(example.zone).subspan(row, 1);
    one.entered_ms = std::span(example.entered_ms).subspan(row, 1);
    one.value = std::span(example.value).subspan(row, 1);
    one.note = std::span(example.note).subspan(row, 1);
    const std::vector<NewRecord> part = in_parts.encode(one);
    CHECK(part[0].id == whole[row].id);
    CHECK(part[0].record == whole[row].record);
  }
}

TEST_CASE("columns that do not fit together are refused") {
  const Example example;
  Rows rows = example.rows();
  rows.value = std::span(example.value).first(2);
  CHECK(refused([&] { encoded(rows); }));

  rows = example.rows();
  rows.offset_min = {};
  CHECK(refused([&] { encoded(rows); }));

  rows = example.rows();
  rows.local_day = std::span(example.local_day).first(2);
  CHECK(refused([&] { encoded(rows); }));
}

TEST_CASE("an index out of range and a number without a place are refused") {
  Example example;
  example.body[1] = 2;
  CHECK(refused([&] { encoded(example.rows()); }));
  example = Example();
  example.note[0] = 1;
  CHECK(refused([&] { encoded(example.rows()); }));
  example = Example();
  example.bodies[0] = DayCheck{};
  CHECK(refused([&] { encoded(example.rows()); }));
}
