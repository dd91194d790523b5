// Diary::flares: a rule for flares over the days of a diary.
#include <algorithm>
#include <cmath>
#include <set>

#include "diary/daily.h"
#include "diary/each_body.h"
#include "diary/impl.h"
#include "diary/scored.h"
#include "lamella/flare.h"
#include "lamella/instrument.h"
#include "lamella/medication.h"
#include "lamella/treatment.h"
#include "log/query.h"

namespace lamella {

namespace {

bool is_instrument(const std::string& code) {
  const auto all = instruments();
  return std::any_of(all.begin(), all.end(),
                     [&](const Instrument* one) { return one->code == code; });
}

// Whether one of these drugs, or without any a topical steroid of the table, was taken: known of
// the days that a person checked.
std::vector<FlareDay> days_of_drugs(log::Statements& statements, const FlareQuery& query) {
  std::set<Day> treated;
  for_each_body<Dose>(statements, Type::kDose, query.first_day, query.last_day,
                      [&](const Id&, const When& when, const Dose& dose) {
                        if (dose.not_taken) return;
                        const bool counts = query.drugs.empty()
                                                ? !steroid_name(dose.drug).empty()
                                                : std::find(query.drugs.begin(), query.drugs.end(),
                                                            dose.drug) != query.drugs.end();
                        if (counts) treated.insert(*when.local_day);
                      });
  std::vector<FlareDay> days;
  for (const Day day : log::checked_days(statements, query.first_day.value_or(kFirstDay),
                                         query.last_day.value_or(kLastDay))) {
    days.push_back({day, treated.count(day) != 0 ? 1.0 : 0.0});
  }
  return days;
}

// Of several totals on one day the worst.
std::vector<FlareDay> days_of_scores(log::Statements& statements, const FlareQuery& query) {
  std::vector<FlareDay> days;
  for_each_body<Answers>(statements, Type::kAnswers, query.first_day, query.last_day,
                         [&](const Id&, const When& when, const Answers& answers) {
                           if (answers.instrument != query.series) return;
                           const std::optional<double> total = scored(answers).total;
                           if (!total) return;
                           if (!days.empty() && days.back().day == *when.local_day) {
                             days.back().value = std::max(*days.back().value, *total);
                           } else {
                             days.push_back({*when.local_day, total});
                           }
                         });
  return days;
}

std::vector<FlareDay> days_of_series(log::Statements& statements, const FlareQuery& query,
                                     bool yes_or_no) {
  DailyQuery wanted;
  wanted.series = {query.series};
  wanted.first_day = query.first_day;
  wanted.last_day = query.last_day;
  const DayGrid grid = daily(statements, wanted, nullptr);
  std::vector<FlareDay> days;
  if (grid.columns.empty()) return days;
  const std::vector<double>& values = grid.columns.front().values;
  for (size_t i = 0; i < values.size(); ++i) {
    FlareDay& day = days.emplace_back(FlareDay{grid.first_day + static_cast<Day>(i), std::nullopt});
    if (std::isnan(values[i])) continue;
    day.value = yes_or_no ? (values[i] > 0 ? 1.0 : 0.0) : values[i];
  }
  return days;
}

}  // namespace

FlareReport Diary::flares(const FlareQuery& query) {
  const FlareRule& rule = flare_rule(query.rule);
  const bool yes_or_no = rule.max_value == 1;
  if (query.series.empty() && !yes_or_no) {
    throw Error(Code::kInvalidArgument, "the rule asks for scores: name a series");
  }
  return impl_->read([&](log::Statements& statements) {
    if (query.series.empty()) return lamella::flares(rule, days_of_drugs(statements, query));
    if (is_instrument(query.series)) {
      return lamella::flares(rule, days_of_scores(statements, query));
    }
    return lamella::flares(rule, days_of_series(statements, query, yes_or_no));
  });
}

}  // namespace lamella
