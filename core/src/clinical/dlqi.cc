// DLQI and its form for children: ten items 0 to 3, over a week. "Not relevant" is 0. The item
// about work or school is 3 when the skin prevented it, else 0 to 2.
#include "clinical/given.h"
#include "clinical/instruments.h"

namespace lamella::clinical {

namespace {

constexpr Item item(std::string_view code) { return {code, 0, 3}; }

constexpr Item kAdultItems[] = {
    item("symptoms"),   item("embarrassment"),  item("shopping_home"),
    item("clothes"),    item("social_leisure"), item("sport"),
    item("work_study"), item("relationships"),  item("sex"),
    item("treatment"),
};
constexpr Item kChildItems[] = {
    item("symptoms"), item("embarrassment"), item("friendships"),    item("clothes"),
    item("playing"),  item("sport"),         item("school_holiday"), item("teasing"),
    item("sleep"),    item("treatment"),
};

Total adult(const Given& given) {
  Total total = sum(given);
  total.parts = {{{"symptoms_feelings", given[0] + given[1]},
                  {"daily_activities", given[2] + given[3]},
                  {"leisure", given[4] + given[5]},
                  {"work_school", given[6]},
                  {"relationships", given[7] + given[8]},
                  {"treatment", given[9]}}};
  return total;
}

Total child(const Given& given) {
  Total total = sum(given);
  total.parts = {{{"symptoms_feelings", given[0] + given[1]},
                  {"relationships", given[2] + given[7]},
                  {"leisure", given[3] + given[4] + given[5]},
                  {"school_holiday", given[6]},
                  {"sleep", given[8]},
                  {"treatment", given[9]}}};
  return total;
}

constexpr Band kHongbo[] = {{"no effect", 0},
                            {"small effect", 2},
                            {"moderate effect", 6},
                            {"very large effect", 11},
                            {"extremely large effect", 21}};
constexpr Bands kBands[] = {{"Hongbo 2005, J Invest Dermatol 125:659", kHongbo}};
constexpr Band kWaters[] = {{"no effect", 0},
                            {"small effect", 2},
                            {"moderate effect", 7},
                            {"very large effect", 13},
                            {"extremely large effect", 19}};
constexpr Bands kChildBands[] = {
    {"Waters 2010, not confirmed: Olsen 2016 (Br J Dermatol 174:853) fits it in part", kWaters},
};
constexpr MeaningfulChange kChanges[] = {
    {4, false, "minimal important difference", "Basra 2015, Dermatology 230:27"},
};
constexpr Licence kLicence = {Wording::kAskTheOwner, "Finlay and Khan 1992, Cardiff University"};

}  // namespace

constinit const Instrument kDlqi = {
    .code = "dlqi",
    .name = "Dermatology Life Quality Index",
    .rater = Rater::kPerson,
    .span = AskedSpan::kWeek,
    .items = kAdultItems,
    .max_total = 30,
    .missing = MissingRule::kOneCountsZero,
    .bands = kBands,
    .changes = kChanges,
    .source = "Finlay and Khan 1994, Clin Exp Dermatol 19:210",
    .licence = kLicence,
    .from_age = 16,
    .total = adult,
};

// Sources give 4 to 15, 4 to 16 and 5 to 16 years: the widest span has no remark.
constinit const Instrument kCdlqi = {
    .code = "cdlqi",
    .name = "Children's Dermatology Life Quality Index",
    .rater = Rater::kPerson,
    .span = AskedSpan::kWeek,
    .items = kChildItems,
    .max_total = 30,
    .missing = MissingRule::kAllCountZero,
    .bands = kChildBands,
    .source = "Lewis-Jones and Finlay 1995, Br J Dermatol 132:942",
    .licence = kLicence,
    .from_age = 4,
    .to_age = 16,
    .total = child,
};

}  // namespace lamella::clinical
