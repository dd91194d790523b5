// The day grid of a diary: reduction, absence, and what silence means.
#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

void put(Diary& diary, Record record) { diary.put(encode(record)); }

void define(Diary& diary, const std::string& code, Silence silence,
            std::optional<Day> since = std::nullopt) {
  Record record;
  record.body = Factor{code, "", {}, {}, "", silence, since, {}};
  diary.put(encode(record));
}

// The values with NaN as "-", for example "1 - 0".
std::string shown(const std::vector<double>& values) {
  std::string text;
  for (double value : values) {
    if (!text.empty()) text += ' ';
    text += std::isnan(value) ? "-" : std::to_string(value).substr(0, 3);
  }
  return text;
}

std::string column(Diary& diary, const std::string& name, DailyQuery query = {}) {
  return shown(diary.daily(query).column(name).values);
}

}  // namespace

TEST_CASE("a day without a record is missing, and days between records are rows") {
  TestDiary diary;
  put(diary.diary, record(at(kDay, 8), itch(6)));
  put(diary.diary, record(at(kDay + 3, 8), itch(0)));
  const DayGrid grid = diary->daily();
  CHECK(grid.first_day == kDay);
  CHECK(grid.days == 4);
  CHECK(shown(grid.column("symptom.itch").values) == "6.0 - - 0.0");
  CHECK(grid.column("symptom.itch").unit == "1");
}

TEST_CASE("several values of a day are reduced by the rule of the type or the one asked for") {
  TestDiary diary;
  put(diary.diary, record(at(kDay, 20), itch(2)));
  put(diary.diary, record(at(kDay, 8), itch(6, "hand")));
  put(diary.diary, record(at(kDay), itch(1)));
  put(diary.diary, record(at(kDay, 9), Dose{"hc", {}, "", "", 1.0, {}, "", false, {}}));
  put(diary.diary, record(at(kDay, 21), Dose{"hc", {}, "", "", 2.0, {}, "", false, {}}));
  put(diary.diary, record(at(kDay, 9), sweat(true)));
  put(diary.diary, record(at(kDay, 21), sweat(false)));
  CHECK(column(diary.diary, "symptom.itch") == "3.0");
  CHECK(column(diary.diary, "dose.hc") == "3.0");
  CHECK(column(diary.diary, "exposure.sweat") == "1.0");
  CHECK(column(diary.diary, "symptom.itch", {.reduce = Reduce::kLast}) == "2.0");
  CHECK(column(diary.diary, "symptom.itch", {.reduce = Reduce::kMax}) == "6.0");
  CHECK(column(diary.diary, "symptom.itch", {.site = "hand"}) == "6.0");
}

TEST_CASE("series with several units are kept apart") {
  TestDiary diary;
  put(diary.diary, record(at(kDay), tewl(10)));
  put(diary.diary, record(at(kDay), tewl(20, "kg/(m2.h)")));
  const DayGrid grid = diary->daily();
  REQUIRE(grid.columns.size() == 2);
  CHECK(shown(grid.column("measurement.tewl [g/(m2.h)]").values) == "10.");
  CHECK(shown(grid.column("measurement.tewl [kg/(m2.h)]").values) == "20.");
}

TEST_CASE("silence about a factor is missing without a definition, or when it says explicit") {
  for (bool defined : {false, true}) {
    TestDiary diary;
    if (defined) define(diary.diary, "sweat", Silence::kExplicit);
    put(diary.diary, record(at(kDay), sweat(true)));
    put(diary.diary, record(at(kDay + 1), itch(5)));
    put(diary.diary, record(at(kDay + 2), sweat(false)));
    CHECK(column(diary.diary, "exposure.sweat") == "1.0 - 0.0");
  }
}

TEST_CASE("implied silence is no on checked days, from the first record on") {
  TestDiary diary;
  define(diary.diary, "sweat", Silence::kImpliedOnCheckedDays);
  put(diary.diary, record(at(kDay), itch(5)));
  put(diary.diary, record(at(kDay + 1), sweat(true)));
  put(diary.diary, record(at(kDay + 2), itch(5)));
  put(diary.diary, record(at(kDay + 4), itch(5)));
  CHECK(column(diary.diary, "exposure.sweat") == "- 1.0 0.0 - 0.0");
}

TEST_CASE("implied silence counts from the definition's first day where it has one") {
  TestDiary diary;
  define(diary.diary, "sweat", Silence::kImpliedOnCheckedDays, kDay);
  put(diary.diary, record(at(kDay - 1), itch(5)));
  put(diary.diary, record(at(kDay), itch(5)));
  put(diary.diary, record(at(kDay + 1), sweat(true)));
  CHECK(column(diary.diary, "exposure.sweat") == "- 0.0 1.0");
}

TEST_CASE("a first record outside of the grid still begins the silence") {
  TestDiary diary;
  define(diary.diary, "sweat", Silence::kImpliedOnCheckedDays);
  put(diary.diary, record(at(kDay - 50), sweat(true)));
  for (int day : {0, 1, 2}) put(diary.diary, record(at(kDay + day), itch(5)));
  put(diary.diary, record(at(kDay + 2), sweat(true)));
  CHECK(column(diary.diary, "exposure.sweat", {.first_day = kDay, .last_day = kDay + 2}) ==
        "0.0 0.0 1.0");
}

TEST_CASE("only what a person entered checks a day") {
  TestDiary diary;
  define(diary.diary, "sweat", Silence::kImpliedOnCheckedDays);
  put(diary.diary, record(at(kDay), sweat(true)));
  Record by_device = record(at(kDay + 1), itch(5));
  by_device.origin = Origin{"watch", OriginKind::kDevice, {}, {}};
  put(diary.diary, by_device);
  put(diary.diary, record(at(kDay + 2), tewl(10)));
  Record by_person = record(at(kDay + 3), itch(5));
  by_person.origin = Origin{"diary.csv", OriginKind::kPerson, {}, {}};
  put(diary.diary, by_person);
  CHECK(column(diary.diary, "exposure.sweat") == "1.0 - - 0.0");
}

TEST_CASE("a factor listed in a day check is no when silent, whatever its definition says") {
  TestDiary diary;
  put(diary.diary, record(at(kDay), sweat(true)));
  put(diary.diary, record(at(kDay + 1), DayCheck{{"sweat", "wool"}, {}}));
  put(diary.diary, record(at(kDay + 2), DayCheck{{"wool"}, {}}));
  put(diary.diary, record(at(kDay + 3), sweat(true)));
  CHECK(column(diary.diary, "exposure.sweat") == "1.0 0.0 - 1.0");
}

TEST_CASE("an exposure that was asked and not answered is no silence") {
  TestDiary diary;
  define(diary.diary, "sweat", Silence::kImpliedOnCheckedDays);
  put(diary.diary, record(at(kDay), sweat(true)));
  put(diary.diary, record(at(kDay + 1), sweat(std::nullopt)));
  put(diary.diary, record(at(kDay + 2), itch(5)));
  CHECK(column(diary.diary, "exposure.sweat") == "1.0 - 0.0");
}

TEST_CASE("an empty diary has an empty grid, and a grid of 40,001 days is refused") {
  TestDiary diary;
  CHECK(diary->daily().days == 0);
  CHECK(diary->daily().columns.empty());
  put(diary.diary, record(at(kDay), itch(1)));
  CHECK(refused([&] { diary->daily({.first_day = kDay - 40'000, .last_day = kDay}); }));
  CHECK(diary->daily({.first_day = kDay - 39'999, .last_day = kDay}).days == 40'000);
}

TEST_CASE("a diary of a simulation gives back the simulation's series") {
  TestDiary diary;
  const Simulation simulation = simulate({.seed = 5, .days = 200});
  diary->put(simulated_records(simulation));
  const Day first = simulation.options.first_day;
  const DayGrid grid = diary->daily({.first_day = first, .last_day = first + 199});
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const auto& itch = grid.column("symptom.itch").values;
  for (size_t i = 0; i < 200; ++i) CHECK(same(itch[i], simulation.score[i]));
  for (const SimulatedSeries& factor : simulation.factors) {
    const auto& values = grid.column("exposure." + factor.truth.code).values;
    for (size_t i = 0; i < 200; ++i) CHECK(same(values[i], factor.values[i]));
  }
}

TEST_CASE("correlations of a diary take names with or without their type") {
  TestDiary diary;
  diary->put(simulated_records(simulate({.seed = 5, .days = 200})));
  const CorrelationReport all = diary->lagged_correlations({.outcome = "itch"});
  CHECK(all.outcome == "symptom.itch");
  CHECK(all.pairs.size() == 12);
  REQUIRE(all.by_chance.has_value());
  const CorrelationReport one =
      diary->lagged_correlations({.outcome = "symptom.itch", .exposures = {"sweat"}});
  CHECK(one.pairs.size() == 2);
  CHECK(one.pairs[1].correlation.r == [&] {
    for (const auto& pair : all.pairs) {
      if (pair.exposure == "exposure.sweat" && pair.lags == LagSet{1}) return pair.correlation.r;
    }
    return std::optional<double>();
  }());
  CHECK(failure_of([&] { diary->lagged_correlations({.outcome = "nothing"}); }).code ==
        Code::kNotFound);
}
