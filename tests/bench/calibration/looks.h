// Two years of official looks at one growing diary (statistics reference 4.6 and 4.9).
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_LOOKS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_LOOKS_H_

#include <array>
#include <cstdint>
#include <map>
#include <tuple>

#include "calibration/findings.h"
#include "calibration/tally.h"
#include "calibration/whole_app.h"
#include "lamella/triggers.h"

namespace lamella::calibration {

inline constexpr std::array<int32_t, 6> kLookDays = {120, 180, 270, 365, 545, 730};

// Of all findings that any look so far gave, in a diary's first so many days.
struct EverReported {
  Rates before{};
  Rates after{};

  void merge(const EverReported& other) {
    before.merge(other.before);
    after.merge(other.after);
  }
};

// What sentences told of chance: the sum of their shares, which should be the number of findings
// that are chance.
struct Told {
  double expected = 0;
  int32_t chance = 0;
};

struct LooksRow {
  EverReported first_year{};
  EverReported two_years{};
  std::map<int32_t, EverReported> alone{};  // each official look on its own, by its days
  // Chance among the findings of a tier, by kind of look and days.
  std::map<std::tuple<TriggerLooks, TriggerTier, int32_t>, Share> chance{};
  // Of all official looks, by tier; findings of which nothing is told are left out.
  std::map<TriggerTier, Told> told{};

  void merge(const LooksRow& other);
};

// Adds diaries of this memory to the row.
void add_looks(double rho, const Run& run, LooksRow& row);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_LOOKS_H_
