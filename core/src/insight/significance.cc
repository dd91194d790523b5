#include "insight/significance.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

namespace lamella::insight {

namespace {

namespace math = boost::math;

// In double, because a long double is wider on some platforms than on others.
using Policy = math::policies::policy<math::policies::promote_double<false>>;
using StudentsT = math::students_t_distribution<double, Policy>;

}  // namespace

double two_sided_p(double r, int32_t n) {
  const double size = std::fabs(r);
  if (size >= 1) return 0;
  const double freedom = n - 2;
  // (1 - r)(1 + r): 1 - r^2 would lose the digits of an r near 1.
  const double t = size * std::sqrt(freedom / ((1 - size) * (1 + size)));
  return two_sided_p_of_t(t, freedom);
}

double two_sided_p_of_t(double t, double freedom) {
  return 2 * math::cdf(math::complement(StudentsT(freedom), std::fabs(t)));
}

double t_quantile(double probability, double freedom) {
  return math::quantile(StudentsT(freedom), probability);
}

double cauchy_combination(std::span<const double> p) {
  double sum = 0;
  for (const double one : p) {
    if (one >= 1) return 1;
    // tan((1/2 - p) pi) = cot(p pi), which keeps the digits of a small p.
    sum += 1 / std::tan(one * std::numbers::pi);
  }
  const double mean = sum / static_cast<double>(p.size());
  // 1/2 - arctan(x) / pi = arctan2(1, x) / pi
  return std::atan2(1.0, mean) / std::numbers::pi;
}

}  // namespace lamella::insight
