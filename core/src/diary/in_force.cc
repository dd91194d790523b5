#include "diary/in_force.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "diary/each_body.h"
#include "lamella/medication.h"

namespace lamella {

namespace {

constexpr size_t kMostTreatments = 12;
constexpr Day kSteroidGap = 3;
constexpr Day kDrugGap = 28;

int64_t days_of(const InForce& treatment) {
  int64_t days = 0;
  for (const auto& [first, last] : treatment.spans) days += int64_t{last} - first + 1;
  return days;
}

// `days` ascend.
void extend(InForce& treatment, Day day, Day gap) {
  if (!treatment.spans.empty() && day <= treatment.spans.back().second + gap) {
    treatment.spans.back().second = day;
  } else {
    treatment.spans.emplace_back(day, day);
  }
}

}  // namespace

std::vector<InForce> treatments_in_force(log::Statements& statements) {
  std::map<std::string, InForce> by_name;
  const auto named = [&](std::string name) -> InForce& {
    InForce& treatment = by_name[name];
    treatment.name = std::move(name);
    return treatment;
  };
  for_each_body<Dose>(statements, Type::kDose, std::nullopt, std::nullopt,
                      [&](const Id&, const When& when, const Dose& dose) {
                        if (dose.not_taken) return;
                        const bool steroid = !steroid_name(dose.drug).empty();
                        extend(named(steroid ? "steroid" : "drug " + dose.drug), *when.local_day,
                               steroid ? kSteroidGap : kDrugGap);
                      });
  for_each_body<Administration>(statements, Type::kAdministration, std::nullopt, std::nullopt,
                                [&](const Id&, const When& when, const Administration&) {
                                  InForce& cells = named("cell therapy");
                                  if (cells.spans.empty()) {
                                    cells.spans.emplace_back(*when.local_day, kLastDay);
                                  }
                                });
  std::vector<InForce> treatments;
  treatments.reserve(by_name.size());
  for (auto& [name, treatment] : by_name) treatments.push_back(std::move(treatment));
  std::stable_sort(treatments.begin(), treatments.end(),
                   [](const InForce& a, const InForce& b) { return days_of(a) > days_of(b); });
  if (treatments.size() > kMostTreatments) treatments.resize(kMostTreatments);
  return treatments;
}

}  // namespace lamella
