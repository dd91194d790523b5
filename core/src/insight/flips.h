// What the differences of pairs could have been, had the lots fallen otherwise.
#ifndef LAMELLA_SRC_INSIGHT_FLIPS_H_
#define LAMELLA_SRC_INSIGHT_FLIPS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "insight/random.h"

namespace lamella::insight {

struct FlipEffort {
  size_t counted_pairs = 0;  // up to so many all flips are counted, at most 20
  int32_t drawn = 0;         // else so many are drawn
};

struct FlipTest {
  double p = 1;
  // Absent when so few pairs cannot reach alpha.
  std::optional<double> low{};
  std::optional<double> high{};
  bool counted = false;
};

// The test of an effect of 0 on pair differences d(i), each of which could have had the other sign
// by a fair lot, and its inversion for d(i) - b e(i), e(i) > 0. At b the sum over all pairs is
// S(b) = sum d - b e, and with the pairs of a set A flipped it is S(b) - 2 sum over A of (d - b e):
// no less than S(b) exactly when r(A) = sum over A of d / sum over A of e is at most b. So with N
// sets (all that are not empty, or as many drawn) and the assignment itself
//   p(b) = 2 min(1 + #{r(A) <= b}, 1 + #{r(A) >= b}) / (1 + N), at most 1,
// and the b with p(b) > alpha are those from the j-th least to the j-th greatest r(A), j the
// greatest number with 2 j / (1 + N) <= alpha (Hartigan 1969, "Using subsample values as typical
// values", JASA 64, 1303). So p <= alpha exactly when the interval is without 0.
FlipTest flip_test(std::span<const double> d, std::span<const double> e, double alpha,
                   const FlipEffort& effort, Random& random);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_FLIPS_H_
