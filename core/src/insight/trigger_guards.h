// What must be there before a trigger can get a verdict, and how much of it is still missing
// (statistics reference 4.7).
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "insight/trigger_scan.h"

namespace lamella::insight {

enum class Guard : uint8_t {
  kPasses,
  kTooShort,       // fewer than 120 calendar days, or 90 with an outcome
  kSteadyOutcome,  // fewer than 10 days off the most frequent score
  kFewExposures,   // of a binary exposure fewer than 5 days with, or without, it
  kFewEpisodes,    // of a binary exposure fewer than 4 times apart
  kFewValues,      // of a continuous exposure fewer than 8 different ones
  kCollinear,      // cannot be told from weekday, season or treatment on any lag
};

struct GuardResult {
  Guard guard = Guard::kPasses;
  // How many more days, exposures, episodes or values; 0 where more days of the same do not help.
  int32_t missing = 0;

  bool passes() const { return guard == Guard::kPasses; }
};

std::string_view name(Guard guard);  // "few_exposures"

// Of the outcome: one value a calendar day from its first recorded one on, NaN where it was not.
GuardResult guard_outcome(std::span<const double> outcome);

// Of an exposure, on the days on which it and the outcome are known. An episode is a day with it
// whose known day before was without.
GuardResult guard_exposure(std::span<const double> outcome, std::span<const double> exposure);

// Of its scan: at least one kernel is left.
GuardResult guard_scan(const TriggerScan& scan);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_GUARDS_H_
