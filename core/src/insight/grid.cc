#include "lamella/grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "insight/sum.h"
#include "lamella/error.h"

namespace lamella {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// All values of one day on their way to one.
struct DayValues {
  insight::Sum sum;
  int64_t count = 0;
  double last = kMissing;
  double max = kMissing;

  void add(double value) {
    sum.add(value);
    ++count;
    last = value;
    max = std::fmax(max, value);
  }

  double reduce(Reduce rule) const {
    if (count == 0) return kMissing;
    switch (rule) {
      case Reduce::kLast:
        return last;
      case Reduce::kMax:
        return max;
      case Reduce::kMean:
        return finite(sum.total()) / static_cast<double>(count);
      case Reduce::kSum:
        return finite(sum.total());
    }
    throw Error(Code::kInvalidArgument, "no such rule to reduce the values of a day");
  }

  static double finite(double total) {
    if (std::isfinite(total)) return total;
    throw Error(Code::kInvalidArgument, "the values of a day are too large to add");
  }
};

// Rows from the first day on; others than 0 to days - 1 are outside of the grid.
int64_t row_of(Day day, const DayGrid& grid) { return int64_t{day} - grid.first_day; }
bool inside(int64_t row, const DayGrid& grid) { return row >= 0 && row < grid.days; }

GridColumn column_of(const GridInput& input, const DayGrid& grid) {
  if (input.days.size() != input.values.size()) {
    throw Error(Code::kInvalidArgument, "a series has more days than values or fewer");
  }
  std::vector<DayValues> rows(static_cast<size_t>(grid.days));
  for (size_t i = 0; i < input.values.size(); ++i) {
    const double value = input.values[i];
    if (std::isinf(value)) throw Error(Code::kInvalidArgument, "a value is infinite");
    const int64_t row = row_of(input.days[i], grid);
    if (inside(row, grid) && !std::isnan(value)) rows[static_cast<size_t>(row)].add(value);
  }
  GridColumn column{input.name, input.unit, input.reduce, {}};
  column.values.reserve(rows.size());
  for (const DayValues& row : rows) column.values.push_back(row.reduce(input.reduce));
  for (const Day day : input.no_days) {
    const int64_t row = row_of(day, grid);
    if (!inside(row, grid)) continue;
    double& value = column.values[static_cast<size_t>(row)];
    if (std::isnan(value)) value = 0;
  }
  return column;
}

}  // namespace

const GridColumn& DayGrid::column(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const GridColumn& column) { return column.name == name; });
  if (found == columns.end()) throw Error(Code::kNotFound, "no such column in the day grid");
  return *found;
}

DayGrid day_grid(Day first_day, Day last_day, std::span<const GridInput> inputs) {
  const int64_t days = int64_t{last_day} - first_day + 1;
  if (days < 1) throw Error(Code::kInvalidArgument, "the last day of a grid is before its first");
  if (days > kMaxGridDays) {
    throw Error(Code::kInvalidArgument,
                "a grid has at most " + std::to_string(kMaxGridDays) + " days");
  }
  DayGrid grid{first_day, static_cast<int32_t>(days), {}};
  std::set<std::string_view> names;
  for (const GridInput& input : inputs) {
    if (!names.insert(input.name).second) {
      throw Error(Code::kInvalidArgument, "a column name comes twice");
    }
    grid.columns.push_back(column_of(input, grid));
  }
  return grid;
}

std::vector<Day> no_days(std::span<const Day> checked_days, std::span<const Day> asked_days,
                         bool implied, std::optional<Day> since_day) {
  auto since = checked_days.end();
  if (implied && since_day) {
    since = std::lower_bound(checked_days.begin(), checked_days.end(), *since_day);
  }
  std::vector<Day> days;
  std::set_union(since, checked_days.end(), asked_days.begin(), asked_days.end(),
                 std::back_inserter(days));
  days.erase(std::unique(days.begin(), days.end()), days.end());
  return days;
}

}  // namespace lamella
