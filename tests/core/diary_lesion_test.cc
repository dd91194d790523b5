// A lesion or a scar over time.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"
#include "lamella/table.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

struct FollowedLesion {
  TestDiary diary;
  std::string lesion;

  FollowedLesion() { lesion = put(kDay, Lesion{.site = "elbow.left"}).view(); }
  Id put(Day day, Body body) { return diary->put(encode(record(at(day), std::move(body)))); }
  Id id() const { return id_from_bytes(lesion); }
  void measure(Day day, double length, std::optional<double> width) {
    put(day, LesionAssessment{.lesion = lesion, .length_mm = length, .width_mm = width});
  }
};

std::vector<std::string> quantities(const Table& table) {
  const Column& column = table.column("quantity");
  std::vector<std::string> names;
  for (const int32_t index : column.values<int32_t>()) {
    names.push_back(column.categories[static_cast<size_t>(index)]);
  }
  return names;
}

}  // namespace

TEST_CASE("sizes, signs, scores and photographs of a lesion stand in one series, by day") {
  FollowedLesion one;
  one.put(kDay + 9, Answers{.instrument = "three_item_severity",
                            .version = 1,
                            .answers = {{"erythema", 2}, {"oedema", 1}, {"excoriation", 0}},
                            .lesion = one.lesion});
  one.put(kDay + 2,
          LesionAssessment{.lesion = one.lesion, .length_mm = 20, .width_mm = 10, .erythema = 1.5});
  one.put(kDay + 2, LesionAssessment{.lesion = std::string(16, 'o'), .length_mm = 5});
  const auto series = one.diary->lesion_series(one.id());
  CHECK(quantities(*series) ==
        std::vector<std::string>{"length", "width", "area", "erythema", "three_item_severity"});
  const auto& values = series->column("value").values<double>();
  CHECK(values[2] == doctest::Approx(157.0796).epsilon(1e-6));
  CHECK(values[3] == 1.5);
  CHECK(values[4] == 3);
  CHECK(series->column("local_day").values<int32_t>()[4] == kDay + 9);
}

TEST_CASE("a lesion heals by its areas, and one whose width is not known has none") {
  FollowedLesion one;
  CHECK_FALSE(one.diary->lesion_healing(one.id()).has_value());
  one.measure(kDay, 20, 10);
  one.measure(kDay + 7, 20, std::nullopt);
  one.measure(kDay + 14, 10, 10);
  one.measure(kDay + 28, 0, std::nullopt);
  const std::optional<Healing> healing = one.diary->lesion_healing(one.id());
  REQUIRE(healing.has_value());
  CHECK(healing->baseline.day == kDay);
  CHECK(healing->healed_day == kDay + 28);
  CHECK(healing->days_to_healing == 28);
  CHECK(healing->percent_change == -100);
  CHECK_FALSE(healing->reopened);
}

TEST_CASE("a lesion whose width was never measured heals all the same, and has no areas") {
  FollowedLesion one;
  one.measure(kDay, 20, std::nullopt);
  one.measure(kDay + 3, 20, 0);  // too narrow to measure
  one.measure(kDay + 30, 0, std::nullopt);
  const std::optional<Healing> healing = one.diary->lesion_healing(one.id());
  CHECK(healing->baseline.day == kDay);
  CHECK_FALSE(healing->baseline.area_mm2.has_value());
  CHECK_FALSE(healing->change_mm2.has_value());
  CHECK(healing->healed_day == kDay + 30);
  CHECK(healing->days_to_healing == 30);
}

TEST_CASE("of several sizes on one day the last one holds") {
  FollowedLesion one;
  const auto measure = [&](int hour, double length) {
    one.diary->put(encode(
        record(at(kDay, hour),
               LesionAssessment{.lesion = one.lesion, .length_mm = length, .width_mm = length})));
  };
  measure(20, 10);
  measure(8, 40);
  CHECK(*one.diary->lesion_healing(one.id())->baseline.area_mm2 ==
        doctest::Approx(78.53982).epsilon(1e-6));
}

TEST_CASE("an empty series has its columns, and an id of something else is not found") {
  FollowedLesion one;
  CHECK(one.diary->lesion_series(one.id())->rows() == 0);
  CHECK(one.diary->lesion_series(one.id())->columns.size() == 6);
  const Id symptom = one.put(kDay, itch(3));
  CHECK(failure_of([&] { one.diary->lesion_series(symptom); }).code == Code::kNotFound);
  CHECK(failure_of([&] { one.diary->lesion_healing(Id{}); }).code == Code::kNotFound);
}
