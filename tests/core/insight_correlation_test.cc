#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "failure.h"
#include "insight/significance.h"
#include "lamella/correlation.h"

using lamella::correlate;
using lamella::Correlation;
using lamella::CorrelationMethod;
using lamella::window_mean;

namespace {

using Values = std::vector<double>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool near(double value, double expected, double relative) {
  return std::fabs(value - expected) <= relative * std::fabs(expected);
}

void check_undefined(const Correlation& result, int32_t n) {
  CHECK_FALSE(result.r.has_value());
  CHECK_FALSE(result.p.has_value());
  CHECK(result.n == n);
}

void check_equal(const Values& values, const Values& expected) {
  REQUIRE(values.size() == expected.size());
  for (size_t i = 0; i < values.size(); ++i) {
    CAPTURE(i);
    CHECK((std::isnan(expected[i]) ? std::isnan(values[i]) : values[i] == expected[i]));
  }
}

constexpr CorrelationMethod kBothMethods[] = {CorrelationMethod::kPearson,
                                              CorrelationMethod::kSpearman};

}  // namespace

TEST_CASE("Spearman gives the digits of scipy's spearmanr") {
  const Correlation result =
      correlate(Values{1, 2, 3, 4, 5}, Values{5, 6, 7, 8, 7}, CorrelationMethod::kSpearman);
  CHECK(near(*result.r, 0.8207826816681233, 1e-15));
  CHECK(near(*result.p, 0.08858700531354381, 1e-13));
  CHECK(result.n == 5);
}

TEST_CASE("Pearson and Spearman agree with scipy on data with many ties") {
  const Values x = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3};
  const Values y = {2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4, 5, 9, 0, 4, 5};
  const Correlation pearson = correlate(x, y);
  CHECK(near(*pearson.r, 0.10210298745930738, 1e-14));
  CHECK(near(*pearson.p, 0.706717466897047, 1e-13));
  const Correlation spearman = correlate(x, y, CorrelationMethod::kSpearman);
  CHECK(near(*spearman.r, 0.1270682438511219, 1e-14));
  CHECK(near(*spearman.p, 0.6391040998565188, 1e-13));
}

TEST_CASE("three pairs are the fewest that have a correlation") {
  const Correlation three = correlate(Values{1, 2, 4}, Values{1, 3, 2});
  CHECK(near(*three.r, 0.3273268353539885, 1e-14));
  CHECK(near(*three.p, 0.7877043849903435, 1e-13));
  for (const CorrelationMethod method : kBothMethods) {
    check_undefined(correlate(Values{1, 2}, Values{3, 5}, method), 2);
    check_undefined(correlate(Values{}, Values{}, method), 0);
  }
}

TEST_CASE("p is right to nine digits, down to 1e-288") {
  struct Row {
    double r;
    int32_t n;
    double p;
  };
  // mpmath 1.4: betainc((n-2)/2, 1/2, 0, 1-r^2, regularized=True) with 60 digits.
  constexpr Row kRows[] = {
      {0.5, 3, 0.66666666666666667},           {-0.9999, 3, 0.009003238189618388},
      {0.02, 1950, 0.37739942791827103},       {0.1836452176480219, 1950, 2.9841745446106196e-16},
      {0.7, 400, 3.647286635580971e-60},       {0.45, 2000, 2.6698415156103903e-100},
      {-0.8, 700, 5.3209758857038125e-157},    {0.95, 300, 1.1175718865786668e-152},
      {0.6, 2000, 7.0282233012926354e-196},    {0.17, 40000, 4.5911735660571506e-257},
      {-0.18, 40000, 1.891559459812795e-288},  {0.999, 120, 4.1063982799824803e-161},
      {0.9999999, 24, 3.4444905888314373e-75}, {0.99999999999, 30, 2.4485257853554925e-151},
      {1e-9, 50, 0.99999999450080787},         {-0.33, 20, 0.15533109791231462},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.r);
    CAPTURE(row.n);
    CHECK(near(lamella::insight::two_sided_p(row.r, row.n), row.p, 1e-11));
  }
}

TEST_CASE("a perfect correlation has r of 1 and p of 0") {
  for (const CorrelationMethod method : kBothMethods) {
    const Values rising = {1, 2, 3, 5, 8};
    const Values falling = {-1, -2, -3, -5, -8};
    const Correlation same = correlate(rising, rising, method);
    CHECK(*same.r == 1);
    CHECK(*same.p == 0);
    const Correlation opposite = correlate(rising, falling, method);
    CHECK(*opposite.r == -1);
    CHECK(*opposite.p == 0);
  }
  CHECK(*correlate(Values{1, 2, 3}, Values{1, 10, 1000}, CorrelationMethod::kSpearman).r == 1);
}

TEST_CASE("days on which a side is missing are left out") {
  const Values x = {kNan, 1, 2, 4, 9, kNan, 7};
  const Values y = {5, 1, 3, 2, kNan, kNan, kNan};
  for (const CorrelationMethod method : kBothMethods) {
    const Correlation result = correlate(x, y, method);
    const Correlation without = correlate(Values{1, 2, 4}, Values{1, 3, 2}, method);
    CHECK(result.n == 3);
    CHECK(*result.r == *without.r);
    CHECK(*result.p == *without.p);
  }
}

TEST_CASE("a constant side is undefined, also when it is constant only where both are known") {
  for (const CorrelationMethod method : kBothMethods) {
    check_undefined(correlate(Values{0.1, 0.1, 0.1, 0.1}, Values{1, 2, 3, 4}, method), 4);
    check_undefined(correlate(Values{1, 2, 3, 4}, Values{0, 0, 0, 0}, method), 4);
    check_undefined(correlate(Values{2, 2, 2, 9}, Values{1, 2, 3, kNan}, method), 3);
  }
}

TEST_CASE("differences that only rounding made are none") {
  const Values rounded = {0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2, 0.3};
  REQUIRE(rounded[0] != rounded[1]);
  const Values large = {1e15, 1e15 + 0.125, 1e15, 1e15 + 0.5, 1e15 + 0.25};
  for (const CorrelationMethod method : kBothMethods) {
    check_undefined(correlate(rounded, Values{1, 5, 3, 4, 2}, method), 5);
    check_undefined(correlate(large, Values{1, 5, 3, 4, 2}, method), 5);
  }
}

TEST_CASE("a large common offset costs no digits") {
  const Values x = {0, 37, 101, 54, 88, 12};
  const Values y = {5, 2, 9, 4, 4, 1};
  Values moved;
  for (const double value : x) moved.push_back(1e15 + value);
  CHECK(*correlate(moved, y).r == doctest::Approx(*correlate(x, y).r).epsilon(1e-14));
}

TEST_CASE("huge and tiny values neither overflow nor vanish") {
  const Values x = {1, 2, 4, 3};
  const Values y = {1, 3, 2, 2};
  const double r = *correlate(x, y).r;
  for (const double scale : {1e-320, 1e-300, 1e-160, 1e160, 1e300, 4e307}) {
    CAPTURE(scale);
    Values scaled;
    for (const double value : x) scaled.push_back(value * scale);
    CHECK(*correlate(scaled, y).r == doctest::Approx(r).epsilon(scale < 1e-310 ? 1e-3 : 1e-14));
  }
  CHECK(*correlate(Values{-1.7e308, 1.7e308, 0}, Values{-1, 1, 0}).r == doctest::Approx(1));
}

TEST_CASE("lengths that differ and infinite values are refused") {
  CHECK(refused([] { correlate(Values{1, 2, 3}, Values{1, 2}); }));
  for (const CorrelationMethod method : kBothMethods) {
    CHECK(refused([&] { correlate(Values{1, kInfinity, 3}, Values{1, 2, 3}, method); }));
    CHECK(refused([&] { correlate(Values{1, 2, 3}, Values{1, 2, -kInfinity}, method); }));
  }
}

TEST_CASE("a window averages the days that exist, at the end as well") {
  const Values values = {1, 2, 4, 8, 16};
  check_equal(window_mean(values, {0}), values);
  check_equal(window_mean(values, {1}), {2, 4, 8, 16, kNan});
  check_equal(window_mean(values, {1, 2, 3}), {14.0 / 3, 28.0 / 3, 12, 16, kNan});
  check_equal(window_mean(values, {3, 1}), {5, 10, 8, 16, kNan});
}

TEST_CASE("negative lags look back") {
  const Values values = {1, 2, 4, 8};
  check_equal(window_mean(values, {-1}), {kNan, 1, 2, 4});
  check_equal(window_mean(values, {-2, 1}), {2, 4, 4.5, 2});
  check_equal(window_mean(values, {365, -365}), {kNan, kNan, kNan, kNan});
  check_equal(window_mean(Values{}, {-1}), {});
}

TEST_CASE("missing days inside a window are left out of its mean") {
  check_equal(window_mean(Values{kNan, 2, kNan, 6, kNan}, {0, 1, 2}), {2, 4, 6, 6, kNan});
}

TEST_CASE("the same readings in another order make the same window mean") {
  const Values means = window_mean(Values{0.1, 0.2, 0.3, 0, 0.3, 0.2, 0.1}, {0, 1, 2});
  CHECK(means[0] == means[4]);
  const Values huge = {1.5e308, 1.5e308, 1.5e308};
  check_equal(window_mean(huge, {0, 1}), huge);
}

TEST_CASE("windows over a constant series stay constant") {
  const Values constant(60, 0.1);
  lamella::LagSet week;
  for (int32_t lag = 0; lag < 7; ++lag) week.push_back(lag);
  Values x;
  for (int32_t day = 0; day < 60; ++day) x.push_back(day % 7);
  for (const CorrelationMethod method : kBothMethods) {
    check_undefined(correlate(x, window_mean(constant, week), method), 60);
  }
}

TEST_CASE("lags out of range, none and the same lag twice are refused") {
  const Values values = {1, 2, 3};
  CHECK(refused([&] { window_mean(values, {}); }));
  CHECK(refused([&] { window_mean(values, {366}); }));
  CHECK(refused([&] { window_mean(values, {-366}); }));
  CHECK(refused([&] { window_mean(values, {1, 2, 1}); }));
  CHECK(refused([&] { window_mean(Values{1, kInfinity}, {1}); }));
}
