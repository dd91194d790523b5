// Flares, time to relapse and remission, by rules that are fixed before.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "failure.h"
#include "lamella/flare.h"

namespace lamella {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// One character a day from day 1 on: a digit, or '-' without an answer.
std::vector<FlareDay> days_of(std::string_view text) {
  std::vector<FlareDay> days;
  for (const char letter : text) {
    days.push_back({static_cast<Day>(days.size()) + 1, std::nullopt});
    if (letter != '-') days.back().value = letter - '0';
  }
  return days;
}

FlareReport flares_of(std::string_view rule, std::string_view text) {
  return flares(flare_rule(rule), days_of(text));
}

bool is_flare_day(std::string_view rule, double value) {
  FlareRule once = flare_rule(rule);
  once.code = "once";
  once.days_in_row = 1;
  return flares(once, std::vector<FlareDay>{{1, value}}).flare_days == 1;
}

TEST_CASE("a flare day begins at the threshold of a rule, or above it") {
  CHECK(is_flare_day("escalation_day", 1));
  CHECK_FALSE(is_flare_day("escalation_day", 0));
  CHECK(is_flare_day("tam_day", 1));
  CHECK_FALSE(is_flare_day("tam_day", 0));
  CHECK(is_flare_day("likert_above_1", 1.1));
  CHECK_FALSE(is_flare_day("likert_above_1", 1));
  CHECK(is_flare_day("vas_above_4", 4.1));
  CHECK_FALSE(is_flare_day("vas_above_4", 4));
  CHECK(is_flare_day("scratch_above_2_for_3_days", 2.1));
  CHECK_FALSE(is_flare_day("scratch_above_2_for_3_days", 2));
  CHECK(is_flare_day("iga_2", 2));
  CHECK_FALSE(is_flare_day("iga_2", 1.9));
  CHECK(is_flare_day("kada_recurrence", 16));
  CHECK_FALSE(is_flare_day("kada_recurrence", 15.9));
}

TEST_CASE("every rule has a name, an input and a source, and they are in order") {
  std::string_view last;
  for (const FlareRule& one : flare_rules()) {
    CAPTURE(one.code);
    CHECK(last < one.code);
    last = one.code;
    CHECK(&flare_rule(one.code) == &one);
    CHECK_FALSE(one.name.empty());
    CHECK_FALSE(one.input.empty());
    CHECK_FALSE(one.source.empty());
    CHECK_FALSE(one.remark.empty());
    CHECK(one.threshold <= one.max_value);
  }
  CHECK(flare_rules().size() == 7);
  CHECK(failure_of([] { flare_rule("itch of Ann"); }).message ==
        "there is no flare rule of this code");
}

TEST_CASE("a flare is a row of bad days between good ones") {
  const FlareReport report = flares_of("escalation_day", "0110010");
  CHECK(report.rule == "escalation_day");
  REQUIRE(report.flares.size() == 2);
  const Flare& first = report.flares[0];
  CHECK(first.first == 2);
  CHECK(first.last == 3);
  CHECK(first.days == 2);
  CHECK(first.start_seen);
  CHECK(first.end_seen);
  CHECK_FALSE(first.perhaps_same);
  CHECK_FALSE(report.flares[1].perhaps_same);
  CHECK(report.answered_days == 7);
  CHECK(report.flare_days == 3);
  CHECK(report.undecided_days == 0);
  CHECK(report.perhaps_same == 0);
  CHECK(report.flare_free == 4.0 / 7);
}

TEST_CASE("an unanswered day between bad ones ends a flare, and the next may be the same") {
  for (const std::string_view text : {"01-10", "01---10"}) {
    const FlareReport report = flares_of("escalation_day", text);
    REQUIRE(report.flares.size() == 2);
    CHECK(report.flares[0].start_seen);
    CHECK_FALSE(report.flares[0].end_seen);
    CHECK_FALSE(report.flares[1].start_seen);
    CHECK(report.flares[1].end_seen);
    CHECK(report.flares[1].perhaps_same);
    CHECK(report.perhaps_same == 1);
    CHECK(report.answered_days == 4);
    CHECK(report.flare_free == 0.5);
  }
  const FlareReport apart = flares_of("escalation_day", "01-0-10");
  CHECK(apart.flares.size() == 2);
  CHECK(apart.perhaps_same == 0);
}

TEST_CASE("a day that is left out is one without an answer") {
  std::vector<FlareDay> days = days_of("31-33-0-3-");
  const FlareReport with = flares(flare_rule("likert_above_1"), days);
  std::erase_if(days, [](const FlareDay& one) { return !one.value; });
  const FlareReport without = flares(flare_rule("likert_above_1"), days);
  CHECK(with.flares.size() == without.flares.size());
  CHECK(with.flare_free == without.flare_free);
  CHECK(with.answered_days == without.answered_days);
}

TEST_CASE(
    "three days in a row are not joined over an unanswered day, which leaves them undecided") {
  const std::string_view row = "scratch_above_2_for_3_days";
  CHECK(flares_of(row, "0330").flares.empty());
  CHECK(flares_of(row, "0330").undecided_days == 0);
  CHECK(flares_of(row, "0330").flare_free == 1);
  CHECK(flares_of(row, "03330").flares.size() == 1);
  CHECK(flares_of(row, "03330").flares[0].first == 2);
  CHECK(flares_of(row, "0333430").flares[0].days == 5);
  CHECK(flares_of(row, "02220").flares.empty());

  FlareReport report = flares_of(row, "03-30");
  CHECK(report.flares.empty());
  CHECK(report.undecided_days == 2);
  CHECK(report.flare_free == 1);  // of the two days that are decided
  report = flares_of(row, "03-0");
  CHECK(report.undecided_days == 0);  // two days at most
  report = flares_of(row, "03--0");
  CHECK(report.undecided_days == 1);
  report = flares_of(row, "0333-30");
  CHECK(report.flares.size() == 1);
  CHECK(report.undecided_days == 1);
  CHECK(report.flare_free == 0.4);
  report = flares_of(row, "333-3-333");
  CHECK(report.flares.size() == 2);
  CHECK(report.perhaps_same == 1);
}

TEST_CASE("before the first and after the last answer nothing is known") {
  const FlareReport once = flares_of("escalation_day", "1");
  CHECK_FALSE(once.flares[0].start_seen);
  CHECK_FALSE(once.flares[0].end_seen);
  CHECK(once.flare_free == 0);
  CHECK(flares_of("scratch_above_2_for_3_days", "30").undecided_days == 1);
  CHECK(flares_of("scratch_above_2_for_3_days", "03").undecided_days == 1);
  CHECK_FALSE(flares_of("scratch_above_2_for_3_days", "3").flare_free.has_value());
  CHECK_FALSE(flares_of("escalation_day", "---").flare_free.has_value());
  CHECK_FALSE(flares_of("escalation_day", "").flare_free.has_value());
}

TEST_CASE("days and values that cannot be are refused") {
  const auto refuses = [](std::string_view rule, const std::vector<FlareDay>& days) {
    return refused([&] { flares(flare_rule(rule), days); });
  };
  CHECK(refuses("iga_2", {{2, 1}, {1, 1}}));
  CHECK(refuses("iga_2", {{1, 1}, {1, 1}}));
  CHECK(refuses("iga_2", {{kLastDay + 1, 1}}));
  CHECK(refuses("iga_2", {{kFirstDay - 1, std::nullopt}}));
  CHECK_FALSE(refuses("iga_2", {{kFirstDay, 4}, {kLastDay, 4}}));
  CHECK(refuses("iga_2", {{1, 4.1}}));
  CHECK(refuses("iga_2", {{1, -0.1}}));
  CHECK(refuses("iga_2", {{1, kNan}}));
  CHECK(refuses("escalation_day", {{1, 0.5}}));
  CHECK(refuses("kada_recurrence", {{1, 72.1}}));
}

TEST_CASE("a rule of one's own has its own code, and numbers that can be") {
  FlareRule own = flare_rule("vas_above_4");
  own.threshold = 6;
  CHECK(failure_of([&] { flares(own, {}); }).message ==
        "a flare rule has the code of a published one and other numbers");
  own.code = "vas_above_6";
  CHECK(flares(own, days_of("565")).flares.empty());
  CHECK(flares(own, days_of("575")).flares.size() == 1);
  CHECK(flares(own, days_of("575")).rule == "vas_above_6");
  const auto refuses = [&](auto change) {
    FlareRule changed = own;
    change(changed);
    return refused([&] { flares(changed, {}); });
  };
  CHECK(refuses([](FlareRule& rule) { rule.code = ""; }));
  CHECK(refuses([](FlareRule& rule) { rule.max_value = 0; }));
  CHECK(refuses([](FlareRule& rule) { rule.threshold = 10.1; }));
  CHECK(refuses([](FlareRule& rule) { rule.threshold = kNan; }));
  CHECK(refuses([](FlareRule& rule) { rule.days_in_row = 0; }));
  CHECK(refuses([](FlareRule& rule) { rule.days_in_row = 367; }));
  CHECK(refuses([](FlareRule& rule) { rule.within_months = 0; }));
  CHECK_FALSE(refuses([](FlareRule& rule) { rule.days_in_row = 366; }));
}

std::vector<FlareDay> random_days(std::mt19937& random, int values) {
  std::vector<FlareDay> days;
  Day day = static_cast<Day>(random() % 100) - 50;
  for (size_t i = random() % 40; i > 0; --i) {
    day += random() % 4 == 0 ? 2 : 1;
    days.push_back({day, std::nullopt});
    if (random() % 4 != 0) days.back().value = random() % static_cast<unsigned>(values);
  }
  return days;
}

int32_t answers(const std::vector<FlareDay>& days, Day first, Day last) {
  return static_cast<int32_t>(std::count_if(days.begin(), days.end(), [&](const FlareDay& one) {
    return one.value && one.day >= first && one.day <= last;
  }));
}

TEST_CASE("flares of any days are disjoint, in order, within them, and add up") {
  std::mt19937 random(2015);
  for (int turn = 0; turn < 2000; ++turn) {
    for (const FlareRule& rule : flare_rules()) {
      const std::vector<FlareDay> days =
          random_days(random, std::min(30, static_cast<int>(rule.max_value) + 1));
      const FlareReport report = flares(rule, days);
      int32_t sum = 0;
      int32_t perhaps_same = 0;
      Day before = kFirstDay - 1;
      for (const Flare& one : report.flares) {
        REQUIRE(one.first > before + 1);  // two that touch are one
        before = one.last;
        REQUIRE(one.days == one.last - one.first + 1);
        REQUIRE(one.days == answers(days, one.first, one.last));
        REQUIRE(one.days >= rule.days_in_row);
        REQUIRE(one.start_seen == (answers(days, one.first - 1, one.first - 1) == 1));
        REQUIRE(one.end_seen == (answers(days, one.last + 1, one.last + 1) == 1));
        sum += one.days;
        perhaps_same += one.perhaps_same ? 1 : 0;
      }
      REQUIRE(report.flare_days == sum);
      REQUIRE(report.perhaps_same == perhaps_same);
      REQUIRE(report.answered_days == answers(days, kFirstDay, kLastDay));
      REQUIRE(report.flare_days + report.undecided_days <= report.answered_days);
      if (rule.days_in_row == 1) REQUIRE(report.undecided_days == 0);
    }
  }
}

TEST_CASE("taking an answer away never adds a flare day, and a higher value never removes one") {
  std::mt19937 random(2006);
  for (int turn = 0; turn < 2000; ++turn) {
    for (const std::string_view code : {"likert_above_1", "scratch_above_2_for_3_days", "iga_2"}) {
      const FlareRule& rule = flare_rule(code);
      std::vector<FlareDay> days = random_days(random, 5);
      if (days.empty()) continue;
      const FlareReport before = flares(rule, days);
      FlareDay& changed = days[random() % days.size()];
      const std::optional<double> value = changed.value;
      changed.value.reset();
      const FlareReport without = flares(rule, days);
      REQUIRE(without.flare_days <= before.flare_days);
      if (!value) continue;
      changed.value = std::min(4.0, *value + random() % 4);
      REQUIRE(flares(rule, days).flare_days >= before.flare_days);
    }
  }
}

TEST_CASE("what is undecided is decided either way by the answers that are missing") {
  std::mt19937 random(1190);
  const FlareRule& rule = flare_rule("scratch_above_2_for_3_days");
  for (int turn = 0; turn < 2000; ++turn) {
    std::vector<FlareDay> days;
    for (Day day = 1; day <= 20; ++day) {
      days.push_back({day, std::nullopt});
      if (random() % 3 != 0) days.back().value = random() % 2 == 0 ? 1 : 3;
    }
    const FlareReport report = flares(rule, days);
    // All that is missing, and what lies before and after, as bad as can be, or good.
    const auto filled = [&](double value) {
      std::vector<FlareDay> all = {{-2, value}, {-1, value}, {0, value}};
      for (FlareDay one : days) {
        if (!one.value) one.value = value;
        all.push_back(one);
      }
      for (Day day = 21; day <= 23; ++day) all.push_back({day, value});
      int32_t known = 0;
      for (const Flare& flare : flares(rule, all).flares) {
        known += answers(days, flare.first, flare.last);
      }
      return known;
    };
    REQUIRE(filled(0) == report.flare_days);
    REQUIRE(filled(4) == report.flare_days + report.undecided_days);
  }
}

TEST_CASE("a relapse begins on its first day, and its absence lasts to the last answered day") {
  const auto time = [](const std::vector<FlareDay>& days, std::string_view rule) {
    return flares(flare_rule(rule), days, 100).relapse;
  };
  const std::string_view row = "scratch_above_2_for_3_days";
  auto found = time({{101, 1}, {102, 3}, {103, 3}, {104, 3}}, row);
  CHECK(found->relapsed);
  CHECK(found->days == 2);
  found = time({{101, 3}, {102, 3}, {104, 3}, {105, 3}, {106, {}}}, row);
  CHECK_FALSE(found->relapsed);
  CHECK(found->days == 5);
  CHECK_FALSE(time({{101, 2}, {102, 2}, {103, 2}}, row)->relapsed);
  found = time({{110, 1}, {140, 2}, {150, 3}}, "iga_2");
  CHECK(found->relapsed);
  CHECK(found->days == 40);
  CHECK_FALSE(time({}, row).has_value());
  CHECK_FALSE(time({{101, {}}}, row).has_value());
  CHECK(refused([&] { time({{100, 1}}, row); }));
  CHECK(refused([&] { time({{101, kNan}}, row); }));
  CHECK(refused([&] { time({{102, 1}, {101, 1}}, row); }));
  CHECK(refused([&] { flares(flare_rule(row), {}, kFirstDay - 1); }));
}

TEST_CASE("a relapse says where days without an answer may hide an earlier one") {
  const auto time = [](const std::vector<FlareDay>& days, std::string_view rule) {
    return *flares(flare_rule(rule), days, 100).relapse;
  };
  const std::string_view row = "scratch_above_2_for_3_days";
  CHECK_FALSE(time({{101, 3}, {102, 3}, {103, 3}}, row).perhaps_earlier);
  CHECK_FALSE(time({{101, 1}, {102, 3}, {103, 3}, {104, 3}}, row).perhaps_earlier);
  CHECK(time({{102, 3}, {103, 3}, {104, 3}}, row).perhaps_earlier);
  // Two bad days, a silent one, two bad days: a row of three may be in it.
  const TimeToRelapse undecided = time({{101, 3}, {102, 3}, {104, 3}, {105, 3}, {106, 0}}, row);
  CHECK_FALSE(undecided.relapsed);
  CHECK(undecided.perhaps_earlier);
  CHECK(time({{101, 3}, {102, 3}, {104, 0}, {105, 3}, {106, 3}, {107, 3}}, row).perhaps_earlier);
  CHECK_FALSE(time({{101, 3}, {102, 0}, {103, 3}, {104, 3}, {105, 3}}, row).perhaps_earlier);
  CHECK(time({{250, 3}}, "iga_2").perhaps_earlier);
  CHECK_FALSE(time({{249, 1}, {250, 3}}, "iga_2").perhaps_earlier);
}

TEST_CASE("a recurrence is within three months of the end of treatment, and a later one is none") {
  const auto time = [](std::string_view end, std::string_view again) {
    const Day day = parse_iso_date(again);
    const std::vector<FlareDay> days = {{day - 30, 15.9}, {day, 16}, {day + 10, 40}};
    return *flares(flare_rule("kada_recurrence"), days, parse_iso_date(end)).relapse;
  };
  CHECK(time("2026-07-01", "2026-10-01").relapsed);
  CHECK(time("2026-07-01", "2026-10-01").days == 92);
  CHECK_FALSE(time("2026-07-01", "2026-10-02").relapsed);
  CHECK(time("2026-07-01", "2026-10-02").days == 63);
  CHECK(time("2025-11-30", "2026-02-28").relapsed);  // the last day of February
  CHECK_FALSE(time("2025-11-30", "2026-03-01").relapsed);
  const FlareRule& recurrence = flare_rule("kada_recurrence");
  const FlareReport late = flares(recurrence, std::vector<FlareDay>{{200, 20}}, 0);
  CHECK_FALSE(late.relapse.has_value());
  CHECK(late.flares.empty());
  CHECK(flares(recurrence, std::vector<FlareDay>{{kLastDay, 20}}, kLastDay - 1).relapse->relapsed);
}

// One character a day from day 1 on: a score, '-' without an answer, 't' for 0 with treatment and
// 'u' for 0 without.
std::vector<RemissionDay> remission_days(std::string_view text) {
  std::vector<RemissionDay> days;
  for (const char letter : text) {
    RemissionDay day{static_cast<Day>(days.size()) + 1};
    if (letter == 't' || letter == 'u') {
      day.score = 0;
      day.treated = letter == 't';
    } else if (letter != '-') {
      day.score = letter - '0';
    }
    days.push_back(day);
  }
  return days;
}

TEST_CASE("a remission is a row of answered days at or below the limit without treatment") {
  RemissionReport report = remission(remission_days("2011021111011"), 1, 3);
  REQUIRE(report.first.has_value());
  CHECK(report.first->first == 2);
  CHECK(report.first->last == 5);
  CHECK(report.first->days == 4);
  CHECK(report.first->untreated_days == 0);
  CHECK(report.first->start_seen);
  CHECK(report.first->end_seen);
  CHECK(report.longest->first == 7);
  CHECK(report.longest->days == 7);
  CHECK_FALSE(report.longest->end_seen);
  CHECK_FALSE(remission(remission_days("11-11"), 1, 3).first.has_value());
  CHECK_FALSE(remission(remission_days("uutuu"), 1, 3).first.has_value());
  CHECK_FALSE(remission(remission_days("22222"), 1, 3).first.has_value());
  report = remission(remission_days("-0uu-000"), 0, 3);
  CHECK(report.first->untreated_days == 2);
  CHECK_FALSE(report.first->start_seen);
  CHECK_FALSE(report.first->end_seen);
  CHECK(report.longest->first == 2);  // of two of three days
  std::vector<RemissionDay> days = remission_days("000");
  days.erase(days.begin() + 1);
  CHECK_FALSE(remission(days, 0, 2).first.has_value());
}

TEST_CASE("a remission needs four weeks unless something else is said") {
  std::vector<RemissionDay> days = remission_days(std::string(27, '0'));
  CHECK_FALSE(remission(days, 0).longest.has_value());
  days.push_back({28, 0});
  CHECK(remission(days, 0).longest->days == 28);
  CHECK(remission(days, 0, 1).longest->days == 28);
  CHECK(refused([&] { remission(days, 0, 0); }));
  CHECK(refused([&] { remission(days, kNan); }));
  days.push_back({28, 0});
  CHECK(refused([&] { remission(days, 0); }));
  days.back() = {29, kNan};
  CHECK(refused([&] { remission(days, 0); }));
  days.back() = {kLastDay + 1, 0};
  CHECK(refused([&] { remission(days, 0); }));
}

}  // namespace
}  // namespace lamella
