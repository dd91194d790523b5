// Plans of doses and tapers, and what a diary says was taken of them.
//
//   const std::vector<lamella::DosePhase> taper = {
//       {.days = 14, .doses_per_day = 2}, {.days = 7}, {.days = 84, .days_per_week = 2}};
//   lamella::planned_windows(first_day, taper);                  // 14 + 7 days, then 12 weeks
//   lamella::Adherence kept = lamella::adherence(first_day, taper, taken, not_taken, today);
//
// That a dose was not taken is a statement; silence is none, and the two are never merged: between
// them lies what nobody knows. It is no advice: what to take, and how to end it, a prescriber says.
// Pure functions without I/O.
#ifndef LAMELLA_DOSE_PLAN_H_
#define LAMELLA_DOSE_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lamella/day.h"

namespace lamella {

inline constexpr int32_t kMostPhaseDays = 3'650;
inline constexpr size_t kMostPhases = 100;
inline constexpr int32_t kMostDosesPerDay = 24;

// Days in a row on which the same is planned.
struct DosePhase {
  int32_t days = 0;                  // 1 to 3650
  int32_t days_per_week = 7;         // 1 to 7: on how many of each seven days, whichever they are
  int32_t doses_per_day = 1;         // 1 to 24, on such a day
  std::optional<double> strength{};  // as the plan writes it down: finite and not negative
  std::string unknown_fields{};      // of a record that a newer version wrote
};

// Days within which a number of doses is planned, both included.
struct DoseWindow {
  Day first_day = 0;
  Day last_day = 0;
  int32_t phase = 0;  // counts from 0
  int32_t doses = 0;

  bool operator==(const DoseWindow&) const = default;
};

// The windows of a plan, one after another without a gap. A phase of seven days a week has one for
// each day. Any other has runs of seven days from its first day on, for it does not say which days
// they are; a last run that is shorter has its days, and no more than days_per_week of them. Fails
// with kInvalidArgument for more than 100 phases, a phase beyond its limits, and days outside of
// the years 1 to 9999.
std::vector<DoseWindow> planned_windows(Day first_day, std::span<const DosePhase> phases);

// Doses of a window or of a whole plan:
// planned = taken + not_taken + not_recorded + still_to_come.
struct DoseCount {
  int64_t planned = 0;
  int64_t taken = 0;          // as many as were planned at most
  int64_t not_taken = 0;      // by a statement
  int64_t not_recorded = 0;   // of windows that are over: nobody knows
  int64_t still_to_come = 0;  // of windows that are not over
  int64_t beyond = 0;         // taken on top of what was planned

  // Planned and no longer to come.
  int64_t due() const { return planned - still_to_come; }

  // The share of the due doses that were taken lies between these two: in the one no dose without a
  // record was taken, in the other each was. Nothing before any is due.
  std::optional<double> least_taken_share() const { return share(taken); }
  std::optional<double> most_taken_share() const { return share(taken + not_recorded); }

  bool operator==(const DoseCount&) const = default;

 private:
  std::optional<double> share(int64_t doses) const {
    if (due() == 0) return std::nullopt;
    return static_cast<double>(doses) / static_cast<double>(due());
  }
};

struct WindowAdherence {
  DoseWindow window{};
  DoseCount doses{};
};

struct Adherence {
  std::vector<WindowAdherence> windows{};
  DoseCount doses{};         // of all windows
  int64_t outside_plan = 0;  // doses taken on days before and after it; in no count above
};

// How a plan was kept. `taken_days` has the day of each dose that was taken, `not_taken_days` that
// of each dose that the person says was not, in any order, a day as often as it had such a dose.
// Statements beyond what was planned and not taken are left out. A window is over when its last day
// is before `today`; until then what is missing is still to come. A plan may begin after `today`.
// Fails as planned_windows does, and for days outside of the years 1 to 9999.
Adherence adherence(Day first_day, std::span<const DosePhase> phases,
                    std::span<const Day> taken_days, std::span<const Day> not_taken_days,
                    Day today);

}  // namespace lamella

#endif  // LAMELLA_DOSE_PLAN_H_
