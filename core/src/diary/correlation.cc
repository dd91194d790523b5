#include "lamella/correlation.h"

#include "diary/daily.h"
#include "diary/impl.h"

namespace lamella {

CorrelationReport Diary::lagged_correlations(const CorrelationQuery& query, Task* task) {
  DailyQuery wanted = query.grid;
  wanted.series = query.exposures;
  if (!query.exposures.empty()) wanted.series.push_back(query.outcome);
  const DayGrid grid = impl_->read(
      [&](log::Statements& statements) { return lamella::daily(statements, wanted, task); });
  const std::string outcome = column_name(grid, query.outcome);
  std::vector<std::string> exposures;
  for (const std::string& name : query.exposures) exposures.push_back(column_name(grid, name));
  if (exposures.empty()) {
    for (const GridColumn& column : grid.columns) {
      if (column.name != outcome) exposures.push_back(column.name);
    }
  }
  return lamella::lagged_correlations(grid, exposures, outcome, query.options, task);
}

}  // namespace lamella
