#include "calibration/effects.h"

#include "calibration/findings.h"

namespace lamella::calibration {

namespace {

struct Held {
  int32_t held = 0;
  int32_t intervals = 0;
  int32_t shrunk_outside = 0;

  void add(const TriggerEffect& effect, double truth) {
    if (!effect.low) return;
    ++intervals;
    held += *effect.low <= truth && truth <= *effect.high ? 1 : 0;
    shrunk_outside += effect.shrunk < *effect.low || effect.shrunk > *effect.high ? 1 : 0;
  }
};

}  // namespace

void Effects::add(const Diary& diary, const TriggerReport& report) {
  Held held_active;
  Held held_chance;
  const Places selected = before_cap(report);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const TriggerFinding& finding = report.findings[i];
    const Candidate& candidate = diary.candidates[i];
    if (!finding.effect || candidate.role == Role::kProxy) continue;
    const bool active = candidate.role == Role::kActive;
    const double truth = candidate.four_days * finding.per;
    tested.add(*finding.effect, truth);
    if (active) tested_active.add(*finding.effect, truth);
    if (!selected.contains(i)) continue;
    (active ? held_active : held_chance).add(*finding.effect, truth);
    found.add(*finding.effect, truth);
    if (!active) continue;
    found_active.add(*finding.effect, truth);
    (finding.binary ? found_binary : found_continuous).add(*finding.effect, truth);
  }
  coverage_active.add(held_active.held, held_active.intervals);
  coverage_chance.add(held_chance.held, held_chance.intervals);
  const int32_t intervals = held_active.intervals + held_chance.intervals;
  coverage.add(held_active.held + held_chance.held, intervals);
  shrunk_outside.add(held_active.shrunk_outside + held_chance.shrunk_outside, intervals);
}

}  // namespace lamella::calibration
