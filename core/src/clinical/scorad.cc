// SCORAD, its objective part, and PO-SCORAD, which a person fills in alone.
//
//   SCORAD = A / 5 + 7 B / 2 + C,   objective SCORAD = A / 5 + 7 B / 2
//
// with A the extent in percent of the body, B the sum of six signs on a representative lesion, of
// which dryness is judged on skin without a lesion, and C pruritus and sleep loss as means of the
// last three days and nights. Half points are not allowed for signs. Xerosis alone is no extent.
// A form may give 10 points more for eczema that disfigures face or hands: not here.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item kItems[] = {
    {"extent", 0, 100, 10}, {"erythema", 0, 3},      {"oedema", 0, 3},
    {"oozing", 0, 3},       {"excoriation", 0, 3},   {"lichenification", 0, 3},
    {"dryness", 0, 3},      {"pruritus", 0, 10, 10}, {"sleep_loss", 0, 10, 10},
};
constexpr size_t kSigns = 6;
constexpr size_t kPruritus = 1 + kSigns;
constexpr size_t kObjectiveItems = kPruritus;

// In fiftieths, as A and C come in tenths.
constexpr int64_t kFiftieths = 50;

Total objective(const Given& given) {
  int64_t signs = 0;
  for (size_t i = 1; i <= kSigns; ++i) signs += given[i];
  Total total;
  total.numerator = given[0] + 7 * kFiftieths / 2 * signs;
  total.denominator = kFiftieths;
  total.parts[0] = {"extent", given[0], 10};
  total.parts[1] = {"intensity", signs, 1};
  return total;
}

Total whole(const Given& given) {
  Total total = objective(given);
  const int64_t subjective = given[kPruritus] + given[kPruritus + 1];
  total.numerator += subjective * kFiftieths / 10;
  total.parts[2] = {"subjective", subjective, 10};
  return total;
}

constexpr Band kBand[] = {{"mild", 0}, {"moderate", 25}, {"severe", 50, true}};
constexpr Band kChopra[] = {
    {"clear or almost clear", 0}, {"mild", 10}, {"moderate", 29}, {"severe", 49}};
constexpr Bands kBands[] = {
    {"below 25, 25 to 50, above 50: European Task Force on Atopic Dermatitis", kBand},
    {"Chopra 2017, Br J Dermatol 177:1316", kChopra},
};
constexpr Bands kPoBands[] = {{"those of SCORAD, used again", kBand}};
constexpr Band kObjectiveBand[] = {{"mild", 0}, {"moderate", 15}, {"severe", 40, true}};
constexpr Band kObjectiveChopra[] = {
    {"clear or almost clear", 0}, {"mild", 8}, {"moderate", 24}, {"severe", 38}};
constexpr Bands kObjectiveBands[] = {
    {"below 15, 15 to 40, above 40: European Task Force on Atopic Dermatitis", kObjectiveBand},
    {"Chopra 2017, Br J Dermatol 177:1316", kObjectiveChopra},
};
constexpr std::string_view kSilverberg = "Silverberg 2021, Br J Dermatol 184:888";
constexpr std::string_view kSchram = "Schram 2012, Allergy 67:99, read in secondary sources alone";
constexpr MeaningfulChange kChanges[] = {
    {8.7, false, "minimal important difference", kSchram},
    {35, true, "one grade of the global assessment", kSilverberg},
};
constexpr MeaningfulChange kObjectiveChanges[] = {
    {8.2, false, "minimal important difference", kSchram},
    {35, true, "one grade of the global assessment", kSilverberg},
};
constexpr std::string_view kSource = "Oranje 2007, Br J Dermatol 157:645";
constexpr Licence kLicence = {Wording::kPlainWords,
                              "formula and signs; the drawings and apps belong to their makers"};

}  // namespace

constinit const Instrument kScorad = {
    .code = "scorad",
    .name = "Scoring Atopic Dermatitis",
    .rater = Rater::kClinician,
    .span = AskedSpan::k3Days,
    .items = kItems,
    .max_total = 103,
    .bands = kBands,
    .changes = kChanges,
    .source = kSource,
    .licence = kLicence,
    .total = whole,
};

constinit const Instrument kObjectiveScorad = {
    .code = "objective_scorad",
    .name = "Objective SCORAD",
    .rater = Rater::kClinician,
    .span = AskedSpan::kNow,
    .items = std::span(kItems).first<kObjectiveItems>(),
    .max_total = 83,
    .bands = kObjectiveBands,
    .changes = kObjectiveChanges,
    .source = kSource,
    .licence = kLicence,
    .total = objective,
};

constinit const Instrument kPoScorad = {
    .code = "po_scorad",
    .name = "Patient-Oriented SCORAD",
    .rater = Rater::kPerson,
    .span = AskedSpan::k3Days,
    .items = kItems,
    .max_total = 103,
    .bands = kPoBands,
    .source = "Stalder 2011, Allergy 66:1114",
    .licence = kLicence,
    .total = whole,
};

}  // namespace lamella::clinical
