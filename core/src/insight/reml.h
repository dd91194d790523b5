// Regression of an outcome on known covariates, with errors that remember the day before (AR(1))
// and noise of their own, on the days that were recorded: restricted maximum likelihood.
//
//   RemlFit fit = reml_fit(days, itch, {one, weekend, step});
//   fit.coefficients[1];     // points of itch at weekends
//   fit.standard_errors[1];
//
// Checked against R's nlme::gls with corExp(nugget = TRUE).
#ifndef LAMELLA_SRC_INSIGHT_REML_H_
#define LAMELLA_SRC_INSIGHT_REML_H_

#include <cstdint>
#include <span>
#include <vector>

#include "insight/projection.h"
#include "insight/whitening.h"

namespace lamella::insight {

struct RemlFit {
  SerialCorrelation correlation{};
  double minus_two_log_likelihood = 0;  // restricted
  double variance = 0;                  // s^2 = RSS_w / (m - p)
  std::vector<double> coefficients{};   // gamma, one a column
  std::vector<double> standard_errors{};
  std::vector<double> covariance{};  // of the coefficients, p * p, row by row
};

// The fit at the rho in [0, .998] and kappa in [0, .95] of the highest restricted likelihood; both
// ends are exact when they are best. `days` ascend, and hold one value of the outcome and of each
// column. Fails with kInvalidArgument, and says why, when the lengths differ, days do not ascend, a
// value is not finite or beyond 1e100, fewer than p + 2 days are recorded, the outcome is constant
// or explained to the last digit, or a column depends on those before it.
RemlFit reml_fit(std::span<const int32_t> days, std::span<const double> outcome,
                 const Columns& columns);

// The same at a correlation that is known. Generalised least squares.
RemlFit gls_fit(std::span<const int32_t> days, std::span<const double> outcome,
                const Columns& columns, SerialCorrelation correlation);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_REML_H_
