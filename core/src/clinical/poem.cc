// POEM: on how many of the last seven days each of seven symptoms was there.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

// 0 days is 0, 1-2 is 1, 3-4 is 2, 5-6 is 3, every day is 4.
constexpr Item kItems[] = {
    {"itch"}, {"sleep"}, {"bleeding"}, {"weeping"}, {"cracking"}, {"flaking"}, {"dryness"},
};
constexpr Band kCharman[] = {
    {"clear or almost clear", 0}, {"mild", 3}, {"moderate", 8}, {"severe", 17}, {"very severe", 25},
};
constexpr Band kSilverberg[] = {{"mild", 0}, {"moderate", 8}, {"severe", 17}};
constexpr Bands kBands[] = {
    {"Charman 2013, Br J Dermatol 169:1326, doi 10.1111/bjd.12590", kCharman},
    {"Silverberg 2018 (PMC5906166), adults", kSilverberg},
};
constexpr std::string_view kHowells = "Howells 2018, 300 children; Gaunt 2016 finds about 3 points";
constexpr MeaningfulChange kChanges[] = {
    {0, false, "not beyond measurement error", kHowells},
    {2.1, false, "real, perhaps unimportant", kHowells},
    {3, false, "probably important", kHowells},
    {4, false, "very likely important", kHowells},
};

}  // namespace

constinit const Instrument kPoem = {
    .code = "poem",
    .name = "Patient-Oriented Eczema Measure",
    .rater = Rater::kPerson,
    .span = AskedSpan::kWeek,
    .items = kItems,
    .max_total = 28,
    .missing = MissingRule::kOneCountsZero,
    .higher_of_two = true,
    .bands = kBands,
    .changes = kChanges,
    .source = "Charman 2004, Arch Dermatol 140:1513; missing items: its instructions for use",
    .licence = {Wording::kAskTheOwner,
                "University of Nottingham; free for care and research, a fee for commercial use"},
    .loinc = "89870-0",
    .total = sum,
};

}  // namespace lamella::clinical
