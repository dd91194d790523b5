#include "insight/shrinkage.h"

#include <algorithm>

namespace lamella::insight {

namespace {

// sum b_i^2 / (tau^2 + se_i^2), which falls as tau^2 rises.
double spread(std::span<const Estimate> estimates, double variance) {
  double sum = 0;
  for (const Estimate& one : estimates) {
    sum += one.value * one.value / (variance + one.standard_error * one.standard_error);
  }
  return sum;
}

}  // namespace

double true_variance(std::span<const Estimate> estimates) {
  constexpr int kHalvings = 200;
  const auto expected = static_cast<double>(estimates.size());
  if (!(spread(estimates, 0) > expected)) return 0;
  // At the sum of all b_i^2 the spread is below 1.
  double low = 0;
  double high = 0;
  for (const Estimate& one : estimates) high += one.value * one.value;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = low + (high - low) / 2;
    (spread(estimates, middle) > expected ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

double shrunk(const Estimate& estimate, double true_variance) {
  const double error = estimate.standard_error * estimate.standard_error;
  return estimate.value * true_variance / (true_variance + error);
}

}  // namespace lamella::insight
