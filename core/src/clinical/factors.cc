// The catalogue of possible triggers.
//
// Two studies with diaries give figures. Langan 2009 followed 60 children for up to 9 months; its
// figure is the pooled coefficient of the daily bother, 0 to 10, with its 95 % interval. Langan
// 2006 followed 25 children for 28 days and tested 18 variables at lags of 0 to 4 days, so that
// some of its findings are chance; one stood in the analysis of all together.
#include <string_view>

#include "lamella/factor_catalogue.h"

namespace lamella {

namespace clinical {

namespace {

constexpr std::string_view kLangan2009 =
    "Langan 2009, Br J Dermatol 161:640, doi 10.1111/j.1365-2133.2009.09320.x";
constexpr std::string_view kLangan2006 = "Langan 2006, Br J Dermatol 154:979 (PubMed 16634905)";
constexpr std::string_view kReview =
    "Langan, Flares in childhood eczema (skintherapyletter.com/eczema/flares-childhood-eczema)";
constexpr std::string_view kBoth =
    "Langan 2009, Br J Dermatol 161:640; Langan 2006, Br J Dermatol 154:979";

constexpr std::string_view kSomeFoods = "foods matter in selected groups: a systematic review";
constexpr std::string_view kIrritants = "irritants may matter: a systematic review";

constexpr CatalogueKind kPresence = CatalogueKind::kPresence;
constexpr CatalogueKind kAmount = CatalogueKind::kAmount;
constexpr CatalogueKind kContinuous = CatalogueKind::kContinuous;

constexpr CatalogueFactor food(std::string_view code, std::string_view name) {
  return {code, name, "food", kPresence, "", kSomeFoods, kReview};
}

constexpr CatalogueFactor irritant(std::string_view code, std::string_view name) {
  return {code, name, "contact", kPresence, "", kIrritants, kReview};
}

constexpr CatalogueFactor kCatalogue[] = {
    food("dairy", "Dairy"),
    food("egg", "Egg"),
    food("fish", "Fish"),
    food("peanut", "Peanut"),
    food("shellfish", "Shellfish"),
    food("soy", "Soy"),
    food("tree_nuts", "Tree nuts"),
    food("wheat", "Wheat"),
    {"alcohol", "Alcohol", "food", kAmount, "{drink}"},

    irritant("cleaning_agent", "Cleaning agent"),
    irritant("detergent", "Laundry detergent"),
    irritant("soap", "Soap"),
    {"shampoo", "Shampoo", "contact", kPresence, "",
     "0.07 (0.01 to 0.14); 0.30 (0.04 to 0.57) in cold weather", kLangan2009},
    {"cosmetics", "Cosmetics", "contact"},
    {"fragrance", "Fragrance", "contact"},
    {"nickel", "Nickel", "contact"},
    {"nylon", "Nylon clothing", "contact", kPresence, "",
     "0.23 (0.03 to 0.43); trunk P = .02, limbs P = .03", kLangan2009},
    {"wool", "Wool clothing", "contact", kPresence, "",
     "on the trunk P = .03, on the limbs not (P = .62)", kLangan2009},
    {"synthetic_fabric", "Other synthetic fabric", "contact"},
    {"bath", "Bath or shower", "contact", kAmount, "min"},
    {"swimming", "Swimming", "contact", kAmount, "min"},

    {"temperature", "Temperature outdoors", "climate", kContinuous, "Cel"},
    {"humidity", "Relative humidity outdoors", "climate", kContinuous, "%"},
    {"hot_weather", "Hot weather", "climate", kPresence, "", "on the same day P = .043",
     kLangan2006},
    {"cold_weather", "Cold weather", "climate", kPresence, "",
     "shampoo did more in cold weather; not studied alone", kLangan2009},
    {"damp_weather", "Damp weather", "climate", kPresence, "",
     "after 2 days P = .027, after 4 days P = .001; in the analysis of all together only the "
     "latter "
     "(P = .039)",
     kLangan2006},
    {"sun", "Sun on the skin", "climate", kAmount, "min"},

    {"dust", "Dusty place", "air", kPresence, "", "0.53 (0.23 to 0.83)", kLangan2009},
    {"dust_mites", "House dust mites", "air"},
    {"mould", "Mould", "air"},
    {"pets.cat", "Cat", "air"},
    {"pets.dog", "Dog", "air"},
    {"pets.unfamiliar", "Unfamiliar pet", "air", kPresence, "",
     "0.22 (0.10 to 0.34); hands P < .001", kLangan2009},
    {"pollen.birch", "Birch pollen", "air", kContinuous, "/m3"},
    {"pollen.grass", "Grass pollen", "air", kContinuous, "/m3"},
    {"fine_particles", "Fine particles (PM2.5)", "air", kContinuous, "ug/m3"},
    {"tobacco_smoke", "Tobacco smoke", "air"},

    {"sweat", "Sweating", "activity", kPresence, "", "0.24 (0.09 to 0.39); after 3 days P = .029",
     kBoth},
    {"exercise", "Exercise", "activity", kAmount, "min"},

    {"stress", "Stress", "mind", kPresence, "", "after 3 days P = .019", kLangan2006},
    {"sleep", "Sleep", "mind", kContinuous, "h"},

    {"common_cold", "Common cold", "infection"},
    {"fever", "Fever", "infection"},
    {"skin_infection", "Skin infection", "infection"},

    {"menstruation", "Menstruation", "other"},
    {"medication_change", "Change of a medicine", "other"},
    {"vaccination", "Vaccination", "other"},
};

}  // namespace

}  // namespace clinical

std::span<const CatalogueFactor> factor_catalogue() { return clinical::kCatalogue; }

std::string_view name(CatalogueKind kind) {
  switch (kind) {
    case CatalogueKind::kPresence:
      return "presence";
    case CatalogueKind::kAmount:
      return "amount";
    case CatalogueKind::kContinuous:
      return "continuous";
  }
  return "unknown";
}

}  // namespace lamella
