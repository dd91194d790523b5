#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "insight/flips.h"
#include "insight/planned.h"
#include "insight/random.h"
#include "insight/significance.h"
#include "lamella/error.h"
#include "lamella/planned_test.h"

namespace lamella {

namespace {

using insight::Random;

constexpr double kMostPoints = 1000;
// The number of pairs must not depend on the lots of the schedule, so the simulation has a seed of
// its own.
constexpr uint64_t kSimulationSeed = 20'261'129;
constexpr int32_t kSimulatedTests = 5'000;
constexpr insight::FlipEffort kSimulatedEffort = {.counted_pairs = 10, .drawn = 999};

[[noreturn]] void refuse(const std::string& rule) { throw Error(Code::kInvalidArgument, rule); }

// Written so that NaN is refused.
bool within(double value, double low, double high) { return value >= low && value <= high; }

void check_symptom(const TriggerPlanOptions& options) {
  if (!(options.effect > 0 && options.effect <= kMostPoints)) {
    refuse("effect is not above 0, to 1000 points");
  }
  if (!(options.sd > 0 && options.sd <= kMostPoints)) refuse("sd is not above 0, to 1000 points");
  if (!within(options.memory, 0, 0.99)) refuse("memory is not 0 to 0.99");
  if (!(options.noise >= 0 && options.noise < 1)) refuse("noise is not in [0, 1)");
  if (!within(options.missing, 0, 0.8)) refuse("missing is not 0 to 0.8");
}

void check(const TriggerPlanOptions& options) {
  check_symptom(options);
  if (options.block_days < 1 || options.block_days > 90) refuse("block_days is not 1 to 90");
  if (options.washout_days < 0 || options.washout_days >= options.block_days) {
    refuse("washout_days is not 0 to block_days - 1");
  }
  if (!within(options.alpha, 0.001, 0.2)) refuse("alpha is not 0.001 to 0.2");
  if (!within(options.power, 0.5, 0.99)) refuse("power is not 0.5 to 0.99");
  if (!(options.broken_share >= 0 && options.broken_share < 1)) {
    refuse("broken_share is not in [0, 1)");
  }
  if (options.first_day < kFirstDay || options.first_day > kLastDay - kMostPlanDays) {
    refuse("first_day puts days before year 1 or after year 9999");
  }
}

int32_t most_pairs(const TriggerPlanOptions& options) {
  return kMostPlanDays / (2 * options.block_days);
}

// A block with enough scores: how likely it is, and the mean of 1 / (number of its scores).
struct Answered {
  double chance = 0;
  double inverse = 0;
};

// The number m of scores of n days is binomial; its law is built day by day.
Answered answered(const TriggerPlanOptions& options) {
  const auto n = static_cast<size_t>(insight::analysed_days(options));
  std::vector<double> law(n + 1);
  law[0] = 1;
  for (size_t day = 1; day <= n; ++day) {
    for (size_t m = day; m > 0; --m) {
      law[m] = law[m] * options.missing + law[m - 1] * (1 - options.missing);
    }
    law[0] *= options.missing;
  }
  Answered result;
  for (auto m = static_cast<size_t>(insight::least_answered(options)); m <= n; ++m) {
    result.chance += law[m];
    result.inverse += law[m] / static_cast<double>(m);
  }
  result.inverse /= result.chance;
  return result;
}

// Var(mean of a block - mean of the other block of its pair), under
//   y_t = sd (sqrt(1 - noise) z_t + sqrt(noise) e_t),  z_t = memory z_{t-1} + sqrt(1 - memory^2)
//   u_t.
// With n analysed days and m of them known, any m alike,
//   Var(mean) = sd^2 (1/m + (1 - 1/m) w),  Cov(mean, mean') = sd^2 b,
//   w = (1 - noise) sum_{h=1}^{n-1} 2 (n - h) memory^h / (n (n - 1)),
//   b = (1 - noise) sum_{h=1-n}^{n-1} (n - |h|) memory^(block_days + h) / n^2,
// so Var(d) = 2 sd^2 (E[1/m] (1 - w) + w - b).
double variance_of_difference(const TriggerPlanOptions& options, double inverse) {
  const int32_t n = insight::analysed_days(options);
  double within_block = 0;
  double between_blocks = 0;
  for (int32_t h = 1 - n; h < n; ++h) {
    const double times = n - std::abs(h);
    if (h > 0) within_block += 2 * times * std::pow(options.memory, h);
    between_blocks += times * std::pow(options.memory, options.block_days + h);
  }
  const double days = n;
  const double w = n == 1 ? 0 : (1 - options.noise) * within_block / (days * (days - 1));
  const double b = (1 - options.noise) * between_blocks / (days * days);
  return 2 * options.sd * options.sd * (inverse * (1 - w) + w - b);
}

// Phi(z)
double normal_below(double z) { return std::erfc(-z / std::numbers::sqrt2) / 2; }

// Lots are independent, so whatever the pairs share, the mean of k signed differences has variance
// Var(d) / k when nothing has an effect. With an effect D the test finds it with a chance near
//   Phi(D sqrt(k / Var(d)) - t_{1 - alpha/2, k - 1}),
// k the pairs that have scores enough. Returns the least number of pairs with this power and with
// 2^(1 - pairs) <= alpha, below which no result reaches alpha.
int32_t pairs_by_formula(const TriggerPlanOptions& options) {
  const Answered block = answered(options);
  const double variance = variance_of_difference(options, block.inverse);
  double least_p = 1;
  for (int32_t pairs = 2; pairs <= most_pairs(options); ++pairs) {
    least_p /= 2;
    const double kept = pairs * block.chance * block.chance;
    if (least_p > options.alpha || kept <= 1.5) continue;
    const double limit = insight::t_quantile(1 - options.alpha / 2, kept - 1);
    const double shift = options.effect * std::sqrt(kept / variance);
    if (normal_below(shift - limit) >= options.power) return pairs;
  }
  return most_pairs(options) + 1;
}

// Scores of one simulated test, a block at a time.
class SimulatedScores {
 public:
  SimulatedScores(const TriggerPlanOptions& options, Random& random)
      : options_(options),
        random_(random),
        innovation_(std::sqrt(1 - options.memory * options.memory)),
        slow_(options.sd * std::sqrt(1 - options.noise)),
        fast_(options.sd * std::sqrt(options.noise)),
        latent_(random.normal()) {}

  // Mean of the next block; absent when too few of its days are known.
  std::optional<double> block_mean() {
    double sum = 0;
    int32_t known = 0;
    for (int32_t day = 0; day < options_.block_days; ++day) {
      latent_ = options_.memory * latent_ + innovation_ * random_.normal();
      if (day < options_.washout_days || random_.chance(options_.missing)) continue;
      sum += slow_ * latent_ + (fast_ > 0 ? fast_ * random_.normal() : 0);
      ++known;
    }
    if (known < insight::least_answered(options_)) return {};
    return sum / known;
  }

 private:
  const TriggerPlanOptions& options_;
  Random& random_;
  double innovation_;
  double slow_;
  double fast_;
  double latent_;
};

bool finds_effect(const TriggerPlanOptions& options, int32_t pairs, uint64_t test) {
  Random random(kSimulationSeed, test);
  SimulatedScores scores(options, random);
  std::vector<double> differences;
  for (int32_t pair = 0; pair < pairs; ++pair) {
    const std::optional<double> first = scores.block_mean();
    const std::optional<double> second = scores.block_mean();
    const double sign = (random.bits() >> 63) != 0 ? 1 : -1;
    if (first && second) differences.push_back(options.effect + sign * (*first - *second));
  }
  const std::vector<double> ones(differences.size(), 1);
  return insight::flip_test(differences, ones, options.alpha, kSimulatedEffort, random).p <=
         options.alpha;
}

// Stops when what was asked for is five standard errors away, which happens to one plan in three
// million that would reach it.
double simulated_power(const TriggerPlanOptions& options, int32_t pairs) {
  constexpr int32_t kBatch = 100;
  int32_t found = 0;
  for (int32_t tests = 1; tests <= kSimulatedTests; ++tests) {
    if (finds_effect(options, pairs, static_cast<uint64_t>(tests - 1))) ++found;
    if (tests % kBatch != 0) continue;
    const double share = static_cast<double>(found) / tests;
    const double error = std::sqrt(options.power * (1 - options.power) / tests);
    if (share < options.power - 5 * error) return share;
  }
  return static_cast<double>(found) / kSimulatedTests;
}

}  // namespace

TriggerPlan trigger_schedule(const TriggerPlanOptions& options, int32_t pairs) {
  check(options);
  if (pairs < 1 || pairs > most_pairs(options)) {
    refuse("pairs is not 1 or more, within " + std::to_string(kMostPlanDays) + " days");
  }
  TriggerPlan plan{.options = options, .pairs = pairs};
  Random random(options.seed, insight::kOrderStream);
  Day first = options.first_day;
  for (int32_t pair = 0; pair < pairs; ++pair) {
    const bool on_first = (random.bits() >> 63) != 0;
    for (const bool on : {on_first, !on_first}) {
      plan.blocks.push_back(
          {first, first + options.washout_days, first + options.block_days - 1, on});
      first += options.block_days;
    }
  }
  return plan;
}

TriggerPlan plan_trigger_test(const TriggerPlanOptions& options) {
  check(options);
  const int32_t by_formula = pairs_by_formula(options);
  // The formula is that of normal scores and a normal test; the simulation is of the test itself.
  // Each step adds a twentieth, so that the last one overshoots by no more.
  for (int32_t pairs = by_formula; pairs <= most_pairs(options); pairs += std::max(1, pairs / 20)) {
    const double power = simulated_power(options, pairs);
    if (power < options.power) continue;
    TriggerPlan plan = trigger_schedule(options, pairs);
    plan.pairs_by_formula = by_formula;
    plan.simulated_power = power;
    return plan;
  }
  refuse("to find this effect with this power would take more than " +
         std::to_string(kMostPlanDays) + " days");
}

}  // namespace lamella
