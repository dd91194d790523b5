// EASI: four signs and the area in each of four regions, weighted by age.
//
//   EASI = sum over regions of weight * area * (erythema + oedema + excoriation + lichenification)
//
// with the area as its score 0 to 6, given as such or as the percentage of the region, and weights
// (head and neck, upper limbs, trunk, lower limbs) .1 .2 .3 .4 from 8 years on, .2 .2 .3 .3 before.
// The trunk includes armpits, groin and genitals, the lower limbs the buttocks. A sign that is
// there at all is at least 1: half points are 1.5 and 2.5. A region of area 0 scores 0, its signs
// may be missing. Dryness is not scored, nor is skin without inflammation.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item sign(std::string_view code) { return {code, 0, 3, 2, 0.5}; }

// clang-format off
constexpr Item kItems[] = {
    sign("head_neck.erythema"), sign("head_neck.oedema"),
    sign("head_neck.excoriation"), sign("head_neck.lichenification"),
    {"head_neck.area", 0, 6}, {"head_neck.area_percent", 0, 100, 10},
    sign("upper_limbs.erythema"), sign("upper_limbs.oedema"),
    sign("upper_limbs.excoriation"), sign("upper_limbs.lichenification"),
    {"upper_limbs.area", 0, 6}, {"upper_limbs.area_percent", 0, 100, 10},
    sign("trunk.erythema"), sign("trunk.oedema"),
    sign("trunk.excoriation"), sign("trunk.lichenification"),
    {"trunk.area", 0, 6}, {"trunk.area_percent", 0, 100, 10},
    sign("lower_limbs.erythema"), sign("lower_limbs.oedema"),
    sign("lower_limbs.excoriation"), sign("lower_limbs.lichenification"),
    {"lower_limbs.area", 0, 6}, {"lower_limbs.area_percent", 0, 100, 10},
};
// clang-format on
constexpr std::string_view kRegions[] = {"head_neck", "upper_limbs", "trunk", "lower_limbs"};
constexpr size_t kSigns = 4;
constexpr size_t kItemsOfRegion = kSigns + 2;
// Tenths.
constexpr int64_t kAdult[] = {1, 2, 3, 4};
constexpr int64_t kChild[] = {2, 2, 3, 3};
constexpr double kFirstAdultYear = 8;
// Tenths of weights times halves of signs.
constexpr int64_t kTwentieths = 20;

// 0; above 0, from 10, 30, 50, 70, 90 percent, which come in tenths.
constexpr int64_t area_score(int64_t tenths) {
  if (tenths == 0) return 0;
  int64_t score = 1;
  for (const int64_t from : {100, 300, 500, 700, 900}) score += tenths >= from ? 1 : 0;
  return score;
}

Total easi(const Given& given) {
  Total total;
  total.denominator = kTwentieths;
  if (!given.age_years) total.why_not = "the age is missing, which decides the weights";
  const auto& weights =
      given.age_years.value_or(kFirstAdultYear) < kFirstAdultYear ? kChild : kAdult;
  for (size_t region = 0; region < std::size(kRegions); ++region) {
    const size_t first = region * kItemsOfRegion;
    const size_t area = first + kSigns;
    const size_t percent = area + 1;
    int64_t signs = 0;
    for (size_t i = first; i < area; ++i) signs += given[i];
    if (given.has(area) && given.has(percent) && given[area] != area_score(given[percent])) {
      total.why_not = "the two areas of a region contradict each other";
    }
    const int64_t size = given.has(area) ? given[area] : area_score(given[percent]);
    const bool is_clear = (given.has(area) || given.has(percent)) && size == 0;
    for (size_t i = first; i < area; ++i) total.not_needed[i] = is_clear;
    total.not_needed[area] = given.has(percent);
    total.not_needed[percent] = true;
    const int64_t points = weights[region] * size * signs;
    total.numerator += points;
    total.parts[region] = {kRegions[region], points, kTwentieths};
  }
  return total;
}

constexpr Band kLeshem[] = {{"clear", 0},         {"almost clear", 0, true},
                            {"mild", 1, true},    {"moderate", 7, true},
                            {"severe", 21, true}, {"very severe", 50, true}};
constexpr Band kChopra[] = {{"clear", 0}, {"mild", 0, true}, {"moderate", 6}, {"severe", 23}};
constexpr Band kKorea[] = {{"moderate", 16}, {"severe", 23}};
constexpr Bands kBands[] = {
    {"Leshem 2015, Br J Dermatol 172:1353", kLeshem},
    {"Chopra 2017, Br J Dermatol 177:1316", kChopra},
    {"Korean Atopic Dermatitis Association (PMC7992600)", kKorea},
};
constexpr MeaningfulChange kChanges[] = {
    {50, true, "one grade of the global assessment", "Silverberg 2021, Br J Dermatol 184:888"},
};

}  // namespace

constinit const Instrument kEasi = {
    .code = "easi",
    .name = "Eczema Area and Severity Index",
    .rater = Rater::kClinician,
    .span = AskedSpan::kNow,
    .items = kItems,
    .max_total = 72,
    .missing = MissingRule::kByItsOwn,
    .bands = kBands,
    .changes = kChanges,
    .source = "Hanifin 2001, Exp Dermatol 10:11; half points: Hanifin 2022 (PMC9154300)",
    .licence = {Wording::kPlainWords, "no licence text found; regions and signs are plain words"},
    .total = easi,
};

}  // namespace lamella::clinical
