// The chain of an exposure that is there or not, and what an exposure was on days without a record,
// from the days around them (statistics reference 3).
#ifndef LAMELLA_SRC_INSIGHT_EXPOSURE_CHAIN_H_
#define LAMELLA_SRC_INSIGHT_EXPOSURE_CHAIN_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "insight/projection.h"
#include "insight/random.h"

namespace lamella::insight {

// A chain of two states, stationary: P(x_t = 1) = prevalence, correlation memory^lag.
struct BinaryChain {
  double prevalence = 0;  // pi
  double memory = 0;      // phi

  double starts() const { return prevalence * (1 - memory); }       // P(1 after 0), p01
  double stops() const { return (1 - prevalence) * (1 - memory); }  // P(0 after 1), p10
};

// True when every known value is 0 or 1.
bool binary(std::span<const double> exposure);

// The chain of a binary exposure (NaN is missing) from its days that follow each other, with the
// memory corrected for bias: p01 = (n01 + .5) / (n00 + n01 + 1), p10 likewise,
// phi = min(.98, phi^ + (1 + 3 phi^) / m) for phi^ = 1 - p01 - p10.
BinaryChain chain_of(std::span<const double> exposure);

// A path of the chain, from its stationary law on.
void draw_path(const BinaryChain& chain, Random& random, std::span<double> path);

// The runs of days without a record, and what one may expect of an exposure on them.
class Gaps {
 public:
  explicit Gaps(std::span<const double> exposure);

  // Sets path to E[x | nearest recorded neighbours] on the missing days, and leaves the others.
  void fill_binary(const BinaryChain& chain, std::span<double> path) const;

  // Of a continuous exposure: regression on the columns, known every day, plus the AR(1) bridge of
  // the residuals. With too few records for the columns, the bridge of the values themselves.
  void fill_continuous(const Columns& columns, std::span<double> path) const;

  std::span<const size_t> recorded() const { return recorded_; }
  std::span<const size_t> missing() const { return missing_; }

 private:
  // Missing days first to last; the record before is first - 1, that after last + 1, if there is.
  struct Gap {
    size_t first;
    size_t last;
  };

  size_t days_;
  std::vector<size_t> recorded_;
  std::vector<size_t> missing_;
  std::vector<Gap> gaps_;
};

// E[x_s] of the residual of an AR(1) between e_left, `left` days before, and e_right, `right` days
// after: (phi^l (1 - phi^2r) e_l + phi^r (1 - phi^2l) e_r) / (1 - phi^2(l + r)).
double bridge(double phi, int32_t left, double e_left, int32_t right, double e_right);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_EXPOSURE_CHAIN_H_
