// Diary::flares: a rule for flares over the days of a diary, each rule from its own input alone.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "clinical/require.h"
#include "diary/answered_days.h"
#include "diary/each_body.h"
#include "diary/impl.h"
#include "diary/scored.h"
#include "lamella/flare.h"
#include "lamella/medication.h"
#include "lamella/treatment.h"

namespace lamella {

namespace {

void check_query(const FlareQuery& query, const FlareRule& rule) {
  const bool wants_code = rule.kind == FlareInput::kSymptom || rule.kind == FlareInput::kDecision;
  require(wants_code != query.code.empty(),
          wants_code ? "the rule asks for the code of a symptom, or of a factor for a decision"
                     : "the rule has no use for a code");
  require(query.drugs.empty() || rule.kind == FlareInput::kMedicine,
          "the rule has no use for drugs");
  require(!rule.within_months || query.end_of_treatment, "the rule needs an end of treatment");
  require(!query.first_day || !query.last_day || *query.first_day <= *query.last_day,
          "the first day is after the last");
}

// The days of a query, with the worst value of each.
class Worst {
 public:
  // A day of the diary without a value has no answer.
  void add(Day day, std::optional<double> value) {
    std::optional<double>& known = days_[day];
    if (value && (!known || *value > *known)) known = value;
  }
  bool empty() const { return days_.empty(); }

  std::vector<FlareDay> after(std::optional<Day> end_of_treatment) const {
    std::vector<FlareDay> days;
    for (const auto& [day, value] : days_) {
      if (!end_of_treatment || day > *end_of_treatment) days.push_back({day, value});
    }
    return days;
  }

 private:
  std::map<Day, std::optional<double>> days_;
};

void add_symptoms(log::Statements& statements, const FlareQuery& query, const FlareRule& rule,
                  Worst& days) {
  for_each_body<Symptom>(statements, Type::kSymptom, query.first_day, query.last_day,
                         [&](const Id&, const When& when, const Symptom& symptom) {
                           if (symptom.item != query.code) return;
                           const Scale scale = symptom.scale.value_or(Scale{});
                           require(
                               !symptom.score || (scale.min == 0 && scale.max == rule.max_value),
                               "a score of the symptom is on another scale than the rule");
                           days.add(*when.local_day, symptom.score);
                         });
}

void add_decisions(log::Statements& statements, const FlareQuery& query, Worst& days) {
  for_each_body<Exposure>(
      statements, Type::kExposure, query.first_day, query.last_day,
      [&](const Id&, const When& when, const Exposure& exposure) {
        if (exposure.factor != query.code) return;
        require(!exposure.amount, "the decision has an amount, and is no yes or no");
        days.add(*when.local_day,
                 exposure.present ? std::optional(*exposure.present ? 1.0 : 0.0) : std::nullopt);
      });
}

void add_totals(log::Statements& statements, const FlareQuery& query, const FlareRule& rule,
                Worst& days) {
  for_each_body<Answers>(statements, Type::kAnswers, query.first_day, query.last_day,
                         [&](const Id&, const When& when, const Answers& answers) {
                           if (answers.instrument != rule.instrument) return;
                           days.add(*when.local_day, scored(answers).total);
                         });
}

// A dose is known whoever wrote it down; that there was none is known of answered days.
void add_medicines(log::Statements& statements, const FlareQuery& query, Worst& days) {
  const std::set<std::string> drugs(query.drugs.begin(), query.drugs.end());
  for_each_body<Dose>(statements, Type::kDose, query.first_day, query.last_day,
                      [&](const Id&, const When& when, const Dose& dose) {
                        const bool counts = drugs.count(dose.drug) != 0 || is_topical_steroid(dose);
                        if (counts && !dose.not_taken) days.add(*when.local_day, 1);
                      });
  for (const Day day : answered_days(statements, query.first_day, query.last_day)) days.add(day, 0);
}

}  // namespace

FlareReport Diary::flares(const FlareQuery& query) {
  const FlareRule& rule = flare_rule(query.rule);
  check_query(query, rule);
  return impl_->read([&](log::Statements& statements) {
    Worst days;
    switch (rule.kind) {
      case FlareInput::kSymptom:
        add_symptoms(statements, query, rule, days);
        break;
      case FlareInput::kDecision:
        add_decisions(statements, query, days);
        break;
      case FlareInput::kInstrument:
        add_totals(statements, query, rule, days);
        break;
      case FlareInput::kMedicine:
        add_medicines(statements, query, days);
        break;
    }
    if (days.empty() && !query.code.empty()) {
      throw Error(Code::kNotFound, "no entries on these days have this code");
    }
    return lamella::flares(rule, days.after(query.end_of_treatment), query.end_of_treatment);
  });
}

}  // namespace lamella
