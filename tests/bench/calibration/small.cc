#include "calibration/small.h"

#include <algorithm>
#include <string>
#include <vector>

#include "calibration/designs.h"
#include "calibration/diaries.h"
#include "calibration/random.h"
#include "calibration/table.h"
#include "lamella/multiplicity.h"

namespace lamella::calibration {

namespace {

constexpr double kActiveShare = 0.1;
constexpr double kOfficialShare = 0.05;

// One of them, which leaves the others.
size_t draw(std::vector<size_t>& left, Random& random) {
  const auto place = left.begin() + random.below(static_cast<int32_t>(left.size()));
  const size_t drawn = *place;
  left.erase(place);
  return drawn;
}

// The diary with so many of its exposures: each is one of those that act with probability .1.
Diary with_few(const Diary& diary, int32_t exposures, Random& random) {
  std::vector<size_t> active;
  std::vector<size_t> others;
  for (size_t i = 0; i < diary.candidates.size(); ++i) {
    (diary.candidates[i].role == Role::kActive ? active : others).push_back(i);
  }
  Diary few{
      {diary.grid.first_day, diary.grid.days, {diary.grid.column(kOutcome)}}, {}, diary.in_force};
  for (int32_t i = 0; i < exposures; ++i) {
    const bool acts = random.chance(kActiveShare) && !active.empty();
    const Candidate& one = diary.candidates[draw(acts ? active : others, random)];
    few.grid.columns.push_back(diary.grid.column(one.name));
    few.candidates.push_back(one);
  }
  return few;
}

Places hochberg(const TriggerReport& report) {
  Family p;
  for (const TriggerFinding& one : report.findings) p.push_back(one.p);
  const auto kept = rejected(p, kOfficialShare, Adjustment::kFalseDiscovery);
  return {kept.begin(), kept.end()};
}

}  // namespace

void add_small_families(int32_t days, int32_t exposures, const Run& run, SmallRow& row) {
  for (int i = 0; i < run.diaries; ++i) {
    const uint64_t seed = run.seed + static_cast<uint64_t>(i);
    Random random(seed, static_cast<uint64_t>(exposures));
    const Diary few = with_few(whole_app_diary({.days = days}, seed), exposures, random);
    const TriggerReport report = report_of(few, TriggerLooks::kOfficial, seed);
    row.verdict.add(few, after_cap(report));
    row.before.add(few, before_cap(report));
    row.hochberg.add(few, hochberg(report));
  }
}

void print_small_families(const Run& run) {
  Table table("Few exposures, one official look, rho 0.8: chance among the findings, pooled",
              {"days, exposures", "moderate or strong", "power", "before the cap", "power",
               "plain BH .05", "power"});
  for (const int32_t days : {365, 730}) {
    Progress progress("small families, " + std::to_string(days), 4);
    for (const int32_t exposures : {1, 3, 6, 10}) {
      SmallRow row;
      add_small_families(days, exposures, run, row);
      std::vector<std::string> cells = {std::to_string(days) + ", " + std::to_string(exposures)};
      for (const Rates* rates : {&row.verdict, &row.before, &row.hochberg}) {
        cells.push_back(counted(rates->pooled()));
        cells.push_back(text(rates->power()));
      }
      table.add(cells);
      progress.step();
    }
  }
  table.print();
}

}  // namespace lamella::calibration
