// What the plan of a trigger test and its analysis share.
#ifndef LAMELLA_SRC_INSIGHT_PLANNED_H_
#define LAMELLA_SRC_INSIGHT_PLANNED_H_

#include <cmath>
#include <cstdint>

#include "lamella/planned_test.h"

namespace lamella::insight {

// Which random numbers of the plan's seed a stream decides.
enum PlanStream : uint64_t { kOrderStream = 0, kFlipStream = 1, kAsLivedStream = 2 };

inline int32_t analysed_days(const TriggerPlanOptions& options) {
  return options.block_days - options.washout_days;
}

// With so many scores a block counts: kLeastAnswered of its analysed days, rounded up.
inline int32_t least_answered(const TriggerPlanOptions& options) {
  return static_cast<int32_t>(std::ceil(kLeastAnswered * analysed_days(options)));
}

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_PLANNED_H_
