// Diary::samples: the numbers of the diary as a long table.
#include <map>

#include "diary/columns.h"
#include "diary/impl.h"
#include "log/op_log.h"
#include "log/samples.h"

namespace lamella {

namespace {

// A column that has one text for each topic.
template <typename Text>
Column topic_column(const std::string& name, const log::Samples& samples, Text text) {
  Column column;
  std::map<std::string, int32_t> numbers;
  std::vector<int32_t> indices;
  indices.reserve(samples.day.size());
  for (const log::Run& run : samples.runs) {
    const auto [found, added] =
        numbers.emplace(text(run.topic), static_cast<int32_t>(column.categories.size()));
    if (added) column.categories.push_back(found->first);
    indices.resize(run.end, found->second);
  }
  column.name = name;
  column.kind = ColumnKind::kCategory;
  column.data = std::move(indices);
  return column;
}

std::vector<Id> record_ids(log::Statements& statements, const std::vector<log::Position>& positions,
                           Task* task) {
  constexpr size_t kProgressSteps = 4'096;
  log::OpLog log(statements);
  std::vector<Id> ids;
  ids.reserve(positions.size());
  for (log::Position position : positions) {
    if (ids.size() % kProgressSteps == 0) report(task, ids.size(), positions.size());
    ids.push_back(log.change(position).entity);
  }
  return ids;
}

}  // namespace

std::shared_ptr<const Table> Diary::samples(const SampleQuery& query, Task* task) {
  return impl_->read([&](log::Statements& statements) {
    log::Samples samples = log::samples(statements, query, query.record_ids, task);
    auto table = std::make_shared<Table>();
    std::vector<Column>& columns = table->columns;
    columns.push_back(topic_column("series", samples, codec::series_name));
    columns.push_back(make_column("at", ColumnKind::kInstant, std::move(samples.utc_ms)));
    columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(samples.day)));
    columns.push_back(
        make_column("offset_min", ColumnKind::kInteger, std::move(samples.offset_min)));
    columns.push_back(make_column("value", ColumnKind::kNumber, std::move(samples.value)));
    columns.push_back(
        topic_column("unit", samples, [](const codec::Topic& topic) { return topic.unit; }));
    columns.push_back(
        topic_column("site", samples, [](const codec::Topic& topic) { return topic.site; }));
    if (query.record_ids) {
      columns.push_back(
          make_column("record", ColumnKind::kId, record_ids(statements, samples.position, task)));
    }
    return std::shared_ptr<const Table>(std::move(table));
  });
}

}  // namespace lamella
