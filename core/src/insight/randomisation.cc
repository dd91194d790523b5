#include "insight/randomisation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "insight/cholesky.h"
#include "insight/dot.h"
#include "insight/significance.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

// First lag of each bin, and one more than the last lag of all.
constexpr std::array<size_t, VarianceModel::kBins + 1> kBinStarts = {0, 1, 2,  3,  4,  5, 6,
                                                                     7, 8, 11, 15, 21, 31};

constexpr size_t kLags = kBinStarts.back();

constexpr double kMemories[] = {0, .3, .6, .85};
constexpr size_t kPrevalences = 16;  // .08, .10, ... .38
constexpr uint64_t kModelSeed = 20'210'419;
constexpr double kFloor = .05;

// Share of a path's length below which what the covariates leave of it is rounding.
constexpr double kNothingOwn = 1e-12;

void centre(std::span<double> path) {
  const double mean = std::accumulate(path.begin(), path.end(), 0.0) /
                      static_cast<double>(std::max<size_t>(path.size(), 1));
  for (double& value : path) value -= mean;
}

Columns columns_on(std::span<const size_t> days, const Columns& columns) {
  Columns values(columns.size());
  for (size_t k = 0; k < columns.size(); ++k) {
    for (const size_t day : days) values[k].push_back(columns[k][day]);
  }
  return values;
}

// The places whose value is not 0, in `places`, which has one for each value. Without a branch,
// which a processor cannot foresee in a random path.
std::span<const size_t> not_zero(std::span<const double> values, std::span<size_t> places) {
  size_t count = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    places[count] = i;
    count += values[i] != 0 ? 1 : 0;
  }
  return places.first(count);
}

// |w_k|^2 of a centred path, for every kernel.
KernelRow exact_variances(const NullFit& null, std::span<const double> path) {
  std::vector<KernelRow> features(path.size());
  lag_features(path, features);
  KernelRow squares{};
  for (const KernelRow& row : null.projected(features)) {
    for (size_t k = 0; k < kKernels; ++k) squares[k] += row[k] * row[k];
  }
  return squares;
}

}  // namespace

VarianceModel::VarianceModel(const NullFit& null) {
  // Normal equations of |w_k|^2 = sum_b a_k(b) u_b over the simulated paths.
  std::array<double, kBins * kBins> gram{};
  std::array<Sums, kKernels> products{};
  std::vector<double> path(null.days());
  uint64_t stream = 0;
  for (const double memory : kMemories) {
    for (size_t i = 0; i < kPrevalences; ++i) {
      Random random(kModelSeed, stream++);
      draw_path({.08 + .02 * static_cast<double>(i), memory}, random, path);
      centre(path);
      const Sums sums = autocovariance(path);
      const KernelRow exact = exact_variances(null, path);
      for (size_t b = 0; b < kBins; ++b) {
        for (size_t c = 0; c < kBins; ++c) gram[b * kBins + c] += sums[b] * sums[c];
        for (size_t k = 0; k < kKernels; ++k) products[k][b] += sums[b] * exact[k];
      }
    }
  }
  const Cholesky factor(gram, kBins);
  for (size_t k = 0; k < kKernels; ++k) {
    const std::vector<double> a = factor.solve(products[k]);
    std::copy(a.begin(), a.end(), a_[k].begin());
  }
}

VarianceModel::Sums VarianceModel::autocovariance(std::span<const double> path) {
  std::vector<size_t> others(path.size());
  return autocovariance(path, not_zero(path, others));
}

VarianceModel::Sums VarianceModel::autocovariance(std::span<const double> path,
                                                  std::span<const size_t> others) {
  // Products start from the days that are not 0, and the mean comes off afterwards:
  // sum (x_s - mean)(x_s+lag - mean) over days - lag terms.
  const size_t days = path.size();
  std::array<double, kLags> products{};
  double total = 0;
  for (const size_t day : others) {
    const double value = path[day];
    total += value;
    const double* later = &path[day];
    if (day + kLags <= days) {
      for (size_t lag = 0; lag < kLags; ++lag) products[lag] += value * later[lag];
    } else {
      for (size_t lag = 0; lag < days - day; ++lag) products[lag] += value * later[lag];
    }
  }
  const double mean = total / static_cast<double>(std::max<size_t>(days, 1));
  Sums sums{};
  double ends = 0;  // sum of the first and of the last `lag` days
  size_t bin = 0;
  for (size_t lag = 0; lag < kLags && lag < days; ++lag) {
    if (lag == kBinStarts[bin + 1]) ++bin;
    const auto terms = static_cast<double>(days - lag);
    sums[bin] += products[lag] - mean * (2 * total - ends) + terms * mean * mean;
    ends += path[lag] + path[days - 1 - lag];
  }
  return sums;
}

double VarianceModel::variance(size_t kernel, const Sums& sums) const {
  const Sums& a = a_[kernel];
  double variance = 0;
  for (size_t b = 0; b < kBins; ++b) variance += a[b] * sums[b];
  return std::max(variance, kFloor * a[0] * sums[0]);
}

PathScore::PathScore(const NullFit& null, const VarianceModel& variance, const TriggerScan& scan,
                     std::span<const size_t> days)
    : variance_(variance),
      days_(days.begin(), days.end()),
      weights_(days.size()),
      values_(days.size()),
      calendar_(null.days()),
      places_(null.days()) {
  const Projection projection(columns_on(days, null.columns()));
  if (projection.collinear()) {
    throw Error(Code::kInvalidArgument, "a covariate depends on the others");
  }
  covariates_ = projection.columns();
  for (size_t i = 0; i < days.size(); ++i) {
    for (size_t j = 0; j < covariates_; ++j) directions_.push_back(projection.direction(j)[i]);
  }
  std::vector<KernelRow> adjoint(null.days());
  lag_adjoint(null.adjoint(), adjoint);
  for (size_t k = 0; k < kKernels; ++k) {
    if (scan.usable(k)) usable_.push_back(k);
    std::vector<double> column;
    for (const size_t day : days_) column.push_back(adjoint[day][k]);
    projection.remove_from(column);
    for (size_t i = 0; i < column.size(); ++i) weights_[i][k] = column[i];
    spread_[k] =
        std::sqrt(dot(column, column) / static_cast<double>(std::max<size_t>(column.size(), 1)));
  }
}

PathStatistics PathScore::of(std::span<const double> path) {
  // Most days of a path are 0, and add nothing to any sum.
  KernelRow scores{};  // N_k = sum_s q_k(s) x(s)
  std::vector<double>& along = along_;
  along.assign(covariates_, 0.0);  // Q'x
  double whole = 0;
  double total = 0;
  for (size_t i = 0; i < days_.size(); ++i) values_[i] = path[days_[i]];
  for (const size_t i : not_zero(values_, places_)) {
    const double value = values_[i];
    whole += value * value;
    total += value;
    const KernelRow& weights = weights_[i];
    for (size_t k = 0; k < kKernels; ++k) scores[k] += value * weights[k];
    const double* const direction = &directions_[i * covariates_];
    for (size_t j = 0; j < covariates_; ++j) along[j] += value * direction[j];
  }
  // |M_Z x|^2 = |x|^2 - |Q'x|^2, which for 0 and 1 is |E| - z_E'(Z'Z)^-1 z_E
  double own = whole;
  for (const double part : along) own -= part * part;
  if (!(own > kNothingOwn * whole)) return {};

  // Days that are left out are at the mean, which is 0 once it is taken off.
  const bool all_days = days_.size() == calendar_.size();
  if (!all_days) {
    const double mean = total / static_cast<double>(days_.size());
    for (const size_t day : days_) calendar_[day] = path[day] - mean;
  }
  const std::span<const double> whole_path = all_days ? path : calendar_;
  const VarianceModel::Sums sums =
      VarianceModel::autocovariance(whole_path, not_zero(whole_path, places_));
  PathStatistics result;
  for (const size_t k : usable_) {
    const double size = std::fabs(scores[k]);
    const double variance = variance_.variance(k, sums);
    if (spread_[k] > 0) result.plain = std::max(result.plain, size / (spread_[k] * std::sqrt(own)));
    if (variance > 0) result.studentised = std::max(result.studentised, size / std::sqrt(variance));
  }
  return result;
}

RandomisedP randomised_p(const NullFit& null, const VarianceModel& variance,
                         const TriggerScan& scan, std::span<const double> exposure, uint64_t seed,
                         DrawLimits limits, const RandomisedP& before, Unrecorded unrecorded) {
  if (exposure.size() != null.days() || !intermittent(exposure)) {
    throw Error(Code::kInvalidArgument, "an exposure does not come and go day by day");
  }
  const ExposureLaw law(exposure);
  if (law.recorded().empty()) return {};
  std::vector<size_t> days(null.days());
  std::iota(days.begin(), days.end(), size_t{0});
  if (unrecorded == Unrecorded::kLeftOut) {
    days.assign(law.recorded().begin(), law.recorded().end());
  }
  PathScore score(null, variance, scan, days);

  std::vector<double> path = law.path();
  RandomisedP result;
  result.statistics = score.of(path);
  SequentialP plain(limits, before.plain);
  SequentialP studentised(limits, before.studentised);
  const int32_t drawn_before = std::max(before.plain.draws, before.studentised.draws);
  for (auto draw = static_cast<uint64_t>(drawn_before); !plain.done() || !studentised.done();
       ++draw) {
    Random random(seed, draw);
    law.draw(random, path);
    const PathStatistics drawn = score.of(path);
    if (!plain.done()) plain.count(drawn.plain >= result.statistics.plain - kTie);
    if (!studentised.done()) {
      studentised.count(drawn.studentised >= result.statistics.studentised - kTie);
    }
  }
  result.plain = plain.result();
  result.studentised = studentised.result();
  const std::array<double, 2> both = {result.plain.p, result.studentised.p};
  result.p = cauchy_combination(both);
  return result;
}

}  // namespace lamella::insight
