// The day grid: one row a local day, one column a series. All analysis runs on it.
//
//   lamella::DayGrid grid = diary.daily({});
//   double itch = grid.column("symptom.itch").values[3];  // NaN: nothing known of the fourth day
//
// Pure functions without I/O. Rows are calendar days, so a lag of one row is always one day.
#ifndef LAMELLA_GRID_H_
#define LAMELLA_GRID_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/day.h"

namespace lamella {

inline constexpr int32_t kMaxGridDays = 40'000;

// How several values of one day become one.
enum class Reduce : uint8_t {
  kLast,  // the latest by instant; those without an instant come first
  kMean,
  kMax,
  kSum,
};

// The values of one series in the order of time, as the diary holds them.
struct GridInput {
  std::string name{};
  std::string unit{};
  Reduce reduce = Reduce::kMean;
  std::span<const Day> days{};
  std::span<const double> values{};
  // Days on which silence means "no": a day of these without a value becomes 0. Sorted.
  std::vector<Day> no_days{};
};

struct GridColumn {
  std::string name{};
  std::string unit{};
  Reduce reduce = Reduce::kMean;
  // One for each day; NaN is missing.
  std::vector<double> values{};
};

struct DayGrid {
  Day first_day = 0;
  int32_t days = 0;
  std::vector<GridColumn> columns{};

  // Fails with kNotFound.
  const GridColumn& column(std::string_view name) const;
};

// The grid from `first_day` to `last_day`, both included. Values outside of it and NaN are left
// out. Fails with kInvalidArgument when the days are in the wrong order or more than kMaxGridDays,
// when a column name comes twice, when an input's spans differ in length, when a value is infinite,
// or when the values of a day are too large to add.
DayGrid day_grid(Day first_day, Day last_day, std::span<const GridInput> inputs);

// The days on which silence about a factor means "no" (design: absence). `checked_days` are the
// days that a person checked, `asked_days` those on which a day check lists this factor; both
// sorted. Silence on an asked day is always "no"; on a checked day it is when `implied`, from
// `since_day` on; without a since day (a factor that has no record yet) nothing is implied.
std::vector<Day> no_days(std::span<const Day> checked_days, std::span<const Day> asked_days,
                         bool implied, std::optional<Day> since_day);

}  // namespace lamella

#endif  // LAMELLA_GRID_H_
