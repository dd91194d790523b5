// The days behind a verdict, and what is known of them.
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_WINDOW_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_WINDOW_H_

#include <cstdint>
#include <span>
#include <vector>

#include "lamella/grid.h"

namespace lamella::insight {

// Some days in a row of a grid: an outcome and its exposures, NaN where nothing is known.
struct Window {
  Day first = 0;
  std::vector<double> outcome{};
  std::vector<std::vector<double>> exposures{};

  // From day `from` to day `to`, both within the grid.
  Window(const DayGrid& grid, const GridColumn& score, std::span<const GridColumn* const> columns,
         Day from, Day to);

  int32_t days() const { return static_cast<int32_t>(outcome.size()); }
  Day last() const { return first + days() - 1; }
  int32_t recorded() const;  // days with an outcome
};

// Whole weeks, from the first day on, with fewer than 3 outcomes.
int32_t thin_weeks(const Window& window);

// Of the known values; 0 for fewer than two, and where squares leave the range of a double.
double standard_deviation(std::span<const double> values);

// Share of the known values that are the most frequent one; 0 without any.
double most_frequent_share(std::span<const double> values);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_WINDOW_H_
