// A table that others published about five years of one person's pain, reproduced: 15 digits of r
// and p. Data and rule: myaiguide/SOURCE.md of the reference data, which stays outside of the
// repository. The scaling over the trailing 180 days is that project's, so it lives here.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "lamella/correlation.h"

namespace {

namespace fs = std::filesystem;

using Values = std::vector<double>;
using Table = std::vector<std::vector<std::string>>;
using Columns = std::map<std::string, Values>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// The 106 published rows without the 31 whose first variable is not in the file.
constexpr int kRowsInTheFile = 75;

constexpr size_t kTrailingDays = 180;

fs::path data_folder() {
  const char* named = std::getenv("LAMELLA_SHARED_DATA");
  const fs::path repository = fs::absolute(__FILE__).parent_path() / ".." / "..";
  const fs::path root = named != nullptr ? fs::path(named) : repository / ".." / "shared" / "data";
  return root / "myaiguide";
}

Table read_table(const fs::path& path) {
  Table table;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    line.push_back(',');  // so that an empty last field is a field
    std::vector<std::string> fields;
    std::istringstream row(line);
    for (std::string field; std::getline(row, field, ',');) fields.push_back(field);
    table.push_back(fields);
  }
  return table;
}

Columns columns_of(const Table& table) {
  Columns columns;
  for (size_t row = 1; row < table.size(); ++row) {
    for (size_t column = 1; column < table[0].size(); ++column) {
      const std::string& field = table[row].at(column);
      columns[table[0][column]].push_back(field.empty() ? kNan : std::stod(field));
    }
  }
  return columns;
}

Values greatest(const Columns& columns, const std::vector<std::string>& names) {
  Values result(columns.at(names[0]).size(), kNan);
  for (const std::string& name : names) {
    for (size_t day = 0; day < result.size(); ++day) {
      result[day] = std::fmax(result[day], columns.at(name)[day]);
    }
  }
  return result;
}

// (x - min) / (max - min) over the trailing 180 days with today, 0 where max = min.
Values scaled(const Values& values) {
  Values result;
  for (size_t day = 0; day < values.size(); ++day) {
    double low = kNan;
    double high = kNan;
    for (size_t past = day < kTrailingDays ? 0 : day - kTrailingDays + 1; past <= day; ++past) {
      low = std::fmin(low, values[past]);
      high = std::fmax(high, values[past]);
    }
    result.push_back(low == high ? 0 : (values[day] - low) / (high - low));
  }
  return result;
}

lamella::DayGrid grid_of_the_paper() {
  Columns columns =
      columns_of(read_table(data_folder() / "participant1_2016-05-01_2021-09-01.csv"));
  columns["foreheadEyesPain"] =
      greatest(columns, {"foreheadAndEyesPain", "aroundEyesPain", "foreheadPain", "eyesPain"});
  columns["wholeArm"] = greatest(columns, {"handsAndFingerPain", "fingersPain", "forearmElbowPain",
                                           "elbowPain", "shoulderNeckPain", "shoulderPain"});
  Values& cycling = columns["cycling"] = columns.at("roadBike");
  for (size_t day = 0; day < cycling.size(); ++day) cycling[day] += columns.at("mountainBike")[day];

  lamella::DayGrid grid{
      lamella::parse_iso_date("2016-05-01"), static_cast<int32_t>(cycling.size()), {}};
  for (const auto& [name, values] : columns) {
    grid.columns.push_back({name, "1", lamella::Reduce::kMean, scaled(values)});
  }
  return grid;
}

const std::map<std::string, lamella::LagSet>& published_lags() {
  static const std::map<std::string, lamella::LagSet> lags = {{"same_day", {0}},
                                                              {"next_day", {1}},
                                                              {"next_2_days", {1, 2}},
                                                              {"next_3_days", {1, 2, 3}},
                                                              {"next_4_days", {1, 2, 3, 4}},
                                                              {"next_5_days", {1, 2, 3, 4, 5}}};
  return lags;
}

}  // namespace

TEST_CASE("the published correlations of five years are reproduced to 12 digits") {
  if (!fs::exists(data_folder())) {
    MESSAGE("skipped: no reference data (set LAMELLA_SHARED_DATA to its folder)");
    return;
  }
  const lamella::DayGrid grid = grid_of_the_paper();
  REQUIRE(grid.days == 1950);
  const Table published =
      read_table(data_folder() / "published_significant_correlations_pain_only.csv");
  int rows = 0;
  for (size_t row = 1; row < published.size(); ++row) {
    const std::string& exposure = published[row][0];
    const bool in_file =
        std::any_of(grid.columns.begin(), grid.columns.end(),
                    [&](const lamella::GridColumn& column) { return column.name == exposure; });
    if (!in_file) continue;
    ++rows;
    CAPTURE(row);
    const lamella::LagSet& lags = published_lags().at(published[row][2]);
    const lamella::Correlation result =
        lamella::correlate(grid.column(exposure).values,
                           lamella::window_mean(grid.column(published[row][1]).values, lags));
    const double p = std::stod(published[row][4]);
    CHECK(std::fabs(*result.r - std::stod(published[row][3])) <= 1e-12);
    CHECK(std::fabs(*result.p - p) <= 1e-9 * p);
    CHECK(result.n >= 1949);
  }
  CHECK(published.size() == 107);
  CHECK(rows == kRowsInTheFile);
}

TEST_CASE("the report says that chance alone makes half of the published findings on knee pain") {
  if (!fs::exists(data_folder())) {
    MESSAGE("skipped: no reference data (set LAMELLA_SHARED_DATA to its folder)");
    return;
  }
  const std::vector<std::string> exposures = {
      "climbing",       "climbingDenivelation", "climbingMaxEffortIntensity",
      "cycling",        "scooterRiding",        "climbingMeanEffortIntensity",
      "timeDrivingCar", "viaFerrata",           "swimming"};
  lamella::CorrelationOptions options;
  options.lags.clear();
  for (const auto& [name, lags] : published_lags()) options.lags.push_back(lags);
  const lamella::CorrelationReport report =
      lamella::lagged_correlations(grid_of_the_paper(), exposures, "kneePain", options);
  int published = 0;
  for (const auto& row :
       read_table(data_folder() / "published_significant_correlations_pain_only.csv")) {
    const bool searched = std::find(exposures.begin(), exposures.end(), row[0]) != exposures.end();
    published += searched && row[1] == "kneePain" ? 1 : 0;
  }
  CHECK(report.family == 54);
  CHECK(report.found == published);
  CHECK(report.shifts == 199);
  // Measured once, 21.3 of 38; alpha times the pairs would be 2.7.
  CHECK(*report.by_chance > 0.4 * report.found);
  CHECK(*report.by_chance < 0.7 * report.found);
}
