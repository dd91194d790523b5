// lagged_correlations against a second, plain implementation of its rule.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "failure.h"
#include "insight/significance.h"
#include "lamella/correlation.h"

using lamella::Code;
using lamella::CorrelationMethod;
using lamella::CorrelationOptions;
using lamella::CorrelationReport;
using lamella::DayGrid;
using lamella::LagSet;

namespace {

using Values = std::vector<double>;
using Names = std::vector<std::string>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

DayGrid grid_of(const std::vector<std::pair<std::string, Values>>& columns) {
  DayGrid grid{0, static_cast<int32_t>(columns[0].second.size()), {}};
  for (const auto& [name, values] : columns) {
    grid.columns.push_back({name, "1", lamella::Reduce::kMean, values});
  }
  return grid;
}

// Whole numbers 0 to `top`, a third of them missing.
Values random_values(int32_t days, int top, std::mt19937& random) {
  Values values;
  for (int32_t day = 0; day < days; ++day) {
    const auto drawn = static_cast<double>(random() % static_cast<unsigned>(top + 1));
    values.push_back(random() % 3 == 0 ? kNan : drawn);
  }
  return values;
}

// --- the oracle: the definitions, word by word ---

Values plain_ranks(const Values& values) {
  Values ranks;
  for (const double value : values) {
    double below = 0;
    double equal = 0;
    for (const double other : values) {
      below += other < value ? 1 : 0;
      equal += other == value ? 1 : 0;
    }
    ranks.push_back(below + (equal + 1) / 2);
  }
  return ranks;
}

// NaN when undefined.
double plain_r(const Values& x, const Values& y, bool ranked, int32_t* n) {
  Values a;
  Values b;
  for (size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i]) || std::isnan(y[i])) continue;
    a.push_back(x[i]);
    b.push_back(y[i]);
  }
  *n = static_cast<int32_t>(a.size());
  if (a.size() < 3) return kNan;
  if (ranked) {
    a = plain_ranks(a);
    b = plain_ranks(b);
  }
  long double mean_a = 0;
  long double mean_b = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i];
    mean_b += b[i];
  }
  mean_a /= a.size();
  mean_b /= b.size();
  long double ab = 0;
  long double aa = 0;
  long double bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  if (aa < 1e-20L || bb < 1e-20L) return kNan;
  return static_cast<double>(ab / std::sqrt(aa * bb));
}

// y at t + lag of an outcome that was moved `offset` days around the calendar.
Values plain_outcome(const Values& outcome, int32_t offset, const LagSet& lags) {
  const auto days = static_cast<int32_t>(outcome.size());
  Values means;
  for (int32_t day = 0; day < days; ++day) {
    Values seen;
    for (const int32_t lag : lags) {
      const int32_t row = day + lag;
      if (row < 0 || row >= days) continue;
      const double value = outcome[static_cast<size_t>((row - offset + days) % days)];
      if (!std::isnan(value)) seen.push_back(value);
    }
    double sum = 0;
    for (const double value : seen) sum += value;
    means.push_back(seen.empty() ? kNan : sum / static_cast<double>(seen.size()));
  }
  return means;
}

// p itself is checked against mpmath in insight_correlation_test.cc.
bool plain_finding(double r, int32_t n, double alpha) {
  return !std::isnan(r) && lamella::insight::two_sided_p(r, n) < alpha;
}

int32_t plain_found(const DayGrid& grid, const Names& exposures, int32_t offset,
                    const CorrelationOptions& options) {
  int32_t found = 0;
  for (const std::string& exposure : exposures) {
    for (const LagSet& lags : options.lags) {
      int32_t n = 0;
      const double r = plain_r(grid.column(exposure).values,
                               plain_outcome(grid.column("y").values, offset, lags),
                               options.method == CorrelationMethod::kSpearman, &n);
      found += plain_finding(r, n, options.alpha) ? 1 : 0;
    }
  }
  return found;
}

double plain_by_chance(const DayGrid& grid, const Names& exposures,
                       const CorrelationOptions& options) {
  const int32_t shifts = std::min(options.shifts, grid.days - 1);
  int32_t found = 0;
  for (int32_t k = 1; k <= shifts; ++k) {
    const auto offset =
        static_cast<int32_t>(std::floor(double(k) * grid.days / (shifts + 1) + 0.5));
    found += plain_found(grid, exposures, offset, options);
  }
  return static_cast<double>(found) / shifts;
}

void check_against_plain(const DayGrid& grid, const Names& exposures,
                         const CorrelationOptions& options) {
  const CorrelationReport report = lamella::lagged_correlations(grid, exposures, "y", options);
  REQUIRE(report.pairs.size() == exposures.size() * options.lags.size());
  int32_t family = 0;
  for (size_t i = 0; i < report.pairs.size(); ++i) {
    const lamella::LaggedCorrelation& pair = report.pairs[i];
    CHECK(pair.exposure == exposures[i / options.lags.size()]);
    CHECK(pair.lags == options.lags[i % options.lags.size()]);
    int32_t n = 0;
    const double r = plain_r(grid.column(pair.exposure).values,
                             plain_outcome(grid.column("y").values, 0, pair.lags),
                             options.method == CorrelationMethod::kSpearman, &n);
    CHECK(pair.correlation.n == n);
    REQUIRE(pair.correlation.r.has_value() == !std::isnan(r));
    REQUIRE(pair.correlation.p.has_value() == pair.correlation.r.has_value());
    if (std::isnan(r)) continue;
    ++family;
    CHECK(std::fabs(*pair.correlation.r - r) <= 1e-12);
  }
  CHECK(report.family == family);
  CHECK(report.found == plain_found(grid, exposures, 0, options));
  CHECK(report.shifts == std::min(options.shifts, grid.days - 1));
  CHECK(*report.by_chance == plain_by_chance(grid, exposures, options));
}

}  // namespace

TEST_CASE("the search and its shifts agree with a plain implementation on grids with gaps") {
  std::mt19937 random(20240101);
  int32_t undefined = 0;
  for (const int32_t days : {3, 4, 7, 20, 61, 150}) {
    for (const int top : {1, 3, 1000}) {
      const DayGrid grid = grid_of({{"a", random_values(days, 1, random)},
                                    {"b", random_values(days, top, random)},
                                    {"c", Values(static_cast<size_t>(days), 2.5)},
                                    {"y", random_values(days, top, random)}});
      for (const CorrelationMethod method :
           {CorrelationMethod::kPearson, CorrelationMethod::kSpearman}) {
        CorrelationOptions options;
        options.lags = {{0}, {1}, {-2}, {1, 2, 3}, {-1, 4, 0}, {60}};
        options.method = method;
        options.alpha = 0.2;
        options.shifts = 37;
        CAPTURE(days);
        CAPTURE(top);
        check_against_plain(grid, {"a", "b", "c"}, options);
        const CorrelationReport report =
            lamella::lagged_correlations(grid, Names{"a", "b", "c"}, "y", options);
        undefined += static_cast<int32_t>(report.pairs.size()) - report.family;
      }
    }
  }
  CHECK(undefined > 100);
}

TEST_CASE("an exposure that never varies leaves the family and is never a finding") {
  std::mt19937 random(5);
  const DayGrid grid = grid_of({{"constant", Values(80, 0.1)},
                                {"varied", random_values(80, 9, random)},
                                {"y", random_values(80, 9, random)}});
  const CorrelationReport report = lamella::lagged_correlations(
      grid, Names{"constant", "varied"}, "y", {.lags = {{0}, {1}, {1, 2, 3}}});
  CHECK(report.pairs.size() == 6);
  CHECK(report.family == 3);
  for (size_t i = 0; i < 3; ++i) {
    CHECK_FALSE(report.pairs[i].correlation.r.has_value());
    CHECK_FALSE(report.pairs[i].correlation.p.has_value());
  }
}

TEST_CASE("a lag is a calendar day, also across missing days") {
  // The outcome is the exposure of the day before, and every third day is missing.
  Values x;
  Values y;
  for (int32_t day = 0; day < 60; ++day) {
    const double today = (day * day) % 11;
    const double yesterday = ((day - 1) * (day - 1)) % 11;
    x.push_back(day % 3 == 0 ? kNan : today);
    y.push_back(day % 3 == 0 || day == 1 ? kNan : yesterday);
  }
  const DayGrid grid = grid_of({{"x", x}, {"y", y}});
  const CorrelationReport report = lamella::lagged_correlations(grid, Names{"x"}, "y", {});
  CHECK(std::fabs(*report.pairs[0].correlation.r) < 0.9);
  CHECK(*report.pairs[1].correlation.r == doctest::Approx(1).epsilon(1e-12));
}

TEST_CASE("shifts are at most days - 1, and a grid of two days has none") {
  std::mt19937 random(6);
  const DayGrid small =
      grid_of({{"x", random_values(9, 5, random)}, {"y", random_values(9, 5, random)}});
  CHECK(lamella::lagged_correlations(small, Names{"x"}, "y", {}).shifts == 8);
  const DayGrid two = grid_of({{"x", {1, 2}}, {"y", {2, 1}}});
  const CorrelationReport none = lamella::lagged_correlations(two, Names{"x"}, "y", {});
  CHECK(none.shifts == 0);
  CHECK_FALSE(none.by_chance.has_value());
  CHECK(none.family == 0);
  const CorrelationReport unasked =
      lamella::lagged_correlations(small, Names{"x"}, "y", {.shifts = 0});
  CHECK(unasked.shifts == 0);
  CHECK_FALSE(unasked.by_chance.has_value());
}

TEST_CASE("wrong options are refused") {
  const DayGrid grid = grid_of({{"x", {1, 2, 3}}, {"y", {2, 1, 3}}});
  const auto run = [&](const CorrelationOptions& options) {
    return [&grid, options] { lamella::lagged_correlations(grid, Names{"x"}, "y", options); };
  };
  CHECK(refused(run({.lags = {}})));
  CHECK(refused(run({.lags = {{0}, {}}})));
  CHECK(refused(run({.lags = {{366}}})));
  CHECK(refused(run({.lags = {{2, 2}}})));
  for (const double alpha : {0.0, 1.0, -0.1, kNan}) CHECK(refused(run({.alpha = alpha})));
  CHECK(refused(run({.shifts = -1})));
  CHECK(refused(run({.shifts = 10'000})));
  CHECK(refused([&] { lamella::lagged_correlations(grid, Names{}, "y", {}); }));
}

TEST_CASE("a column that is not in the grid is not found, and broken columns are refused") {
  DayGrid grid = grid_of({{"x", {1, 2, 3}}, {"y", {2, 1, 3}}, {"z", {2, 1, 3}}});
  const auto code = [&](const Names& exposures, const std::string& outcome) {
    return failure_of([&] { lamella::lagged_correlations(grid, exposures, outcome, {}); }).code;
  };
  CHECK(code({"x", "w"}, "y") == Code::kNotFound);
  CHECK(code({"x"}, "w") == Code::kNotFound);
  grid.columns[0].values.pop_back();
  grid.columns[2].values[0] = std::numeric_limits<double>::infinity();
  CHECK(code({"x"}, "y") == Code::kInvalidArgument);
  CHECK(code({"z"}, "y") == Code::kInvalidArgument);
  CHECK(code({"y"}, "z") == Code::kInvalidArgument);
}

TEST_CASE("a search tells its progress and stops when it is cancelled") {
  std::mt19937 random(7);
  const DayGrid grid =
      grid_of({{"x", random_values(50, 5, random)}, {"y", random_values(50, 5, random)}});
  lamella::Task task;
  lamella::lagged_correlations(grid, Names{"x"}, "y", {.shifts = 9}, &task);
  CHECK(task.total() == 20);  // ten searches of two lag sets
  CHECK(task.done() == 20);
  task.cancel();
  const Failure failure = failure_of(
      [&] { lamella::lagged_correlations(grid, Names{"x"}, "y", {.shifts = 9}, &task); });
  CHECK(failure.code == Code::kCancelled);
  CHECK(task.done() == 0);
}
