#include "insight/outlook.h"

#include <algorithm>
#include <cmath>

#include "insight/official_looks.h"

namespace lamella::insight {

std::optional<Day> VerdictDays::after(Day from, double more) const {
  constexpr double kMostWait = 3'653;
  if (!(more <= kMostWait)) return std::nullopt;
  const Day needed = std::max(from + static_cast<Day>(std::ceil(more)), last_ + 1);
  if (looks_ == TriggerLooks::kSingle) return needed;
  return next_look(first_, needed - 1).last_day;
}

Outlook outlook(const GuardResult& guard, int32_t days, const VerdictDays& verdicts) {
  if (guard.passes()) return {0, verdicts.after(verdicts.last_recorded(), 0)};
  if (guard.missing == 0 || guard.there == 0) return {guard.missing, std::nullopt};
  const double a_day = static_cast<double>(guard.there) / days;
  return {guard.missing, verdicts.after(verdicts.last_recorded(), guard.missing / a_day)};
}

}  // namespace lamella::insight
