#include "insight/flips.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace lamella::insight {

namespace {

// Sums that differ from 0 by rounding alone are 0, so that they tie.
constexpr double kRounding = 1e-12;

struct Ratios {
  std::vector<double> values;
  int64_t empty = 0;  // drawn sets without a pair: as extreme as the assignment itself, which it is
  int64_t sets = 0;
};

double ratio(double d, double e, double rounding) { return std::fabs(d) <= rounding ? 0 : d / e; }

// Each set is one that was summed before, and one pair more.
Ratios counted_ratios(std::span<const double> d, std::span<const double> e, double rounding) {
  const size_t sets = size_t{1} << d.size();
  std::vector<double> sums_d(sets);
  std::vector<double> sums_e(sets);
  Ratios ratios;
  ratios.values.reserve(sets - 1);
  for (size_t set = 1; set < sets; ++set) {
    const auto pair = static_cast<size_t>(std::countr_zero(set));
    sums_d[set] = sums_d[set & (set - 1)] + d[pair];
    sums_e[set] = sums_e[set & (set - 1)] + e[pair];
    ratios.values.push_back(ratio(sums_d[set], sums_e[set], rounding));
  }
  ratios.sets = static_cast<int64_t>(sets) - 1;
  return ratios;
}

Ratios drawn_ratios(std::span<const double> d, std::span<const double> e, double rounding,
                    int32_t drawn, Random& random) {
  Ratios ratios;
  ratios.values.reserve(static_cast<size_t>(drawn));
  for (int32_t set = 0; set < drawn; ++set) {
    double sum_d = 0;
    double sum_e = 0;
    uint64_t lots = 0;
    for (size_t pair = 0; pair < d.size(); ++pair, lots >>= 1) {
      if (pair % 64 == 0) lots = random.bits();
      const auto flipped = static_cast<double>(lots & 1);
      sum_d += flipped * d[pair];
      sum_e += flipped * e[pair];
    }
    if (sum_e > 0) {
      ratios.values.push_back(ratio(sum_d, sum_e, rounding));
    } else {
      ++ratios.empty;
    }
  }
  ratios.sets = drawn;
  return ratios;
}

double two_sided(int64_t side, int64_t sets) {
  return std::min(1.0, 2 * static_cast<double>(side) / static_cast<double>(1 + sets));
}

// The greatest j with two_sided(j) <= alpha.
int64_t reach(double alpha, int64_t sets) {
  auto j = static_cast<int64_t>(alpha * static_cast<double>(1 + sets) / 2);
  while (two_sided(j + 1, sets) <= alpha) ++j;
  while (j > 0 && two_sided(j, sets) > alpha) --j;
  return j;
}

}  // namespace

FlipTest flip_test(std::span<const double> d, std::span<const double> e, double alpha,
                   const FlipEffort& effort, Random& random) {
  double rounding = 0;
  for (const double difference : d) rounding += kRounding * std::fabs(difference);
  FlipTest test;
  test.counted = d.size() <= effort.counted_pairs;
  Ratios ratios = test.counted ? counted_ratios(d, e, rounding)
                               : drawn_ratios(d, e, rounding, effort.drawn, random);
  std::vector<double>& values = ratios.values;

  const auto below = std::count_if(values.begin(), values.end(), [](double r) { return r <= 0; });
  const auto above = std::count_if(values.begin(), values.end(), [](double r) { return r >= 0; });
  test.p = two_sided(1 + ratios.empty + std::min<int64_t>(below, above), ratios.sets);

  const int64_t j = reach(alpha, ratios.sets) - ratios.empty;
  if (j < 1 || static_cast<size_t>(j) > values.size()) return test;
  std::nth_element(values.begin(), values.begin() + (j - 1), values.end());
  test.low = values[static_cast<size_t>(j - 1)];
  std::nth_element(values.begin(), values.end() - j, values.end());
  test.high = values[values.size() - static_cast<size_t>(j)];
  return test;
}

}  // namespace lamella::insight
