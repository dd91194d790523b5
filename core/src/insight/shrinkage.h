// Effects drawn toward 0 by as much as all of them together are noise: the largest of many
// estimates is too large on average.
#ifndef LAMELLA_SRC_INSIGHT_SHRINKAGE_H_
#define LAMELLA_SRC_INSIGHT_SHRINKAGE_H_

#include <span>

namespace lamella::insight {

struct Estimate {
  double value = 0;
  double standard_error = 0;  // above 0
};

// tau^2 of b_i ~ N(0, tau^2 + se_i^2), after Paule and Mandel (1982, J Res NBS 87, 377): the
// tau^2 >= 0 with sum b_i^2 / (tau^2 + se_i^2) = number of estimates; 0 where they are no more
// spread than their errors.
double true_variance(std::span<const Estimate> estimates);

// b tau^2 / (tau^2 + se^2)
double shrunk(const Estimate& estimate, double true_variance);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_SHRINKAGE_H_
