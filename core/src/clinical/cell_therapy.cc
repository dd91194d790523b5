// Cell therapy: the criteria for mesenchymal stromal cells, onset of events, temperature reminders.
#include "lamella/cell_therapy.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include "clinical/require.h"

namespace lamella {

namespace clinical {

namespace {

constexpr double kLeastPositive = 95;
constexpr double kMostNegative = 2;

constexpr IsctCriterion positive(std::string_view code, std::string_view name) {
  return {code, name, CriterionKind::kAtLeast, kLeastPositive, {code}};
}

constexpr IsctCriterion kCriteria[] = {
    {"plastic_adherence", "Adherence to plastic", CriterionKind::kShown, 0, {"plastic_adherence"}},
    positive("cd105", "CD105"),
    positive("cd73", "CD73"),
    positive("cd90", "CD90"),
    {"cd45", "CD45", CriterionKind::kAtMost, kMostNegative, {"cd45"}},
    {"cd34", "CD34", CriterionKind::kAtMost, kMostNegative, {"cd34"}},
    {"cd14_or_cd11b", "CD14 or CD11b", CriterionKind::kAtMost, kMostNegative, {"cd14", "cd11b"}},
    {"cd79alpha_or_cd19",
     "CD79alpha or CD19",
     CriterionKind::kAtMost,
     kMostNegative,
     {"cd79alpha", "cd79a", "cd79α", "cd19"}},
    {"hla_dr", "HLA-DR", CriterionKind::kAtMost, kMostNegative, {"hla_dr", "hla-dr"}},
    {"osteogenic_differentiation",
     "Differentiation to bone cells",
     CriterionKind::kShown,
     0,
     {"osteogenic_differentiation"}},
    {"adipogenic_differentiation",
     "Differentiation to fat cells",
     CriterionKind::kShown,
     0,
     {"adipogenic_differentiation"}},
    {"chondrogenic_differentiation",
     "Differentiation to cartilage cells",
     CriterionKind::kShown,
     0,
     {"chondrogenic_differentiation"}},
};
static_assert(std::size(kCriteria) == kIsctCriteria);

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_code(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool decides(const ProductTest& test, const IsctCriterion& criterion) {
  return !test.test.empty() &&
         std::any_of(criterion.tests.begin(), criterion.tests.end(),
                     [&](std::string_view code) { return same_code(code, test.test); });
}

CriterionState state_of(bool met) { return met ? CriterionState::kMet : CriterionState::kNotMet; }

CriterionState judged(const ProductTest& test, const IsctCriterion& criterion) {
  if (criterion.kind == CriterionKind::kShown) {
    return test.passed ? state_of(*test.passed) : CriterionState::kNotTested;
  }
  if (!test.result) return CriterionState::kNotTested;
  require(test.unit == "%", "the result of a surface marker is not in %");
  require(*test.result >= 0 && *test.result <= 100,
          "the result of a surface marker is not from 0 to 100 %");
  return state_of(criterion.kind == CriterionKind::kAtLeast ? *test.result >= criterion.percent
                                                            : *test.result <= criterion.percent);
}

constexpr int64_t kMsPerHour = 3'600'000;
constexpr int64_t kMsOf24Hours = 24 * kMsPerHour;
constexpr int64_t kMsOf30Days = 30 * kMsOf24Hours;
// A day of room for any offset.
constexpr int64_t kFirstMs = (int64_t{kFirstDay} - 1) * kMsPerDay;
constexpr int64_t kLastMs = (int64_t{kLastDay} + 2) * kMsPerDay;
// The offsets that a record may have.
constexpr int32_t kMinOffset = -720;
constexpr int32_t kMaxOffset = 840;

void check_instant(int64_t utc_ms) {
  require(utc_ms >= kFirstMs && utc_ms < kLastMs, "an instant is outside of the years 1 to 9999");
}

void check(const TherapyMoment& moment) {
  require(moment.local_day >= kFirstDay && moment.local_day <= kLastDay,
          "a local day is outside of the years 1 to 9999");
  if (moment.utc_ms) check_instant(*moment.utc_ms);
  if (!moment.offset_min) return;
  require(moment.utc_ms.has_value(), "an offset has no instant");
  require(*moment.offset_min >= kMinOffset && *moment.offset_min <= kMaxOffset,
          "an offset is not from -720 to 840 minutes");
}

// From the first to the last millisecond that is possible, both included.
struct Span {
  int64_t first = 0;
  int64_t last = 0;
};

// In local time. Without an offset an instant's place in its day is unknown; and a record may name
// another day than that of its instant, such as the one that a night belongs to.
Span local_span(const TherapyMoment& moment) {
  constexpr int64_t kMsPerMinute = 60'000;
  if (moment.utc_ms && moment.offset_min &&
      day_of(*moment.utc_ms, *moment.offset_min) == moment.local_day) {
    const int64_t local = *moment.utc_ms + *moment.offset_min * kMsPerMinute;
    return {local, local};
  }
  const int64_t begin = int64_t{moment.local_day} * kMsPerDay;
  return {begin, begin + kMsPerDay - 1};
}

// From an administration to an event.
Span between(const TherapyMoment& administration, const TherapyMoment& event) {
  if (administration.utc_ms && event.utc_ms) {
    const int64_t ms = *event.utc_ms - *administration.utc_ms;
    return {ms, ms};
  }
  const Span from = local_span(administration);
  const Span to = local_span(event);
  return {to.first - from.last, to.last - from.first};
}

constexpr int64_t kReminderHours[] = {6, 12, 24, 36, 48};
static_assert(std::size(kReminderHours) == kTemperatureReminders);
constexpr int64_t kHoursAround = 3;

constexpr RelativeRisk kFever = {
    "fever",
    2.48,
    1.27,
    4.86,
    55,
    2'696,
    "meta-analysis of randomized trials of mesenchymal stromal cells (PubMed 31989101)",
};

}  // namespace

}  // namespace clinical

std::span<const IsctCriterion, kIsctCriteria> isct_criterion_table() { return clinical::kCriteria; }

IsctReport isct_criteria(std::span<const ProductTest> tests) {
  IsctReport report;
  bool any_fails = false;
  bool all_met = true;
  for (size_t i = 0; i < kIsctCriteria; ++i) {
    CriterionState& state = report.states[i];
    for (const ProductTest& test : tests) {
      if (!clinical::decides(test, clinical::kCriteria[i])) continue;
      // The states are ordered: a failure stays, whatever another test found.
      state = std::max(state, clinical::judged(test, clinical::kCriteria[i]));
    }
    any_fails = any_fails || state == CriterionState::kNotMet;
    all_met = all_met && state == CriterionState::kMet;
  }
  if (any_fails || all_met) report.all_met = all_met;
  return report;
}

OnsetWindow onset_window(int64_t ms_since) {
  if (ms_since < 0) return OnsetWindow::kBeforeAny;
  if (ms_since <= clinical::kMsOf24Hours) return OnsetWindow::kWithin24Hours;
  return ms_since <= clinical::kMsOf30Days ? OnsetWindow::kWithin30Days : OnsetWindow::kLater;
}

OnsetWindows onset_windows(std::span<const TherapyMoment> administrations,
                           const TherapyMoment& event) {
  clinical::check(event);
  // The last administration before the event is at most as far away as any that surely is before.
  int64_t farthest = std::numeric_limits<int64_t>::max();
  for (const TherapyMoment& one : administrations) {
    clinical::check(one);
    const clinical::Span since = clinical::between(one, event);
    if (since.first >= 0) farthest = std::min(farthest, since.last);
  }
  OnsetWindows windows;
  const bool none_surely_before = farthest == std::numeric_limits<int64_t>::max();
  windows.possible[static_cast<size_t>(OnsetWindow::kBeforeAny)] = none_surely_before;
  for (const TherapyMoment& one : administrations) {
    const clinical::Span since = clinical::between(one, event);
    const int64_t first = std::max(since.first, int64_t{0});
    const int64_t last = std::min(since.last, farthest);
    if (first > last) continue;
    const auto begin = static_cast<size_t>(onset_window(first));
    const auto end = static_cast<size_t>(onset_window(last));
    for (size_t i = begin; i <= end; ++i) windows.possible[i] = true;
  }
  return windows;
}

std::array<TemperatureReminder, kTemperatureReminders> temperature_reminders(
    int64_t administration_end_utc_ms) {
  clinical::check_instant(administration_end_utc_ms);
  std::array<TemperatureReminder, kTemperatureReminders> reminders{};
  constexpr int64_t kAround = clinical::kHoursAround * clinical::kMsPerHour;
  for (size_t i = 0; i < kTemperatureReminders; ++i) {
    const int64_t due =
        administration_end_utc_ms + clinical::kReminderHours[i] * clinical::kMsPerHour;
    reminders[i] = {due, due - kAround, due + kAround};
  }
  return reminders;
}

bool is_answered(const TemperatureReminder& reminder, std::span<const int64_t> measured_utc_ms) {
  return std::any_of(measured_utc_ms.begin(), measured_utc_ms.end(), [&](int64_t measured) {
    return measured >= reminder.from_utc_ms && measured < reminder.before_utc_ms;
  });
}

const RelativeRisk& fever_after_cells() { return clinical::kFever; }

std::string_view name(CriterionKind kind) {
  constexpr std::string_view kNames[] = {"at_least", "at_most", "shown"};
  const auto place = static_cast<size_t>(kind);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view name(CriterionState state) {
  constexpr std::string_view kNames[] = {"not_tested", "met", "not_met"};
  const auto place = static_cast<size_t>(state);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view name(OnsetWindow window) {
  constexpr std::string_view kNames[] = {"before_any", "within_24_hours", "within_30_days",
                                         "later"};
  const auto place = static_cast<size_t>(window);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

}  // namespace lamella
