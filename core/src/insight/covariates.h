// What moves a score besides triggers, as columns of a regression: the weekend, the season, a slow
// trend, and every treatment that the diary knows (statistics reference 1).
//
//   Covariates known = covariates(first_day, itch, treatments);
//   NullFit null(itch, known.columns);
#ifndef LAMELLA_SRC_INSIGHT_COVARIATES_H_
#define LAMELLA_SRC_INSIGHT_COVARIATES_H_

#include <span>
#include <string>
#include <vector>

#include "insight/projection.h"
#include "lamella/day.h"
#include "lamella/triggers.h"

namespace lamella::insight {

struct Covariates {
  std::vector<std::string> names{};  // "one", "weekend", "season.sin", "season.cos", "trend", ...
  Columns columns{};                 // one value a calendar day each
  // Those that say nothing on the recorded days that the others do not: the outcome is never asked.
  std::vector<std::string> left_out{};
};

// `outcome` has one value a calendar day from `first_day` on, NaN where it was not recorded. The
// columns are
//   1, [Saturday or Sunday], sin and cos of 2 pi day / 365.25, (i - (n - 1) / 2) / n,
// then one for each of `treatments`. A column is left out when what it has of its own on the
// recorded days, beside those before it, is less than 1e-8 of its length.
Covariates covariates(Day first_day, std::span<const double> outcome,
                      std::span<const InForce> treatments);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_COVARIATES_H_
