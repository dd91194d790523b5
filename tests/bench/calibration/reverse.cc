// How often the cap tells that the skin drives an exposure (statistics reference 4.8), and what it
// takes from true findings.
//
// A report on one exposure: since a finding counts as one of ten exposures at least, its adjusted p
// is 10 p, about what it would be beside nine that are noise, at a tenth of the time. Reverse
// exposures become findings by chance alone (the test is conditional on their own memory), so there
// are several times as many diaries of them.
#include "calibration/reverse.h"

#include <string>

#include "calibration/designs.h"
#include "calibration/diaries.h"
#include "calibration/findings.h"
#include "calibration/table.h"

namespace lamella::calibration {

namespace {

std::string name_of(Effect effect) {
  switch (effect) {
    case Effect::kTransient:
      return "transient";
    case Effect::kPersistent:
      return "persistent";
    case Effect::kReverse:
      break;
  }
  return "reverse";
}

void add_row(const std::string& name, const ReverseRow& row, Table& table) {
  table.add({name, counted(row.found), counted(row.flagged), text(row.verdict)});
}

}  // namespace

void add_single_exposures(const SingleExposure& wanted, const Run& run, ReverseRow& row) {
  for (int i = 0; i < run.diaries; ++i) {
    const uint64_t seed = run.seed + static_cast<uint64_t>(i);
    const Diary diary = single_exposure_diary(wanted, seed);
    const TriggerReport report = report_of(diary, TriggerLooks::kSingle, seed);
    const TriggerFinding& finding = report.findings.front();
    const bool found = finding.false_discovery && *finding.false_discovery <= report.q;
    const bool flagged = found && finding.caps.skin_may_drive;
    row.found.add(found ? 1 : 0, 1);
    row.flagged.add(flagged ? 1 : 0, found ? 1 : 0);
    row.verdict.add(finding.tier >= TriggerTier::kModerate ? 1 : 0, 1);
  }
}

void print_reverse(const Run& run) {
  Table table("One exposure, rho 0.8: findings, and those of which the skin may drive the exposure",
              {"effect, days", "found", "of these flagged", "moderate or strong"});
  for (const Effect effect : {Effect::kTransient, Effect::kPersistent, Effect::kReverse}) {
    for (const int32_t days : {180, 365}) {
      Progress progress(name_of(effect) + ", " + std::to_string(days), 4);
      ReverseRow all;
      for (const bool binary : {true, false}) {
        ReverseRow of_type;
        for (const double phi : {0.5, 0.8}) {
          Run more = run;
          if (effect == Effect::kReverse) more.diaries *= kMoreReverse;
          add_single_exposures({days, phi, binary, effect}, more, of_type);
          progress.step();
        }
        const std::string type = binary ? ", binary" : ", continuous";
        add_row(name_of(effect) + ", " + std::to_string(days) + type, of_type, table);
        all.merge(of_type);
      }
      add_row(name_of(effect) + ", " + std::to_string(days), all, table);
    }
  }
  table.print();
}

}  // namespace lamella::calibration
