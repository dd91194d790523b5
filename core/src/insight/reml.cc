#include "insight/reml.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "insight/dot.h"
#include "insight/reml_search.h"
#include "lamella/error.h"

namespace lamella::insight {

namespace {

constexpr double kSmallest = 1e-100;

// The residual of an outcome that the columns explain is rounding alone.
constexpr double kExplained = 1e-12;

[[noreturn]] void refuse(const std::string& rule) { throw Error(Code::kInvalidArgument, rule); }

void check_values(std::span<const double> values, size_t days) {
  if (values.size() != days) refuse("a column has not one value for each recorded day");
  for (const double value : values) {
    // Written so that NaN is refused.
    if (!(std::fabs(value) <= kLargestValue)) refuse("a value is missing or too large to fit");
  }
}

void check(std::span<const int32_t> days, std::span<const double> outcome, const Columns& columns) {
  for (size_t i = 1; i < days.size(); ++i) {
    if (days[i] <= days[i - 1]) refuse("the recorded days do not ascend");
  }
  check_values(outcome, days.size());
  for (const std::vector<double>& column : columns) check_values(column, days.size());
  if (days.size() < columns.size() + 2) refuse("too few days are recorded for the covariates");
  const auto [low, high] = std::minmax_element(outcome.begin(), outcome.end());
  const double size = std::max({std::fabs(*low), std::fabs(*high), kSmallest});
  if (*high - *low <= kExplained * size) refuse("the outcome is constant");
}

// One regression of whitened columns.
struct Regression {
  Whitening whitening;
  Projection projection;
  std::vector<double> along;  // Q' w_y
  double residual = 0;        // RSS_w
  double total = 0;           // |w_y|^2
};

Regression regress(std::span<const int32_t> days, std::span<const double> outcome,
                   const Columns& columns, SerialCorrelation correlation) {
  Whitening whitening(days, correlation);
  Columns whitened = columns;
  for (std::vector<double>& column : whitened) whitening.whiten(column, column);
  std::vector<double> rest(outcome.size());
  whitening.whiten(outcome, rest);
  const double total = dot(rest, rest);
  Projection projection(std::move(whitened));
  if (projection.collinear()) refuse("a covariate depends on the others");
  std::vector<double> along = projection.remove_from(rest);
  const double residual = dot(rest, rest);
  return {std::move(whitening), std::move(projection), std::move(along), residual, total};
}

// -2l = (m-p) log(RSS_w / (m-p)) + sum log F_i + log |Z_w'Z_w| + (m-p)(1 + log 2 pi)
double criterion(const Regression& regression) {
  const auto freedom =
      static_cast<double>(regression.whitening.size() - regression.projection.columns());
  return freedom * std::log(regression.residual / freedom) +
         regression.whitening.log_determinant() + regression.projection.log_determinant() +
         freedom * (1 + std::log(2 * std::numbers::pi));
}

RemlFit fitted(const Regression& regression, SerialCorrelation correlation) {
  const size_t count = regression.projection.columns();
  RemlFit fit;
  fit.correlation = correlation;
  fit.minus_two_log_likelihood = criterion(regression);
  fit.variance = regression.residual / static_cast<double>(regression.whitening.size() - count);
  fit.coefficients = regression.projection.coefficients(regression.along);
  fit.covariance = regression.projection.inverse();
  for (double& element : fit.covariance) element *= fit.variance;
  for (size_t k = 0; k < count; ++k) {
    fit.standard_errors.push_back(std::sqrt(fit.covariance[k * count + k]));
  }
  return fit;
}

Regression checked(std::span<const int32_t> days, std::span<const double> outcome,
                   const Columns& columns, SerialCorrelation correlation) {
  check(days, outcome, columns);
  Regression regression = regress(days, outcome, columns, correlation);
  if (regression.residual <= kExplained * kExplained * regression.total) {
    refuse("the covariates explain the outcome to the last digit");
  }
  return regression;
}

}  // namespace

RemlFit gls_fit(std::span<const int32_t> days, std::span<const double> outcome,
                const Columns& columns, SerialCorrelation correlation) {
  return fitted(checked(days, outcome, columns, correlation), correlation);
}

RemlFit reml_fit(std::span<const int32_t> days, std::span<const double> outcome,
                 const Columns& columns) {
  checked(days, outcome, columns, {});
  const SerialCorrelation best = most_likely([&](SerialCorrelation correlation) {
    return criterion(regress(days, outcome, columns, correlation));
  });
  return fitted(regress(days, outcome, columns, best), best);
}

}  // namespace lamella::insight
