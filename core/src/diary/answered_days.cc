#include "diary/answered_days.h"

#include <algorithm>

#include "diary/each_body.h"
#include "lamella/medication.h"
#include "log/query.h"

namespace lamella {

std::vector<Day> answered_days(log::Statements& statements, std::optional<Day> first_day,
                               std::optional<Day> last_day) {
  std::optional<Day> first_dose;
  for_each_body<Dose>(statements, Type::kDose, std::nullopt, last_day,
                      [&](const Id&, const When& when, const Dose&) {
                        if (!first_dose) first_dose = when.local_day;
                      });
  if (!first_dose) return {};
  return log::checked_days(statements, std::max(first_day.value_or(kFirstDay), *first_dose),
                           last_day.value_or(kLastDay));
}

bool is_topical_steroid(const Dose& dose) {
  if (steroid_name(dose.drug).empty()) return false;
  return !dose.strength || percent_of(*dose.strength, dose.strength_unit).has_value();
}

}  // namespace lamella
