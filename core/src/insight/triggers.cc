// The whole analysis of one outcome: which days a verdict is of, the family, the effects.
#include "lamella/triggers.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/hash.h"
#include "insight/chance_shares.h"
#include "insight/covariates.h"
#include "insight/exposure_law.h"
#include "insight/joint_model.h"
#include "insight/official_looks.h"
#include "insight/outlook.h"
#include "insight/trigger_family.h"
#include "insight/trigger_window.h"
#include "lamella/error.h"

namespace lamella {

namespace {

using insight::Candidate;
using insight::FamilyMember;
using insight::FourDayEffect;
using insight::GuardResult;
using insight::Outlook;
using insight::TriggerFamily;
using insight::VerdictDays;
using insight::Window;
using Values = std::vector<double>;

constexpr double kOfficialShare = 0.05;
constexpr double kSingleShare = 0.10;
constexpr int32_t kLeastForDisplay = 60;
constexpr double kMostSteady = 0.9;

[[noreturn]] void refuse(const std::string& rule) { throw Error(Code::kInvalidArgument, rule); }

void check(const TriggerOptions& options, std::span<const InForce> in_force) {
  if (options.meaningful && !(*options.meaningful > 0 && *options.meaningful <= 1e6)) {
    refuse("meaningful is not above 0 and at most 1e6 points");
  }
  if (options.most_draws < 999 || options.most_draws > 10'000'000) {
    refuse("most_draws is not 999 to 10,000,000");
  }
  for (const InForce& one : in_force) {
    for (const auto& [first, last] : one.spans) {
      if (first > last) refuse("the first day of a span in force is after its last");
    }
  }
}

void check(std::span<const std::string> exposures, const std::string& outcome) {
  std::set<std::string_view> names = {outcome};
  for (const std::string& name : exposures) {
    if (!names.insert(name).second) refuse("an exposure comes twice, or is the outcome");
  }
}

uint64_t seed_of(uint64_t seed, const std::string& exposure) {
  const auto hash = base::blake2b_128_framed({"lamella/triggers", std::to_string(seed), exposure});
  uint64_t own = 0;
  for (size_t i = 0; i < sizeof own; ++i) own = own << 8 | hash[i];
  return own;
}

std::vector<Candidate> candidates(const Window& window, std::span<const std::string> exposures,
                                  uint64_t seed) {
  std::vector<Candidate> result;
  for (size_t i = 0; i < exposures.size(); ++i) {
    result.push_back({window.exposures[i], seed_of(seed, exposures[i])});
  }
  return result;
}

// What an effect is told for: 1, a mean amount, or a standard deviation. A mean amount is below 0
// where the exposure is at rest at its highest value.
double per_of(std::span<const double> exposure) {
  if (insight::intermittent(exposure)) return insight::ExposureLaw(exposure).mean_amount();
  const double deviation = insight::standard_deviation(exposure);
  return deviation > 0 ? deviation : 1;
}

// b t^2 / (1 + t^2), t = b / se: drawn toward 0 the more, the less is known of it. One amount for
// all effects of a report takes half of the true ones away (README, "Effects, and effects shrunk").
double shrunk(double effect, double standard_error) {
  if (!(standard_error > 0)) return effect;
  const double t = effect / standard_error;
  return effect * t * t / (1 + t * t);
}

class Analysis {
 public:
  Analysis(TriggerReport& report, const Window& window, const Window& all,
           std::span<const InForce> in_force, const TriggerOptions& options,
           const VerdictDays& verdicts)
      : report_(report),
        window_(window),
        all_(all),
        in_force_(in_force),
        options_(options),
        verdicts_(verdicts) {}

  void run(std::span<const std::string> exposures, Task* task) {
    const insight::Covariates known =
        insight::covariates(window_.first, window_.outcome, in_force_);
    report_.covariates = known.names;
    report_.left_out = known.left_out;
    const TriggerFamily family = insight::trigger_family(
        window_.outcome, known.columns, candidates(window_, exposures, options_.seed),
        {.q = report_.q, .seed = options_.seed, .most_draws = options_.most_draws}, task);
    tell_outcome(family);
    for (size_t i = 0; i < exposures.size(); ++i) {
      tell(family, i);
    }
    if (family.fit) tell_effects(family, known.columns);
    tell_unclear();
  }

  // How things stand on all days, with the findings of the verdict beside each other.
  void run_now(std::span<const size_t> kept) {
    // A score that hardly changes carries no fit.
    const bool steady = insight::most_frequent_share(all_.outcome) > kMostSteady;
    if (all_.recorded() < kLeastForDisplay || steady) return;
    const insight::Covariates known = insight::covariates(all_.first, all_.outcome, in_force_);
    std::vector<Values> selected;
    for (const size_t i : kept) selected.push_back(all_.exposures[i]);
    const insight::FourDayModel model(all_.outcome, known.columns, selected);
    const std::vector<FourDayEffect> together = model.effects(kLevel);
    for (size_t i = 0; i < report_.findings.size(); ++i) {
      TriggerFinding& finding = report_.findings[i];
      if (!insight::guard_exposure(all_.outcome, all_.exposures[i]).passes()) continue;
      const auto place = std::find(kept.begin(), kept.end(), i);
      std::optional<FourDayEffect> effect;
      if (place != kept.end() && !together.empty()) {
        effect = together[static_cast<size_t>(place - kept.begin())];
      } else {
        effect = model.beside(all_.exposures[i], kLevel);
      }
      if (effect) finding.effect_now = scaled(*effect, i, kLevel, all_);
    }
  }

  std::span<const size_t> kept() const { return kept_; }

 private:
  static constexpr double kLevel = 0.95;

  void tell_outcome(const TriggerFamily& family) {
    report_.tested = family.tested;
    report_.guard = family.outcome.guard;
    kept_ = family.kept;
    if (!family.outcome.passes()) {
      const GuardResult now = insight::guard_outcome(all_.outcome);
      if (!now.passes()) report_.guard = now.guard;
      const Outlook by_now = outlook(now, all_.days(), verdicts_);
      report_.missing = by_now.missing;
      report_.known_by = by_now.known_by;
    }
    if (!family.fit) return;
    report_.rho = family.fit->correlation.rho;
    report_.kappa = family.fit->correlation.kappa;
  }

  void tell(const TriggerFamily& family, size_t i) {
    const FamilyMember& member = family.members[i];
    TriggerFinding& finding = report_.findings[i];
    finding.binary = insight::binary(window_.exposures[i]);
    finding.intermittent = insight::intermittent(window_.exposures[i]);
    finding.per = per_of(window_.exposures[i]);
    finding.exposed_days = member.exposed_days;
    for (size_t day = 0; day < window_.outcome.size(); ++day) {
      if (std::isnan(window_.outcome[day]) || std::isnan(window_.exposures[i][day])) continue;
      ++finding.days;
    }
    finding.tier = member.tier;
    finding.guard = member.guard.guard;
    if (!member.test) {
      tell_missing(family, i);
      return;
    }
    finding.p = member.test->p;
    finding.false_discovery = member.false_discovery;
    finding.false_discovery_any_dependence = member.false_discovery_any_dependence;
    const std::optional<insight::RandomisedP>& drawn = member.test->randomised;
    finding.draws =
        drawn ? std::max(drawn->plain.draws, drawn->studentised.draws) : member.test->max_t.draws;
    finding.caps = member.caps;
    if (member.lead) finding.lead_p = member.lead->p;
    if (member.exposure_model) finding.exposure_p = member.exposure_model->p;
    if (member.explained_by) finding.explained_by = report_.findings[*member.explained_by].exposure;
    finding.chance_share = insight::chance_share(report_.looks, finding.tier, window_.days());
    tell_lags(member, finding);
  }

  void tell_missing(const TriggerFamily& family, size_t i) {
    TriggerFinding& finding = report_.findings[i];
    if (!family.outcome.passes()) {
      finding.guard = report_.guard;
      finding.missing = report_.missing;
      finding.known_by = report_.known_by;
      return;
    }
    const GuardResult now = insight::guard_exposure(all_.outcome, all_.exposures[i]);
    if (now.passes() && finding.guard == TriggerGuard::kCollinear) return;
    // What is missing is told of all days, so what lacks it is, too.
    if (!now.passes()) finding.guard = now.guard;
    const Outlook by_now = outlook(now, all_.days(), verdicts_);
    finding.missing = by_now.missing;
    finding.known_by = by_now.known_by;
  }

  static void tell_lags(const FamilyMember& member, TriggerFinding& finding) {
    if (member.test->largest.kernel >= 0) {
      const auto best = static_cast<size_t>(member.test->largest.kernel);
      const insight::LagKernel& kernel = insight::lag_kernels()[best];
      const double slope = member.test->scan.slope[best];
      finding.lag = TriggerLag{kernel.first, kernel.last, kernel.decay, finding.per * slope};
    }
    const insight::TriggerScan& scan = member.test->scan;
    for (size_t k = 0; k < insight::kKernels; ++k) {
      const insight::LagKernel& kernel = insight::lag_kernels()[k];
      if (kernel.first != kernel.last || !scan.usable(k)) continue;
      finding.profile.push_back({kernel.first, finding.per * scan.slope[k],
                                 std::fabs(finding.per) * scan.standard_error[k]});
    }
  }

  TriggerEffect scaled(const FourDayEffect& effect, size_t i, double level,
                       const Window& window) const {
    const double per = report_.findings[i].per;
    TriggerEffect result{
        per * effect.effect, std::fabs(per) * effect.standard_error, {}, {}, level, 0};
    result.shrunk = shrunk(result.effect, result.standard_error);
    constexpr int32_t kFewExposed = 25;
    constexpr double kMostlyTheSame = 0.8;
    const TriggerFinding& finding = report_.findings[i];
    const bool hardly_known =
        finding.intermittent &&
        insight::exposed_days(window.outcome, window.exposures[i]) < kFewExposed &&
        insight::most_frequent_share(window.outcome) >= kMostlyTheSame;
    if (!hardly_known) {
      const auto [low, high] = std::minmax({per * effect.low, per * effect.high});
      result.low = low;
      result.high = high;
    }
    return result;
  }

  void tell_effects(const TriggerFamily& family, const insight::Columns& columns) {
    std::vector<Values> selected;
    for (const size_t i : family.kept) selected.push_back(window_.exposures[i]);
    const insight::FourDayModel model(window_.outcome, columns, selected);
    // False coverage rate: R intervals that were chosen among M (Benjamini and Yekutieli 2005).
    const double chosen = static_cast<double>(std::max<size_t>(selected.size(), 1));
    const double level = 1 - (1 - kLevel) * chosen / std::max(family.tested, 1);
    const std::vector<FourDayEffect> together = model.effects(level);
    for (size_t place = 0; place < together.size(); ++place) {
      const size_t i = family.kept[place];
      report_.findings[i].effect = scaled(together[place], i, level, window_);
    }
    for (size_t i = 0; i < report_.findings.size(); ++i) {
      TriggerFinding& finding = report_.findings[i];
      if (!finding.p || finding.effect) continue;
      const bool found = finding.tier >= TriggerTier::kGoesTogether;
      const double own = found ? level : kLevel;
      const auto effect = model.beside(window_.exposures[i], own);
      if (effect) {
        finding.effect = scaled(*effect, i, own, window_);
      } else if (finding.tier == TriggerTier::kUnclear) {
        finding.tier = TriggerTier::kNotEnough;
        finding.guard = TriggerGuard::kCollinear;
      }
    }
  }

  // Tells those without an effect that matters from those of which nothing is known yet.
  void tell_unclear() {
    for (TriggerFinding& finding : report_.findings) {
      if (finding.tier != TriggerTier::kUnclear || !finding.effect || !finding.effect->low)
        continue;
      const TriggerEffect& effect = *finding.effect;
      if (*effect.low > -report_.meaningful && *effect.high < report_.meaningful) {
        finding.tier = TriggerTier::kNone;
        continue;
      }
      // Were the effect what it seems, an interval of this half width would show or exclude it, and
      // half widths fall with the square root of the days.
      const double size = std::fabs(effect.effect);
      const double narrow = std::max(size, report_.meaningful - size);
      const double ratio = (*effect.high - *effect.low) / (2 * narrow);
      const double more = std::max(ratio * ratio - 1, 0.0);
      const int32_t there = finding.intermittent ? finding.exposed_days : finding.days;
      finding.missing = static_cast<int32_t>(std::min(std::ceil(more * there), 1e6));
      finding.known_by = verdicts_.after(window_.last(), more * window_.days());
    }
  }

  TriggerReport& report_;
  const Window& window_;
  const Window& all_;
  std::span<const InForce> in_force_;
  const TriggerOptions& options_;
  const VerdictDays& verdicts_;
  std::vector<size_t> kept_{};
};

// First and last day with a value.
std::optional<std::pair<Day, Day>> recorded_days(const DayGrid& grid, const GridColumn& column) {
  std::optional<std::pair<Day, Day>> days;
  for (size_t i = 0; i < column.values.size(); ++i) {
    if (std::isnan(column.values[i])) continue;
    const Day day = grid.first_day + static_cast<Day>(i);
    if (!days) days = std::pair(day, day);
    days->second = day;
  }
  return days;
}

}  // namespace

TriggerReport triggers(const DayGrid& grid, std::span<const std::string> exposures,
                       const std::string& outcome, std::span<const InForce> in_force,
                       const TriggerOptions& options, Task* task) {
  check(options, in_force);
  check(exposures, outcome);
  const GridColumn& score = grid.column(outcome);
  std::vector<const GridColumn*> columns;
  TriggerReport report;
  for (const std::string& name : exposures) {
    columns.push_back(&grid.column(name));
    TriggerFinding& finding = report.findings.emplace_back();
    finding.exposure = name;
    finding.unit = columns.back()->unit;
  }
  report.outcome = score.name;
  report.unit = score.unit;
  report.reduce = score.reduce;
  report.seed = options.seed;
  report.looks = options.looks;
  report.q = options.looks == TriggerLooks::kSingle ? kSingleShare : kOfficialShare;

  const auto recorded = recorded_days(grid, score);
  if (!recorded) refuse("no day has a score");
  const auto [first, last] = *recorded;
  const auto look = insight::latest_look(first, last);
  const bool official = options.looks == TriggerLooks::kOfficial;
  const Window all(grid, score, columns, first, last);
  const bool before_last = official && look && look->last_day < last;
  const Window window(grid, score, columns, first, before_last ? look->last_day : last);
  report.first_day = first;
  report.last_day = window.last();
  report.last_recorded = last;
  report.recorded_days = window.recorded();
  report.thin_weeks = insight::thin_weeks(window);
  if (official) {
    if (look) report.look = look->last_day;
    report.next_look = insight::next_look(first, last).last_day;
  }
  report.meaningful = options.meaningful.value_or(insight::standard_deviation(window.outcome) / 2);
  const VerdictDays verdicts(options.looks, first, last);
  Analysis analysis(report, window, all, in_force, options, verdicts);
  analysis.run(exposures, task);
  const bool has_verdict = report.guard == TriggerGuard::kPasses;
  if (before_last || !has_verdict) analysis.run_now(analysis.kept());
  return report;
}

}  // namespace lamella
