// All findings of one outcome in one regression: which keep something of their own, and how many
// points each adds over four days (statistics reference 1.4, 4.5).
#ifndef LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_
#define LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_

#include <cstddef>
#include <span>
#include <vector>

#include "insight/reml.h"

namespace lamella::insight {

// An exposure and the kernel on which it was found.
struct Selected {
  std::vector<double> exposure{};  // one value a calendar day, NaN where it is missing
  size_t kernel = 0;
};

// Indices of those that stay when the one with the largest p above .05 is dropped, again and again,
// from a REML fit of the outcome on the columns and the feature of each on its kernel. One that
// depends on the columns and those before it is dropped first. Missing days are filled.
std::vector<size_t> backward_elimination(std::span<const double> outcome, const Columns& columns,
                                         std::span<const Selected> selected);

// The sum of the coefficients of lags 0 to 3 of an exposure, beside the window of lags 4 to 7:
// score points over the day and the three after it, for one unit of exposure.
struct FourDayEffect {
  double effect = 0;
  double standard_error = 0;
  double low = 0;  // of the interval
  double high = 0;
};

// Of each selected exposure in one REML fit with the columns; empty where the days do not carry the
// fit. `coverage` is that of the intervals, in (0, 1): 1 - .05 R / M for R findings of M pairs.
std::vector<FourDayEffect> four_day_effects(std::span<const double> outcome, const Columns& columns,
                                            std::span<const Selected> selected, double coverage);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_
