#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "failure.h"
#include "lamella/grid.h"

using lamella::Code;
using lamella::Day;
using lamella::DayGrid;
using lamella::GridInput;
using lamella::Reduce;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Values are equal, or both missing.
void check_values(const std::vector<double>& values, const std::vector<double>& expected) {
  REQUIRE(values.size() == expected.size());
  for (size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i);
    if (std::isnan(expected[i])) {
      CHECK(std::isnan(values[i]));
    } else {
      CHECK(values[i] == expected[i]);
    }
  }
}

std::vector<double> reduced(Reduce rule, const std::vector<Day>& days,
                            const std::vector<double>& values, Day first, Day last) {
  const GridInput input{"symptom.itch", "1", rule, days, values, {}};
  return lamella::day_grid(first, last, {&input, 1}).column("symptom.itch").values;
}

}  // namespace

TEST_CASE("a day without an entry is missing and keeps its row") {
  const std::vector<Day> days = {100, 103};
  const std::vector<double> values = {4, 0};
  const GridInput input{"symptom.itch", "1", Reduce::kLast, days, values, {}};
  const DayGrid grid = lamella::day_grid(99, 104, {&input, 1});
  CHECK(grid.first_day == 99);
  CHECK(grid.days == 6);
  CHECK(grid.columns[0].unit == "1");
  CHECK(grid.columns[0].reduce == Reduce::kLast);
  check_values(grid.column("symptom.itch").values, {kNan, 4, kNan, kNan, 0, kNan});
}

TEST_CASE("several values of a day become one by the rule of the series") {
  const std::vector<Day> days = {1, 1, 1, 2};
  const std::vector<double> values = {7, 1, 4, 5};
  check_values(reduced(Reduce::kLast, days, values, 1, 2), {4, 5});
  check_values(reduced(Reduce::kMean, days, values, 1, 2), {4, 5});
  check_values(reduced(Reduce::kMax, days, values, 1, 2), {7, 5});
  check_values(reduced(Reduce::kSum, days, values, 1, 2), {12, 5});
  check_values(reduced(Reduce::kMax, {1, 1}, {-7, -3}, 1, 1), {-3});
}

TEST_CASE("the mean of a day does not depend on the order of its readings") {
  CHECK(reduced(Reduce::kMean, {1, 1, 1}, {0.1, 0.2, 0.3}, 1, 1) ==
        reduced(Reduce::kMean, {1, 1, 1}, {0.3, 0.2, 0.1}, 1, 1));
  check_values(reduced(Reduce::kSum, {1, 1, 1}, {1e17, 1, -1e17}, 1, 1), {1});
}

TEST_CASE("a value that is no number is no value, and an infinite one is refused") {
  check_values(reduced(Reduce::kMean, {1, 1, 2}, {kNan, 6, kNan}, 1, 2), {6, kNan});
  check_values(reduced(Reduce::kLast, {1, 1}, {6, kNan}, 1, 1), {6});
  CHECK(refused([] { reduced(Reduce::kMax, {1}, {-kInfinity}, 1, 1); }));
  CHECK(refused([] { reduced(Reduce::kMax, {9}, {kInfinity}, 1, 1); }));
}

TEST_CASE("a sum that no double holds is refused") {
  CHECK(refused([] { reduced(Reduce::kSum, {1, 1}, {1e308, 1e308}, 1, 1); }));
  CHECK(refused([] { reduced(Reduce::kMean, {1, 1}, {1e308, 1e308}, 1, 1); }));
  check_values(reduced(Reduce::kMax, {1, 1}, {1e308, 1e308}, 1, 1), {1e308});
}

TEST_CASE("the first and the last day belong to the grid, the days beside them do not") {
  check_values(reduced(Reduce::kSum, {-6, -5, -4, -3, -2}, {1, 2, 4, 8, 16}, -5, -3), {2, 4, 8});
  const Day least = std::numeric_limits<Day>::min();
  const Day greatest = std::numeric_limits<Day>::max();
  check_values(reduced(Reduce::kSum, {least, 0, greatest}, {1, 2, 4}, 0, 0), {2});
  check_values(reduced(Reduce::kSum, {least, greatest}, {1, 2}, greatest, greatest), {2});
}

TEST_CASE("a grid has one to 40,000 days") {
  CHECK(lamella::day_grid(0, 39'999, {}).days == 40'000);
  CHECK(refused([] { lamella::day_grid(0, 40'000, {}); }));
  CHECK(refused([] { lamella::day_grid(5, 4, {}); }));
  CHECK(refused([] {
    lamella::day_grid(std::numeric_limits<Day>::min(), std::numeric_limits<Day>::max(), {});
  }));
}

TEST_CASE("a name that comes twice or spans of different lengths are refused") {
  const std::vector<Day> days = {1, 2};
  const std::vector<double> values = {1, 2};
  const std::vector<double> fewer = {1};
  const GridInput good{"exposure.wool", "1", Reduce::kMax, days, values, {}};
  const GridInput bad{"exposure.sweat", "1", Reduce::kMax, days, fewer, {}};
  const std::vector<GridInput> twice = {good, good};
  const std::vector<GridInput> uneven = {good, bad};
  CHECK(refused([&] { lamella::day_grid(1, 2, twice); }));
  CHECK(refused([&] { lamella::day_grid(1, 2, uneven); }));
}

TEST_CASE("a column that is not there is not found, and its name is not told") {
  const DayGrid grid = lamella::day_grid(1, 2, {});
  const Failure failure = failure_of([&] { grid.column("exposure.secret"); });
  CHECK(failure.code == Code::kNotFound);
  CHECK(failure.message.find("secret") == std::string::npos);
}

TEST_CASE("silence on a no day is 0, an answer stays, and other silence is missing") {
  const std::vector<Day> days = {2, 4};
  const std::vector<double> values = {1, 0.5};
  const GridInput input{"exposure.wool", "1", Reduce::kMax, days, values, {-3, 1, 2, 4, 5, 99}};
  const DayGrid grid = lamella::day_grid(1, 6, {&input, 1});
  check_values(grid.columns[0].values, {0, 1, kNan, 0.5, 0, kNan});
}

TEST_CASE("silence means no on asked days always, on checked days only when implied") {
  const std::vector<Day> checked = {1, 2, 4, 6};
  const std::vector<Day> asked = {2, 3};
  using Days = std::vector<Day>;
  CHECK(lamella::no_days(checked, asked, false, std::nullopt) == Days{2, 3});
  CHECK(lamella::no_days(checked, asked, false, 1) == Days{2, 3});
  CHECK(lamella::no_days(checked, asked, true, 1) == Days{1, 2, 3, 4, 6});
  CHECK(lamella::no_days(checked, {}, true, -50) == Days{1, 2, 4, 6});
}

TEST_CASE("implied silence begins on the factor's since day") {
  const std::vector<Day> checked = {1, 2, 4, 4, 6};
  using Days = std::vector<Day>;
  CHECK(lamella::no_days(checked, {}, true, 4) == Days{4, 6});
  CHECK(lamella::no_days(checked, {}, true, 5) == Days{6});
  CHECK(lamella::no_days(checked, {}, true, 7).empty());
  // An earlier day check that lists the factor is an answer all the same.
  const std::vector<Day> asked = {1};
  CHECK(lamella::no_days(checked, asked, true, 5) == Days{1, 6});
  // No definition and no record: nothing can be implied yet.
  CHECK(lamella::no_days(checked, {}, true, std::nullopt).empty());
}
