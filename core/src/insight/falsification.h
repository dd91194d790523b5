// Two ways in which the direction of a finding can be wrong: tomorrow's exposure goes with today's
// score, or yesterday's score goes with today's exposure. Either caps what may be said of it
// (statistics reference 4.8); neither deletes a finding.
#ifndef LAMELLA_SRC_INSIGHT_FALSIFICATION_H_
#define LAMELLA_SRC_INSIGHT_FALSIFICATION_H_

#include <span>

#include "insight/trigger_scan.h"

namespace lamella::insight {

// At most this p in either test: the skin may be driving the exposure.
inline constexpr double kReversedBelow = 0.01;

struct FalsificationTest {
  double statistic = 0;  // 0 with p 1 where the days do not allow the test
  double p = 1;          // two-sided
};

// t of x_{t+1} in W y = W [Z, x_t .. x_{t-3}, x_{t-4} + .. + x_{t-7}, x_{t+1}] b + e, whitened by
// the fit without the exposure. `exposure` has one value a calendar day, NaN where it is missing,
// which counts as its mean.
FalsificationTest lead_test(const NullFit& null, std::span<const double> outcome,
                            std::span<const double> exposure);

// What y_{t-1} adds to x_t beside Z and x_{t-1}, on days that were recorded as the days before them
// were: of the presence of an intermittent exposure Rao's score test of a logit with a ridge of
// 1e-3, else t of least
// squares.
FalsificationTest exposure_test(const Columns& columns, std::span<const double> outcome,
                                std::span<const double> exposure);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_FALSIFICATION_H_
