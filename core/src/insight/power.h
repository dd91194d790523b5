// Powers whose digits do not depend on a C library.
#ifndef LAMELLA_SRC_INSIGHT_POWER_H_
#define LAMELLA_SRC_INSIGHT_POWER_H_

#include <cstdint>

namespace lamella::insight {

// base^exponent by squaring, for an exponent of at least 0.
inline double power(double base, int32_t exponent) {
  double result = 1;
  for (double square = base; exponent > 0; exponent /= 2, square *= square) {
    if (exponent % 2 == 1) result *= square;
  }
  return result;
}

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_POWER_H_
