#include "insight/lag_kernels.h"

#include <algorithm>
#include <cmath>

#include "insight/dot.h"
#include "insight/power.h"
#include "insight/sum.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

constexpr size_t kPulses = 15;

// Lags beyond which a build-up is cut: 15, 30, 30 and 60 terms.
constexpr std::array<LagKernel, kKernels> kLagKernels = {{
    {0, 0, 1},   {1, 1, 1},   {2, 2, 1},   {3, 3, 1},   {4, 4, 1},   {5, 5, 1},
    {6, 6, 1},   {7, 7, 1},   {8, 8, 1},   {9, 9, 1},   {10, 10, 1}, {11, 11, 1},
    {12, 12, 1}, {13, 13, 1}, {14, 14, 1}, {0, 2, 1},   {1, 4, 1},   {0, 6, 1},
    {7, 13, 1},  {0, 13, 1},  {0, 14, .5}, {0, 29, .8}, {1, 30, .8}, {0, 59, .95},
}};

constexpr size_t kFirstBuildUp = 20;

// Value of the day `lag` before; 0 before the first.
double before(std::span<const double> series, size_t day, int32_t lag) {
  const auto back = static_cast<size_t>(lag);
  return back > day ? 0 : series[day - back];
}

double sum_of(std::span<const double> pulses, size_t first, size_t last) {
  double sum = 0;
  for (size_t lag = first; lag <= last; ++lag) sum += pulses[lag];
  return sum;
}

}  // namespace

const std::array<LagKernel, kKernels>& lag_kernels() { return kLagKernels; }

void lag_features(std::span<const double> exposure, std::span<KernelRow> features) {
  // f(t) = decay f(t - 1) + x(t - first) - decay^(last - first + 1) x(t - last - 1)
  std::array<double, kKernels> leaving{};
  for (size_t k = kFirstBuildUp; k < kKernels; ++k) {
    leaving[k] = power(kLagKernels[k].decay, kLagKernels[k].last - kLagKernels[k].first + 1);
  }
  std::array<double, kKernels> running{};
  for (size_t day = 0; day < exposure.size(); ++day) {
    KernelRow& row = features[day];
    for (size_t lag = 0; lag < kPulses; ++lag) {
      row[lag] = lag > day ? 0 : exposure[day - lag];
    }
    // Windows are summed anew each day: a running sum would keep the rounding of all days before.
    row[15] = sum_of(row, 0, 2);
    row[16] = sum_of(row, 1, 4);
    row[17] = sum_of(row, 0, 6);
    row[18] = sum_of(row, 7, 13);
    row[19] = row[17] + row[18];
    for (size_t k = kFirstBuildUp; k < kKernels; ++k) {
      const LagKernel& kernel = kLagKernels[k];
      running[k] = kernel.decay * running[k] + before(exposure, day, kernel.first) -
                   leaving[k] * before(exposure, day, kernel.last + 1);
      row[k] = running[k];
    }
  }
}

void lag_adjoint(std::span<const double> g, std::span<KernelRow> weights) {
  // The same with time reversed.
  std::vector<double> reversed(g.rbegin(), g.rend());
  lag_features(reversed, weights);
  std::reverse(weights.begin(), weights.end());
}

double mean_of_known(std::span<const double> exposure) {
  Sum sum;
  size_t known = 0;
  for (const double value : exposure) {
    if (std::isnan(value)) continue;
    if (std::fabs(value) > kLargestValue) {
      throw Error(Code::kInvalidArgument, "a value of an exposure is too large");
    }
    sum.add(value);
    ++known;
  }
  return known == 0 ? 0 : sum.total() / static_cast<double>(known);
}

std::vector<double> centred(std::span<const double> exposure) {
  const double mean = mean_of_known(exposure);
  std::vector<double> values;
  values.reserve(exposure.size());
  for (const double value : exposure) values.push_back(std::isnan(value) ? 0 : value - mean);
  return values;
}

}  // namespace lamella::insight
