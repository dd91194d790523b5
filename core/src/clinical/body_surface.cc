// The share of the body surface that is affected, in percent: by the rule of nines, for adults and
// for infants below two years, and by palms.
//
//   percent = sum over areas of share * affected / 100
//
// The infant's areas are those of the SCORAD sheet. They add up to 96, not 100 (head 17, arms 18,
// trunk 36, legs 24, genitals 1), and are not rescaled: a score must compare with the sheet's.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item affected(std::string_view code) { return {code, 0, 100, 10}; }

// In the order of both rows of shares.
constexpr Item kItems[] = {
    affected("head_neck.front"), affected("head_neck.back"), affected("arm.left"),
    affected("arm.right"),       affected("trunk.front"),    affected("trunk.back"),
    affected("leg.left"),        affected("leg.right"),      affected("genitals"),
};
// In halves of a percent.
constexpr int64_t kAdultShares[] = {9, 9, 18, 18, 36, 36, 36, 36, 2};
constexpr int64_t kInfantShares[] = {17, 17, 18, 18, 36, 36, 24, 24, 2};
// Halves of a percent times thousandths of an area.
constexpr int64_t kUnits = 2'000;

constexpr int32_t kFirstAdultYear = 2;

Total surface(const Given& given, std::span<const int64_t> shares, bool is_infant) {
  Total total;
  total.denominator = kUnits;
  if (given.age_years && (*given.age_years < kFirstAdultYear) != is_infant) {
    total.why_not = "the areas are those of another age";
  }
  for (size_t i = 0; i < shares.size(); ++i) total.numerator += shares[i] * given[i];
  return total;
}

Total adult(const Given& given) { return surface(given, kAdultShares, false); }
Total infant(const Given& given) { return surface(given, kInfantShares, true); }

constexpr Item kPalmItems[] = {{"palms", 0, 100, 10}};
constexpr Band kChopra[] = {
    {"clear", 0},
    {"mild", 0, true},
    {"moderate", 16},
    {"severe", 40},
};
constexpr Bands kBands[] = {{"Chopra 2017, Br J Dermatol 177:1316", kChopra}};
constexpr Licence kLicence = {Wording::kPlainWords, "areas of the body"};

}  // namespace

constinit const Instrument kBodySurfaceAdult = {
    .code = "body_surface_adult",
    .name = "Affected body surface by the rule of nines",
    .rater = Rater::kEither,
    .span = AskedSpan::kNow,
    .items = kItems,
    .max_total = 100,
    .bands = kBands,
    .source = "rule of nines, as on the SCORAD sheet",
    .licence = kLicence,
    .from_age = kFirstAdultYear,
    .total = adult,
};

constinit const Instrument kBodySurfaceInfant = {
    .code = "body_surface_infant",
    .name = "Affected body surface below two years",
    .rater = Rater::kEither,
    .span = AskedSpan::kNow,
    .items = kItems,
    .max_total = 96,
    .bands = kBands,
    .source = "areas of the SCORAD sheet below two years, from one program that encodes it",
    .licence = kLicence,
    .to_age = kFirstAdultYear - 1,
    .total = infant,
};

// A palm with its fingers is about 1 percent of the person's surface, without them half of that.
constinit const Instrument kBodySurfacePalms = {
    .code = "body_surface_palms",
    .name = "Affected body surface in palms with fingers",
    .rater = Rater::kEither,
    .span = AskedSpan::kNow,
    .items = kPalmItems,
    .max_total = 100,
    .bands = kBands,
    .source = "Scarisbrick 2013",
    .licence = kLicence,
    .total = sum,
};

}  // namespace lamella::clinical
