#include "insight/joint_model.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "insight/exposure_law.h"
#include "insight/lag_kernels.h"
#include "insight/significance.h"
#include "lamella/correlation.h"
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
Columns lag_block(const Columns& columns, std::span<const double> exposure) {
  const Values x = centred_filled(exposure, columns);
  Columns block(kBlock, Values(x.size(), 0));
  for (size_t day = 0; day < x.size(); ++day) {
    for (size_t lag = 0; lag <= kWindowEnd && lag <= day; ++lag) {
      block[std::min(lag, kSingleLags)][day] += x[day - lag];
    }
  }
  return block;
}

// By REML, or at a correlation that is known. Nothing where the columns depend on each other or the
// days are too few.
std::optional<RemlFit> fit(std::span<const int32_t> days, std::span<const double> outcome,
                           const Columns& columns,
                           std::optional<SerialCorrelation> known = std::nullopt) {
  try {
    return known ? gls_fit(days, outcome, columns, *known) : reml_fit(days, outcome, columns);
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

// Of the block that starts at column `first`.
FourDayEffect four_day_effect(const RemlFit& fitted, size_t columns, size_t first, size_t days,
                              double coverage) {
  if (!(coverage > 0 && coverage < 1)) {
    throw Error(Code::kInvalidArgument, "the coverage of an interval is not between 0 and 1");
  }
  FourDayEffect one;
  double variance = 0;
  for (size_t a = first; a < first + kSingleLags; ++a) {
    one.effect += fitted.coefficients[a];
    for (size_t b = first; b < first + kSingleLags; ++b) {
      variance += fitted.covariance[a * columns + b];
    }
  }
  const double freedom = static_cast<double>(days) - static_cast<double>(columns);
  const double reach = t_quantile((1 + coverage) / 2, freedom);
  one.standard_error = std::sqrt(variance);
  one.low = one.effect - reach * one.standard_error;
  one.high = one.effect + reach * one.standard_error;
  return one;
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
    const std::optional<RemlFit> joint = fit(recorded.days, recorded.outcome, all);
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

size_t most_alike(std::span<const double> outcome, const Columns& columns,
                  std::span<const Selected> selected, size_t one, std::span<const size_t> others) {
  const Recorded recorded(outcome, columns);
  const Values own = recorded.on_recorded(feature(columns, selected[one]));
  size_t best = others.front();
  double largest = -1;
  for (const size_t other : others) {
    const Values values = recorded.on_recorded(feature(columns, selected[other]));
    const double r = std::fabs(correlate(own, values).r.value_or(0));
    if (!(r > largest)) continue;
    largest = r;
    best = other;
  }
  return best;
}

FourDayModel::FourDayModel(std::span<const double> outcome, const Columns& columns,
                           std::span<const std::vector<double>> selected)
    : every_day_(columns), covariates_(columns.size()), selected_(selected.size()) {
  Recorded recorded(outcome, columns);
  columns_ = recorded.columns;
  for (const Values& exposure : selected) {
    for (const Values& lag : lag_block(columns, exposure)) {
      columns_.push_back(recorded.on_recorded(lag));
    }
  }
  std::optional<RemlFit> joint =
      selected.empty() ? std::nullopt : fit(recorded.days, recorded.outcome, columns_);
  if (!joint) {
    columns_.resize(covariates_);
    selected_ = 0;
    joint = reml_fit(recorded.days, recorded.outcome, columns_);
  }
  fit_ = std::move(*joint);
  days_ = std::move(recorded.days);
  outcome_ = std::move(recorded.outcome);
}

std::vector<FourDayEffect> FourDayModel::effects(double coverage) const {
  std::vector<FourDayEffect> effects;
  for (size_t i = 0; i < selected_; ++i) {
    effects.push_back(
        four_day_effect(fit_, columns_.size(), covariates_ + kBlock * i, days_.size(), coverage));
  }
  return effects;
}

std::optional<FourDayEffect> FourDayModel::beside(std::span<const double> exposure,
                                                  double coverage) const {
  Columns all = columns_;
  for (const Values& lag : lag_block(every_day_, exposure)) {
    Values& column = all.emplace_back();
    for (const int32_t day : days_) column.push_back(lag[static_cast<size_t>(day)]);
  }
  const std::optional<RemlFit> fitted = fit(days_, outcome_, all, fit_.correlation);
  if (!fitted) return std::nullopt;
  return four_day_effect(*fitted, all.size(), columns_.size(), days_.size(), coverage);
}

}  // namespace lamella::insight
