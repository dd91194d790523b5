// What must be there before a trigger can get a verdict, and how much of it is still missing
// (statistics reference 4.7).
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_

#include <cstdint>
#include <span>

#include "insight/trigger_scan.h"
#include "lamella/triggers.h"

namespace lamella::insight {

struct GuardResult {
  TriggerGuard guard = TriggerGuard::kPasses;
  // How many more days, exposures, episodes or values; 0 where more days of the same do not help.
  int32_t missing = 0;
  int32_t there = 0;  // of the same, so far

  bool passes() const { return guard == TriggerGuard::kPasses; }
};

// Of the outcome: one value a calendar day from its first recorded one on, NaN where it was not.
GuardResult guard_outcome(std::span<const double> outcome);

// Of an exposure, on the days on which it and the outcome are known. An episode is a day with it
// whose known day before was without. A value beyond 1e100 is out of range.
GuardResult guard_exposure(std::span<const double> outcome, std::span<const double> exposure);

// Days with an outcome and an intermittent exposure; 0 of a continuous one.
int32_t exposed_days(std::span<const double> outcome, std::span<const double> exposure);

// Of its scan: at least one kernel is left.
GuardResult guard_scan(const TriggerScan& scan);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_
