// All exposures against one outcome, as one family: which can be tested, which go with it, and how
// far that may be taken (statistics reference 3, 4.7 to 4.9).
//
//   FamilyRules rules{.q = .10, .seed = 1};  // a closed diary that is analysed once
//   TriggerFamily family = trigger_family(itch, known.columns, exposures, rules);
//   family.findings[3].tier;
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "insight/falsification.h"
#include "insight/trigger_guards.h"
#include "insight/trigger_test.h"

namespace lamella::insight {

enum class TriggerTier : uint8_t {
  kNotEnough,     // a guard does not pass
  kNone,          // p is .05 or more
  kHint,          // p below .05: mostly chance
  kGoesTogether,  // a finding whose direction may be the other one, or with few exposures
  kModerate,      // a finding at q
  kStrong,        // also by Benjamini and Yekutieli at .10
};

std::string_view name(TriggerTier tier);  // "goes_together"

struct FamilyRules {
  // Share of false findings: .05 at official looks, .10 for a closed diary that is analysed once.
  double q = 0.05;
  uint64_t seed = 1;
  int32_t most_draws = 9'999;
};

struct TriggerFinding {
  GuardResult guard{};
  TriggerTier tier = TriggerTier::kNotEnough;
  int32_t exposed_days = 0;  // of a binary exposure, on days with an outcome
  // The rest is there where the guards pass.
  std::optional<TriggerTest> test{};
  std::optional<double> false_discovery{};                 // p after Benjamini and Hochberg
  std::optional<double> false_discovery_any_dependence{};  // after Benjamini and Yekutieli
  std::optional<FalsificationTest> lead{};                 // of what is a finding at q
  std::optional<FalsificationTest> exposure_model{};
};

struct TriggerFamily {
  GuardResult outcome{};                   // of the outcome: without it nothing is tested
  std::optional<RemlFit> fit{};            // without any exposure
  std::vector<TriggerFinding> findings{};  // in the order of the exposures
  int32_t tested = 0;                      // M, the pairs that pass the guards
};

// One value a calendar day each, NaN where it is missing. Each exposure has random numbers of its
// own place, so that another exposure changes none. Fails as NullFit and test_trigger do.
TriggerFamily trigger_family(std::span<const double> outcome, const Columns& columns,
                             std::span<const std::vector<double>> exposures,
                             const FamilyRules& rules);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_
