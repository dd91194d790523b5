// Diary::records as what an export is made of: what a row must tell apart.
#include <doctest/doctest.h>

#include <cmath>

#include "diary_fixture.h"
#include "lamella/table.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

double number(const Table& table, const char* column, size_t row = 0) {
  return table.column(column).values<double>()[row];
}

// Absent and empty differ.
std::optional<std::string> text(const Table& table, const char* name, size_t row = 0) {
  const Column& column = table.column(name);
  const int32_t index = column.values<int32_t>()[row];
  if (index < 0) return std::nullopt;
  return column.categories[static_cast<size_t>(index)];
}

}  // namespace

TEST_CASE("a row tells a scale that was given from the usual one") {
  TestDiary diary;
  Symptom scaled = itch(3);
  diary->put(encode(record(at(kDay), scaled)));
  scaled.scale = Scale{};
  diary->put(encode(record(at(kDay + 1), scaled)));
  const auto table = diary->records(Type::kSymptom);
  CHECK(number(*table, "scale_max", 0) == 10);
  CHECK(number(*table, "scale_given", 0) == 0);
  CHECK(number(*table, "scale_given", 1) == 1);
}

TEST_CASE("a row tells an origin that says nothing from none") {
  TestDiary diary;
  Record from = record(at(kDay), sweat(true));
  diary->put(encode(from));
  from.when = at(kDay + 1);
  from.origin = Origin{};
  from.origin->entered_ms = 7;
  diary->put(encode(from));
  const auto table = diary->records(Type::kExposure);
  CHECK_FALSE(text(*table, "origin", 0).has_value());
  CHECK(text(*table, "origin", 1) == "unspecified");
  CHECK(table->column("entered").values<int64_t>()[0] == kAbsentInstant);
  CHECK(table->column("entered").values<int64_t>()[1] == 7);
}

TEST_CASE("a row has the zone, the end and the number that was not given") {
  TestDiary diary;
  When when = at(kDay, 8);
  when.zone = "Europe/Paris";
  when.end_utc_ms = *when.utc_ms + kHour;
  diary->put(encode(record(when, sweat(std::nullopt))));
  const auto table = diary->records(Type::kExposure);
  CHECK(text(*table, "zone") == "Europe/Paris");
  CHECK(table->column("end").values<int64_t>()[0] == *when.end_utc_ms);
  CHECK(std::isnan(number(*table, "present")));
  CHECK(std::isnan(number(*table, "amount")));
}

TEST_CASE("a day check that lists nothing has a row without a factor") {
  TestDiary diary;
  diary->put(encode(record(at(kDay), DayCheck{})));
  diary->put(encode(record(at(kDay + 1), DayCheck{{"wool", "sweat"}, {}})));
  const auto table = diary->records(Type::kDayCheck);
  REQUIRE(table->rows() == 3);
  CHECK_FALSE(text(*table, "factor", 0).has_value());
  CHECK(text(*table, "factor", 1) == "wool");
  CHECK(text(*table, "factor", 2) == "sweat");
}

TEST_CASE("a row owns up to what its columns do not hold") {
  TestDiary diary;
  diary->put(itch_record(1));
  const std::string field_15("\x7a\x01x", 3);  // a common field of a newer version
  diary->put(itch_record(2, kDay + 1) + field_15);
  const auto table = diary->records(Type::kSymptom);
  CHECK(number(*table, "complete", 0) == 1);
  CHECK(number(*table, "complete", 1) == 0);
}

TEST_CASE("a row counts the fields that two devices wrote differently") {
  TestDiary diary;
  const Id id = diary->put(itch_record(1));
  const std::string revision = diary->get(id).revision;
  diary->edit(id, revision, note_patch("one"));
  diary->edit(id, revision, note_patch("other"));
  CHECK(diary->records(Type::kSymptom)->column("conflicts").values<int32_t>()[0] == 1);
}
