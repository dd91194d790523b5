// Plans of doses: their windows, and what was taken of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/dose_plan.h"

namespace lamella {
namespace {

constexpr Day kDay = 20'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

DosePhase phase(int32_t days, int32_t days_per_week = 7, int32_t doses_per_day = 1) {
  return {days, days_per_week, doses_per_day, {}};
}

using Phases = std::vector<DosePhase>;
using Days = std::vector<Day>;

TEST_CASE("a daily phase has a window for each day") {
  const Phases prednisolone = {{5, 7, 1, 30.0}, {5, 7, 1, 20.0}};
  const std::vector<DoseWindow> windows = planned_windows(kDay, prednisolone);
  REQUIRE(windows.size() == 10);
  for (int32_t i = 0; i < 10; ++i) {
    CHECK(windows[static_cast<size_t>(i)] == DoseWindow{kDay + i, kDay + i, i / 5, 1});
  }
}

TEST_CASE("a phase of some days a week has runs of seven days from its first") {
  const Phases cream = {phase(14, 7, 2), phase(7), phase(84, 2)};
  const std::vector<DoseWindow> windows = planned_windows(kDay, cream);
  REQUIRE(windows.size() == 14 + 7 + 12);
  CHECK(windows[13] == DoseWindow{kDay + 13, kDay + 13, 0, 2});
  CHECK(windows[20] == DoseWindow{kDay + 20, kDay + 20, 1, 1});
  CHECK(windows[21] == DoseWindow{kDay + 21, kDay + 27, 2, 2});
  CHECK(windows[32] == DoseWindow{kDay + 98, kDay + 104, 2, 2});
  CHECK(planned_windows(kDay, Phases{phase(7, 3, 2)}).front().doses == 6);
  for (int32_t days_per_week = 1; days_per_week < 7; ++days_per_week) {
    const std::vector<DoseWindow> week = planned_windows(kDay, Phases{phase(7, days_per_week)});
    REQUIRE(week.size() == 1);
    CHECK(week[0].doses == days_per_week);
  }
}

TEST_CASE("a last run that is shorter has its days, and no more than those of a week") {
  const auto last_doses = [](int32_t days) {
    return planned_windows(kDay, Phases{phase(days, 3, 2)}).back();
  };
  CHECK(last_doses(8) == DoseWindow{kDay + 7, kDay + 7, 0, 2});
  CHECK(last_doses(9) == DoseWindow{kDay + 7, kDay + 8, 0, 4});
  CHECK(last_doses(10) == DoseWindow{kDay + 7, kDay + 9, 0, 6});
  CHECK(last_doses(11) == DoseWindow{kDay + 7, kDay + 10, 0, 6});
  CHECK(last_doses(14) == DoseWindow{kDay + 7, kDay + 13, 0, 6});
  CHECK(last_doses(1) == DoseWindow{kDay, kDay, 0, 2});
}

TEST_CASE("a plan beyond its limits is refused, and one at them is not") {
  const auto refuses = [](const DosePhase& one) {
    return refused([&] { planned_windows(kDay, Phases{one}); });
  };
  CHECK(refuses(phase(0)));
  CHECK_FALSE(refuses(phase(1)));
  CHECK_FALSE(refuses(phase(3'650)));
  CHECK(refuses(phase(3'651)));
  CHECK(refuses(phase(7, 0)));
  CHECK_FALSE(refuses(phase(7, 1)));
  CHECK(refuses(phase(7, 8)));
  CHECK(refuses(phase(7, 7, 0)));
  CHECK_FALSE(refuses(phase(7, 7, 24)));
  CHECK(refuses(phase(7, 7, 25)));
  CHECK_FALSE(refuses({7, 7, 1, 0.0}));
  CHECK(refuses({7, 7, 1, -0.1}));
  CHECK(refuses({7, 7, 1, kNan}));
  CHECK(refuses({7, 7, 1, std::numeric_limits<double>::infinity()}));
  CHECK(planned_windows(kDay, Phases(100, phase(1))).size() == 100);
  CHECK(refused([] { planned_windows(kDay, Phases(101, phase(1))); }));
  CHECK(planned_windows(kDay, {}).empty());
  CHECK(refused([] { planned_windows(kFirstDay - 1, Phases{phase(1)}); }));
  CHECK(planned_windows(kFirstDay, Phases{phase(1)}).size() == 1);
  CHECK(planned_windows(kLastDay, Phases{phase(1)}).size() == 1);
  CHECK(refused([] { planned_windows(kLastDay, Phases{phase(2)}); }));
  CHECK(refused([] { planned_windows(kLastDay + 1, Phases{phase(1)}); }));
}

TEST_CASE("what was not recorded is not what was not taken") {
  const Phases week = {phase(7)};
  const Adherence kept = adherence(kDay, week, Days{kDay, kDay + 1}, Days{kDay + 2}, kDay + 7);
  CHECK(kept.doses == DoseCount{7, 2, 1, 4, 0, 0});
  CHECK(*kept.doses.least_taken_share() == doctest::Approx(2.0 / 7));
  CHECK(*kept.doses.most_taken_share() == doctest::Approx(6.0 / 7));
  REQUIRE(kept.windows.size() == 7);
  CHECK(kept.windows[0].doses == DoseCount{1, 1, 0, 0, 0, 0});
  CHECK(kept.windows[2].doses == DoseCount{1, 0, 1, 0, 0, 0});
  CHECK(kept.windows[3].doses == DoseCount{1, 0, 0, 1, 0, 0});
}

TEST_CASE("a window is over when its last day is before today") {
  const Phases twice_a_week = {phase(14, 2)};
  const auto on = [&](Day today) { return adherence(kDay, twice_a_week, Days{kDay}, {}, today); };
  CHECK(on(kDay - 100).doses == DoseCount{4, 1, 0, 0, 3, 0});
  CHECK(on(kDay + 6).doses == DoseCount{4, 1, 0, 0, 3, 0});
  CHECK(on(kDay + 7).doses == DoseCount{4, 1, 0, 1, 2, 0});
  CHECK(on(kDay + 13).doses == DoseCount{4, 1, 0, 1, 2, 0});
  CHECK(on(kDay + 14).doses == DoseCount{4, 1, 0, 3, 0, 0});
  CHECK(on(kDay + 6).doses.due() == 1);
  const Adherence future = adherence(kDay, twice_a_week, {}, {}, kDay - 1);
  CHECK(future.doses == DoseCount{4, 0, 0, 0, 4, 0});
  CHECK_FALSE(future.doses.least_taken_share().has_value());
  CHECK_FALSE(future.doses.most_taken_share().has_value());
}

TEST_CASE("what was taken on top of the plan is counted apart") {
  const Phases twice_a_week = {phase(7, 2)};
  const Days taken = {kDay + 4, kDay, kDay + 2, kDay + 6};
  const Adherence kept = adherence(kDay, twice_a_week, taken, Days{kDay + 1}, kDay + 7);
  CHECK(kept.doses == DoseCount{2, 2, 0, 0, 0, 2});
  CHECK(kept.outside_plan == 0);
  const Adherence outside =
      adherence(kDay, twice_a_week, Days{kDay - 1, kDay + 7, kDay + 6}, Days{kDay - 1}, kDay + 30);
  CHECK(outside.outside_plan == 2);
  CHECK(outside.doses == DoseCount{2, 1, 0, 1, 0, 0});
  CHECK(adherence(kDay, {}, Days{kDay}, {}, kDay).outside_plan == 1);
}

TEST_CASE("two doses of a day are two days in the list") {
  const Phases twice = {phase(1, 7, 2)};
  CHECK(adherence(kDay, twice, Days{kDay, kDay}, {}, kDay + 1).doses ==
        DoseCount{2, 2, 0, 0, 0, 0});
  CHECK(adherence(kDay, twice, Days{kDay}, Days{kDay}, kDay).doses == DoseCount{2, 1, 1, 0, 0, 0});
  CHECK(adherence(kDay, twice, {}, Days{kDay, kDay, kDay}, kDay).doses ==
        DoseCount{2, 0, 2, 0, 0, 0});
}

TEST_CASE("days outside of the calendar are refused") {
  const Phases day = {phase(1)};
  CHECK(refused([&] { adherence(kDay, day, Days{kFirstDay - 1}, {}, kDay); }));
  CHECK(refused([&] { adherence(kDay, day, {}, Days{kLastDay + 1}, kDay); }));
  CHECK(refused([&] { adherence(kDay, day, {}, {}, kLastDay + 1); }));
  CHECK(refused([&] { adherence(kDay, Phases{phase(0)}, {}, {}, kDay); }));
}

DoseCount sum_of(const std::vector<WindowAdherence>& windows) {
  DoseCount sum;
  for (const WindowAdherence& one : windows) {
    sum.planned += one.doses.planned;
    sum.taken += one.doses.taken;
    sum.not_taken += one.doses.not_taken;
    sum.not_recorded += one.doses.not_recorded;
    sum.still_to_come += one.doses.still_to_come;
    sum.beyond += one.doses.beyond;
  }
  return sum;
}

void check_adds_up(const DoseCount& count) {
  CHECK(count.planned == count.taken + count.not_taken + count.not_recorded + count.still_to_come);
  CHECK(std::min({count.taken, count.not_taken, count.not_recorded, count.still_to_come,
                  count.beyond}) >= 0);
}

TEST_CASE("any plan with any doses adds up, in whatever order they are given") {
  std::mt19937 random(41);
  const auto some = [&](uint32_t most) { return static_cast<int32_t>(random() % most); };
  for (int round = 0; round < 600; ++round) {
    Phases phases;
    Day end = kDay;
    for (int32_t i = some(5); i > 0; --i) {
      phases.push_back(phase(1 + some(40), 1 + some(7), 1 + some(3)));
      end += phases.back().days;
    }
    Days taken;
    Days not_taken;
    for (int32_t i = some(120); i > 0; --i) taken.push_back(kDay - 5 + some(150));
    for (int32_t i = some(20); i > 0; --i) not_taken.push_back(kDay - 5 + some(150));
    const Day today = kDay - 10 + some(200);
    const Adherence kept = adherence(kDay, phases, taken, not_taken, today);

    Day next = kDay;
    for (const WindowAdherence& one : kept.windows) {
      CHECK(one.window.first_day == next);
      CHECK(one.window.last_day >= next);
      CHECK(one.window.last_day - next < 7);
      next = one.window.last_day + 1;
      check_adds_up(one.doses);
      CHECK(one.doses.planned == one.window.doses);
      const bool over = one.window.last_day < today;
      CHECK((over ? one.doses.still_to_come : one.doses.not_recorded) == 0);
    }
    CHECK(next == end);
    CHECK(kept.doses == sum_of(kept.windows));
    CHECK(kept.doses.taken + kept.doses.beyond + kept.outside_plan ==
          static_cast<int64_t>(taken.size()));
    if (const auto least = kept.doses.least_taken_share()) {
      CHECK(*least >= 0);
      CHECK(*least <= *kept.doses.most_taken_share());
      CHECK(*kept.doses.most_taken_share() <= 1);
    }

    std::shuffle(taken.begin(), taken.end(), random);
    std::shuffle(not_taken.begin(), not_taken.end(), random);
    const Adherence again = adherence(kDay, phases, taken, not_taken, today);
    CHECK(again.doses == kept.doses);
    CHECK(again.outside_plan == kept.outside_plan);
  }
}

TEST_CASE("the shares of a count allocate nothing") {
  const DoseCount count{10, 4, 1, 3, 2, 0};
  const uint64_t before = counted_allocations();
  const std::optional<double> least = count.least_taken_share();
  const std::optional<double> most = count.most_taken_share();
  CHECK(counted_allocations() == before);
  CHECK(least == 0.5);
  CHECK(most == 0.875);
}

}  // namespace
}  // namespace lamella
