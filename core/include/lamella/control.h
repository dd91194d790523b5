// How well eczema is under control, from what is answered day by day: weeks and means.
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

}  // namespace lamella

#endif  // LAMELLA_CONTROL_H_
