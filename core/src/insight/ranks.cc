#include "insight/ranks.h"

#include <algorithm>
#include <cmath>

namespace lamella::insight {

Levels levels_of(std::span<const double> series) {
  Levels levels;
  std::copy_if(series.begin(), series.end(), std::back_inserter(levels.values),
               [](double value) { return !std::isnan(value); });
  std::sort(levels.values.begin(), levels.values.end());
  levels.values.erase(std::unique(levels.values.begin(), levels.values.end()), levels.values.end());
  levels.of_day.reserve(series.size());
  for (const double value : series) {
    const auto place = std::lower_bound(levels.values.begin(), levels.values.end(), value);
    levels.of_day.push_back(
        std::isnan(value) ? -1 : static_cast<int32_t>(place - levels.values.begin()));
  }
  return levels;
}

void CentredRanks::rank(std::span<const int32_t> levels, size_t level_count) {
  counts_.assign(level_count, 0);
  ranks_.resize(level_count);
  for (const int32_t level : levels) ++counts_[static_cast<size_t>(level)];
  const auto days = static_cast<int32_t>(levels.size());
  int32_t below = 0;
  for (size_t level = 0; level < level_count; ++level) {
    ranks_[level] = 2 * below + counts_[level] - days;
    below += counts_[level];
  }
  const auto came = [](int32_t count) { return count > 0; };
  lowest_ =
      static_cast<size_t>(std::find_if(counts_.begin(), counts_.end(), came) - counts_.begin());
  highest_ =
      static_cast<size_t>(counts_.rend() - std::find_if(counts_.rbegin(), counts_.rend(), came)) -
      1;
}

}  // namespace lamella::insight
