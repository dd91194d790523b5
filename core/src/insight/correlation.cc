#include "lamella/correlation.h"

#include <algorithm>
#include <cmath>

#include "insight/lags.h"
#include "insight/pairs.h"
#include "lamella/error.h"

namespace lamella {

namespace {

constexpr int32_t kMostShifts = 9999;

void check(const CorrelationOptions& options) {
  if (options.lags.empty()) throw Error(Code::kInvalidArgument, "no lag set is given");
  for (const LagSet& lags : options.lags) insight::check_lags(lags);
  if (!(options.alpha > 0 && options.alpha < 1)) {
    throw Error(Code::kInvalidArgument, "alpha is not between 0 and 1");
  }
  if (options.shifts < 0 || options.shifts > kMostShifts) {
    throw Error(Code::kInvalidArgument, "shifts is not 0 to 9999");
  }
}

std::span<const double> values_of(const DayGrid& grid, const std::string& name) {
  const GridColumn& column = grid.column(name);
  if (column.values.size() != static_cast<size_t>(grid.days)) {
    throw Error(Code::kInvalidArgument, "a column has not one value for each day of its grid");
  }
  return column.values;
}

// The outcome `offset` days later on the calendar of the grid; what falls off its end comes to its
// start. Missing days move along, so the shifted series has the same gaps and the same memory.
std::vector<double> shifted(std::span<const double> outcome, int32_t offset) {
  std::vector<double> values(outcome.begin(), outcome.end());
  std::rotate(values.begin(), values.end() - offset, values.end());
  return values;
}

// Evenly spaced and distinct, of 1 to days - 1.
std::vector<int32_t> shift_offsets(int32_t days, int32_t asked) {
  const int64_t shifts = days < 3 ? 0 : std::min(asked, days - 1);
  std::vector<int32_t> offsets;
  for (int64_t k = 1; k <= shifts; ++k) {
    const int64_t rounded = (2 * k * days + shifts + 1) / (2 * (shifts + 1));
    offsets.push_back(static_cast<int32_t>(rounded));
  }
  return offsets;
}

// One search: every exposure against every window of an outcome.
class Search {
 public:
  Search(const DayGrid& grid, std::span<const std::string> exposures,
         const CorrelationOptions& options, Task* task)
      : options_(options), task_(task) {
    sides_.reserve(exposures.size());
    for (const std::string& name : exposures) {
      sides_.emplace_back(values_of(grid, name), options.method);
    }
  }

  void expect(uint64_t runs) {
    total_ = runs * options_.lags.size();
    report(task_, 0, total_);
  }

  // In the order of the exposures, then of the lag sets.
  std::vector<Correlation> run(std::span<const double> outcome) {
    std::vector<Correlation> found(sides_.size() * options_.lags.size());
    for (size_t lag = 0; lag < options_.lags.size(); ++lag) {
      const insight::Side y(window_mean(outcome, options_.lags[lag]), options_.method);
      for (size_t side = 0; side < sides_.size(); ++side) {
        found[side * options_.lags.size() + lag] = correlator_.correlate(sides_[side], y);
      }
      report(task_, ++done_, total_);
    }
    return found;
  }

  bool is_finding(const Correlation& pair) const { return pair.p && *pair.p < options_.alpha; }

 private:
  const CorrelationOptions& options_;
  Task* task_;
  uint64_t done_ = 0;
  uint64_t total_ = 0;
  std::vector<insight::Side> sides_;
  insight::Correlator correlator_;
};

}  // namespace

Correlation correlate(std::span<const double> x, std::span<const double> y,
                      CorrelationMethod method) {
  if (x.size() != y.size()) {
    throw Error(Code::kInvalidArgument, "the two series differ in length");
  }
  return insight::Correlator().correlate(insight::Side(x, method), insight::Side(y, method));
}

CorrelationReport lagged_correlations(const DayGrid& grid, std::span<const std::string> exposures,
                                      const std::string& outcome, const CorrelationOptions& options,
                                      Task* task) {
  check(options);
  if (exposures.empty()) throw Error(Code::kInvalidArgument, "no exposure is given");
  const std::span<const double> values = values_of(grid, outcome);
  const std::vector<int32_t> offsets = shift_offsets(grid.days, options.shifts);
  Search search(grid, exposures, options, task);
  search.expect(1 + offsets.size());

  CorrelationReport report;
  report.outcome = outcome;
  report.method = options.method;
  report.alpha = options.alpha;
  const std::vector<Correlation> found = search.run(values);
  for (size_t i = 0; i < found.size(); ++i) {
    report.pairs.push_back(
        {exposures[i / options.lags.size()], options.lags[i % options.lags.size()], found[i]});
    if (found[i].p) ++report.family;
    if (search.is_finding(found[i])) ++report.found;
  }

  int64_t by_chance = 0;
  for (const int32_t offset : offsets) {
    for (const Correlation& pair : search.run(shifted(values, offset))) {
      if (search.is_finding(pair)) ++by_chance;
    }
  }
  report.shifts = static_cast<int32_t>(offsets.size());
  if (!offsets.empty()) {
    report.by_chance = static_cast<double>(by_chance) / static_cast<double>(offsets.size());
  }
  return report;
}

}  // namespace lamella
