// Cell therapy: criteria of a product's tests, windows of onset, reminders of the temperature.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string_view>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/cell_therapy.h"

namespace lamella {
namespace {

constexpr int64_t kHour = 3'600'000;
constexpr int64_t kDayMs = 24 * kHour;
constexpr Day kDay = 20'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

ProductTest percent(std::string_view test, double result) { return {test, result, "%", {}}; }
ProductTest shown(std::string_view test, bool passed) { return {test, {}, "", passed}; }

std::vector<ProductTest> all_good() {
  return {
      shown("plastic_adherence", true),
      percent("CD105", 95),
      percent("cd73", 99.9),
      percent("CD90", 100),
      percent("cd45", 2),
      percent("cd34", 0),
      percent("cd14", 1.5),
      percent("cd19", 0.3),
      percent("HLA-DR", 2),
      shown("osteogenic_differentiation", true),
      shown("Adipogenic_Differentiation", true),
      shown("chondrogenic_differentiation", true),
  };
}

CriterionState state(const IsctReport& report, std::string_view code) {
  const auto table = isct_criterion_table();
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i].code == code) return report.states[i];
  }
  FAIL("no criterion of this code");
  return CriterionState::kNotTested;
}

CriterionState state(const std::vector<ProductTest>& tests, std::string_view code) {
  return state(isct_criteria(tests), code);
}

TEST_CASE("a product that passes each test meets all twelve criteria") {
  const IsctReport report = isct_criteria(all_good());
  CHECK(report.all_met == true);
  for (const CriterionState one : report.states) CHECK(one == CriterionState::kMet);
}

TEST_CASE("a marker is met at its limit and not beside it") {
  for (const std::string_view code : {"cd105", "cd73", "cd90"}) {
    CAPTURE(code);
    CHECK(state({percent(code, 95)}, code) == CriterionState::kMet);
    CHECK(state({percent(code, 94.99)}, code) == CriterionState::kNotMet);
    CHECK(state({percent(code, 0)}, code) == CriterionState::kNotMet);
    CHECK(state({percent(code, 100)}, code) == CriterionState::kMet);
  }
  for (const std::string_view code : {"cd45", "cd34", "hla_dr"}) {
    CAPTURE(code);
    CHECK(state({percent(code, 2)}, code) == CriterionState::kMet);
    CHECK(state({percent(code, 2.01)}, code) == CriterionState::kNotMet);
    CHECK(state({percent(code, 0)}, code) == CriterionState::kMet);
  }
}

TEST_CASE("one of two markers is enough, and one that fails is too much") {
  constexpr std::string_view kCode = "cd14_or_cd11b";
  CHECK(state({percent("cd14", 1)}, kCode) == CriterionState::kMet);
  CHECK(state({percent("CD11b", 1)}, kCode) == CriterionState::kMet);
  CHECK(state({percent("cd14", 1), percent("cd11b", 1)}, kCode) == CriterionState::kMet);
  CHECK(state({percent("cd14", 1), percent("cd11b", 3)}, kCode) == CriterionState::kNotMet);
  CHECK(state({percent("cd14", 3), percent("cd11b", 1)}, kCode) == CriterionState::kNotMet);
  CHECK(state(std::vector<ProductTest>{}, kCode) == CriterionState::kNotTested);
  for (const std::string_view marker : {"CD79alpha", "cd79a", "CD79α", "cd19"}) {
    CAPTURE(marker);
    CHECK(state({percent(marker, 2)}, "cd79alpha_or_cd19") == CriterionState::kMet);
    CHECK(state({percent(marker, 5)}, "cd79alpha_or_cd19") == CriterionState::kNotMet);
  }
  CHECK(state({percent("HLA-DR", 1)}, "hla_dr") == CriterionState::kMet);
  CHECK(state({percent("HLA_DR", 1)}, "hla_dr") == CriterionState::kMet);
}

TEST_CASE("a marker counts by its number, for a maker's limit may be another one") {
  CHECK(state({{"cd45", 4.0, "%", true}}, "cd45") == CriterionState::kNotMet);
  CHECK(state({{"cd105", 96.0, "%", false}}, "cd105") == CriterionState::kMet);
  CHECK(state({shown("cd105", true)}, "cd105") == CriterionState::kNotTested);
  CHECK(state({shown("cd45", false)}, "cd45") == CriterionState::kNotTested);
}

TEST_CASE("adherence and differentiation count by whether they were passed") {
  for (const std::string_view code :
       {"plastic_adherence", "osteogenic_differentiation", "adipogenic_differentiation",
        "chondrogenic_differentiation"}) {
    CAPTURE(code);
    CHECK(state({shown(code, true)}, code) == CriterionState::kMet);
    CHECK(state({shown(code, false)}, code) == CriterionState::kNotMet);
    CHECK(state({{code, 80.0, "{score}", {}}}, code) == CriterionState::kNotTested);
    CHECK(state({shown(code, true), shown(code, false)}, code) == CriterionState::kNotMet);
  }
}

TEST_CASE("whether all are met is unknown while one is untested and none fails") {
  CHECK_FALSE(isct_criteria({}).all_met.has_value());
  for (size_t i = 0; i < kIsctCriteria; ++i) {
    std::vector<ProductTest> tests = all_good();
    tests.erase(tests.begin() + static_cast<std::ptrdiff_t>(i));
    CAPTURE(i);
    CHECK_FALSE(isct_criteria(tests).all_met.has_value());
    tests.push_back(percent(i == 4 ? "cd34" : "cd45", 50));
    CHECK(isct_criteria(tests).all_met == false);
  }
}

TEST_CASE("what is no criterion is left out, whatever its unit") {
  std::vector<ProductTest> tests = all_good();
  tests.push_back({"endotoxin", 0.4, "{EU}/mL", true});
  tests.push_back({"viability", 20.0, "%", false});
  tests.push_back({"cd31", 90.0, "%", false});
  tests.push_back({"", 90.0, "kg", false});
  CHECK(isct_criteria(tests).all_met == true);
}

TEST_CASE("the number of a marker in another unit, or beyond a percentage, is refused") {
  for (const std::string_view unit : {"", "1", "{cells}", "% "}) {
    CAPTURE(unit);
    CHECK(refused([&] { isct_criteria(std::vector<ProductTest>{{"cd105", 0.98, unit, {}}}); }));
  }
  for (const double result : {-0.1, 100.1, kNan, std::numeric_limits<double>::infinity()}) {
    CAPTURE(result);
    CHECK(refused([&] { isct_criteria(std::vector{percent("cd34", result)}); }));
  }
}

TEST_CASE("the order of the tests does not matter") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<ProductTest> tests = all_good();
    for (ProductTest& test : tests) {
      if (test.result && random() % 4 == 0) test.result = static_cast<double>(random() % 101);
    }
    tests.push_back(percent("cd11b", static_cast<double>(random() % 5)));
    tests.resize(random() % (tests.size() + 1));
    const IsctReport before = isct_criteria(tests);
    std::shuffle(tests.begin(), tests.end(), random);
    const IsctReport after = isct_criteria(tests);
    CHECK(before.states == after.states);
    CHECK(before.all_met == after.all_met);
  }
}

TEST_CASE("windows have exact edges") {
  CHECK(onset_window(-1) == OnsetWindow::kBeforeAny);
  CHECK(onset_window(0) == OnsetWindow::kWithin24Hours);
  CHECK(onset_window(24 * kHour) == OnsetWindow::kWithin24Hours);
  CHECK(onset_window(24 * kHour + 1) == OnsetWindow::kWithin30Days);
  CHECK(onset_window(30 * kDayMs) == OnsetWindow::kWithin30Days);
  CHECK(onset_window(30 * kDayMs + 1) == OnsetWindow::kLater);
  CHECK(onset_window(std::numeric_limits<int64_t>::max()) == OnsetWindow::kLater);
  CHECK(onset_window(std::numeric_limits<int64_t>::min()) == OnsetWindow::kBeforeAny);
}

TherapyMoment instant(int64_t utc_ms, int32_t offset_min = 0) {
  return {day_of(utc_ms, offset_min), utc_ms, offset_min};
}

TherapyMoment day_alone(Day day) { return {day, {}, {}}; }

std::vector<OnsetWindow> windows(const std::vector<TherapyMoment>& administrations,
                                 const TherapyMoment& event) {
  std::vector<OnsetWindow> possible;
  const OnsetWindows found = onset_windows(administrations, event);
  for (size_t i = 0; i < kOnsetWindows; ++i) {
    if (found.possible[i]) possible.push_back(static_cast<OnsetWindow>(i));
  }
  CHECK(found.only().has_value() == (possible.size() == 1));
  if (possible.size() == 1) CHECK(found.only() == possible.front());
  return possible;
}

using Windows = std::vector<OnsetWindow>;

TEST_CASE("two instants decide, whatever their offsets") {
  const int64_t given = kDay * kDayMs + 10 * kHour;
  const std::vector<TherapyMoment> once = {instant(given, 540)};
  CHECK(windows(once, instant(given - 1)) == Windows{OnsetWindow::kBeforeAny});
  CHECK(windows(once, instant(given, -300)) == Windows{OnsetWindow::kWithin24Hours});
  CHECK(windows(once, instant(given + 24 * kHour)) == Windows{OnsetWindow::kWithin24Hours});
  CHECK(windows(once, instant(given + 24 * kHour + 1)) == Windows{OnsetWindow::kWithin30Days});
  CHECK(windows(once, instant(given + 30 * kDayMs)) == Windows{OnsetWindow::kWithin30Days});
  CHECK(windows(once, instant(given + 30 * kDayMs + 1)) == Windows{OnsetWindow::kLater});
  CHECK(windows({}, instant(given)) == Windows{OnsetWindow::kBeforeAny});
}

TEST_CASE("the last administration before the event counts, in whatever order they come") {
  const int64_t first = kDay * kDayMs;
  std::vector<TherapyMoment> twice = {instant(first), instant(first + 28 * kDayMs)};
  for (int round = 0; round < 2; ++round) {
    CHECK(windows(twice, instant(first + 29 * kDayMs)) == Windows{OnsetWindow::kWithin24Hours});
    CHECK(windows(twice, instant(first + 27 * kDayMs)) == Windows{OnsetWindow::kWithin30Days});
    CHECK(windows(twice, instant(first + 59 * kDayMs)) == Windows{OnsetWindow::kLater});
    CHECK(windows(twice, instant(first - 1)) == Windows{OnsetWindow::kBeforeAny});
    std::swap(twice[0], twice[1]);
  }
}

TEST_CASE("days alone say what is possible, and no more") {
  const std::vector<TherapyMoment> once = {day_alone(kDay)};
  const auto after = [&](Day days) { return windows(once, day_alone(kDay + days)); };
  CHECK(after(-1) == Windows{OnsetWindow::kBeforeAny});
  CHECK(after(0) == Windows{OnsetWindow::kBeforeAny, OnsetWindow::kWithin24Hours});
  CHECK(after(1) == Windows{OnsetWindow::kWithin24Hours, OnsetWindow::kWithin30Days});
  CHECK(after(2) == Windows{OnsetWindow::kWithin30Days});
  CHECK(after(29) == Windows{OnsetWindow::kWithin30Days});
  CHECK(after(30) == Windows{OnsetWindow::kWithin30Days, OnsetWindow::kLater});
  CHECK(after(31) == Windows{OnsetWindow::kLater});
}

TEST_CASE("the time of an administration narrows the day of an event") {
  // At midnight of local time the whole day comes after it, and all within 24 hours.
  const int32_t offset = 540;
  const int64_t midnight = kDay * kDayMs - offset * int64_t{60'000};
  CHECK(windows({instant(midnight, offset)}, day_alone(kDay)) ==
        Windows{OnsetWindow::kWithin24Hours});
  CHECK(windows({instant(midnight + 1, offset)}, day_alone(kDay)) ==
        Windows{OnsetWindow::kBeforeAny, OnsetWindow::kWithin24Hours});
  CHECK(windows({instant(midnight, offset)}, day_alone(kDay + 1)) ==
        Windows{OnsetWindow::kWithin24Hours, OnsetWindow::kWithin30Days});
  CHECK(windows({instant(midnight, offset)}, day_alone(kDay + 30)) ==
        Windows{OnsetWindow::kWithin30Days, OnsetWindow::kLater});
  // The day that a record names rules over that of its instant.
  TherapyMoment night = instant(midnight + kHour, offset);
  night.local_day = kDay - 1;
  CHECK(windows({night}, day_alone(kDay - 1)) ==
        Windows{OnsetWindow::kBeforeAny, OnsetWindow::kWithin24Hours});
  // Without an offset nobody knows its place in the day.
  CHECK(windows({{kDay, midnight, {}}}, day_alone(kDay)) ==
        Windows{OnsetWindow::kBeforeAny, OnsetWindow::kWithin24Hours});
}

TEST_CASE("on the day of a later administration the event may belong to either") {
  const std::vector<TherapyMoment> twice = {day_alone(kDay), day_alone(kDay + 14)};
  CHECK(windows(twice, day_alone(kDay + 14)) ==
        Windows{OnsetWindow::kWithin24Hours, OnsetWindow::kWithin30Days});
  CHECK(windows(twice, day_alone(kDay + 13)) == Windows{OnsetWindow::kWithin30Days});
  CHECK(windows(twice, day_alone(kDay + 45)) == Windows{OnsetWindow::kLater});
}

// Any moment that the day and the instant of `moment` allow.
int64_t some_moment(const TherapyMoment& moment, std::mt19937& random) {
  if (moment.utc_ms) return *moment.utc_ms;
  const int64_t within[] = {0, kDayMs - 1, static_cast<int64_t>(random() % kDayMs)};
  return moment.local_day * kDayMs + within[random() % 3];
}

TEST_CASE("whatever the moments were, their window is among the possible ones") {
  std::mt19937 random(23);
  for (int round = 0; round < 4'000; ++round) {
    const auto some = [&] {
      const auto ms = kDay * kDayMs + static_cast<int64_t>(random() % 40) * kDayMs +
                      static_cast<int64_t>(random() % 24) * kHour;
      return random() % 2 == 0 ? instant(ms) : day_alone(day_of(ms, 0));
    };
    std::vector<TherapyMoment> administrations;
    for (size_t i = random() % 4; i > 0; --i) administrations.push_back(some());
    const TherapyMoment event = some();
    const OnsetWindows found = onset_windows(administrations, event);
    for (int i = 0; i < 5; ++i) {
      const int64_t at = some_moment(event, random);
      int64_t since = std::numeric_limits<int64_t>::max();
      for (const TherapyMoment& one : administrations) {
        const int64_t ms = at - some_moment(one, random);
        if (ms >= 0) since = std::min(since, ms);
      }
      const OnsetWindow window = since == std::numeric_limits<int64_t>::max()
                                     ? OnsetWindow::kBeforeAny
                                     : onset_window(since);
      CHECK(found.possible[static_cast<size_t>(window)]);
    }
    std::shuffle(administrations.begin(), administrations.end(), random);
    CHECK(onset_windows(administrations, event).possible == found.possible);
  }
}

TEST_CASE("moments that no record may have are refused") {
  const TherapyMoment good = instant(kDay * kDayMs);
  const std::vector<TherapyMoment> bad = {
      day_alone(kFirstDay - 1),
      day_alone(kLastDay + 1),
      {kDay, std::numeric_limits<int64_t>::max(), 0},
      {kDay, std::numeric_limits<int64_t>::min(), 0},
      {kDay, kDay * kDayMs, 841},
      {kDay, kDay * kDayMs, -721},
      {kDay, {}, 60},
  };
  for (const TherapyMoment& one : bad) {
    CHECK(refused([&] { onset_windows(std::vector{good}, one); }));
    CHECK(refused([&] { onset_windows(std::vector{one}, good); }));
  }
  CHECK(windows({day_alone(kFirstDay)}, day_alone(kLastDay)) == Windows{OnsetWindow::kLater});
}

TEST_CASE("the temperature is asked for at 6, 12, 24, 36 and 48 hours") {
  const int64_t end = kDay * kDayMs;
  const auto reminders = temperature_reminders(end);
  const std::vector<int64_t> hours = {6, 12, 24, 36, 48};
  REQUIRE(reminders.size() == hours.size());
  for (size_t i = 0; i < hours.size(); ++i) {
    CHECK(reminders[i].due_utc_ms == end + hours[i] * kHour);
    if (i > 0) CHECK(reminders[i - 1].before_utc_ms <= reminders[i].from_utc_ms);
  }
  CHECK(refused([] { temperature_reminders(std::numeric_limits<int64_t>::max()); }));
  CHECK(refused([] { temperature_reminders(std::numeric_limits<int64_t>::min()); }));
}

TEST_CASE("a temperature of 3 hours before to 3 hours after answers one reminder alone") {
  const int64_t end = kDay * kDayMs;
  const auto reminders = temperature_reminders(end);
  const auto answers = [&](int64_t measured) {
    std::vector<size_t> answered;
    for (size_t i = 0; i < reminders.size(); ++i) {
      if (is_answered(reminders[i], std::vector{measured})) answered.push_back(i);
    }
    return answered;
  };
  CHECK(answers(end + 3 * kHour - 1).empty());
  CHECK(answers(end + 3 * kHour) == std::vector<size_t>{0});
  CHECK(answers(end + 9 * kHour - 1) == std::vector<size_t>{0});
  CHECK(answers(end + 9 * kHour) == std::vector<size_t>{1});
  CHECK(answers(end + 15 * kHour).empty());
  CHECK(answers(end + 51 * kHour - 1) == std::vector<size_t>{4});
  CHECK(answers(end + 51 * kHour).empty());
  CHECK_FALSE(is_answered(reminders[0], {}));
  CHECK(is_answered(reminders[0], std::vector<int64_t>{0, end + 6 * kHour}));
}

TEST_CASE("the table has twelve criteria, and fever its figures") {
  for (const IsctCriterion& one : isct_criterion_table()) {
    CAPTURE(one.code);
    CHECK_FALSE(one.name.empty());
    CHECK_FALSE(one.tests.front().empty());
    CHECK((one.kind == CriterionKind::kShown) == (one.percent == 0));
  }
  const RelativeRisk& fever = fever_after_cells();
  CHECK(fever.risk == 2.48);
  CHECK(fever.low == 1.27);
  CHECK(fever.high == 4.86);
  CHECK(fever.trials == 55);
  CHECK(name(CriterionKind::kAtLeast) == "at_least");
  CHECK(name(CriterionKind::kAtMost) == "at_most");
  CHECK(name(CriterionKind::kShown) == "shown");
  CHECK(name(static_cast<CriterionKind>(3)) == "unknown");
  CHECK(name(CriterionState::kNotTested) == "not_tested");
  CHECK(name(CriterionState::kMet) == "met");
  CHECK(name(CriterionState::kNotMet) == "not_met");
  CHECK(name(static_cast<CriterionState>(3)) == "unknown");
  CHECK(name(OnsetWindow::kBeforeAny) == "before_any");
  CHECK(name(OnsetWindow::kWithin24Hours) == "within_24_hours");
  CHECK(name(OnsetWindow::kWithin30Days) == "within_30_days");
  CHECK(name(OnsetWindow::kLater) == "later");
  CHECK(name(static_cast<OnsetWindow>(4)) == "unknown");
}

TEST_CASE("criteria, windows and reminders allocate nothing") {
  const std::vector<ProductTest> tests = all_good();
  const std::vector<TherapyMoment> administrations = {day_alone(kDay)};
  const std::vector<int64_t> measured = {kDay * kDayMs};
  const uint64_t before = counted_allocations();
  const IsctReport report = isct_criteria(tests);
  const OnsetWindows found = onset_windows(administrations, day_alone(kDay + 2));
  const bool answered = is_answered(temperature_reminders(kDay * kDayMs)[0], measured);
  CHECK(counted_allocations() == before);
  CHECK(report.all_met == true);
  CHECK(found.only() == OnsetWindow::kWithin30Days);
  CHECK_FALSE(answered);
}

}  // namespace
}  // namespace lamella
