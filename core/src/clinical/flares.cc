#include <algorithm>
#include <array>
#include <cmath>

#include "clinical/months.h"
#include "clinical/require.h"
#include "lamella/flare.h"

namespace lamella {

namespace {

constexpr int32_t kMostDaysInRow = 366;
constexpr int32_t kMostMonths = 1200;

constexpr std::string_view kThomas = "Thomas 2015, doi 10.1371/journal.pone.0124770";
constexpr std::string_view kLangan = "Langan 2006, a review of flares (jamanetwork.com 407617)";
constexpr std::string_view kLevel =
    "the level of a day in weeks of total control, there beside the use of rescue treatment";

constexpr std::array kRules = {
    FlareRule{.code = "escalation_day",
              .name = "a day on which treatment was stepped up",
              .input = "treatment stepped up, by the person's own rule that is fixed before",
              .kind = FlareInput::kDecision,
              .source = kThomas,
              .remark = "with tam_day one of the two rules that were validated: AUC 0.70 and 0.73"},
    FlareRule{
        .code = "iga_2",
        .name = "IGA of 2 or more",
        .input = "investigator's global assessment, 0 to 4",
        .kind = FlareInput::kInstrument,
        .instrument = "viga_ad",
        .max_value = 4,
        .threshold = 2,
        .source = "SOLO-CONTINUE (PMC6990756)",
        .remark = "after a response, on placebo: the first one came after a median of 57 days"},
    FlareRule{.code = "kada_recurrence",
              .name = "EASI of 16 or more again, within three months of the end of treatment",
              .input = "EASI, 0 to 72",
              .kind = FlareInput::kInstrument,
              .instrument = "easi",
              .max_value = 72,
              .threshold = 16,
              .within_months = 3,
              .source = "KADA, the Korean guideline (PMC7992600)",
              .remark = "a later one is no recurrence"},
    FlareRule{.code = "likert_above_1",
              .name = "symptoms above 1 of 4",
              .input = "symptoms of the day, 0 to 4",
              .max_value = 4,
              .threshold = 1,
              .above = true,
              .source = kLangan,
              .remark = kLevel},
    FlareRule{.code = "scratch_above_2_for_3_days",
              .name = "scratch above 2 of 4 on three days in a row",
              .input = "scratch of the day, 0 to 4",
              .max_value = 4,
              .threshold = 2,
              .above = true,
              .days_in_row = 3,
              .source = kLangan,
              .remark = "two patterns are known that it misses: a short remission, and a constant "
                        "flare that never lasts three days"},
    FlareRule{.code = "tam_day",
              .name = "a day with a topical anti-inflammatory medicine",
              .input = "topical anti-inflammatory medicine used",
              .kind = FlareInput::kMedicine,
              .source = kThomas,
              .remark = "simpler than escalation_day, and close to it: AUC 0.69, against 0.70 and "
                        "0.73"},
    FlareRule{.code = "vas_above_4",
              .name = "symptoms above 4 of 10",
              .input = "symptoms of the day, 0 to 10",
              .max_value = 10,
              .threshold = 4,
              .above = true,
              .source = kLangan,
              .remark = kLevel},
};

const FlareRule* find_rule(std::string_view code) {
  const auto* found =
      std::find_if(kRules.begin(), kRules.end(), [&](const auto& one) { return one.code == code; });
  return found == kRules.end() ? nullptr : found;
}

bool same_numbers(const FlareRule& a, const FlareRule& b) {
  return a.max_value == b.max_value && a.threshold == b.threshold && a.above == b.above &&
         a.days_in_row == b.days_in_row && a.within_months == b.within_months;
}

void check(const FlareRule& rule) {
  require(!rule.code.empty(), "a flare rule has a code");
  require(std::isfinite(rule.max_value) && rule.max_value > 0,
          "the greatest value of a flare rule is not above 0");
  require(rule.threshold >= 0 && rule.threshold <= rule.max_value,
          "the threshold of a flare rule is not from 0 to its greatest value");
  require(rule.days_in_row >= 1 && rule.days_in_row <= kMostDaysInRow,
          "the days in a row of a flare rule are not from 1 to 366");
  require(!rule.within_months || (*rule.within_months >= 1 && *rule.within_months <= kMostMonths),
          "the months of a flare rule are not from 1 to 1200");
  const FlareRule* published = find_rule(rule.code);
  require(published == nullptr || same_numbers(rule, *published),
          "a flare rule has the code of a published one and other numbers");
}

template <typename Dated>
void check_days(std::span<const Dated> days) {
  for (size_t i = 0; i < days.size(); ++i) {
    require(days[i].day >= kFirstDay && days[i].day <= kLastDay,
            "a day is outside of the years 1 to 9999");
    require(i == 0 || days[i - 1].day < days[i].day, "the days are not ascending");
  }
}

bool is_bad(const FlareRule& rule, double value) {
  require(value >= 0 && value <= rule.max_value,
          "a value is not from 0 to the greatest one of the flare rule");
  require(rule.max_value != 1 || value == 0 || value == 1, "a yes or no is not 0 or 1");
  return rule.above ? value > rule.threshold : value >= rule.threshold;
}

// A day with an answer.
struct Answered {
  Day day = 0;
  bool bad = false;
};
using AnsweredDays = std::vector<Answered>;

AnsweredDays answered_days(const FlareRule& rule, std::span<const FlareDay> days) {
  AnsweredDays answered;
  for (const FlareDay& one : days) {
    if (one.value) answered.push_back({one.day, is_bad(rule, *one.value)});
  }
  return answered;
}

// Whether the bad days from `begin` to `end` and the unanswered ones around and between them could
// be a row of so many days. Before the first and after the last answer all days are unanswered.
bool could_be_row(const AnsweredDays& answered, size_t begin, size_t end, int32_t days) {
  if (begin == 0 || end == answered.size()) return true;
  return answered[end].day - answered[begin - 1].day - 1 >= days;
}

// Counts the bad days from `begin` to `end`, between which no good one lies, row by row.
void count(const FlareRule& rule, const AnsweredDays& answered, size_t begin, size_t end,
           FlareReport& report) {
  bool is_first = true;
  for (size_t from = begin; from < end;) {
    size_t to = from + 1;
    while (to < end && answered[to].day == answered[to - 1].day + 1) ++to;
    const auto days = static_cast<int32_t>(to - from);
    const Day first = answered[from].day;
    const Day last = answered[to - 1].day;
    if (days >= rule.days_in_row) {
      report.flares.push_back({first, last, days, from > 0 && answered[from - 1].day == first - 1,
                               to < answered.size() && answered[to].day == last + 1, !is_first});
      report.flare_days += days;
      report.perhaps_same += is_first ? 0 : 1;
      is_first = false;
    } else if (could_be_row(answered, begin, end, rule.days_in_row)) {
      report.undecided_days += days;
    }
    from = to;
  }
}

// Those that a rule looks at after the end of treatment.
std::span<const FlareDay> days_after(const FlareRule& rule, std::span<const FlareDay> days,
                                     Day end_of_treatment) {
  require(end_of_treatment >= kFirstDay && end_of_treatment <= kLastDay,
          "the end of treatment is outside of the years 1 to 9999");
  require(days.empty() || days.front().day > end_of_treatment,
          "a day is not after the end of treatment");
  if (!rule.within_months) return days;
  const Day last = clinical::months_after(end_of_treatment, *rule.within_months);
  const auto later =
      std::find_if(days.begin(), days.end(), [&](const FlareDay& one) { return one.day > last; });
  return days.first(static_cast<size_t>(later - days.begin()));
}

// Whether bad days before the index `end`, which are no flare, could be one with unanswered days
// around and between them, none of which is before the end of treatment.
bool may_hide_flare(const FlareRule& rule, const AnsweredDays& answered, size_t end,
                    Day end_of_treatment) {
  Day good = end_of_treatment;
  for (size_t begin = 0; begin < end;) {
    size_t to = begin;
    while (to < end && answered[to].bad) ++to;
    const bool goes_on = to == answered.size();
    if (to > begin && (goes_on || answered[to].day - good - 1 >= rule.days_in_row)) return true;
    if (to < end) good = answered[to].day;
    begin = to + 1;
  }
  return false;
}

// Of days with at least one answer.
TimeToRelapse relapse_of(const FlareRule& rule, const AnsweredDays& answered,
                         const FlareReport& report, Day end_of_treatment) {
  if (report.flares.empty()) {
    return {answered.back().day - end_of_treatment, false,
            may_hide_flare(rule, answered, answered.size(), end_of_treatment)};
  }
  const Flare& first = report.flares.front();
  const auto flare = std::find_if(answered.begin(), answered.end(),
                                  [&](const Answered& one) { return one.day == first.first; });
  const bool start_hidden = !first.start_seen && first.first > end_of_treatment + 1;
  return {
      first.first - end_of_treatment, true,
      start_hidden || may_hide_flare(rule, answered, static_cast<size_t>(flare - answered.begin()),
                                     end_of_treatment)};
}

bool in_remission(const RemissionDay& day, double limit) {
  return day.score && *day.score <= limit && !day.treated.value_or(false);
}

}  // namespace

std::span<const FlareRule> flare_rules() { return kRules; }

const FlareRule& flare_rule(std::string_view code) {
  const FlareRule* found = find_rule(code);
  require(found != nullptr, "there is no flare rule of this code");
  return *found;
}

FlareReport flares(const FlareRule& rule, std::span<const FlareDay> days,
                   std::optional<Day> end_of_treatment) {
  check(rule);
  check_days(days);
  if (end_of_treatment) days = days_after(rule, days, *end_of_treatment);
  const AnsweredDays answered = answered_days(rule, days);
  FlareReport report;
  report.rule = rule.code;
  report.answered_days = static_cast<int32_t>(answered.size());
  for (size_t begin = 0; begin < answered.size();) {
    size_t end = begin;
    while (end < answered.size() && answered[end].bad) ++end;
    count(rule, answered, begin, end, report);
    begin = end + 1;
  }
  const int32_t decided = report.answered_days - report.undecided_days;
  if (decided > 0) report.flare_free = static_cast<double>(decided - report.flare_days) / decided;
  if (end_of_treatment && !answered.empty()) {
    report.relapse = relapse_of(rule, answered, report, *end_of_treatment);
  }
  return report;
}

RemissionReport remission(std::span<const RemissionDay> days, double limit, int32_t least_days) {
  require(std::isfinite(limit), "the limit is not a finite number");
  require(least_days > 0, "the least days of a remission are not above 0");
  check_days(days);
  RemissionReport report;
  std::optional<Day> answered;
  std::optional<Remission> row;
  const auto end_row = [&](std::optional<Day> next) {
    if (!row) return;
    row->days = row->last - row->first + 1;
    row->end_seen = next == row->last + 1;
    if (row->days >= least_days) {
      if (!report.first) report.first = row;
      if (!report.longest || row->days > report.longest->days) report.longest = row;
    }
    row.reset();
  };
  for (const RemissionDay& one : days) {
    if (!one.score) continue;
    require(std::isfinite(*one.score), "a score is not a finite number");
    const bool good = in_remission(one, limit);
    if (row && (!good || one.day != row->last + 1)) end_row(one.day);
    if (good) {
      if (!row) row = Remission{.first = one.day, .start_seen = answered == one.day - 1};
      row->last = one.day;
      row->untreated_days += one.treated == false ? 1 : 0;
    }
    answered = one.day;
  }
  end_row(std::nullopt);
  return report;
}

}  // namespace lamella
