#include "insight/joint_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "insight/exposure_chain.h"
#include "insight/lag_kernels.h"
#include "insight/significance.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

using Values = std::vector<double>;
constexpr size_t kSingleLags = 4;
constexpr size_t kWindowEnd = 7;
constexpr size_t kBlock = kSingleLags + 1;

// The days with an outcome, and what is known of them.
struct Recorded {
  std::vector<int32_t> days{};
  Values outcome{};
  Columns columns{};

  Recorded(std::span<const double> scores, const Columns& every_day) : columns(every_day.size()) {
    for (size_t day = 0; day < scores.size(); ++day) {
      if (std::isnan(scores[day])) continue;
      days.push_back(static_cast<int32_t>(day));
      outcome.push_back(scores[day]);
      for (size_t c = 0; c < columns.size(); ++c) columns[c].push_back(every_day[c][day]);
    }
  }

  // A column of every calendar day on the recorded ones.
  Values on_recorded(const Values& every_day) const {
    Values values;
    for (const int32_t day : days) values.push_back(every_day[static_cast<size_t>(day)]);
    return values;
  }
};

Values feature(const Columns& columns, const Selected& one) {
  std::vector<KernelRow> rows(one.exposure.size());
  lag_features(centred_filled(one.exposure, columns), rows);
  Values values;
  values.reserve(rows.size());
  for (const KernelRow& row : rows) values.push_back(row[one.kernel]);
  return values;
}

// Lags 0 to 3, and the sum of 4 to 7; days before the first contribute 0.
Columns lag_block(const Columns& columns, const Selected& one) {
  const Values x = centred_filled(one.exposure, columns);
  Columns block(kBlock, Values(x.size(), 0));
  for (size_t day = 0; day < x.size(); ++day) {
    for (size_t lag = 0; lag <= kWindowEnd && lag <= day; ++lag) {
      block[std::min(lag, kSingleLags)][day] += x[day - lag];
    }
  }
  return block;
}

// Nothing where the columns depend on each other or the days are too few.
std::optional<RemlFit> fit(const Recorded& recorded, const Columns& columns) {
  try {
    return reml_fit(recorded.days, recorded.outcome, columns);
  } catch (const Error& error) {
    if (error.code() != Code::kInvalidArgument) throw;
    return std::nullopt;
  }
}

double freedom_of(const Recorded& recorded, const Columns& columns) {
  return static_cast<double>(recorded.days.size()) - static_cast<double>(columns.size());
}

// Those whose features, in their order, add something to the columns and to each other.
std::vector<size_t> independent(const Recorded& recorded, const Columns& features) {
  Columns taken = recorded.columns;
  std::vector<size_t> kept;
  for (size_t i = 0; i < features.size(); ++i) {
    taken.push_back(features[i]);
    if (Projection(taken).collinear()) {
      taken.pop_back();
    } else {
      kept.push_back(i);
    }
  }
  return kept;
}

}  // namespace

std::vector<size_t> backward_elimination(std::span<const double> outcome, const Columns& columns,
                                         std::span<const Selected> selected) {
  constexpr double kStaysBelow = 0.05;
  const Recorded recorded(outcome, columns);
  Columns features;
  for (const Selected& one : selected) {
    features.push_back(recorded.on_recorded(feature(columns, one)));
  }
  std::vector<size_t> kept = independent(recorded, features);
  while (!kept.empty()) {
    Columns all = recorded.columns;
    for (const size_t i : kept) all.push_back(features[i]);
    const std::optional<RemlFit> joint = fit(recorded, all);
    if (!joint) return {};
    size_t worst = 0;
    double largest = -1;
    for (size_t i = 0; i < kept.size(); ++i) {
      const size_t column = recorded.columns.size() + i;
      const double t = joint->coefficients[column] / joint->standard_errors[column];
      const double p = two_sided_p_of_t(t, freedom_of(recorded, all));
      if (p > largest) {
        largest = p;
        worst = i;
      }
    }
    if (largest <= kStaysBelow) break;
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(worst));
  }
  return kept;
}

std::vector<FourDayEffect> four_day_effects(std::span<const double> outcome, const Columns& columns,
                                            std::span<const Selected> selected, double coverage) {
  if (!(coverage > 0 && coverage < 1)) {
    throw Error(Code::kInvalidArgument, "the coverage of an interval is not between 0 and 1");
  }
  const Recorded recorded(outcome, columns);
  Columns all = recorded.columns;
  for (const Selected& one : selected) {
    for (const Values& lag : lag_block(columns, one)) all.push_back(recorded.on_recorded(lag));
  }
  const std::optional<RemlFit> joint = fit(recorded, all);
  if (!joint) return {};
  const double reach = t_quantile((1 + coverage) / 2, freedom_of(recorded, all));
  std::vector<FourDayEffect> effects;
  for (size_t i = 0; i < selected.size(); ++i) {
    const size_t first = recorded.columns.size() + kBlock * i;
    FourDayEffect one;
    double variance = 0;
    for (size_t a = first; a < first + kSingleLags; ++a) {
      one.effect += joint->coefficients[a];
      for (size_t b = first; b < first + kSingleLags; ++b) {
        variance += joint->covariance[a * all.size() + b];
      }
    }
    one.standard_error = std::sqrt(variance);
    one.low = one.effect - reach * one.standard_error;
    one.high = one.effect + reach * one.standard_error;
    effects.push_back(one);
  }
  return effects;
}

}  // namespace lamella::insight
