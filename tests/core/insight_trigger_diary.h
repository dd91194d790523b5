// Diaries for the tests of the trigger analysis: the reference one, and random ones without any
// trigger (statistics reference 4.1).
#ifndef LAMELLA_TESTS_CORE_INSIGHT_TRIGGER_DIARY_H_
#define LAMELLA_TESTS_CORE_INSIGHT_TRIGGER_DIARY_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "insight/random.h"
#include "insight/trigger_scan.h"
#include "reference_table.h"

inline constexpr char kOracleDiary[] = "statistics/trigger_oracle_diary.csv";

// One value for each calendar day, NaN where nothing was recorded.
struct TriggerDiary {
  std::vector<double> outcome;
  lamella::insight::Columns columns;
  std::vector<std::vector<double>> exposures;
};

inline TriggerDiary reference_trigger_diary() {
  const ReferenceTable diary(kOracleDiary);
  const ReferenceTable covariates("statistics/trigger_oracle_covariates.csv");
  TriggerDiary result;
  result.outcome = diary.numbers("y");
  for (const char* name : {"one", "weekend", "sin", "cos", "step"}) {
    result.columns.push_back(covariates.numbers(name));
  }
  for (int j = 0; j < 40; ++j) result.exposures.push_back(diary.numbers("x" + std::to_string(j)));
  return result;
}

// An outcome of 0 to 3 with memory rho, and one exposure with memory phi that does nothing to it.
struct NullDiary {
  size_t days;
  double rho;
  double phi;
  bool binary;
  double prevalence = .2;
  bool mostly_zero = false;  // 85% of the scores
  bool amounts = false;      // a binary exposure comes in amounts, log-normal
  double transient = 0;      // added to the latent score of the day after one more: not null
};

inline TriggerDiary null_trigger_diary(const NullDiary& wanted, uint64_t seed) {
  using lamella::insight::Random;
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  Random latent(seed, 0);
  Random exposure(seed, 1);
  Random entries(seed, 2);
  TriggerDiary diary;
  diary.columns = {std::vector<double>(wanted.days, 1.0)};
  diary.exposures.resize(1);
  double z = latent.normal();
  double x = wanted.binary ? (exposure.chance(wanted.prevalence) ? 1 : 0) : exposure.normal();
  const std::array<double, 3> cuts =
      wanted.mostly_zero ? std::array{1.04, 1.5, 2.0} : std::array{-.2533, .5244, 1.2816};
  for (size_t day = 0; day < wanted.days; ++day) {
    const double moved = wanted.transient * x;
    z = wanted.rho * z + std::sqrt(1 - wanted.rho * wanted.rho) * latent.normal();
    x = wanted.binary
            ? (exposure.chance(wanted.phi * x + (1 - wanted.phi) * wanted.prevalence) ? 1 : 0)
            : wanted.phi * x + std::sqrt(1 - wanted.phi * wanted.phi) * exposure.normal();
    const auto score =
        std::count_if(cuts.begin(), cuts.end(), [&](double cut) { return z + moved > cut; });
    const bool lost = entries.chance(.2);
    diary.outcome.push_back(lost ? kNothing : static_cast<double>(score));
    const double amount = wanted.amounts && x == 1 ? std::exp(exposure.normal()) : x;
    diary.exposures[0].push_back(lost ? kNothing : amount);
  }
  return diary;
}

inline std::vector<lamella::insight::KernelRow> features_of(const std::vector<double>& exposure) {
  std::vector<lamella::insight::KernelRow> features(exposure.size());
  lamella::insight::lag_features(lamella::insight::centred(exposure), features);
  return features;
}

#endif  // LAMELLA_TESTS_CORE_INSIGHT_TRIGGER_DIARY_H_
