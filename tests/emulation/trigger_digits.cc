// Trigger reports of simulated diaries, every number to its last digit: what aarch64.sh compares
// between two processors.
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "lamella/planned_test.h"
#include "lamella/simulate.h"
#include "lamella/triggers.h"

namespace {

void print(const char* name, double value) { std::printf("%s %.17g\n", name, value); }

void print(const char* name, const std::optional<double>& value) {
  if (value) print(name, *value);
}

void print(const lamella::TriggerReport& report) {
  print("rho", report.rho);
  print("kappa", report.kappa);
  print("meaningful", report.meaningful);
  for (const lamella::TriggerFinding& one : report.findings) {
    std::printf("%s %s %s draws %d missing %d known_by %d\n", one.exposure.c_str(),
                std::string(name(one.tier)).c_str(), std::string(name(one.guard)).c_str(),
                one.draws, one.missing, one.known_by.value_or(0));
    std::printf("%s\n", sentence(report, one).c_str());
    print("p", one.p);
    print("false_discovery", one.false_discovery);
    print("lead_p", one.lead_p);
    print("exposure_p", one.exposure_p);
    for (const auto& effect : {one.effect, one.effect_now}) {
      if (!effect) continue;
      print("effect", effect->effect);
      print("standard_error", effect->standard_error);
      print("low", effect->low);
      print("high", effect->high);
    }
    for (const lamella::LagPoint& point : one.profile) print("lag", point.effect);
  }
}

lamella::DayGrid grid_of(const lamella::Simulation& simulation) {
  lamella::DayGrid grid{simulation.options.first_day, simulation.options.days, {}};
  grid.columns.push_back({"symptom.itch", "", lamella::Reduce::kMean, simulation.score});
  for (const lamella::SimulatedSeries& factor : simulation.factors) {
    grid.columns.push_back(
        {"exposure." + factor.truth.code, "", lamella::Reduce::kMax, factor.values});
  }
  // An amount that comes and goes: sweat as long as the pollen of the day is high.
  lamella::GridColumn amount{"exposure.sport", "min", lamella::Reduce::kMax, {}};
  for (size_t day = 0; day < simulation.score.size(); ++day) {
    const double pollen = simulation.factors[1].values[day];
    amount.values.push_back(pollen < 0.5 ? 0 : 60 * pollen);
  }
  grid.columns.push_back(amount);
  return grid;
}

}  // namespace

int main() {
  for (const int32_t days : {100, 300, 500, 730}) {
    for (uint64_t seed = 1; seed <= 3; ++seed) {
      const lamella::DayGrid grid = grid_of(lamella::simulate({.seed = seed, .days = days}));
      std::vector<std::string> exposures;
      for (const lamella::GridColumn& column : grid.columns) exposures.push_back(column.name);
      exposures.erase(exposures.begin());
      for (const auto looks : {lamella::TriggerLooks::kOfficial, lamella::TriggerLooks::kSingle}) {
        std::printf("days %d seed %d\n", days, static_cast<int>(seed));
        print(lamella::triggers(grid, exposures, "symptom.itch", {}, {.looks = looks}));
      }
    }
  }
  const lamella::TriggerPlan plan = lamella::plan_trigger_test({.effect = 1.5, .seed = 7});
  std::printf("pairs %d\n", plan.pairs);
  print("simulated_power", plan.simulated_power);
  return 0;
}
