// vIGA-AD: one grade for the whole skin, by redness, induration, lichenification and oozing.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item kItems[] = {{"grade"}};
constexpr Band kGrades[] = {
    {"clear", 0}, {"almost clear", 1}, {"mild", 2}, {"moderate", 3}, {"severe", 4},
};
constexpr Bands kBands[] = {{"the grades themselves", kGrades}};
constexpr MeaningfulChange kChanges[] = {
    {1, false, "meaningful within one person", "Simpson 2022, trials of BREEZE-AD"},
};

}  // namespace

constinit const Instrument kVigaAd = {
    .code = "viga_ad",
    .name = "Validated Investigator Global Assessment for Atopic Dermatitis",
    .rater = Rater::kClinician,
    .span = AskedSpan::kNow,
    .items = kItems,
    .max_total = 4,
    .bands = kBands,
    .changes = kChanges,
    .source = "Simpson 2020; eczemacouncil.org/investigator-global-assessment-scale",
    .licence = {Wording::kUnchangedOnly, "CC BY-ND 4.0, credit Eli Lilly"},
    .total = sum,
};

}  // namespace lamella::clinical
