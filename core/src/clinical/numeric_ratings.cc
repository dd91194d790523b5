// Numeric rating scales, 0 to 10: the worst itch of 24 hours, and how much itch disturbed the
// sleep. A mean itch of 24 hours is another question, and so is a sleep quality on which 10 is
// best.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item kPeak[] = {{"worst_itch", 0, 10}};
constexpr Item kSleep[] = {{"sleep_disturbance", 0, 10}};
constexpr Band kPruritusBand[] = {{"mild", 0}, {"moderate", 4}, {"severe", 7}};
constexpr Bands kPruritusBands[] = {{"Silverberg 2018 (PMC5906166), adults", kPruritusBand}};
constexpr MeaningfulChange kPruritusChanges[] = {
    {4, false, "a responder in trials, of the weekly mean",
     "label of dupilumab; Riepe 2019 finds 2 to 3 points, more from a higher baseline"},
};
constexpr MeaningfulChange kSleepChanges[] = {
    {2, false, "least of the range for a responder, 2 to 5 points",
     "Br J Dermatol, doi 10.1111/bjd.20783, 218 adults"},
    {5, false, "greatest of the range for a responder, 2 to 5 points",
     "Br J Dermatol, doi 10.1111/bjd.20783, 218 adults"},
};
constexpr Licence kLicence = {Wording::kPlainWords,
                              "a scale from 0 to 10; the wording of trials is their sponsors'"};

}  // namespace

constinit const Instrument kPruritusNrs = {
    .code = "pruritus_nrs",
    .name = "Peak Pruritus Numeric Rating Scale",
    .rater = Rater::kPerson,
    .span = AskedSpan::k24Hours,
    .items = kPeak,
    .max_total = 10,
    .bands = kPruritusBands,
    .changes = kPruritusChanges,
    .source = "Yosipovitch 2019, Br J Dermatol 181:761",
    .licence = kLicence,
    .total = sum,
};

constinit const Instrument kSleepNrs = {
    .code = "sleep_nrs",
    .name = "Sleep Disturbance Numeric Rating Scale",
    .rater = Rater::kPerson,
    .span = AskedSpan::k24Hours,
    .items = kSleep,
    .max_total = 10,
    .changes = kSleepChanges,
    .source = "doi 10.1111/bjd.20783",
    .licence = kLicence,
    .total = sum,
};

}  // namespace lamella::clinical
