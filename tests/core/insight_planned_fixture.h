// Days of a planned test as a person might have lived them.
#ifndef LAMELLA_TESTS_CORE_INSIGHT_PLANNED_FIXTURE_H_
#define LAMELLA_TESTS_CORE_INSIGHT_PLANNED_FIXTURE_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "insight/random.h"
#include "lamella/planned_test.h"

struct LivedTest {
  double effect = 0;      // of a day with the trigger, points
  double carry_over = 0;  // what an on block leaves on the washout days of the next block, points
  bool rounded = false;   // to whole points from 0 to 10, around 4
  double broken = 0;      // chance that a day is lived against the plan
};

inline bool planned_on(const lamella::TriggerPlan& plan, lamella::Day day) {
  const auto offset = static_cast<size_t>(day - plan.blocks.front().first);
  return plan.blocks[offset / static_cast<size_t>(plan.options.block_days)].on;
}

// The symptom is that of the plan's options: its memory, noise, sd and missing days.
inline std::vector<lamella::TriggerDay> lived_days(const lamella::TriggerPlan& plan,
                                                   const LivedTest& lived, uint64_t seed) {
  const lamella::TriggerPlanOptions& options = plan.options;
  lamella::insight::Random random(seed, 77);
  const double innovation = std::sqrt(1 - options.memory * options.memory);
  double latent = random.normal();
  std::vector<lamella::TriggerDay> days;
  for (size_t block = 0; block < plan.blocks.size(); ++block) {
    const lamella::TriggerBlock& now = plan.blocks[block];
    for (lamella::Day day = now.first; day <= now.last; ++day) {
      latent = options.memory * latent + innovation * random.normal();
      const double noise = std::sqrt(options.noise) * random.normal();
      double score = options.sd * (std::sqrt(1 - options.noise) * latent + noise);
      const bool exposed = now.on != random.chance(lived.broken);
      if (exposed) score += lived.effect;
      if (day < now.analysed && block > 0 && plan.blocks[block - 1].on) score += lived.carry_over;
      if (lived.rounded) score = std::clamp(std::round(4 + score), 0.0, 10.0);
      const bool missing = random.chance(options.missing);
      days.push_back({day, missing ? std::nullopt : std::optional(score), exposed});
    }
  }
  return days;
}

#endif  // LAMELLA_TESTS_CORE_INSIGHT_PLANNED_FIXTURE_H_
