// The days on which a growing diary gets a verdict: the same on every device, without a clock and
// without stored state (statistics reference 4.6).
#ifndef LAMELLA_SRC_INSIGHT_OFFICIAL_LOOKS_H_
#define LAMELLA_SRC_INSIGHT_OFFICIAL_LOOKS_H_

#include <cstdint>
#include <optional>

#include "lamella/day.h"

namespace lamella::insight {

// A look uses the days from the outcome's first recorded one to `last_day`.
struct OfficialLook {
  int32_t days = 0;  // 120, 180, 270, 365, 545, 730, then a year more each
  Day last_day = 0;
};

// The last look that is due: it is when the outcome was recorded on its last day or later. Nothing
// before day 120.
std::optional<OfficialLook> latest_look(Day first_recorded, Day last_recorded);

// The look after it: what a diary that has no verdict yet waits for.
OfficialLook next_look(Day first_recorded, Day last_recorded);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_OFFICIAL_LOOKS_H_
