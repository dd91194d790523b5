// How often chance alone correlates independent days this much.
#ifndef LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_
#define LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_

#include <cstdint>

namespace lamella::insight {

// Two-sided p of a correlation r in [-1, 1] over n >= 3 pairs: twice the tail of Student's t with
// n - 2 degrees of freedom beyond |r| sqrt((n - 2) / (1 - r^2)). Relative error below 1e-9 down to
// 1e-300; 0 for |r| = 1.
double two_sided_p(double r, int32_t n);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_
