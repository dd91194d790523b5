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
  Mean truth{};

  void add(const TriggerEffect& effect, double of_truth) {
    truth.add(of_truth);
    plain.add(effect.effect - of_truth);
    shrunk.add(effect.shrunk - of_truth);
  }
};

// Proxies are left out: what is true of them is not defined.
struct Effects {
  // Of intervals of findings before the cap, those that hold the true effect.
  Share coverage{};
  Share coverage_active{};
  Share coverage_chance{};
  // Of the same findings, those whose shrunk effect lies outside of the interval beside it.
  Share shrunk_outside{};

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
