// Diary::steroid_use, measured_change and adherence: the pure functions of medication.h, measure.h
// and dose_plan.h over the entries of a diary.
#include "lamella/treatment.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "diary/answered_days.h"
#include "diary/each_body.h"
#include "diary/impl.h"
#include "lamella/body_map.h"
#include "lamella/measure.h"
#include "log/query.h"

namespace lamella {

namespace {

bool lists(const std::vector<std::string>& drugs, const std::string& drug) {
  return std::find(drugs.begin(), drugs.end(), drug) != drugs.end();
}

CountsAs counts_as(const SteroidQuery& query, const std::string& drug) {
  if (lists(query.systemic, drug)) return CountsAs::kSystemicSteroid;
  if (lists(query.topical, drug)) return CountsAs::kTopicalSteroid;
  return CountsAs::kByTable;
}

struct DatedDose {
  Day day = 0;
  Dose dose;
};

SteroidDose counted(const DatedDose& dated, const SteroidQuery& query) {
  const Dose& dose = dated.dose;
  SteroidDose counted;
  counted.day = dated.day;
  counted.drug = dose.drug;
  if (dose.strength) counted.percent = percent_of(*dose.strength, dose.strength_unit);
  counted.vehicle = dose.vehicle;
  counted.grams = dose.grams;
  counted.fingertip_units = dose.fingertip_units;
  counted.not_taken = dose.not_taken;
  counted.counts_as = counts_as(query, dose.drug);
  return counted;
}

// In the measure's own unit, when there are several. As they are, when the measure is not known or
// one of them has no exact conversion: the change is then none, as the units are mixed.
std::vector<DatedValue> in_one_unit(const std::string& kind, std::vector<DatedValue> values) {
  const auto all = measures();
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const Measure& one) { return one.kind == kind; });
  const bool one_unit = std::all_of(values.begin(), values.end(), [&](const DatedValue& value) {
    return value.unit == values.front().unit;
  });
  if (known == all.end() || one_unit) return values;
  std::vector<DatedValue> converted = values;
  try {
    for (DatedValue& value : converted) {
      if (!std::isnan(value.value)) value.value = convert(kind, value.value, value.unit);
      value.unit = known->unit;
    }
  } catch (const Error&) {
    return values;
  }
  return converted;
}

}  // namespace

DoseReport judge_dose(const Dose& dose, double grams_per_unit) {
  DoseReport report;
  report.grams = dose_grams(dose.grams, dose.fingertip_units, grams_per_unit);
  report.is_steroid = !steroid_name(dose.drug).empty();
  if (!dose.strength) return report;
  const std::optional<double> percent = percent_of(*dose.strength, dose.strength_unit);
  if (percent) report.potency = steroid_potency(dose.drug, *percent, dose.vehicle);
  return report;
}

Measurement in_unit_of_measure(Measurement measurement) {
  const Measure& known = measure(measurement.kind);
  if (measurement.value) {
    measurement.value = convert(measurement.kind, *measurement.value, measurement.unit);
  } else {
    // No value to convert: the unit alone is looked at.
    static_cast<void>(convert(measurement.kind, 0, measurement.unit));
  }
  measurement.unit = known.unit;
  return measurement;
}

SteroidReport Diary::steroid_use(const SteroidQuery& query) {
  return impl_->read([&](log::Statements& statements) {
    std::vector<DatedDose> dated;
    for_each_body<Dose>(statements, Type::kDose, query.first_day, query.last_day,
                        [&](const Id&, const When& when, Dose dose) {
                          dated.push_back({*when.local_day, std::move(dose)});
                        });
    SteroidReport report;
    std::vector<SteroidDose> doses;
    std::set<std::string> others;
    for (const DatedDose& one : dated) {
      doses.push_back(counted(one, query));
      if (doses.back().counts_as == CountsAs::kByTable && steroid_name(one.dose.drug).empty()) {
        others.insert(one.dose.drug);
      }
    }
    report.use = lamella::steroid_use(
        doses, answered_days(statements, query.first_day, query.last_day), query.grams_per_unit);
    report.other_drugs.assign(others.begin(), others.end());
    return report;
  });
}

WithinPersonChange Diary::measured_change(const ChangeQuery& query) {
  return impl_->read([&](log::Statements& statements) {
    std::vector<Measurement> bodies;
    std::vector<Day> days;
    for_each_body<Measurement>(
        statements, Type::kMeasurement, query.first_day, std::nullopt,
        [&](const Id&, const When& when, Measurement one) {
          if (one.kind != query.kind || (query.site && one.site != *query.site)) return;
          days.push_back(*when.local_day);
          bodies.push_back(std::move(one));
        });
    std::vector<DatedValue> values;
    for (size_t i = 0; i < bodies.size(); ++i) {
      const double value = bodies[i].value.value_or(std::numeric_limits<double>::quiet_NaN());
      values.push_back({days[i], value, bodies[i].unit, bodies[i].site});
    }
    return change_from_baseline(in_one_unit(query.kind, std::move(values)), query.first_day,
                                query.last_day);
  });
}

Adherence Diary::adherence(const Id& plan, Day today) {
  return impl_->read([&](log::Statements& statements) {
    const Record record = decode(log::get(statements, plan).record);
    const auto* body = std::get_if<DosePlan>(&record.body);
    if (body == nullptr) throw Error(Code::kNotFound, "no plan of doses has this id");
    std::vector<Day> taken;
    std::vector<Day> not_taken;
    for_each_body<Dose>(statements, Type::kDose, std::nullopt, std::nullopt,
                        [&](const Id&, const When& when, const Dose& dose) {
                          if (dose.drug != body->drug) return;
                          if (!body->site.empty() && !is_within(dose.site, body->site)) return;
                          (dose.not_taken ? not_taken : taken).push_back(*when.local_day);
                        });
    const Day first_day = record.when.value_or(When{}).local_day.value_or(0);
    return lamella::adherence(first_day, body->phases, taken, not_taken, today);
  });
}

}  // namespace lamella
