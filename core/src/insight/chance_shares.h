// How many findings like one were chance in simulated diaries (statistics reference 4.9).
#ifndef LAMELLA_SRC_INSIGHT_CHANCE_SHARES_H_
#define LAMELLA_SRC_INSIGHT_CHANCE_SHARES_H_

#include <cstdint>
#include <optional>
#include <span>

#include "lamella/triggers.h"

namespace lamella::insight {

// False among all findings of a tier in diaries of so many days, pooled over diaries.
struct ChanceShare {
  TriggerLooks looks;
  TriggerTier tier;
  int32_t days;
  int32_t findings;
  int32_t chance;  // of these
};

// As lamella_calibration writes it (tests/bench), by looks, tier and days, rising.
std::span<const ChanceShare> chance_shares();

// Of the row with the most days that are not more than these. Absent for a tier without a row, a
// diary shorter than all rows, and a row of fewer than 50 findings.
std::optional<double> chance_share(TriggerLooks looks, TriggerTier tier, int32_t days);

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_CHANCE_SHARES_H_
