// A planned on/off test of one suspected trigger: its schedule, and what it shows.
//
//   lamella::TriggerPlan plan = lamella::plan_trigger_test({.effect = 1.5, .sd = 2, .seed = 7});
//   // plan.pairs pairs of blocks of days, one of each pair with the trigger, by lot
//   lamella::TriggerTest test = lamella::analyse_trigger_test(plan, days);
//   test.verdict == TriggerVerdict::kChanges;  // the trigger changes the score, by test.effect
//
// Chance alone decides which block of a pair has the trigger, so a difference that chance rarely
// makes is due to the trigger. Nothing else in Lamella may say so. Pure functions without I/O; the
// same options make the same plan on every platform.
#ifndef LAMELLA_PLANNED_TEST_H_
#define LAMELLA_PLANNED_TEST_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lamella/day.h"

namespace lamella {

inline constexpr int32_t kMostPlanDays = 1'095;
// Up to so many pairs all assignments are counted; beyond it as many as kDrawnAssignments are
// drawn.
inline constexpr int32_t kMostCountedPairs = 16;
inline constexpr int32_t kDrawnAssignments = 9'999;
// A block counts with a score on at least this share of its analysed days.
inline constexpr double kLeastAnswered = 1.0 / 3;

struct TriggerPlanOptions {
  double effect = 1;  // to be found, in score points; above 0, to 1000
  // Of the daily score without the trigger, in points; above 0, to 1000.
  double sd = 2;
  // How much the slow part of the score resembles that of the day before, 0 to 0.99, and which
  // share of its variance is noise of the day alone, in [0, 1). The correlation of a day's score
  // with the day before is (1 - noise) memory.
  double memory = 0.8;
  double noise = 0;
  double missing = 0.2;    // share of days without a score, 0 to 0.8
  int32_t block_days = 7;  // 1 to 90
  // First days of each block that are lived as planned and not analysed, for what the block before
  // leaves behind; 0 to block_days - 1.
  int32_t washout_days = 2;
  double alpha = 0.05;  // how often the test may say "changes" of a harmless trigger; 0.001 to 0.2
  double power = 0.8;   // how often it should say so of `effect`, 0.5 to 0.99
  // A block is broken when the trigger was lived against the plan on more than this share of its
  // analysed days with a known exposure; in [0, 1).
  double broken_share = 0.25;
  uint64_t seed = 1;
  Day first_day = 19'723;  // 2024-01-01

  bool operator==(const TriggerPlanOptions&) const = default;
};

struct TriggerBlock {
  Day first = 0;     // lived as planned from this day
  Day analysed = 0;  // scores count from this day
  Day last = 0;
  bool on = false;  // with the trigger

  bool operator==(const TriggerBlock&) const = default;
};

struct TriggerPlan {
  TriggerPlanOptions options{};
  int32_t pairs = 0;
  // Blocks 2i and 2i + 1 are a pair: one is on and one is off, in an order drawn by lot.
  std::vector<TriggerBlock> blocks{};
  int32_t pairs_by_formula = 0;  // before the simulation
  double simulated_power = 0;    // of 5,000 simulated tests; standard error below 0.0072

  int32_t days() const {
    return blocks.empty() ? 0 : blocks.back().last - blocks.front().first + 1;
  }
};

// How many pairs of blocks the test needs, and its schedule. Fails with kInvalidArgument, naming
// the option, when one is out of range, or when the test would take more than kMostPlanDays.
TriggerPlan plan_trigger_test(const TriggerPlanOptions& options);

// The schedule of so many pairs, for a plan that was made before: `pairs_by_formula` and
// `simulated_power` stay 0. Fails as plan_trigger_test does.
TriggerPlan trigger_schedule(const TriggerPlanOptions& options, int32_t pairs);

struct TriggerDay {
  Day day = 0;
  std::optional<double> score{};
  std::optional<bool> exposed{};  // as lived
};

enum class TriggerVerdict : uint8_t {
  kNotEnough,  // neither of the others: see why_not, or an interval that is too wide
  kNoEffect,   // no effect as large as the one that was looked for, in either direction
  kChanges,    // the trigger changes the score
};

enum class WhyNotEnough : uint8_t {
  kEnough,       // there is an effect, a p and an interval
  kNotFinished,  // no day is known from the last of the plan on: no look before the end
  kNoScores,     // no pair has scores enough in both blocks
  kTooFewPairs,  // so few pairs have that no result could reach alpha
  kConstant,     // in every pair the blocks have the same mean
};

struct TriggerBlockResult {
  int32_t answered = 0;          // analysed days with a score
  std::optional<double> mean{};  // of them; absent when they are too few
  int32_t known = 0;             // analysed days with a known exposure
  int32_t against_plan = 0;      // of these, lived against the plan
  bool broken = false;
};

// The effect of living with the trigger, from the same pairs: the difference of the scores over
// the difference that there was in exposure. It leans on the assignment and not on who kept to it.
struct AsLived {
  double effect = 0;
  // Absent when in some pair the off block was exposed as much as the on block, or more, and when
  // alpha is out of reach.
  std::optional<double> low{};
  std::optional<double> high{};
  int32_t pairs = 0;    // with known exposure in both blocks
  double exposure = 0;  // exposed share of on blocks minus that of off blocks, over these pairs
};

struct TriggerTest {
  TriggerVerdict verdict = TriggerVerdict::kNotEnough;
  WhyNotEnough why_not = WhyNotEnough::kEnough;
  double alpha = 0;
  double sought = 0;  // the effect that was planned for
  int32_t planned_pairs = 0;
  int32_t pairs = 0;  // analysed; the others lack scores in a block
  std::vector<TriggerBlockResult> blocks{};
  int32_t broken_blocks = 0;
  // Mean over the pairs of (mean score on - mean score off), points; by assignment, broken blocks
  // included. All three are there or none is.
  std::optional<double> effect{};
  std::optional<double> p{};
  std::optional<double> low{};  // interval of level 1 - alpha
  std::optional<double> high{};
  bool counted = false;  // all assignments, else drawn ones
  // Beside the effect and never instead of it. Absent when `exposure` would be below 0.25.
  std::optional<AsLived> as_lived{};
};

// What the finished test shows. `days` are ascending; those outside of the plan do not count. Pairs
// in which a block has too few scores are left out: the test stays valid as long as scores are not
// missing because of the assignment. Fails with kInvalidArgument for days out of order, a score
// that is not finite or beyond 1e6, and a plan whose schedule is not the one that its options and
// seed make.
TriggerTest analyse_trigger_test(const TriggerPlan& plan, std::span<const TriggerDay> days);

// The sentence that may be said: "changes" with the interval, "no effect of x points or more was
// found", or "not enough". It speaks of "the trigger" and "the score". Rounded outward to 0.01.
// Fails with kInvalidArgument for a verdict whose effect or interval is absent or not finite.
std::string sentence(const TriggerTest& test);

}  // namespace lamella

#endif  // LAMELLA_PLANNED_TEST_H_
