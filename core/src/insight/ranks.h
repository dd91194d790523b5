// Mid-ranks without sorting twice.
#ifndef LAMELLA_SRC_INSIGHT_RANKS_H_
#define LAMELLA_SRC_INSIGHT_RANKS_H_

#include <cstdint>
#include <span>
#include <vector>

namespace lamella::insight {

// A series as positions in the sorted list of its distinct values: sorted once, it can be ranked
// within any subset of its days by counting.
struct Levels {
  std::vector<double> values;   // distinct, rising
  std::vector<int32_t> of_day;  // index into `values`; -1 where the day is NaN
};

Levels levels_of(std::span<const double> series);

// Twice the centred mid-rank, 2 rank - (m + 1), of each level among m chosen days. These are
// integers, so sums of their products are exact, in any order, up to 200,000 days.
class CentredRanks {
 public:
  // `levels` are those of the chosen days, at least one; `level_count` is the number that could
  // come.
  void rank(std::span<const int32_t> levels, size_t level_count);

  double of(int32_t level) const { return ranks_[static_cast<size_t>(level)]; }
  // The least and the greatest level that came.
  size_t lowest() const { return lowest_; }
  size_t highest() const { return highest_; }

 private:
  std::vector<int32_t> counts_;
  std::vector<double> ranks_;
  size_t lowest_ = 0;
  size_t highest_ = 0;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_RANKS_H_
