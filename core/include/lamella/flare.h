// Flares, relapses and remission, by rules that are chosen before anybody looks.
//
//   const lamella::FlareRule& rule = lamella::flare_rule("escalation_day");
//   lamella::FlareReport report = lamella::flares(rule, days);
//   lamella::flares(rule, days_after, end_of_treatment).relapse;   // and the time to the first
//
// A rule is a value: store its code beside a result. Published rules differ, and no two of them
// count the same flares. A day without an answer is neither a good nor a bad one. Pure functions
// without I/O.
#ifndef LAMELLA_FLARE_H_
#define LAMELLA_FLARE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lamella/day.h"

namespace lamella {

// Where the value of a day comes from.
enum class FlareInput : uint8_t {
  kDecision,    // yes or no, by the person's own rule that is fixed before
  kMedicine,    // yes or no: a topical anti-inflammatory medicine was used
  kSymptom,     // a score from 0 to the rule's greatest value
  kInstrument,  // a total
};

// To have another threshold, copy a rule, change it, and give it a code of its own.
struct FlareRule {
  std::string_view code;
  std::string_view name;
  std::string_view input;  // what the value of a day is, in words
  FlareInput kind = FlareInput::kSymptom;
  std::string_view instrument{};  // whose total it is, for kInstrument
  double max_value = 1;     // the least is 0; with a greatest of 1 a value is yes (1) or no (0)
  double threshold = 1;     // a day is bad with a value from here on
  bool above = false;       // or only above it
  int32_t days_in_row = 1;  // so many bad days, one after the other, are a flare
  std::optional<int32_t> within_months{};  // of the end of treatment; later days do not count
  std::string_view source{};
  std::string_view remark{};
};

// All published rules, ordered by code.
std::span<const FlareRule> flare_rules();
// Fails with kInvalidArgument for a code that is none.
const FlareRule& flare_rule(std::string_view code);

struct FlareDay {
  Day day = 0;
  std::optional<double> value{};  // none: no answer, as for a day that is left out
};

// Bad days one after the other, as many as the rule asks for or more.
struct Flare {
  Day first = 0;
  Day last = 0;
  int32_t days = 0;
  bool start_seen = false;    // the day before has an answer; if not, it may have begun earlier
  bool end_seen = false;      // the day after has an answer; if not, it may have lasted longer
  bool perhaps_same = false;  // no good day lies between it and the flare before: may be the same
};

struct TimeToRelapse {
  // Days from the end of treatment to the first day of the relapse, or to the last answered day.
  int32_t days = 0;
  bool relapsed = false;  // false: none was seen
  // Days without an answer may hide that it came earlier, or at all: the day before it has none, or
  // bad days before it are undecided.
  bool perhaps_earlier = false;
};

struct FlareReport {
  std::string rule{};  // its code
  std::vector<Flare> flares{};
  int32_t answered_days = 0;
  int32_t flare_days = 0;  // of all flares together
  // Bad days in too short a row, which days without an answer could make long enough.
  int32_t undecided_days = 0;
  int32_t perhaps_same = 0;  // flares that may be the same as the one before
  // Answered days without a flare, of those that are decided; none without such days.
  std::optional<double> flare_free{};
  // Where an end of treatment was given; none without an answered day.
  std::optional<TimeToRelapse> relapse{};
};

// `days` in the order of the calendar. An unanswered day ends a row of days and a flare, and it is
// in no count: two flares with nothing but such days between them are counted as two, and the
// second one is marked. With an end of treatment all days are after it, and the first flare is a
// relapse; of a rule that counts for some months alone, later days are left out, and a month ends
// on the same day of the calendar, or on the last one of a shorter month. Fails with
// kInvalidArgument for days out of order, not after the end, or outside of the years 1 to 9999, for
// values that the rule does not know, and for a rule that cannot be or that has the code of a
// published one and other numbers.
FlareReport flares(const FlareRule& rule, std::span<const FlareDay> days,
                   std::optional<Day> end_of_treatment = std::nullopt);

struct RemissionDay {
  Day day = 0;
  std::optional<double> score{};
  std::optional<bool> treated{};  // with anti-inflammatory treatment
};

// Four weeks without a day off; a convention of Lamella, as no published definition was found.
inline constexpr int32_t kLeastRemissionDays = 28;

struct Remission {
  Day first = 0;
  Day last = 0;
  int32_t days = 0;
  int32_t untreated_days = 0;  // of these, days that are known to be without treatment
  bool start_seen = false;     // as of a flare
  bool end_seen = false;
};

struct RemissionReport {
  std::optional<Remission> first{};
  std::optional<Remission> longest{};  // the first of equally long ones
};

// Rows of at least `least_days` answered days, one after the other, with a score at or below the
// limit and without anti-inflammatory treatment where it is told. Where it is not, the score alone
// decides: a remission without treatment is one with as many untreated days as days. Fails with
// kInvalidArgument for days out of order or outside of the years 1 to 9999, scores that are not
// finite, or a least that is not above 0.
RemissionReport remission(std::span<const RemissionDay> days, double limit,
                          int32_t least_days = kLeastRemissionDays);

}  // namespace lamella

#endif  // LAMELLA_FLARE_H_
