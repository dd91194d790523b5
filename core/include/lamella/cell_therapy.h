// Cell therapy: what a product's tests say of its cells, when an event began, and when to ask for
// the temperature.
//
//   lamella::IsctReport report = lamella::isct_criteria(tests);      // report.all_met
//   lamella::onset_windows(administrations, event).only();           // kWithin24Hours
//   for (const lamella::TemperatureReminder& one : lamella::temperature_reminders(end_utc_ms))
//     if (!lamella::is_answered(one, temperatures)) ask();
//
// The criteria say whether cells are mesenchymal stromal cells, and nothing of their quality:
// makers release products by their own limits, which differ. A window says when something began,
// never why. Sources are in the data and in core/src/clinical/README.md. Pure functions without
// I/O, which allocate nothing unless they fail.
#ifndef LAMELLA_CELL_THERAPY_H_
#define LAMELLA_CELL_THERAPY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lamella/day.h"

namespace lamella {

// What one test of a product found.
struct ProductTest {
  std::string_view test;           // its code, in upper or lower case: "cd105"
  std::optional<double> result{};  // of a surface marker: percent of the cells that have it
  std::string_view unit{};         // of the result
  std::optional<bool> passed{};    // by the limit of whoever tested it
};

enum class CriterionKind : uint8_t {
  kAtLeast,  // at least `percent` of the cells have the marker
  kAtMost,   // at most
  kShown,    // there is no number: the test was passed
};

struct IsctCriterion {
  std::string_view code;
  std::string_view name;  // English, for people
  CriterionKind kind = CriterionKind::kShown;
  double percent = 0;  // of the first two kinds
  // Codes of the tests that decide it, while they are not empty.
  std::array<std::string_view, 4> tests{};
};

inline constexpr size_t kIsctCriteria = 12;
inline constexpr std::string_view kIsctSource =
    "Dominici 2006, Cytotherapy 8:315, doi 10.1080/14653240600855905";

// All of them, in the order of the paper.
std::span<const IsctCriterion, kIsctCriteria> isct_criterion_table();

enum class CriterionState : uint8_t { kNotTested, kMet, kNotMet };

struct IsctReport {
  std::array<CriterionState, kIsctCriteria> states{};  // in the order of the table
  // False when one is not met, true when all are, nothing while any is untested and none fails.
  std::optional<bool> all_met{};
};

// Which of the criteria for mesenchymal stromal cells a product's tests meet. A marker counts by
// its percentage alone, since `passed` speaks of the maker's limit, which may be another one; a
// marker without a number is not tested. Adherence and differentiation count by `passed` alone. One
// failure among several tests of a criterion is a failure: of CD14 and CD11b, and of CD79alpha and
// CD19, each that was tested has to pass, and one is enough. Tests of anything else are left out.
// Fails with kInvalidArgument for the result of a marker in another unit than "%", or not from 0 to
// 100.
IsctReport isct_criteria(std::span<const ProductTest> tests);

// A moment of a diary: its local day, and where it is known the instant with its offset from UTC.
struct TherapyMoment {
  Day local_day = 0;
  std::optional<int64_t> utc_ms{};
  std::optional<int32_t> offset_min{};
};

// When something began, counted from the begin of the last administration before it.
enum class OnsetWindow : uint8_t {
  kBeforeAny,      // there was none before
  kWithin24Hours,  // 0 to 24 hours, both included
  kWithin30Days,   // after that, up to 30 times 24 hours, included
  kLater,
};
inline constexpr size_t kOnsetWindows = 4;

// The window of a time since an administration; a negative one is before any.
OnsetWindow onset_window(int64_t ms_since);

// Windows that are possible: one where instants decide, several where only days are known.
struct OnsetWindows {
  std::array<bool, kOnsetWindows> possible{};  // by OnsetWindow

  // The only one that is possible, else nothing.
  std::optional<OnsetWindow> only() const {
    std::optional<OnsetWindow> found;
    for (size_t i = 0; i < kOnsetWindows; ++i) {
      if (!possible[i]) continue;
      if (found) return std::nullopt;
      found = static_cast<OnsetWindow>(i);
    }
    return found;
  }
};

// The windows in which an event may have begun. Two instants are compared as they are. Where one of
// them is a day alone, it may be any moment of that day, and local times are compared, as if both
// were lived at one place. `administrations` in any order, each by its begin: what comes up while
// cells are given is an onset within 24 hours. Fails with kInvalidArgument for days or instants
// outside of the years 1 to 9999, an offset that is not from -720 to 840 minutes, and one without
// its instant.
OnsetWindows onset_windows(std::span<const TherapyMoment> administrations,
                           const TherapyMoment& event);

// A moment at which to ask for the body temperature, and when a measurement is its answer.
struct TemperatureReminder {
  int64_t due_utc_ms = 0;
  int64_t from_utc_ms = 0;    // included
  int64_t before_utc_ms = 0;  // not included
};

// 6, 12, 24, 36 and 48 hours after the end of an administration, each answered by a temperature of
// 3 hours before to 3 hours after. That fever may follow is known (fever_after_cells); that it
// comes within 24 to 48 hours no source was found to say, and the hours are a convention of
// Lamella.
inline constexpr size_t kTemperatureReminders = 5;
std::array<TemperatureReminder, kTemperatureReminders> temperature_reminders(
    int64_t administration_end_utc_ms);

// Whether one of these instants is an answer.
bool is_answered(const TemperatureReminder& reminder, std::span<const int64_t> measured_utc_ms);

// What trials found, of people in groups and never of one person.
struct RelativeRisk {
  std::string_view effect;
  double risk = 1;  // with cells, as a multiple of that without
  double low = 1;   // of its 95 % interval
  double high = 1;
  int32_t trials = 0;
  int32_t people = 0;
  std::string_view source;
};

// Fever, the one side effect of mesenchymal stromal cells that these trials confirm.
const RelativeRisk& fever_after_cells();

std::string_view name(CriterionKind kind);    // "at_least"
std::string_view name(CriterionState state);  // "not_tested"
std::string_view name(OnsetWindow window);    // "within_24_hours"

}  // namespace lamella

#endif  // LAMELLA_CELL_THERAPY_H_
