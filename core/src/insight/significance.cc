#include "insight/significance.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

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
  return 2 * math::cdf(math::complement(StudentsT(freedom), t));
}

}  // namespace lamella::insight
