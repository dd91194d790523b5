// Control over the last week: ADCT and RECAP.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item kAdctItems[] = {
    {"severity"}, {"intense_itch"}, {"bother"}, {"sleep"}, {"daily_activities"}, {"mood"},
};
constexpr Item kRecapItems[] = {
    {"severity"},         {"itch"}, {"intense_itch"},  {"sleep"},
    {"daily_activities"}, {"mood"}, {"acceptability"},
};
constexpr Band kOfficial[] = {{"under control", 0}, {"may not be under control", 7}};
constexpr Band kDutch[] = {{"under control", 0}, {"may not be under control", 6}};
constexpr Bands kAdctBands[] = {
    {"adcontroltool.com, from 7", kOfficial},
    {"Dutch version, from 6 (Acta Derm Venereol, article 42364)", kDutch},
};
constexpr MeaningfulChange kAdctChanges[] = {
    {5, false, "meaningful", "adcontroltool.com; the Dutch version has 2.9"},
};
constexpr std::string_view kBaker = "Baker 2024, doi 10.1002/ski2.470, 698 people";
constexpr MeaningfulChange kRecapChanges[] = {
    {0, false, "perhaps an error of measurement", kBaker},
    {2, false, "small, may matter", kBaker},
    {3, false, "likely important", kBaker},
    {4, false, "very likely important", kBaker},
};

}  // namespace

constinit const Instrument kAdct = {
    .code = "adct",
    .name = "Atopic Dermatitis Control Tool",
    .rater = Rater::kPerson,
    .span = AskedSpan::kWeek,
    .items = kAdctItems,
    .max_total = 24,
    .bands = kAdctBands,
    .changes = kAdctChanges,
    .source = "adcontroltool.com/adct-how-to-use",
    .licence = {Wording::kAskTheOwner, "Sanofi and Regeneron; through Mapi Research Trust"},
    .from_age = 12,
    .total = sum,
};

// Bands are published for the Dutch form that a parent fills in, and for no other.
constinit const Instrument kRecap = {
    .code = "recap",
    .name = "Recap of Atopic Eczema",
    .rater = Rater::kPerson,
    .span = AskedSpan::kWeek,
    .items = kRecapItems,
    .max_total = 28,
    .missing = MissingRule::kOneCountsZero,
    .higher_of_two = true,
    .changes = kRecapChanges,
    .source = "Howells 2020 (PMC7496132); scoring table of nottingham.ac.uk/cebd",
    .licence = {Wording::kAskTheOwner,
                "University of Nottingham; free after a request, its page names CC BY"},
    .total = sum,
};

}  // namespace lamella::clinical
