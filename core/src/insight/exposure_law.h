// The law of an intermittent exposure, from which others like it are drawn; and any exposure with
// its missing days filled (statistics reference 3).
#ifndef LAMELLA_SRC_INSIGHT_EXPOSURE_LAW_H_
#define LAMELLA_SRC_INSIGHT_EXPOSURE_LAW_H_

#include <optional>
#include <span>
#include <vector>

#include "insight/exposure_chain.h"
#include "insight/projection.h"
#include "insight/random.h"

namespace lamella::insight {

// What an exposure is when it is not there: 0 of a binary one; of amounts their lowest or highest
// value, when at least a quarter of the known days have it. Nothing for other exposures: those are
// continuous.
std::optional<double> rest_of(std::span<const double> exposure);

// Binary, or amounts that come and go, such as minutes of sport. A t test takes the rare days of
// such an exposure for more than they are when scores are mostly zero.
bool intermittent(std::span<const double> exposure);

// 1 where an intermittent exposure is not at rest, 0 where it is, NaN where it is missing.
std::vector<double> presence(std::span<const double> exposure);

// When an exposure is there follows the chain of its presence; how much it then is, its own
// recorded amounts: one at random as it starts, and those recorded after that one while it lasts.
class ExposureLaw {
 public:
  // Of an intermittent exposure with at least one known day.
  explicit ExposureLaw(std::span<const double> exposure);

  std::span<const size_t> recorded() const { return gaps_.recorded(); }

  // Less the rest, of the days on which it is there; 1 of a binary exposure.
  double mean_amount() const { return mean_amount_; }

  // The exposure less its rest; missing days hold what the days around them let expect.
  std::vector<double> path() const;

  // Another path of this law, less the rest, with the same days missing and filled.
  void draw(Random& random, std::span<double> path) const;

 private:
  void fill(std::span<double> path) const;

  std::vector<double> presence_;
  Gaps gaps_;
  BinaryChain chain_;
  std::vector<double> amounts_;  // less the rest, in the order of time; all 1 of a binary exposure
  bool all_one_ = true;
  double mean_amount_ = 1;
};

// The exposure with its missing days filled, by the law that its values show; NaN stays when
// nothing is recorded. Fails with kInvalidArgument for a value beyond 1e100.
std::vector<double> filled(std::span<const double> exposure, const Columns& columns);

// `filled`, less the mean of the known days: what the features of a scan are made of. 0 throughout
// when nothing is recorded.
std::vector<double> centred_filled(std::span<const double> exposure, const Columns& columns);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_EXPOSURE_LAW_H_
