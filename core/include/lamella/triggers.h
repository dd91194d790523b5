// Which of the things that a person tracks go with a symptom: how many days later, by how many
// points, and how often a finding like it is chance.
//
//   lamella::TriggerReport report = lamella::triggers(grid, exposures, "symptom.itch");
//   for (const lamella::TriggerFinding& finding : report.findings) {
//     std::cout << lamella::sentence(report, finding) << "\n";
//   }
//
// A finding is "linked with" the symptom, never its cause: only a planned test (planned_test.h) may
// say that. Most answers of the first months are "not enough data", with what is missing. Pure
// functions without I/O: the same days and seed make the same report on every platform.
#ifndef LAMELLA_TRIGGERS_H_
#define LAMELLA_TRIGGERS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lamella/day.h"
#include "lamella/grid.h"
#include "lamella/task.h"

namespace lamella {

// Something that was in force on some days, such as a treatment: it is taken into account and not
// judged.
struct InForce {
  std::string name{};
  std::vector<std::pair<Day, Day>> spans{};  // first and last day, both included
};

// When a verdict is given. Looking again and again finds something by chance, so a growing diary
// has a verdict on few fixed days, counted from the first recorded day of the symptom.
enum class TriggerLooks : uint8_t {
  // At day 120, 180, 270, 365, 545, 730 and a year later each: the verdict of the last of these
  // that has passed, at most 5% of findings false on average. The same on every device.
  kOfficial,
  // Once, on all days, at 10%: for a diary that is closed. Asking again after more entries breaks
  // the promise.
  kSingle,
};

std::string_view name(TriggerLooks looks);  // "official"

struct TriggerOptions {
  TriggerLooks looks = TriggerLooks::kOfficial;
  uint64_t seed = 1;
  // The smallest effect over four days that matters, in points. By default half the standard
  // deviation of the daily score (Norman, Sloan and Wyrwich 2003, Med Care 41, 582).
  std::optional<double> meaningful{};
  // Most random draws for one exposure, 999 to 10,000,000. Fewer are made where they suffice.
  int32_t most_draws = 1'000'000;
};

// What is missing before a verdict.
enum class TriggerGuard : uint8_t {
  kPasses,
  kTooShort,       // fewer than 120 calendar days, or 90 with a score
  kSteadyOutcome,  // fewer than 10 days off the most frequent score
  kFewExposures,   // of an intermittent exposure fewer than 5 days with, or without, it
  kFewEpisodes,    // of an intermittent exposure fewer than 4 times apart
  kFewValues,      // of a continuous exposure fewer than 8 different ones
  kCollinear,      // cannot be told from weekday, season or treatment on any lag
  kOutOfRange,     // a value beyond 1e100
};

std::string_view name(TriggerGuard guard);  // "few_exposures"

enum class TriggerTier : uint8_t {
  kNotEnough,     // a guard does not pass
  kUnclear,       // no finding, and an effect that matters is not excluded
  kNone,          // no finding, and no effect that matters
  kHint,          // p below .05: mostly chance
  kGoesTogether,  // a finding that may be something else: see `caps`
  kModerate,      // a finding at the share of the look
  kStrong,        // also at 10% under any dependence (Benjamini and Yekutieli)
};

std::string_view name(TriggerTier tier);  // "goes_together"

// Why a finding is no more than "goes together".
struct TriggerCaps {
  bool few_exposures = false;  // fewer than 8 exposed days
  // Tomorrow's exposure goes with today's score, or yesterday's score with today's exposure, each
  // at .01: the skin may be driving the exposure.
  bool skin_may_drive = false;
  bool explained = false;  // nothing of its own beside `TriggerFinding::explained_by`

  bool any() const { return few_exposures || skin_may_drive || explained; }
};

// Points of the score over a day and the three after it, summed, for one more of `per`.
struct TriggerEffect {
  double effect = 0;
  double standard_error = 0;
  // Absent for fewer than 25 exposed days when 80% of the scores are the same: no interval holds.
  std::optional<double> low{};
  std::optional<double> high{};
  double level = 0.95;  // of the interval
  double shrunk = 0;    // the effect, drawn toward 0 the more, the less is known of it: to be shown
};

// Days after the exposure on which the score goes with it: from `first_lag` to `last_lag`, day by
// day less by `decay` (1: alike).
struct TriggerLag {
  int32_t first_lag = 0;
  int32_t last_lag = 0;
  double decay = 1;
  double effect = 0;  // points on the first of these days, for one more of `per`

  // At least half of it is on the day itself: which came first is unknown.
  bool same_day() const { return first_lag == 0 && (last_lag == 0 || decay <= 0.5); }
};

std::string words(const TriggerLag& lag);  // "1 to 4 days later"

// Points of the score so many days after one more of `per`, each lag on its own.
struct LagPoint {
  int32_t lag = 0;
  double effect = 0;
  double standard_error = 0;
};

struct TriggerFinding {
  std::string exposure{};
  std::string unit{};
  TriggerTier tier = TriggerTier::kNotEnough;
  TriggerGuard guard = TriggerGuard::kPasses;
  // How many more days, exposures, episodes or values: of what the guard needs, counted on all days
  // to the last; or of what the interval of the verdict needs to be narrow enough. 0 where more of
  // the same does not help, or where there is enough by now and the next look tells.
  int32_t missing = 0;
  // When it could be known if the diary goes on as it does; absent beyond ten years.
  std::optional<Day> known_by{};
  bool binary = false;
  // Binary, or an amount that comes and goes: its lowest or highest value, which counts as its
  // absence, is that of a quarter of the days or more.
  bool intermittent = false;
  int32_t days = 0;          // with a score and a known exposure
  int32_t exposed_days = 0;  // of these, with an intermittent exposure
  // 1 of a binary exposure; of an intermittent one the mean amount on the days with it, less the
  // value that counts as its absence, so below 0 where that is the highest; the standard deviation
  // of a continuous one.
  double per = 1;

  // The rest is there where the guards pass, the effect only where the days can tell it from the
  // covariates and the other findings.
  std::optional<double> p{};
  // p after Benjamini and Hochberg, and after Benjamini and Yekutieli; at least what they would be
  // for one finding in ten exposures, so that a short list makes no finding out of chance.
  std::optional<double> false_discovery{};
  std::optional<double> false_discovery_any_dependence{};
  int32_t draws = 0;                // behind p; 0: none were needed
  std::optional<TriggerLag> lag{};  // on which it goes with the score best
  std::vector<LagPoint> profile{};  // lags 0 to 14
  std::optional<TriggerEffect> effect{};
  // The same of all days to the last, which says how things stand now and is no verdict. Absent
  // where the verdict is of all days.
  std::optional<TriggerEffect> effect_now{};

  // Of a finding.
  TriggerCaps caps{};
  std::optional<double> lead_p{};      // tomorrow's exposure against today's score
  std::optional<double> exposure_p{};  // yesterday's score against today's exposure
  std::string explained_by{};          // the finding whose days are most like its own
  // Share of findings of its tier in a diary of this length that were chance in the simulations of
  // the benchmark, where a tenth of what was tracked was a true trigger. Absent where too few were
  // made.
  std::optional<double> chance_share{};
};

struct TriggerReport {
  std::string outcome{};  // "symptom.itch"
  std::string unit{};
  Reduce reduce = Reduce::kMean;  // of several scores of a day

  // Provenance.
  std::string version{};  // of the library; empty without a diary
  uint64_t seed = 1;
  TriggerLooks looks = TriggerLooks::kOfficial;
  double q = 0.05;  // of the findings, that share is false on average
  Day first_day = 0;
  Day last_day = 0;           // of the days behind the verdict
  Day last_recorded = 0;      // of all days with a score
  int32_t recorded_days = 0;  // behind the verdict
  int32_t thin_weeks = 0;     // of these days, weeks from the first with fewer than 3 scores
  std::optional<Day> look{};  // the day of the official look; absent before the first
  std::optional<Day> next_look{};
  std::vector<std::string> covariates{};
  std::vector<std::string> left_out{};  // covariates that say nothing that the others do not
  int32_t tested = 0;                   // exposures that pass the guards: the family
  double meaningful = 0;                // points over four days
  double rho = 0;                       // how much the score resembles that of the day before
  double kappa = 0;                     // share of its variance that is of the day alone

  // Of the score itself: where it does not pass, nothing is tested.
  TriggerGuard guard = TriggerGuard::kPasses;
  int32_t missing = 0;
  std::optional<Day> known_by{};

  std::vector<TriggerFinding> findings{};  // in the order of the exposures
};

// All exposures against one outcome of `grid`. `in_force` is taken into account beside weekend,
// season and trend. Fails with kNotFound for a column that is not there, with kInvalidArgument for
// an exposure twice or the outcome among them, an option out of range, and a score that nothing can
// be learned from: beyond 1e100, or explained to the last digit by season and treatments.
TriggerReport triggers(const DayGrid& grid, std::span<const std::string> exposures,
                       const std::string& outcome, std::span<const InForce> in_force = {},
                       const TriggerOptions& options = {}, Task* task = nullptr);

// What may be said of a finding, in English: "Strong evidence in your diary: ...".
std::string sentence(const TriggerReport& report, const TriggerFinding& finding);

}  // namespace lamella

#endif  // LAMELLA_TRIGGERS_H_
