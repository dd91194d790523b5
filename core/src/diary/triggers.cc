#include "lamella/triggers.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "diary/daily.h"
#include "diary/impl.h"
#include "diary/in_force.h"
#include "lamella/version.h"

namespace lamella {

namespace {

constexpr std::string_view kExposures = "exposure.";

// What the diary knows about one outcome and its exposures.
struct Known {
  DayGrid grid{};  // the outcome first
  std::vector<std::string> exposures{};
  std::vector<InForce> in_force{};
};

Known known(log::Statements& statements, const TriggerQuery& query, Task* task) {
  Known result;
  DailyQuery wanted{.series = {query.outcome},
                    .site = query.site,
                    .first_day = query.first_day,
                    .last_day = query.last_day,
                    .reduce = query.reduce};
  result.grid = daily(statements, wanted, task);
  const std::string outcome = column_name(result.grid, query.outcome);
  std::erase_if(result.grid.columns,
                [&](const GridColumn& column) { return column.name != outcome; });

  DailyQuery others{.series = query.exposures,
                    .first_day = result.grid.first_day,
                    .last_day = result.grid.first_day + result.grid.days - 1};
  DayGrid exposures = daily(statements, others, task);
  for (const std::string& name : query.exposures) {
    result.exposures.push_back(column_name(exposures, name));
  }
  for (GridColumn& column : exposures.columns) {
    if (column.name == outcome) continue;
    const bool all = query.exposures.empty() && column.name.starts_with(kExposures);
    if (all) result.exposures.push_back(column.name);
    result.grid.columns.push_back(std::move(column));
  }
  result.in_force = treatments_in_force(statements);
  return result;
}

}  // namespace

TriggerReport Diary::triggers(const TriggerQuery& query, Task* task) {
  if (query.outcome.empty()) throw Error(Code::kInvalidArgument, "no outcome is named");
  const Known found =
      impl_->read([&](log::Statements& statements) { return known(statements, query, task); });
  TriggerReport report =
      lamella::triggers(found.grid, found.exposures, found.grid.columns.front().name,
                        found.in_force, query.options, task);
  report.version = version();
  return report;
}

}  // namespace lamella
