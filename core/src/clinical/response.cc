#include "lamella/response.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "clinical/months.h"
#include "clinical/require.h"

namespace lamella {

namespace {

constexpr double kWeeksApart = 4;
constexpr int32_t kMonthsOfProperTreatment = 3;
// Beside a border: a fall of 50 % may come out as 49.999...
constexpr double kRounding = 1e-9;

constexpr std::string_view kSilverberg = "Silverberg 2021, Br J Dermatol 184:888";

constexpr std::array kDefinitions = {
    ResponseDefinition{"dlqi_4", "DLQI at least 4 points lower", "dlqi", ResponseRule::kPointsFall,
                       4, 4, "Basra 2015, Dermatology 230:27"},
    ResponseDefinition{"easi_100", "EASI-100", "easi", ResponseRule::kPercentFall, 100, 0.1,
                       "percent fall of EASI"},
    ResponseDefinition{"easi_50", "EASI-50", "easi", ResponseRule::kPercentFall, 50, 0.1,
                       "percent fall of EASI; one grade of the global assessment: Silverberg 2021"},
    ResponseDefinition{"easi_75", "EASI-75", "easi", ResponseRule::kPercentFall, 75, 0.1,
                       "percent fall of EASI"},
    ResponseDefinition{"easi_90", "EASI-90", "easi", ResponseRule::kPercentFall, 90, 0.1,
                       "percent fall of EASI"},
    ResponseDefinition{"iga_success", "vIGA-AD 0 or 1, and 2 grades lower", "viga_ad",
                       ResponseRule::kGradesToClear, 2, 2, "as in trials since dupilumab"},
    ResponseDefinition{"poem_4", "POEM at least 4 points lower", "poem", ResponseRule::kPointsFall,
                       4, 4, "Howells 2018: very likely important"},
    ResponseDefinition{"pruritus_nrs_4", "weekly mean of the peak pruritus NRS at least 4 lower",
                       "pruritus_nrs", ResponseRule::kPointsFall, 4, 4,
                       "as in trials since dupilumab; of people who begin at 4 or more"},
    ResponseDefinition{"scorad_35", "SCORAD-35", "scorad", ResponseRule::kPercentFall, 35, 0.1,
                       kSilverberg},
    ResponseDefinition{"scorad_50", "SCORAD-50", "scorad", ResponseRule::kPercentFall, 50, 0.1,
                       "by analogy with EASI-50, no source found"},
};

constexpr std::string_view kAndreasen = "Andreasen 2020, J Eur Acad Dermatol Venereol 34:1143";
constexpr std::string_view kAdults = "24 trials of systemic drugs in adults";

constexpr std::array kArms = {
    PlaceboArm{"dlqi_4",
               16,
               24.4,
               {},
               {},
               "adults on placebo with vIGA above 1",
               "trials of dupilumab (PMC6849829)"},
    PlaceboArm{"easi_50",
               12,
               27.2,
               {},
               {},
               "FURESTEM-AD phase 3, first trial, EASI of 12 or more",
               "NCT03269773"},
    PlaceboArm{"easi_50",
               12,
               29.3,
               {},
               {},
               "FURESTEM-AD phase 3, second trial, EASI of 16 or more",
               "NCT05004324"},
    PlaceboArm{"easi_50", 12, 39.9, 36.7, 43.2, kAdults, kAndreasen},
    PlaceboArm{"easi_50", 16, 12.9, {}, {}, "85 adolescents", "trial of dupilumab (PMC6989562)"},
    PlaceboArm{"easi_75", 12, 20.9, 18.2, 23.8, kAdults, kAndreasen},
    PlaceboArm{"easi_75",
               16,
               7.3,
               {},
               {},
               "ADSTEM, 55 adults, only one side blinded",
               "Stem Cell Res Ther 2025;16:671, NCT04137562"},
    PlaceboArm{"easi_75", 16, 8.2, {}, {}, "85 adolescents", "trial of dupilumab (PMC6989562)"},
    PlaceboArm{"easi_90", 12, 9.0, 6.7, 11.6, kAdults, kAndreasen},
    PlaceboArm{"iga_success",
               16,
               8.5,
               {},
               {},
               "adults, second trial of dupilumab alone",
               "trials of dupilumab (PMC6849829)"},
    PlaceboArm{"iga_success",
               16,
               10.0,
               {},
               {},
               "adults, first trial of dupilumab alone",
               "trials of dupilumab (PMC6849829)"},
    PlaceboArm{"poem_4",
               16,
               21.0,
               {},
               {},
               "adults on placebo with vIGA above 1",
               "trials of dupilumab (PMC6849829)"},
};

void require_values(double baseline, double later) {
  require(std::isfinite(baseline) && baseline >= 0, "the baseline is not a number from 0 on");
  require(std::isfinite(later) && later >= 0, "the later value is not a number from 0 on");
}

bool too_low(const ResponseDefinition& definition, double baseline) {
  return baseline < definition.least_baseline - kRounding;
}

bool reached(const ResponseDefinition& definition, double baseline, double later) {
  const double fall = baseline - later;
  switch (definition.rule) {
    case ResponseRule::kPercentFall:
      return 100 * fall >= definition.threshold * baseline - kRounding;
    case ResponseRule::kPointsFall:
      return fall >= definition.threshold - kRounding;
    case ResponseRule::kGradesToClear:
      return later <= 1 && fall >= definition.threshold;
  }
  return false;
}

// Those that stand together and are as wanted.
template <typename Wanted>
std::span<const PlaceboArm> run_of(std::span<const PlaceboArm> arms, const Wanted& wanted) {
  const auto begin = std::find_if(arms.begin(), arms.end(), wanted);
  const auto end = std::find_if_not(begin, arms.end(), wanted);
  return arms.subspan(static_cast<size_t>(begin - arms.begin()), static_cast<size_t>(end - begin));
}

}  // namespace

std::span<const ResponseDefinition> response_definitions() { return kDefinitions; }

const ResponseDefinition& response_definition(std::string_view code) {
  const auto* found = std::find_if(kDefinitions.begin(), kDefinitions.end(),
                                   [&](const auto& one) { return one.code == code; });
  require(found != kDefinitions.end(), "there is no definition of a response of this code");
  return *found;
}

std::span<const PlaceboArm> placebo_arms(std::string_view definition) {
  if (definition.empty()) return kArms;
  return run_of(kArms, [&](const PlaceboArm& arm) { return arm.definition == definition; });
}

std::optional<double> placebo_easi_75(double week, double baseline_easi, bool topical_steroid) {
  constexpr double kMostWeeks = 16;
  constexpr double kLeastEasi = 16;
  constexpr double kMostEasi = 40;
  if (!(week > 0 && week <= kMostWeeks)) return std::nullopt;
  if (!(baseline_easi >= kLeastEasi && baseline_easi <= kMostEasi)) return std::nullopt;
  const double most = 3.21 + (topical_steroid ? 0.774 : 0) - 0.0486 * (baseline_easi - 29);
  const double logit = -4.97 + most * (1 - std::exp(-0.291 * week));
  return 100 / (1 + std::exp(-logit));
}

Response respond(const ResponseDefinition& definition, double baseline, double later,
                 const ResponseSetting& setting) {
  require_values(baseline, later);
  require(std::isfinite(setting.week) && setting.week > 0, "the week is not above 0");
  Response response;
  response.change = later - baseline;
  response.placebo = run_of(placebo_arms(definition.code), [&](const PlaceboArm& arm) {
    return std::abs(arm.week - setting.week) <= kWeeksApart;
  });
  if (definition.code == "easi_75" && setting.topical_steroid) {
    response.placebo_model = placebo_easi_75(setting.week, baseline, *setting.topical_steroid);
  }
  if (too_low(definition, baseline)) {
    response.why_not = "the baseline is too low for this definition";
  } else if (response.placebo.empty() && !response.placebo_model) {
    response.why_not = "no placebo rate is known for this definition near this week";
  } else {
    response.reached = reached(definition, baseline, later);
  }
  return response;
}

std::optional<bool> kada_non_responder(Day begin_of_treatment, double baseline_easi, Day later,
                                       double later_easi) {
  require_values(baseline_easi, later_easi);
  require(kFirstDay <= begin_of_treatment && begin_of_treatment <= later && later <= kLastDay,
          "the days are not ascending within the years 1 to 9999");
  const ResponseDefinition& easi_50 = response_definition("easi_50");
  if (too_low(easi_50, baseline_easi)) return std::nullopt;
  if (later < clinical::months_after(begin_of_treatment, kMonthsOfProperTreatment)) {
    return std::nullopt;
  }
  return !reached(easi_50, baseline_easi, later_easi);
}

}  // namespace lamella
