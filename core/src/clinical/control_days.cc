#include <algorithm>
#include <cmath>

#include "clinical/require.h"
#include "lamella/control.h"

namespace lamella {

namespace {

constexpr double kBotheredAbove = 4;
constexpr double kMostBother = 10;
constexpr int32_t kMostBadDays = 2;

void require_week(size_t days) { require(days == kDaysOfWeek, "a week has seven days"); }

// Days that were bad, and days that may have been.
struct BadDays {
  int32_t known = 0;
  int32_t perhaps = 0;

  void add(std::optional<bool> bad) {
    known += bad.value_or(false) ? 1 : 0;
    perhaps += bad ? 0 : 1;
  }
  bool at_most(int32_t days) const { return known + perhaps <= days; }
};

WeekControl worse(WeekControl a, WeekControl b) {
  if (a == WeekControl::kNot || b == WeekControl::kNot) return WeekControl::kNot;
  return std::min(a, b);
}

WeekControl control_of(const BadDays& days) {
  if (days.known > kMostBadDays) return WeekControl::kNot;
  if (days.at_most(0)) return WeekControl::kTotally;
  // Whether it was well or totally controlled, a missing day decides.
  if (days.known == 0 || !days.at_most(kMostBadDays)) return WeekControl::kUnknown;
  return WeekControl::kWell;
}

int32_t poem_answer(int32_t days) { return (days + 1) / 2; }

}  // namespace

WeekControl week_control(std::span<const ControlDay> days) {
  require_week(days.size());
  BadDays stepped_up;
  BadDays bothered;
  for (const ControlDay& day : days) {
    stepped_up.add(day.stepped_up);
    if (!day.bother) {
      bothered.add(std::nullopt);
      continue;
    }
    require(*day.bother >= 0 && *day.bother <= kMostBother, "bother is not from 0 to 10");
    bothered.add(*day.bother > kBotheredAbove);
  }
  return worse(control_of(stepped_up), control_of(bothered));
}

std::string_view name(WeekControl control) {
  switch (control) {
    case WeekControl::kUnknown:
      return "unknown";
    case WeekControl::kNot:
      return "not controlled";
    case WeekControl::kWell:
      return "well controlled";
    case WeekControl::kTotally:
      return "totally controlled";
  }
  return "unknown";
}

std::optional<double> weekly_mean(std::span<const std::optional<double>> scores, int32_t least) {
  require_week(scores.size());
  require(least >= 1 && least <= static_cast<int32_t>(kDaysOfWeek), "least is not from 1 to 7");
  double sum = 0;
  int32_t answered = 0;
  for (const std::optional<double>& score : scores) {
    if (!score) continue;
    require(std::isfinite(*score), "a score is not a finite number");
    sum += *score;
    ++answered;
  }
  if (answered < least) return std::nullopt;
  return sum / answered;
}

std::optional<int32_t> poem_answer_of_days(std::span<const std::optional<bool>> days) {
  require_week(days.size());
  BadDays with_it;
  for (const std::optional<bool>& day : days) with_it.add(day);
  const int32_t least = poem_answer(with_it.known);
  if (poem_answer(with_it.known + with_it.perhaps) != least) return std::nullopt;
  return least;
}

}  // namespace lamella
