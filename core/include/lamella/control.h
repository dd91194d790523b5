// How well eczema is under control, from what is answered day by day: weeks, means and relapses.
//
//   lamella::WeekControl week = lamella::week_control(seven_days);
//   std::optional<double> mean = lamella::weekly_mean(seven_itch_scores);
//
// A day without an answer is never counted as a good one: where it could change the result there is
// none. Pure functions over spans without I/O, which allocate nothing unless they fail.
#ifndef LAMELLA_CONTROL_H_
#define LAMELLA_CONTROL_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lamella/day.h"

namespace lamella {

inline constexpr size_t kDaysOfWeek = 7;

// One day's answers.
struct ControlDay {
  std::optional<bool> stepped_up{};  // treatment was stepped up, by the person's own rule
  std::optional<double> bother{};    // 0 to 10
};

enum class WeekControl : uint8_t { kUnknown, kNot, kWell, kTotally };

// Of seven days: well controlled with at most two days of stepping up and at most two with a bother
// above 4 (Langan 2017, studies A and B); totally controlled with none of either (the count of zero
// was not read verbatim). Unknown where a day without an answer could change it. Fails with
// kInvalidArgument for another number of days, or a bother that is not 0 to 10.
WeekControl week_control(std::span<const ControlDay> days);
std::string_view name(WeekControl control);

// The mean of seven daily scores, of those that are there; nothing with fewer than `least` answers.
// Four of seven is a convention of trials that no protocol was found to state. Fails with
// kInvalidArgument for another number of scores or a least that is not 1 to 7.
std::optional<double> weekly_mean(std::span<const std::optional<double>> scores, int32_t least = 4);

// An answer of POEM from seven days of yes or no: 0 days is 0, 1-2 is 1, 3-4 is 2, 5-6 is 3, 7
// is 4. Nothing where days without an answer could change it. It is not the questionnaire's: recall
// over a week scores 1.2 points lower on average than days do (Duverdier 2024); never mix the two.
std::optional<int32_t> poem_answer_of_days(std::span<const std::optional<bool>> days);

// When a relapse comes, by a rule that is chosen before.
enum class RelapseRule : uint8_t {
  kThreeDaysAbove,  // on three days in a row the score is above the limit (Langan 2006: scratch
                    // above 2 of 4); misses a flare that never lasts three days
  kOnceAtLeast,     // the score is once at or above the limit (SOLO-CONTINUE: IGA of 2; Korean
                    // guideline: EASI of 16)
};

struct DatedScore {
  Day day = 0;
  double score = 0;
};

struct TimeToRelapse {
  // Days from the end of treatment to the first day of the relapse, or to the last answered day.
  int32_t days = 0;
  bool relapsed = false;  // false: not within these days
};

// `scores` in the order of their days, after `end_of_treatment`; nothing without any. Days without
// an answer end a run of days in a row. Fails with kInvalidArgument for scores out of order or not
// finite.
std::optional<TimeToRelapse> time_to_relapse(Day end_of_treatment,
                                             std::span<const DatedScore> scores, RelapseRule rule,
                                             double limit);

}  // namespace lamella

#endif  // LAMELLA_CONTROL_H_
