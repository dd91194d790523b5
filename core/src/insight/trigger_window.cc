#include "insight/trigger_window.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace lamella::insight {

namespace {

using Values = std::vector<double>;

int32_t known(std::span<const double> values) {
  return static_cast<int32_t>(
      std::count_if(values.begin(), values.end(), [](double value) { return !std::isnan(value); }));
}

}  // namespace

Window::Window(const DayGrid& grid, const GridColumn& score,
               std::span<const GridColumn* const> columns, Day from, Day to)
    : first(from) {
  const std::ptrdiff_t begin = from - grid.first_day;
  const std::ptrdiff_t end = to - grid.first_day + 1;
  const auto cut = [&](const Values& values) {
    return Values(values.begin() + begin, values.begin() + end);
  };
  outcome = cut(score.values);
  exposures.reserve(columns.size());
  for (const GridColumn* column : columns) exposures.push_back(cut(column->values));
}

int32_t Window::recorded() const { return known(outcome); }

int32_t thin_weeks(const Window& window) {
  constexpr size_t kWeek = 7;
  constexpr int32_t kLeast = 3;
  int32_t thin = 0;
  for (size_t day = 0; day + kWeek <= window.outcome.size(); day += kWeek) {
    thin += known(std::span(window.outcome).subspan(day, kWeek)) < kLeast ? 1 : 0;
  }
  return thin;
}

double standard_deviation(std::span<const double> values) {
  const int32_t days = known(values);
  if (days < 2) return 0;
  double sum = 0;
  for (const double value : values) sum += std::isnan(value) ? 0 : value;
  const double mean = sum / days;
  double squares = 0;
  for (const double value : values) {
    squares += std::isnan(value) ? 0 : (value - mean) * (value - mean);
  }
  return std::isfinite(squares) ? std::sqrt(squares / (days - 1)) : 0;
}

double most_frequent_share(std::span<const double> values) {
  std::map<double, int32_t> counts;
  int32_t most = 0;
  for (const double value : values) {
    if (!std::isnan(value)) most = std::max(most, ++counts[value]);
  }
  return static_cast<double>(most) / std::max(known(values), 1);
}

}  // namespace lamella::insight
