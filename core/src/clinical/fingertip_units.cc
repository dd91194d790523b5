// How much a body takes: fingertip units by region and age, and what they weigh.
//
// Adults, in one arm, hand, leg and foot each: NHS Somerset formulary, near to what Long and Finlay
// measured (1991, Clin Exp Dermatol 16:444). Children, and the limbs of adults with hand and foot:
// guiafarmapediatrica.es, fingertip unit, 2013. The table of the Australian Medicines Handbook has
// other ages and other figures for children; the two are not mixed, and it is not used.
#include <array>
#include <cmath>
#include <iterator>
#include <string>

#include "clinical/age.h"
#include "clinical/require.h"
#include "lamella/error.h"
#include "lamella/medication.h"

namespace lamella {

namespace {

constexpr double kSquareCmPerUnit = 286;
constexpr std::string_view kWholeBody = "whole_body";
constexpr double kMonthsOfYear = 12;

// The columns are AgeBand's.
struct RegionUnits {
  BodyRegion region;
  std::array<std::optional<double>, 5> units;
  double of_body = 0;  // how often the region counts in a whole body
};

constexpr RegionUnits kUnits[] = {
    {BodyRegion::kFaceNeck, {1, 1.5, 1.5, 2, 2.5}, 1},
    {BodyRegion::kTrunkFront, {1, 2, 3, 3.5, 7}, 1},
    {BodyRegion::kTrunkBack, {1.5, 3, 3.5, 5, 7}, 1},
    {BodyRegion::kArm, {{{}, {}, {}, {}, 3}}},
    {BodyRegion::kHand, {{{}, {}, {}, {}, 1}}},
    {BodyRegion::kLeg, {{{}, {}, {}, {}, 6}}},
    {BodyRegion::kFoot, {{{}, {}, {}, {}, 2}}},
    {BodyRegion::kArmAndHand, {1, 1.5, 2, 2.5, 4}, 2},
    {BodyRegion::kLegAndFoot, {1.5, 2, 3, 4.5, 8}, 2},
};

// In completed months, so that 2 years holds all of the third year of life.
struct BandMonths {
  AgeBand band;
  double from = 0;
  double before = 0;
};

// No source says where the adult begins: Lamella takes 18 years.
constexpr BandMonths kBands[] = {
    {AgeBand::k3To6Months, 3, 7},
    {AgeBand::k1To2Years, 12, 36},
    {AgeBand::k3To5Years, 36, 72},
    {AgeBand::k6To10Years, 72, 132},
    {AgeBand::kAdult, 216, (clinical::kOldestYears + 1) * kMonthsOfYear},
};

void require_amount(double amount, const char* rule) {
  require(std::isfinite(amount) && amount >= 0, rule);
}

}  // namespace

AgeBand age_band(double age_years) {
  clinical::check_age(age_years);
  // Seven times a twelfth, which is rounded, are seven months.
  constexpr double kRounding = 1e-9;
  const double months = age_years * kMonthsOfYear + kRounding;
  for (const BandMonths& one : kBands) {
    if (months >= one.from && months < one.before) return one.band;
  }
  throw Error(Code::kInvalidArgument, "no table of fingertip units has a column of this age");
}

double fingertip_units(BodyRegion region, AgeBand band) {
  const auto column = static_cast<size_t>(band);
  for (const RegionUnits& one : kUnits) {
    if (one.region != region) continue;
    require(column < one.units.size(), "there is no such band of ages");
    const std::optional<double>& units = one.units[column];
    if (units) return *units;
    throw Error(Code::kInvalidArgument,
                "children have figures for arm_and_hand and leg_and_foot, not for " +
                    std::string(name(region)));
  }
  throw Error(Code::kInvalidArgument, "there is no such region of the body");
}

double whole_body_units(AgeBand band) {
  double units = 0;
  for (const RegionUnits& one : kUnits) {
    if (one.of_body > 0) units += one.of_body * fingertip_units(one.region, band);
  }
  return units;
}

double fingertip_units(std::string_view region, double age_years) {
  const AgeBand band = std::isnan(age_years) ? AgeBand::kAdult : age_band(age_years);
  if (region == kWholeBody) return whole_body_units(band);
  std::string names;
  for (const RegionUnits& one : kUnits) {
    if (name(one.region) == region) return fingertip_units(one.region, band);
    names += std::string(name(one.region)) + ", ";
  }
  throw Error(Code::kInvalidArgument, "region is one of " + names + std::string(kWholeBody));
}

double fingertip_units_of_area(double square_cm) {
  require_amount(square_cm, "an area is negative or not finite");
  return square_cm / kSquareCmPerUnit;
}

double grams_of_units(double units, double grams_per_unit) {
  require_amount(units, "fingertip units are negative or not finite");
  require_amount(grams_per_unit, "the grams of a fingertip unit are negative or not finite");
  require(grams_per_unit > 0, "a fingertip unit weighs nothing");
  return units * grams_per_unit;
}

std::optional<double> dose_grams(std::optional<double> grams, std::optional<double> fingertip_units,
                                 double grams_per_unit) {
  if (grams) {
    require_amount(*grams, "grams are negative or not finite");
    return grams;
  }
  if (!fingertip_units) return std::nullopt;
  return grams_of_units(*fingertip_units, grams_per_unit);
}

std::string_view name(BodyRegion region) {
  constexpr std::string_view kNames[] = {
      "face_neck", "trunk_front", "trunk_back",   "arm",          "hand",
      "leg",       "foot",        "arm_and_hand", "leg_and_foot",
  };
  const auto place = static_cast<size_t>(region);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

std::string_view name(AgeBand band) {
  constexpr std::string_view kNames[] = {"3 to 6 months", "1 to 2 years", "3 to 5 years",
                                         "6 to 10 years", "adult"};
  const auto place = static_cast<size_t>(band);
  return place < std::size(kNames) ? kNames[place] : "unknown";
}

}  // namespace lamella
