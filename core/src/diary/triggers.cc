#include "lamella/triggers.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "diary/daily.h"
#include "diary/impl.h"
#include "diary/in_force.h"
#include "lamella/error.h"
#include "lamella/planned_test.h"
#include "lamella/version.h"

namespace lamella {

namespace {

constexpr std::string_view kExposures = "exposure.";

using Values = std::vector<double>;

void require_name(const std::string& name, const char* missing) {
  if (name.empty()) throw Error(Code::kInvalidArgument, missing);
}

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

// The one column of a series on the days of a plan, by its first day.
Values on_days_of(log::Statements& statements, const TriggerPlan& plan, DailyQuery query,
                  Task* task) {
  const std::string name = query.series.front();
  query.first_day = plan.blocks.front().first;
  // A day after the plan tells that it is over, too.
  const DayGrid grid = daily(statements, query, task);
  if (grid.columns.empty()) return {};
  return grid.column(column_name(grid, name)).values;
}

}  // namespace

TriggerTest Diary::trigger_test(const TriggerTestQuery& query, Task* task) {
  require_name(query.outcome, "no outcome is named");
  require_name(query.exposure, "no exposure is named");
  if (query.plan.blocks.empty()) throw Error(Code::kInvalidArgument, "the plan has no blocks");
  std::vector<TriggerDay> days;
  impl_->read([&](log::Statements& statements) {
    const DailyQuery scores{.series = {query.outcome}, .site = query.site};
    const Values score = on_days_of(statements, query.plan, scores, task);
    const Values exposed = on_days_of(statements, query.plan, {.series = {query.exposure}}, task);
    for (size_t i = 0; i < std::max(score.size(), exposed.size()); ++i) {
      TriggerDay& day = days.emplace_back();
      day.day = query.plan.blocks.front().first + static_cast<Day>(i);
      if (i < score.size() && !std::isnan(score[i])) day.score = score[i];
      if (i < exposed.size() && !std::isnan(exposed[i])) day.exposed = exposed[i] > 0;
    }
  });
  return analyse_trigger_test(query.plan, days);
}

TriggerReport Diary::triggers(const TriggerQuery& query, Task* task) {
  require_name(query.outcome, "no outcome is named");
  const Known found =
      impl_->read([&](log::Statements& statements) { return known(statements, query, task); });
  TriggerReport report =
      lamella::triggers(found.grid, found.exposures, found.grid.columns.front().name,
                        found.in_force, query.options, task);
  report.version = version();
  return report;
}

}  // namespace lamella
