// How much of topical steroids was used, by class, and on how many answered days none.
#include "clinical/require.h"
#include "lamella/medication.h"

namespace lamella {

namespace {

bool is_steroid(const SteroidDose& dose) {
  return dose.counts_as != CountsAs::kByTable || !steroid_name(dose.drug).empty();
}

std::optional<UkPotency> potency_of(const SteroidDose& dose) {
  if (!dose.percent) return std::nullopt;
  return uk_potency(dose.drug, *dose.percent, dose.vehicle);
}

void add(const SteroidDose& dose, double grams_per_unit, SteroidUse& use) {
  if (dose.counts_as == CountsAs::kSystemicSteroid) {
    ++use.systemic_doses;
    return;
  }
  ++use.topical_doses;
  const std::optional<double> grams = dose_grams(dose.grams, dose.fingertip_units, grams_per_unit);
  if (!grams) {
    ++use.without_amount;
    return;
  }
  const std::optional<UkPotency> potency = potency_of(dose);
  if (!potency) {
    use.grams_of_unknown_class += *grams;
    return;
  }
  use.grams[static_cast<size_t>(*potency)] += *grams;
  use.potency_weighted_grams += potency_weight(*potency) * *grams;
}

void require_order(std::span<const SteroidDose> doses, std::span<const Day> answered_days) {
  for (size_t i = 1; i < doses.size(); ++i) {
    require(doses[i - 1].day <= doses[i].day, "the doses are not in the order of their days");
  }
  for (size_t i = 1; i < answered_days.size(); ++i) {
    require(answered_days[i - 1] < answered_days[i], "the answered days are not ascending");
  }
}

}  // namespace

SteroidUse steroid_use(std::span<const SteroidDose> doses, std::span<const Day> answered_days,
                       double grams_per_unit) {
  require_order(doses, answered_days);
  SteroidUse use;
  use.answered_days = static_cast<int32_t>(answered_days.size());
  use.steroid_free_days = use.answered_days;
  auto answered = answered_days.begin();
  for (const SteroidDose& dose : doses) {
    require(!dose.not_taken || (!dose.grams && !dose.fingertip_units),
            "a dose that was not taken has an amount");
    if (dose.not_taken || !is_steroid(dose)) continue;
    add(dose, grams_per_unit, use);
    while (answered != answered_days.end() && *answered < dose.day) ++answered;
    if (answered != answered_days.end() && *answered == dose.day) {
      --use.steroid_free_days;
      ++answered;  // a second dose of this day finds a later one
    }
  }
  return use;
}

}  // namespace lamella
