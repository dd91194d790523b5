// The share of the body surface that is affected, in percent: by the rule of nines, for adults and
// for infants below two years, and by palms.
//
//   percent = sum over areas of share * affected / 100
//
// The areas and their shares are in body_areas.h.
#include <array>
#include <cstddef>
#include <iterator>

#include "clinical/body_areas.h"
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr std::array<Item, std::size(kBodyAreas)> items_of_areas() {
  std::array<Item, std::size(kBodyAreas)> items{};
  for (size_t i = 0; i < items.size(); ++i) items[i] = {kBodyAreas[i].code, 0, 100, 10};
  return items;
}

constexpr auto kItems = items_of_areas();
// Halves of a percent times thousandths of an area.
constexpr int64_t kUnits = 2'000;

Total surface(const Given& given, int32_t BodyArea::*halves, bool is_infant) {
  Total total;
  total.denominator = kUnits;
  if (given.age_years && (*given.age_years < kFirstAdultAreasYear) != is_infant) {
    total.why_not = "the areas are those of another age";
  }
  for (size_t i = 0; i < kItems.size(); ++i) total.numerator += kBodyAreas[i].*halves * given[i];
  return total;
}

Total adult(const Given& given) { return surface(given, &BodyArea::adult_halves, false); }
Total infant(const Given& given) { return surface(given, &BodyArea::infant_halves, true); }

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
    .from_age = kFirstAdultAreasYear,
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
    .to_age = kFirstAdultAreasYear - 1,
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
