// All findings of one outcome in one regression: which keep something of their own, and how many
// points each adds over four days (statistics reference 1.4, 4.5).
#ifndef LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_
#define LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <optional>
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

// Of the `others`, places in `selected`, the one whose feature is most correlated with that of
// `one`, whichever the sign; on the days with an outcome. `others` is not empty.
size_t most_alike(std::span<const double> outcome, const Columns& columns,
                  std::span<const Selected> selected, size_t one, std::span<const size_t> others);

// The sum of the coefficients of lags 0 to 3 of an exposure, beside the window of lags 4 to 7:
// score points over the day and the three after it, for one unit of exposure.
struct FourDayEffect {
  double effect = 0;
  double standard_error = 0;
  double low = 0;  // of the interval
  double high = 0;
};

// All selected exposures in one REML fit with the columns. Missing days are filled.
class FourDayModel {
 public:
  // Fails as reml_fit does when the columns alone do not carry a fit.
  FourDayModel(std::span<const double> outcome, const Columns& columns,
               std::span<const std::vector<double>> selected);

  // Of each selected exposure, from that fit; empty where the days do not carry it. `coverage` is
  // that of the intervals, in (0, 1): 1 - .05 R / M for R findings of M pairs.
  std::vector<FourDayEffect> effects(double coverage) const;

  // Of one more exposure beside the selected ones, with the memory and noise of that fit. Nothing
  // where it depends on them.
  std::optional<FourDayEffect> beside(std::span<const double> exposure, double coverage) const;

 private:
  std::vector<int32_t> days_;    // with an outcome
  std::vector<double> outcome_;  // on them
  Columns every_day_;            // the covariates on every calendar day
  Columns columns_;              // covariates and lag blocks on the days with an outcome
  size_t covariates_;
  size_t selected_;
  RemlFit fit_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_JOINT_MODEL_H_
