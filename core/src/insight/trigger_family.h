// All exposures against one outcome, as one family: which can be tested, which go with it, and how
// far that may be taken (statistics reference 3, 4.7 to 4.9).
//
//   FamilyRules rules{.q = .10, .seed = 1};  // a closed diary that is analysed once
//   TriggerFamily family = trigger_family(itch, known.columns, candidates, rules);
//   family.members[3].tier;
#ifndef LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_
#define LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "insight/falsification.h"
#include "insight/trigger_guards.h"
#include "insight/trigger_test.h"
#include "lamella/task.h"
#include "lamella/triggers.h"

namespace lamella::insight {

// An exposure, and the seed of the draws that are its own, so that another exposure changes none.
struct Candidate {
  std::vector<double> values{};  // one a calendar day, NaN where it is missing
  uint64_t seed = 1;
};

struct FamilyRules {
  // Share of false findings: .05 at official looks, .10 for a closed diary that is analysed once.
  double q = 0.05;
  uint64_t seed = 1;  // of the draws that all exposures share
  int32_t most_draws = 1'000'000;
};

struct FamilyMember {
  GuardResult guard{};
  TriggerTier tier = TriggerTier::kNotEnough;  // kUnclear and kNone are told apart by an interval
  int32_t exposed_days = 0;  // of an intermittent exposure, on days with an outcome
  // The rest is there where the guards pass.
  std::optional<TriggerTest> test{};
  // p after Benjamini and Hochberg, at least 10 p; after Benjamini and Yekutieli, likewise.
  std::optional<double> false_discovery{};
  std::optional<double> false_discovery_any_dependence{};
  std::optional<FalsificationTest> lead{};  // of what is a finding at q
  std::optional<FalsificationTest> exposure_model{};
  TriggerCaps caps{};
  std::optional<size_t> explained_by{};  // the member that it has nothing of its own beside
};

struct TriggerFamily {
  GuardResult outcome{};                // of the outcome: without it nothing is tested
  std::optional<RemlFit> fit{};         // without any exposure
  std::vector<FamilyMember> members{};  // in the order of the exposures
  int32_t tested = 0;                   // M, the pairs that pass the guards
  std::vector<size_t> kept{};           // findings that nothing else explains, the smallest p first
};

// How many draws resolve a p to a tenth of the smallest that can decide a tier: of the finding of
// this rank, from 1 on, in a family of M it is .10 rank / (M (1 + 1/2 + ... + 1/M)), after
// Benjamini and Yekutieli. From 9,999 to `most`. M counts as 10 findings at least for each rank.
int32_t draws_to_resolve(int32_t tested, int32_t rank, int32_t most);

// One value a calendar day each, NaN where it is missing. `rules.most_draws` is at least 1. Fails
// as NullFit and test_trigger do, and with kCancelled.
TriggerFamily trigger_family(std::span<const double> outcome, const Columns& columns,
                             std::span<const Candidate> candidates, const FamilyRules& rules,
                             Task* task = nullptr);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_TRIGGER_FAMILY_H_
