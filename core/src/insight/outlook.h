// When something that is not known yet could be, if a diary goes on as it does.
#ifndef LAMELLA_SRC_INSIGHT_OUTLOOK_H_
#define LAMELLA_SRC_INSIGHT_OUTLOOK_H_

#include <cstdint>
#include <optional>

#include "insight/trigger_guards.h"
#include "lamella/day.h"
#include "lamella/triggers.h"

namespace lamella::insight {

// The days on which a verdict can be given.
class VerdictDays {
 public:
  VerdictDays(TriggerLooks looks, Day first_recorded, Day last_recorded)
      : looks_(looks), first_(first_recorded), last_(last_recorded) {}

  // The first after the last recorded day that sees `more` days, 0 or above, beyond `from`. Absent
  // when these are more than ten years.
  std::optional<Day> after(Day from, double more) const;

  Day last_recorded() const { return last_; }

 private:
  TriggerLooks looks_;
  Day first_;
  Day last_;
};

struct Outlook {
  int32_t missing = 0;            // 0 where more of the same does not help, or enough is there
  std::optional<Day> known_by{};  // the verdict that sees enough
};

// Of a guard on all days of a diary to the last recorded one.
Outlook outlook(const GuardResult& guard, int32_t days, const VerdictDays& verdicts);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_OUTLOOK_H_
