// Responses with the placebo rates beside them, weeks under control.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/control.h"
#include "lamella/instrument.h"
#include "lamella/response.h"

namespace lamella {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

Response respond_to(std::string_view code, double baseline, double later, double week = 12) {
  return respond(response_definition(code), baseline, later, {week, {}});
}

TEST_CASE("a response is at its threshold and not below it") {
  CHECK(respond_to("easi_50", 24, 12).reached == true);
  CHECK(respond_to("easi_50", 24, 12.1).reached == false);
  CHECK(respond_to("easi_75", 24.4, 6.1).reached == true);
  CHECK(respond_to("easi_90", 21, 2.1).reached == true);
  CHECK(respond_to("easi_90", 21, 2.2).reached == false);
  CHECK(respond_to("iga_success", 3, 1, 16).reached == true);
  CHECK(respond_to("iga_success", 2, 1, 16).reached == false);
  CHECK(respond_to("iga_success", 4, 2, 16).reached == false);
  CHECK(respond_to("poem_4", 14, 10, 16).reached == true);
  CHECK(respond_to("poem_4", 14, 11, 16).reached == false);
  CHECK(respond_to("easi_50", 10, 25).reached == false);
  CHECK(respond_to("easi_50", 10, 25).change == 15);
}

TEST_CASE("there is no label without a placebo rate of the same definition near the week") {
  Response response = respond_to("easi_50", 24, 6);
  REQUIRE(response.placebo.size() == 4);
  for (const PlaceboArm& arm : response.placebo) {
    CHECK(arm.definition == "easi_50");
    CHECK(std::abs(arm.week - 12) <= 4);
  }
  for (const std::string_view code : {"scorad_50", "pruritus_nrs_4", "easi_100"}) {
    response = respond_to(code, 24, 0);
    CHECK_FALSE(response.reached.has_value());
    CHECK(response.why_not == "no placebo rate is known for this definition near this week");
  }
  response = respond_to("easi_50", 24, 6, 52);
  CHECK_FALSE(response.reached.has_value());
  CHECK(response.change == -18);
  CHECK(respond_to("easi_75", 24, 6, 8).placebo.size() == 1);
}

TEST_CASE(
    "the model of EASI-75 on placebo gives its published figures, and nothing beyond its arms") {
  const auto rate = [](double week, double easi, bool steroid) {
    return std::round(10 * *placebo_easi_75(week, easi, steroid)) / 10;
  };
  CHECK(rate(4, 19, false) == 8.1);
  CHECK(rate(4, 19, true) == 13.1);
  CHECK(rate(12, 19, false) == 20.0);
  CHECK(rate(12, 19, true) == 34.6);
  CHECK(rate(16, 19, false) == 21.3);
  CHECK(rate(16, 19, true) == 36.8);
  CHECK(rate(4, 29, false) == 5.9);
  CHECK(rate(4, 29, true) == 9.7);
  CHECK(rate(12, 29, false) == 13.5);
  CHECK(rate(12, 29, true) == 24.8);
  CHECK(rate(16, 29, false) == 14.3);
  CHECK(rate(16, 29, true) == 26.4);
  CHECK(rate(16, 34, false) == 11.6);
  CHECK(rate(16, 34, true) == 22.0);
  for (const double week : {0.0, -1.0, 17.0, kNan}) {
    CHECK_FALSE(placebo_easi_75(week, 29, true).has_value());
  }
  for (const double easi : {15.9, 40.1, kNan}) {
    CHECK_FALSE(placebo_easi_75(12, easi, true).has_value());
  }
  const ResponseDefinition& easi_75 = response_definition("easi_75");
  CHECK(respond(easi_75, 29, 6, {16, true}).placebo_model.has_value());
  CHECK_FALSE(respond(easi_75, 29, 6, {16, {}}).placebo_model.has_value());
}

TEST_CASE("a baseline below the definition has no label, and impossible values are refused") {
  CHECK(respond_to("poem_4", 3, 0, 16).why_not == "the baseline is too low for this definition");
  CHECK(respond_to("easi_50", 0, 0).why_not == "the baseline is too low for this definition");
  CHECK(refused([] { respond_to("easi_50", kNan, 1); }));
  CHECK(refused([] { respond_to("easi_50", 1, -1); }));
  CHECK(refused([] { respond_to("easi_50", 24, 6, 0); }));
  CHECK(refused([] { response_definition("easi_60"); }));
}

TEST_CASE("each definition is of a known instrument, in order, and each arm of a definition") {
  std::string_view last;
  for (const ResponseDefinition& one : response_definitions()) {
    CAPTURE(one.code);
    CHECK(last < one.code);
    last = one.code;
    CHECK(&response_definition(one.code) == &one);
    CHECK(instrument(one.instrument).max_total >= one.least_baseline);
    CHECK_FALSE(one.source.empty());
  }
  size_t arms = 0;
  for (const ResponseDefinition& one : response_definitions()) {
    int32_t week = 0;
    for (const PlaceboArm& arm : placebo_arms(one.code)) {
      CHECK(week <= arm.week);
      week = arm.week;
      CHECK_FALSE(arm.source.empty());
      ++arms;
    }
  }
  CHECK(arms == placebo_arms().size());
}

std::vector<ControlDay> week(int stepped_up, int bothered, int missing = 0) {
  std::vector<ControlDay> days(7);
  for (int i = 0; i < 7 - missing; ++i) days[i] = {i < stepped_up, i < bothered ? 4.1 : 4.0};
  return days;
}

TEST_CASE("a week is controlled as its bad days say, and unknown where a missing one could tell") {
  CHECK(week_control(week(0, 0)) == WeekControl::kTotally);
  CHECK(week_control(week(1, 0)) == WeekControl::kWell);
  CHECK(week_control(week(2, 2)) == WeekControl::kWell);
  CHECK(week_control(week(3, 0)) == WeekControl::kNot);
  CHECK(week_control(week(0, 3)) == WeekControl::kNot);
  CHECK(week_control(week(1, 1, 1)) == WeekControl::kWell);
  CHECK(week_control(week(0, 0, 1)) == WeekControl::kUnknown);
  CHECK(week_control(week(2, 0, 1)) == WeekControl::kUnknown);
  CHECK(week_control(week(3, 0, 4)) == WeekControl::kNot);
  CHECK(week_control(week(0, 0, 7)) == WeekControl::kUnknown);
  CHECK(refused([] { week_control(std::vector<ControlDay>(6)); }));
  std::vector<ControlDay> wrong = week(0, 0);
  wrong[3].bother = 11;
  CHECK(refused([&] { week_control(wrong); }));
}

TEST_CASE("a weekly mean is of the answers, and needs enough of them") {
  std::vector<std::optional<double>> scores = {4, 6, {}, 8, {}, 2, {}};
  CHECK(weekly_mean(scores) == 5);
  scores[0].reset();
  CHECK_FALSE(weekly_mean(scores).has_value());
  CHECK(weekly_mean(scores, 3) == doctest::Approx(16.0 / 3));
  CHECK(refused([&] { weekly_mean(scores, 8); }));
  CHECK(refused([&] { weekly_mean(std::span(scores).first(6)); }));
}

TEST_CASE("an answer of POEM follows from days, unless a missing day could change it") {
  const int32_t answers[] = {0, 1, 1, 2, 2, 3, 3, 4};
  for (int with_it = 0; with_it <= 7; ++with_it) {
    CAPTURE(with_it);
    std::vector<std::optional<bool>> days(7, false);
    for (int i = 0; i < with_it; ++i) days[i] = true;
    CHECK(poem_answer_of_days(days) == answers[with_it]);
    days.back().reset();
    const int known = with_it == 7 ? 6 : with_it;
    const bool same = answers[known] == answers[known + 1];
    CHECK(poem_answer_of_days(days).has_value() == same);
  }
}

TEST_CASE("a non-responder has not reached EASI-50 once three months are over") {
  const Day begin = parse_iso_date("2026-07-01");
  const auto judged = [&](std::string_view day, double baseline, double later) {
    return kada_non_responder(begin, baseline, parse_iso_date(day), later);
  };
  CHECK(judged("2026-10-01", 24, 12.1) == true);
  CHECK(judged("2026-10-01", 24, 12) == false);
  CHECK(judged("2027-03-01", 24, 30) == true);
  CHECK_FALSE(judged("2026-09-30", 24, 30).has_value());
  CHECK_FALSE(judged("2026-10-01", 0, 0).has_value());
  CHECK(refused([&] { judged("2026-06-30", 24, 12); }));
  CHECK(refused([&] { judged("2026-10-01", -1, 12); }));
  CHECK(refused([&] { judged("2026-10-01", 24, kNan); }));
  CHECK(refused([&] { kada_non_responder(begin, 24, kLastDay + 1, 12); }));
  // No 31st of November: the last day of the month.
  const Day last_of_august = parse_iso_date("2026-08-31");
  CHECK(kada_non_responder(last_of_august, 24, parse_iso_date("2026-11-30"), 20) == true);
  CHECK_FALSE(kada_non_responder(last_of_august, 24, parse_iso_date("2026-11-29"), 20).has_value());
}

TEST_CASE("judging a response allocates nothing") {
  const ResponseDefinition& easi_75 = response_definition("easi_75");
  const uint64_t before = counted_allocations();
  const Response response = respond(easi_75, 29, 6, {16, true});
  CHECK(counted_allocations() == before);
  CHECK(response.reached == true);
}

}  // namespace
}  // namespace lamella
