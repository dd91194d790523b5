// Correlation of two series over the days on which both are known.
#ifndef LAMELLA_SRC_INSIGHT_PAIRS_H_
#define LAMELLA_SRC_INSIGHT_PAIRS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "insight/ranks.h"
#include "lamella/correlation.h"

namespace lamella::insight {

// One side of many correlations, prepared once. Fails with kInvalidArgument for an infinite value.
struct Side {
  Side(std::span<const double> series, CorrelationMethod how);

  CorrelationMethod method;
  std::vector<double> values;  // the series, scaled where its sums would overflow
  Levels levels;               // for Spearman alone
};

// Correlates sides of equal length and method. It keeps its working memory between calls, so use
// one in each thread.
class Correlator {
 public:
  Correlation correlate(const Side& x, const Side& y);

 private:
  // Fill the deviations of the known pairs; false when a correlation is not defined.
  bool centre_values(std::span<const double> x, std::span<const double> y);
  bool centre_ranks(const Levels& x, const Levels& y);

  std::vector<double> dx_, dy_;
  std::vector<int32_t> x_levels_, y_levels_;
  CentredRanks x_ranks_, y_ranks_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_PAIRS_H_
