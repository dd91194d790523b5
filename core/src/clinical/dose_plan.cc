// Plans of doses and tapers: their windows, and what was taken of them.
#include "lamella/dose_plan.h"

#include <algorithm>
#include <cmath>

#include "clinical/require.h"

namespace lamella {

namespace {

constexpr int32_t kDaysOfWeek = 7;

void check_day(Day day) {
  require(day >= kFirstDay && day <= kLastDay, "a day is outside of the years 1 to 9999");
}

void check(const DosePhase& phase) {
  require(phase.days >= 1 && phase.days <= kMostPhaseDays,
          "the days of a phase are not from 1 to 3650");
  require(phase.days_per_week >= 1 && phase.days_per_week <= kDaysOfWeek,
          "the days a week of a phase are not from 1 to 7");
  require(phase.doses_per_day >= 1 && phase.doses_per_day <= kMostDosesPerDay,
          "the doses a day of a phase are not from 1 to 24");
  require(!phase.strength || (std::isfinite(*phase.strength) && *phase.strength >= 0),
          "the strength of a phase is negative or not finite");
}

void check_plan(Day first_day, std::span<const DosePhase> phases) {
  check_day(first_day);
  require(phases.size() <= kMostPhases, "a plan has more than 100 phases");
  int64_t end = first_day;
  for (const DosePhase& phase : phases) {
    check(phase);
    end += phase.days;
  }
  require(end <= int64_t{kLastDay} + 1, "a plan goes on after the year 9999");
}

int32_t days_of_window(const DosePhase& phase) {
  return phase.days_per_week == kDaysOfWeek ? 1 : kDaysOfWeek;
}

// Doses by the place of their window; days outside of the plan are counted apart. The windows have
// no gap, so that a window is found by its last day.
struct Placed {
  std::vector<int64_t> by_window;
  int64_t outside = 0;
};

Placed placed(const std::vector<DoseWindow>& windows, std::span<const Day> days) {
  Placed doses;
  doses.by_window.resize(windows.size());
  for (const Day day : days) {
    check_day(day);
    const auto found =
        std::lower_bound(windows.begin(), windows.end(), day,
                         [](const DoseWindow& window, Day d) { return window.last_day < d; });
    if (found == windows.end() || day < found->first_day) {
      ++doses.outside;
    } else {
      ++doses.by_window[static_cast<size_t>(found - windows.begin())];
    }
  }
  return doses;
}

DoseCount counted(const DoseWindow& window, int64_t taken, int64_t not_taken, Day today) {
  DoseCount count;
  count.planned = window.doses;
  count.taken = std::min(taken, count.planned);
  count.beyond = taken - count.taken;
  count.not_taken = std::min(not_taken, count.planned - count.taken);
  const int64_t missing = count.planned - count.taken - count.not_taken;
  (window.last_day < today ? count.not_recorded : count.still_to_come) = missing;
  return count;
}

void add(const DoseCount& one, DoseCount& sum) {
  sum.planned += one.planned;
  sum.taken += one.taken;
  sum.not_taken += one.not_taken;
  sum.not_recorded += one.not_recorded;
  sum.still_to_come += one.still_to_come;
  sum.beyond += one.beyond;
}

}  // namespace

std::vector<DoseWindow> planned_windows(Day first_day, std::span<const DosePhase> phases) {
  check_plan(first_day, phases);
  std::vector<DoseWindow> windows;
  Day day = first_day;
  for (size_t i = 0; i < phases.size(); ++i) {
    const DosePhase& phase = phases[i];
    int32_t left = phase.days;
    while (left > 0) {
      const int32_t days = std::min(days_of_window(phase), left);
      windows.push_back({day, day + days - 1, static_cast<int32_t>(i),
                         std::min(days, phase.days_per_week) * phase.doses_per_day});
      day += days;
      left -= days;
    }
  }
  return windows;
}

Adherence adherence(Day first_day, std::span<const DosePhase> phases,
                    std::span<const Day> taken_days, std::span<const Day> not_taken_days,
                    Day today) {
  check_day(today);
  const std::vector<DoseWindow> windows = planned_windows(first_day, phases);
  const Placed taken = placed(windows, taken_days);
  const Placed not_taken = placed(windows, not_taken_days);
  Adherence kept;
  kept.outside_plan = taken.outside;
  kept.windows.reserve(windows.size());
  for (size_t i = 0; i < windows.size(); ++i) {
    const DoseCount doses = counted(windows[i], taken.by_window[i], not_taken.by_window[i], today);
    kept.windows.push_back({windows[i], doses});
    add(doses, kept.doses);
  }
  return kept;
}

}  // namespace lamella
