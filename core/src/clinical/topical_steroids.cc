// How strong topical steroids are, row by row as their sources say.
#include <algorithm>
#include <array>
#include <cmath>

#include "lamella/medication.h"

namespace lamella {

namespace {

constexpr std::string_view kTayside = "NHS Tayside formulary, section 13.4";
constexpr std::string_view kPennine =
    "Pennine Acute Hospitals NHS Trust formulary, section 13.4 (formulary.pat.nhs.uk)";
constexpr std::string_view kUlster = "Northern Ireland Formulary, section 13.4";
constexpr std::string_view kBirmingham = "University Hospitals Birmingham formulary, section 13.4";
constexpr std::string_view kChapter = "chapter on topical steroids, doi 10.4324/9781843143604-57";
constexpr std::string_view kSkinoncology = "skinoncology.net/topical-corticosteroids";
constexpr std::string_view kMercy =
    "Children's Mercy, practice guideline on atopic dermatitis, classes of topical steroids";
constexpr std::string_view kPsoriasis =
    "National Psoriasis Foundation, psoriasis.org/potency-chart";

constexpr UkPotency kMild = UkPotency::kMild;
constexpr UkPotency kModerate = UkPotency::kModerate;
constexpr UkPotency kPotent = UkPotency::kPotent;
constexpr UkPotency kVeryPotent = UkPotency::kVeryPotent;

using Vehicles = std::array<std::string_view, 4>;

// The formularies grade a drug at a strength, in whatever vehicle it comes.
constexpr SteroidRow uk(std::string_view drug, double percent, UkPotency potency,
                        std::string_view source, std::string_view remark = {},
                        const Vehicles& vehicles = {}) {
  return {drug, percent, vehicles, potency, {}, source, remark};
}

constexpr SteroidRow us(std::string_view drug, double percent, const Vehicles& vehicles,
                        UsPotency potency, std::string_view source, std::string_view remark = {}) {
  return {drug, percent, vehicles, {}, potency, source, remark};
}

// clang-format off
constexpr std::array kRows = {
    uk("alclometasone dipropionate", 0.05, kModerate, kChapter),
    us("alclometasone dipropionate", 0.05, {"ointment", "cream"}, UsPotency::kVI, kMercy),
    us("augmented betamethasone dipropionate", 0.05, {"ointment"}, UsPotency::kI, kPsoriasis),
    uk("beclometasone dipropionate", 0.025, kPotent, kChapter),
    uk("betamethasone dipropionate", 0.05, kPotent, kPennine,
       "graded there with salicylic acid; moderate in the chapter 10.4324/9781843143604-57"),
    us("betamethasone dipropionate", 0.05, {"ointment", "lotion", "cream"}, UsPotency::kII, kMercy),
    uk("betamethasone valerate", 0.025, kModerate, kPennine),
    uk("betamethasone valerate", 0.1, kPotent, kTayside),
    us("betamethasone valerate", 0.1, {"ointment", "foam"}, UsPotency::kIII, kMercy),
    us("betamethasone valerate", 0.1, {"cream"}, UsPotency::kV, kMercy),
    uk("budesonide", 0.025, kPotent, kChapter),
    uk("clobetasol propionate", 0.05, kVeryPotent, kTayside),
    us("clobetasol propionate", 0.05, {"ointment", "cream", "solution", "foam"}, UsPotency::kI,
       kMercy),
    us("clobetasol propionate", 0.05, {"lotion", "spray", "shampoo"}, UsPotency::kI, kPsoriasis),
    uk("clobetasone butyrate", 0.05, kModerate, kTayside),
    us("desonide", 0.05, {"ointment", "cream", "lotion", "foam"}, UsPotency::kVI, kMercy),
    us("desoximetasone", 0.05, {"cream"}, UsPotency::kIII, kMercy),
    uk("desoximetasone", 0.25, kPotent, kChapter),
    us("desoximetasone", 0.25, {"ointment", "cream"}, UsPotency::kII, kMercy),
    us("desoximetasone", 0.25, {"spray"}, UsPotency::kI, kPsoriasis),
    us("diflorasone diacetate", 0.05, {"ointment"}, UsPotency::kI, kPsoriasis),
    uk("diflucortolone valerate", 0.3, kVeryPotent, kBirmingham, {}, {"oily cream"}),
    uk("fludroxycortide", 0.0125, kModerate, kChapter),
    uk("fluocinolone acetonide", 0.0025, kMild, kPennine, "moderate at skinoncology.net"),
    uk("fluocinolone acetonide", 0.00625, kModerate, kPennine),
    us("fluocinolone acetonide", 0.01, {"cream"}, UsPotency::kV, kMercy),
    us("fluocinolone acetonide", 0.01, {"oil"}, UsPotency::kVI, kMercy),
    uk("fluocinolone acetonide", 0.025, kPotent, kPennine, "moderate at skinoncology.net"),
    us("fluocinolone acetonide", 0.025, {"ointment"}, UsPotency::kIV, kMercy),
    us("fluocinolone acetonide", 0.025, {"cream"}, UsPotency::kV, kMercy),
    uk("fluocinonide", 0.05, kPotent, kChapter),
    us("fluocinonide", 0.05, {"ointment"}, UsPotency::kII, kMercy),
    us("fluocinonide", 0.1, {"cream"}, UsPotency::kI, kPsoriasis),
    us("fluticasone propionate", 0.005, {"ointment"}, UsPotency::kIII, kMercy),
    uk("fluticasone propionate", 0.05, kPotent, kSkinoncology),
    uk("hydrocortisone", 0.5, kMild, kTayside),
    us("hydrocortisone", 0.5, {}, UsPotency::kVII, kMercy),
    uk("hydrocortisone", 1, kMild, kTayside),
    us("hydrocortisone", 1, {}, UsPotency::kVII, kMercy),
    uk("hydrocortisone", 2.5, kMild, kPennine),
    us("hydrocortisone", 2.5, {"ointment", "cream", "lotion"}, UsPotency::kVII, kMercy),
    uk("hydrocortisone butyrate", 0.1, kPotent, kUlster),
    uk("mometasone furoate", 0.1, kPotent, kTayside),
    us("mometasone furoate", 0.1, {"ointment"}, UsPotency::kII, kMercy),
    us("mometasone furoate", 0.1, {"cream", "lotion"}, UsPotency::kIV, kMercy),
    us("triamcinolone acetonide", 0.025, {"ointment"}, UsPotency::kV, kMercy),
    uk("triamcinolone acetonide", 0.1, kPotent, kChapter),
    us("triamcinolone acetonide", 0.1, {"ointment"}, UsPotency::kIII, kMercy,
       "IV in other charts (droracle.ai 486459; without a vehicle, UCSF Oakland)"),
    us("triamcinolone acetonide", 0.1, {"cream"}, UsPotency::kIV, kMercy),
    us("triamcinolone acetonide", 0.5, {"cream"}, UsPotency::kIII, kMercy),
    us("ulobetasol propionate", 0.01, {"lotion"}, UsPotency::kI, kPsoriasis),
    us("ulobetasol propionate", 0.05, {"foam", "cream", "ointment", "lotion"}, UsPotency::kI,
       kPsoriasis),
};

struct Synonym {
  std::string_view name;
  std::string_view drug;
};

// A name without its ester where creams have that one alone: "betamethasone" has two, and is none
// of them.
constexpr Synonym kSynonyms[] = {
    {"alclometasone", "alclometasone dipropionate"},
    {"beclometasone", "beclometasone dipropionate"},
    {"beclomethasone", "beclometasone dipropionate"},
    {"beclomethasone dipropionate", "beclometasone dipropionate"},
    {"betamethasone dipropionate, augmented", "augmented betamethasone dipropionate"},
    {"betametasone dipropionate", "betamethasone dipropionate"},
    {"betametasone valerate", "betamethasone valerate"},
    {"clobetasol", "clobetasol propionate"},
    {"clobetasone", "clobetasone butyrate"},
    {"desoxymethasone", "desoximetasone"},
    {"diflorasone", "diflorasone diacetate"},
    {"diflucortolone", "diflucortolone valerate"},
    {"fluocinolone", "fluocinolone acetonide"},
    {"flurandrenolide", "fludroxycortide"},
    {"flurandrenolone", "fludroxycortide"},
    {"fluticasone", "fluticasone propionate"},
    {"halobetasol", "ulobetasol propionate"},
    {"halobetasol propionate", "ulobetasol propionate"},
    {"mometasone", "mometasone furoate"},
    {"triamcinolone", "triamcinolone acetonide"},
    {"ulobetasol", "ulobetasol propionate"},
};

// Their days are not free of steroids, though no source here gives them a class. From the chart of
// the Monthly Prescribing Reference, empr.com/charts/topical-steroid-potencies, and the Therapeutic
// Guidelines (methylprednisolone aceponate).
constexpr std::string_view kWithoutClass[] = {
    "amcinonide",
    "betametasone",
    "betamethasone",
    "clocortolone pivalate",
    "halcinonide",
    "hydrocortisone acetate",
    "hydrocortisone probutate",
    "hydrocortisone valerate",
    "methylprednisolone aceponate",
    "prednicarbate",
};
// clang-format on

// Two ways to write a strength may differ in the last digit.
constexpr double kRounding = 1e-9;

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool is_of(const SteroidRow& row, std::string_view vehicle) {
  return row.vehicles.front().empty() ||
         std::any_of(row.vehicles.begin(), row.vehicles.end(),
                     [&](std::string_view one) { return !one.empty() && same_word(one, vehicle); });
}

}  // namespace

std::span<const SteroidRow> steroid_rows() { return kRows; }

std::string_view steroid_name(std::string_view drug) {
  for (const SteroidRow& row : kRows) {
    if (same_word(row.drug, drug)) return row.drug;
  }
  for (const Synonym& synonym : kSynonyms) {
    if (same_word(synonym.name, drug)) return synonym.drug;
  }
  for (const std::string_view known : kWithoutClass) {
    if (same_word(known, drug)) return known;
  }
  return {};
}

SteroidPotency steroid_potency(std::string_view drug, double percent, std::string_view vehicle) {
  SteroidPotency found;
  const std::string_view known = steroid_name(drug);
  if (known.empty()) return found;
  for (const SteroidRow& row : kRows) {
    if (row.drug != known || !(std::abs(row.percent - percent) < kRounding)) continue;
    if (!is_of(row, vehicle)) continue;
    (row.uk ? found.uk : found.us) = &row;
  }
  return found;
}

std::optional<UkPotency> uk_potency(std::string_view drug, double percent,
                                    std::string_view vehicle) {
  const SteroidRow* row = steroid_potency(drug, percent, vehicle).uk;
  return row == nullptr ? std::nullopt : row->uk;
}

std::optional<UsPotency> us_potency(std::string_view drug, double percent,
                                    std::string_view vehicle) {
  const SteroidRow* row = steroid_potency(drug, percent, vehicle).us;
  return row == nullptr ? std::nullopt : row->us;
}

std::optional<double> percent_of(double strength, std::string_view unit) {
  constexpr double kMgPerGramOfOnePercent = 10;
  if (unit == "%") return strength;
  if (unit == "mg/g") return strength / kMgPerGramOfOnePercent;
  return std::nullopt;
}

double potency_weight(UkPotency potency) { return static_cast<double>(potency) + 1; }

std::string_view name(UkPotency potency) {
  switch (potency) {
    case UkPotency::kMild:
      return "mild";
    case UkPotency::kModerate:
      return "moderate";
    case UkPotency::kPotent:
      return "potent";
    case UkPotency::kVeryPotent:
      return "very potent";
  }
  return "unknown";
}

std::string_view name(UsPotency potency) {
  constexpr std::string_view kNames[] = {"I", "II", "III", "IV", "V", "VI", "VII"};
  const size_t place = static_cast<size_t>(potency) - 1;
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

}  // namespace lamella
