#include "insight/falsification.h"

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "insight/cholesky.h"
#include "insight/dot.h"
#include "insight/exposure_law.h"
#include "insight/significance.h"

namespace lamella::insight {

namespace {

using Values = std::vector<double>;

// t of the last column of a least-squares fit.
FalsificationTest last_t(Columns columns, Values outcome) {
  const size_t count = columns.size();
  const Projection projection(std::move(columns));
  if (projection.collinear() || outcome.size() <= count) return {};
  const double freedom = static_cast<double>(outcome.size() - count);
  const Values along = projection.remove_from(outcome);
  const double variance = dot(outcome, outcome) / freedom;
  const double error = std::sqrt(variance * projection.inverse().back());
  if (!(error > 0)) return {};
  const double t = projection.coefficients(along).back() / error;
  return {t, two_sided_p_of_t(t, freedom)};
}

// x_{t - lag} of the centred exposure; before the first and after the last day it is 0.
double lagged(std::span<const double> centred_exposure, int64_t day, int64_t lag) {
  const int64_t then = day - lag;
  if (then < 0 || then >= static_cast<int64_t>(centred_exposure.size())) return 0;
  return centred_exposure[static_cast<size_t>(then)];
}

// The recorded days of lags 0 to 3, of the sum of 4 to 7, and of the day after.
Columns lag_block(std::span<const double> exposure, std::span<const int32_t> recorded) {
  constexpr int64_t kSingleLags = 4;
  constexpr int64_t kWindowEnd = 7;
  const Values x = centred(exposure);
  Columns block(kSingleLags + 2);
  for (const int32_t day : recorded) {
    for (int64_t lag = 0; lag < kSingleLags; ++lag) {
      block[static_cast<size_t>(lag)].push_back(lagged(x, day, lag));
    }
    double window = 0;
    for (int64_t lag = kSingleLags; lag <= kWindowEnd; ++lag) window += lagged(x, day, lag);
    block[kSingleLags].push_back(window);
    block[kSingleLags + 1].push_back(lagged(x, day, -1));
  }
  return block;
}

// What a day with a recorded day before it tells of the exposure.
struct Transitions {
  Columns predictors;  // Z and x_{t-1}
  Values score;        // y_{t-1}
  Values exposure;     // x_t
};

Transitions transitions(const Columns& columns, std::span<const double> outcome,
                        std::span<const double> exposure) {
  Transitions found;
  found.predictors.resize(columns.size() + 1);
  for (size_t i = 1; i < exposure.size(); ++i) {
    if (std::isnan(outcome[i]) || std::isnan(outcome[i - 1]) || std::isnan(exposure[i]) ||
        std::isnan(exposure[i - 1])) {
      continue;
    }
    for (size_t c = 0; c < columns.size(); ++c) found.predictors[c].push_back(columns[c][i]);
    found.predictors.back().push_back(exposure[i - 1]);
    found.score.push_back(outcome[i - 1]);
    found.exposure.push_back(exposure[i]);
  }
  return found;
}

// P(x_t = 1) = 1 / (1 + exp(-V b)), b by Newton's method with the penalty ridge |b|^2 / 2.
class RidgeLogit {
 public:
  RidgeLogit(const Columns& predictors, const Values& exposure)
      : predictors_(predictors), coefficients_(predictors.size(), 0) {
    constexpr int kMostSteps = 100;
    constexpr double kSmallStep = 1e-12;
    constexpr double kLongestStep = 2;  // a longer one can overshoot where nearly all days agree
    for (int i = 0; i < kMostSteps; ++i) {
      predict(exposure.size());
      Values gradient;
      for (size_t c = 0; c < predictors_.size(); ++c) {
        double sum = -kRidge * coefficients_[c];
        for (size_t day = 0; day < exposure.size(); ++day) {
          sum += predictors_[c][day] * (exposure[day] - chance_[day]);
        }
        gradient.push_back(sum);
      }
      const Values step = Cholesky(information(), predictors_.size()).solve(gradient);
      double largest = 0;
      for (const double one : step) largest = std::fmax(largest, std::fabs(one));
      const double share = largest > kLongestStep ? kLongestStep / largest : 1;
      for (size_t c = 0; c < step.size(); ++c) coefficients_[c] += share * step[c];
      if (!(largest > kSmallStep)) break;
    }
    predict(exposure.size());
  }

  // U / sqrt(V) of another predictor s: U = s'(x - p), V = s'ws - s'wV (V'wV + ridge)^-1 V'ws.
  double score_statistic(const Values& another, const Values& exposure) const {
    double score = 0;
    double own = 0;
    Values shared(predictors_.size(), 0);
    for (size_t day = 0; day < another.size(); ++day) {
      const double weighted = weight(day) * another[day];
      score += another[day] * (exposure[day] - chance_[day]);
      own += weighted * another[day];
      for (size_t c = 0; c < shared.size(); ++c) shared[c] += predictors_[c][day] * weighted;
    }
    const Values explained = Cholesky(information(), predictors_.size()).solve(shared);
    const double variance = own - dot(shared, explained);
    return variance > 0 ? score / std::sqrt(variance) : 0;
  }

 private:
  static constexpr double kRidge = 1e-3;

  double weight(size_t day) const { return chance_[day] * (1 - chance_[day]); }

  void predict(size_t days) {
    chance_.assign(days, 0);
    for (size_t day = 0; day < days; ++day) {
      double sum = 0;
      for (size_t c = 0; c < predictors_.size(); ++c) sum += predictors_[c][day] * coefficients_[c];
      chance_[day] = 1 / (1 + std::exp(-sum));
    }
  }

  // V'wV + ridge, row by row.
  Values information() const {
    const size_t size = predictors_.size();
    Values matrix(size * size, 0);
    for (size_t a = 0; a < size; ++a) {
      for (size_t b = 0; b <= a; ++b) {
        double sum = a == b ? kRidge : 0;
        for (size_t day = 0; day < chance_.size(); ++day) {
          sum += predictors_[a][day] * weight(day) * predictors_[b][day];
        }
        matrix[a * size + b] = sum;
      }
    }
    return matrix;
  }

  const Columns& predictors_;
  Values coefficients_;
  Values chance_;
};

double two_sided_p_of_normal(double z) { return std::erfc(std::fabs(z) / std::numbers::sqrt2); }

}  // namespace

FalsificationTest lead_test(const NullFit& null, std::span<const double> outcome,
                            std::span<const double> exposure) {
  const std::span<const int32_t> recorded = null.recorded();
  Columns columns;
  for (const Values& covariate : null.columns()) {
    Values on_recorded;
    for (const int32_t day : recorded) on_recorded.push_back(covariate[static_cast<size_t>(day)]);
    columns.push_back(std::move(on_recorded));
  }
  for (Values& lag : lag_block(exposure, recorded)) columns.push_back(std::move(lag));
  Values score;
  for (const int32_t day : recorded) score.push_back(outcome[static_cast<size_t>(day)]);
  const Whitening whitening(recorded, null.fit().correlation);
  for (Values& column : columns) whitening.whiten(column, column);
  whitening.whiten(score, score);
  return last_t(std::move(columns), std::move(score));
}

FalsificationTest exposure_test(const Columns& columns, std::span<const double> outcome,
                                std::span<const double> exposure) {
  const bool comes_and_goes = intermittent(exposure);
  const Values there = comes_and_goes ? presence(exposure) : Values();
  Transitions found = transitions(columns, outcome, comes_and_goes ? there : exposure);
  if (found.exposure.size() <= found.predictors.size() + 1) return {};
  if (!comes_and_goes) {
    found.predictors.push_back(std::move(found.score));
    return last_t(std::move(found.predictors), std::move(found.exposure));
  }
  const RidgeLogit logit(found.predictors, found.exposure);
  const double z = logit.score_statistic(found.score, found.exposure);
  return {z, two_sided_p_of_normal(z)};
}

}  // namespace lamella::insight
