#include "diary/daily.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "diary/columns.h"
#include "diary/impl.h"
#include "log/query.h"
#include "log/samples.h"

namespace lamella {

namespace {

// The values of one column in the order of time, from all its sites and makers.
struct Series {
  std::string name;
  std::string code;
  std::string unit;
  Type type = Type::kSymptom;
  std::vector<size_t> rows;  // of the samples
  std::vector<Day> days;
  std::vector<double> values;
};

Reduce default_reduce(Type type) {
  switch (type) {
    case Type::kExposure:
      return Reduce::kMax;
    case Type::kDose:
      return Reduce::kSum;
    default:
      return Reduce::kMean;
  }
}

std::vector<Series> series_of(const log::Samples& samples) {
  std::map<std::pair<std::string, std::string>, Series> by_name;  // (series, unit)
  std::map<std::string, std::set<std::string>> units;
  size_t row = 0;
  for (const log::Run& run : samples.runs) {
    if (row == run.end) continue;
    const std::string name = codec::series_name(run.topic);
    Series& series = by_name[{name, run.topic.unit}];
    series.name = name;
    series.code = run.topic.code;
    series.unit = run.topic.unit;
    series.type = static_cast<Type>(run.topic.type);
    units[name].insert(run.topic.unit);
    for (; row < run.end; ++row) series.rows.push_back(row);
  }
  std::vector<Series> result;
  for (auto& [key, series] : by_name) {
    if (units[key.first].size() > 1) series.name += " [" + series.unit + "]";
    result.push_back(std::move(series));
  }
  return result;
}

void sort_by_time(const log::Samples& samples, Series& series) {
  std::stable_sort(series.rows.begin(), series.rows.end(), [&](size_t a, size_t b) {
    // A sample without an instant has the least number: it comes first in its day.
    return std::tie(samples.day[a], samples.utc_ms[a]) <
           std::tie(samples.day[b], samples.utc_ms[b]);
  });
  for (size_t row : series.rows) {
    series.days.push_back(samples.day[row]);
    series.values.push_back(samples.value[row]);
  }
}

// What the diary says about silence.
struct Silences {
  std::map<std::string, Factor> definitions;
  std::map<std::string, std::vector<Day>> asked;    // days on which a day check lists the factor
  std::map<std::string, std::vector<Day>> exposed;  // days with a record of the factor
  std::vector<Day> checked;
};

Silences read_silences(log::Statements& statements) {
  Silences silences;
  log::for_each_entry(statements, static_cast<uint32_t>(Type::kFactor), {}, {},
                      [&](const log::View& view) {
                        const Record record = decode(view.record);
                        if (const auto* factor = std::get_if<Factor>(&record.body)) {
                          silences.definitions[factor->code] = *factor;
                        }
                      });
  log::for_each_entry(statements, static_cast<uint32_t>(Type::kDayCheck), {}, {},
                      [&](const log::View& view) {
                        const Record record = decode(view.record);
                        const auto* check = std::get_if<DayCheck>(&record.body);
                        if (check == nullptr || !record.when || !record.when->local_day) return;
                        for (const std::string& factor : check->factors) {
                          std::vector<Day>& days = silences.asked[factor];
                          if (days.empty() || days.back() != *record.when->local_day) {
                            days.push_back(*record.when->local_day);
                          }
                        }
                      });
  if (silences.definitions.empty() && silences.asked.empty()) return silences;
  silences.exposed = log::exposure_days(statements);
  silences.checked = log::checked_days(statements, kFirstDay, kLastDay);
  return silences;
}

std::vector<Day> days_of_silence(const Silences& silences, const std::string& code) {
  const auto exposed = silences.exposed.find(code);
  const auto definition = silences.definitions.find(code);
  const auto asked = silences.asked.find(code);
  bool implied = false;
  std::optional<Day> since;
  if (definition != silences.definitions.end()) {
    implied = definition->second.silence == Silence::kImpliedOnCheckedDays;
    since = definition->second.since_day;
  }
  if (!since && exposed != silences.exposed.end()) since = exposed->second.front();
  if (!since) implied = false;
  std::vector<Day> days =
      no_days(silences.checked, asked == silences.asked.end() ? std::vector<Day>() : asked->second,
              implied, since);
  if (exposed == silences.exposed.end()) return days;
  // A record without a value is an answer that was not given: no silence.
  std::vector<Day> silent;
  std::set_difference(days.begin(), days.end(), exposed->second.begin(), exposed->second.end(),
                      std::back_inserter(silent));
  return silent;
}

}  // namespace

DayGrid daily(log::Statements& statements, const DailyQuery& query, Task* task) {
  SampleQuery wanted;
  wanted.series = query.series;
  wanted.site = query.site;
  wanted.first_day = query.first_day;
  wanted.last_day = query.last_day;
  const log::Samples samples = log::samples(statements, wanted, false, task);
  if (samples.day.empty()) return {};
  std::vector<Series> all = series_of(samples);
  const Silences silences = read_silences(statements);
  std::vector<GridInput> inputs;
  for (Series& series : all) {
    sort_by_time(samples, series);
    GridInput input;
    input.name = series.name;
    input.unit = series.unit;
    input.reduce = query.reduce.value_or(default_reduce(series.type));
    input.days = series.days;
    input.values = series.values;
    if (series.type == Type::kExposure) input.no_days = days_of_silence(silences, series.code);
    inputs.push_back(std::move(input));
  }
  const auto [least, largest] = std::minmax_element(samples.day.begin(), samples.day.end());
  return day_grid(query.first_day.value_or(*least), query.last_day.value_or(*largest), inputs);
}

std::string column_name(const DayGrid& grid, const std::string& name) {
  std::vector<std::string> found;
  for (const GridColumn& column : grid.columns) {
    if (column.name == name) return name;
    if (column.name.substr(column.name.find('.') + 1) == name) found.push_back(column.name);
  }
  if (found.empty()) throw Error(Code::kNotFound, "no numbers belong to a series of this name");
  if (found.size() > 1) {
    throw Error(Code::kInvalidArgument,
                "more than one type of entry has this code: name the series with its type");
  }
  return found.front();
}

DayGrid Diary::daily(const DailyQuery& query, Task* task) {
  return impl_->read(
      [&](log::Statements& statements) { return lamella::daily(statements, query, task); });
}

std::shared_ptr<const Table> grid_table(const DayGrid& grid) {
  auto table = std::make_shared<Table>();
  std::vector<Day> days;
  days.reserve(static_cast<size_t>(grid.days));
  for (int32_t i = 0; i < grid.days; ++i) days.push_back(grid.first_day + i);
  table->columns.push_back(make_column("local_day", ColumnKind::kDay, std::move(days)));
  for (const GridColumn& column : grid.columns) {
    table->columns.push_back(make_column(column.name, ColumnKind::kNumber, column.values));
    table->columns.back().metadata["unit"] = column.unit;
  }
  return table;
}

}  // namespace lamella
