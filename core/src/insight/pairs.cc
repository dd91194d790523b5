#include "insight/pairs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "insight/dot.h"
#include "insight/significance.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

constexpr size_t kFewestPairs = 3;

// Means and sums differ by a few units in the last place when they are computed in another way.
// Values that all lie within 32 such units of the largest are one value.
constexpr double kNoise = 32 * std::numeric_limits<double>::epsilon();

bool constant(double low, double high) {
  return high - low <= kNoise * std::max(std::fabs(low), std::fabs(high));
}

// Makes values deviations from their mean, times a power of two that brings them near 1, so that no
// square under- or overflows. False when they are constant.
bool centre(std::span<double> values) {
  // Taken from one of the values first: that is exact where they are close to each other, so a
  // large common offset costs no digits.
  const double origin = values.front();
  double low = origin;
  double high = origin;
  double sum = 0;
  for (double& value : values) {
    low = std::min(low, value);
    high = std::max(high, value);
    value -= origin;
    sum += value;
  }
  if (constant(low, high)) return false;
  const double mean = sum / static_cast<double>(values.size());
  const double scale = std::ldexp(1.0, std::clamp(-std::ilogb(high - low), -1000, 1000));
  for (double& value : values) value = (value - mean) * scale;
  return true;
}

std::vector<double> without_overflow(std::span<const double> series) {
  double largest = 0;
  for (const double value : series) {
    if (std::isinf(value)) throw Error(Code::kInvalidArgument, "a value is infinite");
    largest = std::max(largest, std::fabs(value));  // passes over NaN
  }
  std::vector<double> values(series.begin(), series.end());
  if (largest > 0x1p900) {
    for (double& value : values) value *= 0x1p-200;
  }
  return values;
}

}  // namespace

Side::Side(std::span<const double> series, CorrelationMethod how)
    : method(how), values(without_overflow(series)) {
  if (method == CorrelationMethod::kSpearman) levels = levels_of(values);
}

Correlation Correlator::correlate(const Side& x, const Side& y) {
  const bool defined = x.method == CorrelationMethod::kSpearman ? centre_ranks(x.levels, y.levels)
                                                                : centre_values(x.values, y.values);
  Correlation result;
  result.n = static_cast<int32_t>(dx_.size());
  if (!defined) return result;
  const double r = dot(dx_, dy_) / std::sqrt(dot(dx_, dx_) * dot(dy_, dy_));
  result.r = std::clamp(r, -1.0, 1.0);
  result.p = two_sided_p(*result.r, result.n);
  return result;
}

bool Correlator::centre_values(std::span<const double> x, std::span<const double> y) {
  dx_.resize(x.size());
  dy_.resize(x.size());
  size_t n = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    dx_[n] = x[i];
    dy_[n] = y[i];
    n += static_cast<size_t>(!std::isnan(x[i] + y[i]));
  }
  dx_.resize(n);
  dy_.resize(n);
  return n >= kFewestPairs && centre(dx_) && centre(dy_);
}

bool Correlator::centre_ranks(const Levels& x, const Levels& y) {
  const size_t days = x.of_day.size();
  x_levels_.resize(days);
  y_levels_.resize(days);
  size_t n = 0;
  for (size_t i = 0; i < days; ++i) {
    x_levels_[n] = x.of_day[i];
    y_levels_[n] = y.of_day[i];
    n += static_cast<size_t>((x.of_day[i] | y.of_day[i]) >= 0);
  }
  x_levels_.resize(n);
  y_levels_.resize(n);
  dx_.resize(n);
  dy_.resize(n);
  if (n < kFewestPairs) return false;
  x_ranks_.rank(x_levels_, x.values.size());
  y_ranks_.rank(y_levels_, y.values.size());
  for (size_t i = 0; i < n; ++i) {
    dx_[i] = x_ranks_.of(x_levels_[i]);
    dy_[i] = y_ranks_.of(y_levels_[i]);
  }
  return !constant(x.values[x_ranks_.lowest()], x.values[x_ranks_.highest()]) &&
         !constant(y.values[y_ranks_.lowest()], y.values[y_ranks_.highest()]);
}

}  // namespace lamella::insight
