// How often chance alone reaches a statistic.
#ifndef LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_
#define LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_

#include <cstdint>
#include <span>

namespace lamella::insight {

// Two-sided p of a correlation r in [-1, 1] over n >= 3 pairs: twice the tail of Student's t with
// n - 2 degrees of freedom beyond |r| sqrt((n - 2) / (1 - r^2)). Relative error below 1e-9 down to
// 1e-300; 0 for |r| = 1.
double two_sided_p(double r, int32_t n);

// Two-sided p of Student's t with `freedom` > 0 degrees of freedom.
double two_sided_p_of_t(double t, double freedom);

// The t that Student's with `freedom` > 0 degrees of freedom stays below with this probability, in
// (0, 1).
double t_quantile(double probability, double freedom);

// Cauchy combination of p-values that may depend on each other (Liu and Xie 2020, JASA 115, 393):
// 1/2 - arctan(mean of tan((1/2 - p_i) pi)) / pi. 1 when one of them is 1.
double cauchy_combination(std::span<const double> p);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_SIGNIFICANCE_H_
