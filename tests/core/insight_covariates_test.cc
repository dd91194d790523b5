// What moves a score besides triggers, and when a verdict is due.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "insight/covariates.h"
#include "insight/official_looks.h"

using namespace lamella;
using insight::Covariates;
using insight::covariates;
using insight::latest_look;
using insight::next_look;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Names = std::vector<std::string>;

const std::vector<double>& column(const Covariates& known, const std::string& name) {
  for (size_t i = 0; i < known.names.size(); ++i) {
    if (known.names[i] == name) return known.columns[i];
  }
  FAIL("there is no such column");
  return known.columns.front();
}

}  // namespace

TEST_CASE("weekend, season and trend are always there") {
  const Day first = parse_iso_date("2026-11-23");  // a Monday
  const std::vector<double> itch(365, 3);
  const Covariates known = covariates(first, itch, {});
  CHECK(known.names == Names{"one", "weekend", "season.sin", "season.cos", "trend"});
  CHECK(known.left_out.empty());
  const auto& weekend = column(known, "weekend");
  for (int day = 0; day < 14; ++day) CHECK(weekend[static_cast<size_t>(day)] == (day % 7 >= 5));
  const auto& trend = column(known, "trend");
  CHECK(trend.front() == -trend.back());
  CHECK(trend[182] == 0);
  const auto& sine = column(known, "season.sin");
  const auto& cosine = column(known, "season.cos");
  for (size_t i = 0; i < itch.size(); ++i) {
    CHECK(std::hypot(sine[i], cosine[i]) == doctest::Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("weekends are those of the calendar before 1970, too") {
  const Covariates known = covariates(parse_iso_date("1969-12-29"), std::vector<double>(30, 1), {});
  const auto& weekend = column(known, "weekend");  // from a Monday on
  for (int day = 0; day < 14; ++day) CHECK(weekend[static_cast<size_t>(day)] == (day % 7 >= 5));
}

TEST_CASE("a treatment is 1 on its days, in as many spans as it was taken") {
  const InForce cream{"steroid", {{100, 102}, {110, 110}}};
  const Covariates known = covariates(95, std::vector<double>(60, 1), std::vector<InForce>{cream});
  const auto& steroid = column(known, "steroid");
  for (size_t i = 0; i < steroid.size(); ++i) {
    const Day day = 95 + static_cast<Day>(i);
    CHECK(steroid[i] == ((day >= 100 && day <= 102) || day == 110 ? 1 : 0));
  }
}

TEST_CASE("a column that says nothing of its own on the recorded days is left out by name") {
  std::vector<double> itch(60, kNan);
  for (size_t i = 0; i < 40; ++i) itch[i] = 1;
  const std::vector<InForce> treatments = {
      {"after the last answer", {{45, 59}}},
      {"all the time", {{-10, 100}}},
      {"first half", {{0, 19}}},
      {"second half", {{20, 59}}},
  };
  const Covariates known = covariates(0, itch, treatments);
  CHECK(known.left_out == Names{"after the last answer", "all the time", "second half"});
  CHECK(known.names.back() == "first half");
  CHECK(known.columns.back().size() == 60);
}

TEST_CASE("without any recorded day no column is left") {
  CHECK(covariates(0, std::vector<double>(60, kNan), {}).names.empty());
  CHECK(covariates(0, {}, {}).names.empty());
}

TEST_CASE("a verdict is due on fixed days of the outcome, and stands until the next") {
  CHECK_FALSE(latest_look(1000, 1118).has_value());
  CHECK(next_look(1000, 1118).days == 120);
  CHECK(latest_look(1000, 1119)->days == 120);
  CHECK(latest_look(1000, 1119)->last_day == 1119);
  CHECK(latest_look(1000, 1178)->days == 120);
  CHECK(latest_look(1000, 1179)->days == 180);
  CHECK(next_look(1000, 1179).days == 270);
  CHECK(latest_look(0, 729)->days == 730);
  CHECK(latest_look(0, 1093)->days == 730);
  CHECK(latest_look(0, 1094)->days == 1095);
  CHECK(latest_look(kFirstDay, kLastDay).has_value());
}
