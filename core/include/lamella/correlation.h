// Lagged correlations: the plain textbook figure, for comparison, with what chance alone finds.
//
//   std::vector<std::string> exposures = {"exposure.sweat"};
//   auto report = lamella::lagged_correlations(grid, exposures, "symptom.itch",
//                                              {.lags = {{0}, {1}, {1, 2, 3}}});
//   // report.found pairs have p < 0.05; the same search on outcomes shifted in time finds
//   // report.by_chance of them
//
// Days of a diary resemble the days before them, so these p-values are too small: use `by_chance`,
// or better the trigger test. Pure functions without I/O.
#ifndef LAMELLA_CORRELATION_H_
#define LAMELLA_CORRELATION_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lamella/grid.h"
#include "lamella/task.h"

namespace lamella {

// Calendar days after the exposure over which the outcome is averaged: {0} is the same day, {1, 2}
// the mean of the next two (of those that exist). From -365 to 365, none twice.
using LagSet = std::vector<int32_t>;

enum class CorrelationMethod : uint8_t {
  kPearson,
  kSpearman,  // Pearson of mid-ranks
};

// A correlation and its two-sided p from t with n - 2 degrees of freedom. Both are absent
// (undefined) when fewer than three pairs exist or a side is constant.
struct Correlation {
  std::optional<double> r{};
  std::optional<double> p{};
  int32_t n = 0;  // pairs of days on which both are known
};

// Correlation over the pairs in which neither is NaN. Values within 7e-15 of the largest of them
// are constant: rounding alone makes them differ.
//   r = sum (x-mx)(y-my) / sqrt(sum (x-mx)^2 sum (y-my)^2),  t = r sqrt((n-2) / (1-r^2))
// Fails with kInvalidArgument when the lengths differ or a value is infinite.
Correlation correlate(std::span<const double> x, std::span<const double> y,
                      CorrelationMethod method = CorrelationMethod::kPearson);

// y(t) = mean of `values` at t + lag over the lags of the set, of those that exist; NaN without
// any. Fails with kInvalidArgument for an empty set, a lag out of range or twice, or an infinite
// value.
std::vector<double> window_mean(std::span<const double> values, const LagSet& lags);

struct CorrelationOptions {
  std::vector<LagSet> lags = {{0}, {1}};
  CorrelationMethod method = CorrelationMethod::kPearson;
  double alpha = 0.05;   // a finding is a pair with p < alpha
  int32_t shifts = 199;  // circular shifts behind `by_chance`; 0 to 9999
};

struct LaggedCorrelation {
  std::string exposure{};
  LagSet lags{};
  Correlation correlation{};
};

struct CorrelationReport {
  std::string outcome{};
  CorrelationMethod method = CorrelationMethod::kPearson;
  double alpha = 0.05;
  // In the order of the exposures, then of the lag sets. Undefined pairs are listed, and are no
  // part of the family.
  std::vector<LaggedCorrelation> pairs{};
  int32_t family = 0;  // pairs with a p
  int32_t found = 0;   // of these, p < alpha
  // Mean number of findings of the same search when the outcome is shifted in time, over `shifts`
  // evenly spaced circular shifts: what chance alone finds in this diary. The outcome goes round
  // the calendar of the grid, its missing days with it, and is averaged over the lags after that.
  // Absent without a shift (a grid of fewer than three days, or none asked for).
  std::optional<double> by_chance{};
  int32_t shifts = 0;  // shifts that were made: at most days - 1
};

// All exposures against one outcome of `grid`. Fails with kNotFound for a column that is not there,
// with kInvalidArgument for no lag set or a wrong one, alpha outside (0, 1), shifts out of range,
// no exposure, or an infinite value.
CorrelationReport lagged_correlations(const DayGrid& grid, std::span<const std::string> exposures,
                                      const std::string& outcome,
                                      const CorrelationOptions& options = {}, Task* task = nullptr);

}  // namespace lamella

#endif  // LAMELLA_CORRELATION_H_
