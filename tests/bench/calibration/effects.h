// How far the effects of a report are from the true ones, and whether their intervals hold them.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_EFFECTS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_EFFECTS_H_

#include "calibration/diaries.h"
#include "calibration/tally.h"
#include "lamella/triggers.h"

namespace lamella::calibration {

// Of the same estimates as they are and shrunk, in points for one more of `TriggerFinding::per`.
struct Deviations {
  Deviation plain{};
  Deviation shrunk{};

  void add(const TriggerEffect& effect, double truth) {
    plain.add(effect.effect - truth);
    shrunk.add(effect.shrunk - truth);
  }
};

// Proxies are left out: what is true of them is not defined.
struct Effects {
  // Of intervals of findings before the cap, those that hold the true effect.
  Share coverage{};
  Share coverage_active{};
  Share coverage_chance{};

  Deviations found_active{};
  Deviations found_binary{};  // active
  Deviations found_continuous{};
  Deviations found{};  // active and chance
  Deviations tested_active{};
  Deviations tested{};

  void add(const Diary& diary, const TriggerReport& report);
};

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_EFFECTS_H_
