#include "calibration/whole_app.h"

#include <ctime>

#include "calibration/competitors.h"
#include "calibration/table.h"
#include "lamella/multiplicity.h"

namespace lamella::calibration {

namespace {

constexpr double kSingleShare = 0.10;

void add_competitors(const Diary& diary, std::vector<CompetitorRates>& rates) {
  const std::vector<Competitor> all = competitors(diary);
  if (rates.empty()) {
    for (const Competitor& one : all) rates.push_back({one.name});
  }
  for (size_t i = 0; i < all.size(); ++i) {
    rates[i].below_05.add(diary, below(all[i].p, 0.05));
    const auto kept = rejected(all[i].p, kSingleShare, Adjustment::kFalseDiscovery);
    rates[i].hochberg.add(diary, Places(kept.begin(), kept.end()));
  }
}

void add_roles(const Diary& diary, const TriggerReport& report, const Places& before,
               const Places& after, WholeAppRow& row) {
  if (diary.active() > 0) {
    for (size_t i = 0; i < kActive.size(); ++i) {
      row.found_each[i].add(before.contains(static_cast<size_t>(kActive[i])) ? 1 : 0, 1);
    }
    int32_t proxies = 0;
    for (const int32_t j : kProxies) proxies += before.contains(static_cast<size_t>(j)) ? 1 : 0;
    row.proxies.add(proxies, kProxies.size());
  }
  const int32_t active = active_among(diary, before);
  row.true_capped.add(active - active_among(diary, after), active);
  row.not_tested.add(static_cast<double>(report.findings.size()) - report.tested,
                     static_cast<double>(report.findings.size()));
}

std::string name_of(int32_t days, double rho) {
  return std::to_string(days) + ", rho " + text(rho, 2);
}

// One table of the report, one of its effects, one of the competitors.
class Tables {
 public:
  void add(const std::string& name, const WholeAppRow& row) {
    add_found(name, row);
    add_coverage(name, row.effects);
    add_deviations(name + ", true findings", row.effects.found_active);
    add_deviations(name + ", of these binary", row.effects.found_binary);
    add_deviations(name + ", of these continuous", row.effects.found_continuous);
    add_deviations(name + ", all findings", row.effects.found);
    add_deviations(name + ", all true triggers", row.effects.tested_active);
    add_deviations(name + ", all exposures", row.effects.tested);
    for (const CompetitorRates& one : row.competitors) add_competitor(name, one);
  }

  void print() const {
    found_.print();
    more_.print();
    coverage_.print();
    deviations_.print();
    if (has_competitors_) competitors_.print();
  }

 private:
  void add_found(const std::string& name, const WholeAppRow& row) {
    found_.add({name, text(row.before.false_discovery_rate()), counted(row.before.pooled()),
                text(row.before.power()), text(row.after.false_discovery_rate()),
                counted(row.after.pooled()), text(row.after.power())});
    std::vector<std::string> more = {name};
    for (const Share& one : row.found_each) more.push_back(text(one));
    more.push_back(text(row.proxies));
    more.push_back(text(row.true_capped));
    more.push_back(text(row.before.chance_per_diary()));
    more.push_back(text(row.not_tested));
    more.push_back(text(row.milliseconds.value(), 0));
    more_.add(more);
  }

  void add_coverage(const std::string& name, const Effects& effects) {
    coverage_.add({name, counted(effects.coverage), counted(effects.coverage_active),
                   counted(effects.coverage_chance), text(effects.shrunk_outside)});
  }

  void add_deviations(const std::string& name, const Deviations& both) {
    if (both.plain.count() == 0) return;
    deviations_.add({name, std::to_string(both.plain.count()), text(both.truth.value()),
                     bias(both.plain), bias(both.shrunk), root_mean_square(both.plain),
                     root_mean_square(both.shrunk)});
  }

  void add_competitor(const std::string& name, const CompetitorRates& one) {
    has_competitors_ = true;
    std::vector<std::string> cells = {name + ", " + one.name};
    for (const Rates* rates : {&one.below_05, &one.hochberg}) {
      cells.push_back(text(rates->chance_per_diary().value(), 2));
      cells.push_back(text(rates->false_discovery_rate()));
      cells.push_back(text(rates->power()));
    }
    competitors_.add(cells);
  }

  Table found_{"Findings at BH .10, before and after the cap",
               {"diary", "FDR before", "pooled chance before", "power before", "FDR after",
                "pooled chance after", "power after"}};
  Table more_{"Before the cap: each true trigger, proxies, and what it costs",
              {"diary", "binary, next day, phi .8", "binary, days 1-4, phi .3",
               "continuous, build-up", "continuous, next day", "proxy found",
               "true findings capped", "chance a diary", "exposures not tested", "ms a report"}};
  Table coverage_{"Intervals of findings that hold the true effect",
                  {"diary", "all", "true triggers", "chance", "shrunk effect outside"}};
  Table deviations_{
      "Effects over four days less the true ones, in points",
      {"diary", "effects", "true mean", "bias", "bias shrunk", "RMSE", "RMSE shrunk"}};
  Table competitors_{"Other methods on the same diaries",
                     {"diary, method", "p < .05: chance a diary", "FDR", "power",
                      "BH .10: chance a diary", "FDR", "power"}};
  bool has_competitors_ = false;
};

}  // namespace

WholeAppRow whole_app_row(const std::string& title, const WholeApp& wanted, const Run& run,
                          bool with_competitors) {
  WholeAppRow row;
  Progress progress(title, run.diaries);
  for (int i = 0; i < run.diaries; ++i) {
    const uint64_t seed = run.seed + static_cast<uint64_t>(i);
    const Diary diary = whole_app_diary(wanted, seed);
    const std::clock_t start = std::clock();
    const TriggerReport report = report_of(diary, TriggerLooks::kSingle, seed);
    row.milliseconds.add(1'000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    const Places before = before_cap(report);
    const Places after = after_cap(report);
    row.before.add(diary, before);
    row.after.add(diary, after);
    add_roles(diary, report, before, after, row);
    row.effects.add(diary, report);
    if (with_competitors) add_competitors(diary, row.competitors);
    progress.step();
  }
  return row;
}

void print_whole_app(const Run& run, const std::vector<int32_t>& lengths) {
  Tables tables;
  for (const int32_t days : lengths) {
    for (const double rho : {0.5, 0.8, 0.95}) {
      const std::string name = name_of(days, rho);
      tables.add(name, whole_app_row(name, {.days = days, .rho = rho}, run, true));
    }
  }
  tables.print();
}

void print_without_trigger(const Run& run) {
  Tables tables;
  for (const int32_t days : {180, 365}) {
    const std::string name = name_of(days, 0.8) + ", no trigger";
    tables.add(name, whole_app_row(name, {.days = days, .without_trigger = true}, run, false));
  }
  tables.print();
}

void print_mostly_zero(const Run& run) {
  Tables tables;
  const auto add = [&](const std::string& name, const WholeApp& wanted) {
    tables.add(name, whole_app_row(name, wanted, run, false));
  };
  add("365, 85% zeros, prevalence .04-.40", {.mostly_zero = true});
  add("365, 85% zeros, prevalence .02-.15", {.mostly_zero = true, .rare = true});
  tables.print();
}

}  // namespace lamella::calibration
