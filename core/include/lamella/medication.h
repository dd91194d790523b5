// Topical steroids: how strong one is, how much of it a body takes, and how much of it was used.
//
//   lamella::uk_potency("mometasone", 0.1, "cream");               // kPotent
//   lamella::us_potency("mometasone", 0.1, "ointment");            // kII, as a cream kIV
//   lamella::fingertip_units(lamella::BodyRegion::kArmAndHand,
//                            lamella::age_band(4));                // 2, of an adult's finger
//   lamella::SteroidUse use = lamella::steroid_use(doses, answered_days);
//
// Tables with their sources, never a guess: another strength or another vehicle of a known drug has
// no class unless a row says so, and an age between two columns has no figure. It is no advice:
// what to apply, and how much, a prescriber says. The tables are in core/src/clinical/README.md.
// Pure functions without I/O, which allocate nothing unless they fail.
#ifndef LAMELLA_MEDICATION_H_
#define LAMELLA_MEDICATION_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "lamella/day.h"

namespace lamella {

// The four groups of the United Kingdom.
enum class UkPotency : uint8_t { kMild, kModerate, kPotent, kVeryPotent };
inline constexpr size_t kUkPotencies = 4;

// The seven classes of the United States: I is the strongest.
enum class UsPotency : uint8_t { kI = 1, kII, kIII, kIV, kV, kVI, kVII };

std::string_view name(UkPotency potency);  // "very potent"
std::string_view name(UsPotency potency);  // "IV"

// What one source says of one drug at one strength: a class of one of the two systems.
struct SteroidRow {
  std::string_view drug;  // international nonproprietary name in lower case, with its ester
  double percent = 0;
  // While they are not empty; none: any vehicle, as the source names none.
  std::array<std::string_view, 4> vehicles{};
  std::optional<UkPotency> uk{};
  std::optional<UsPotency> us{};
  std::string_view source;
  std::string_view remark{};  // what another source says
};

// All rows, ordered by drug and strength.
std::span<const SteroidRow> steroid_rows();

// The name in the table of a topical steroid that is known here, by its name or a synonym, in upper
// or lower case; empty for any other drug. A few are known without a class.
std::string_view steroid_name(std::string_view drug);

// The rows of a drug at a strength in a vehicle ("cream"; empty: not recorded, which fits only a
// row of any vehicle); null where there is none.
struct SteroidPotency {
  const SteroidRow* uk = nullptr;
  const SteroidRow* us = nullptr;
};
SteroidPotency steroid_potency(std::string_view drug, double percent, std::string_view vehicle);

// Their classes; nothing for a combination that has no row.
std::optional<UkPotency> uk_potency(std::string_view drug, double percent,
                                    std::string_view vehicle);
std::optional<UsPotency> us_potency(std::string_view drug, double percent,
                                    std::string_view vehicle);

// Percent of a strength in the UCUM units "%" and "mg/g"; nothing in another unit.
std::optional<double> percent_of(double strength, std::string_view unit);

// Grams that a fingertip unit weighs: what a tube with a nozzle of 5 mm gives along the last joint
// of the index finger. A man's and a woman's: DermNet, fingertip unit; Long and Finlay 1991.
inline constexpr double kGramsPerUnitOfMan = 0.5;
inline constexpr double kGramsPerUnitOfWoman = 0.4;
inline constexpr double kGramsPerUnit = kGramsPerUnitOfMan;

// Limbs are one of the two. The tables of children have limbs only with their hand or foot.
enum class BodyRegion : uint8_t {
  kFaceNeck,
  kTrunkFront,
  kTrunkBack,
  kArm,
  kHand,
  kLeg,
  kFoot,
  kArmAndHand,
  kLegAndFoot,
};

enum class AgeBand : uint8_t { k3To6Months, k1To2Years, k3To5Years, k6To10Years, kAdult };

std::string_view name(BodyRegion region);  // "face_neck"
std::string_view name(AgeBand band);       // "3 to 6 months"

// The column of an age, in completed months and years: a child of two and a half is two. Fails with
// kInvalidArgument for an age that is in none of them (below 3 months, from 7 to 11 months, from 11
// to 17 years) or impossible.
AgeBand age_band(double age_years);

// Fingertip units, of an adult's finger, that one application to a region takes. Fails with
// kInvalidArgument for a region that the column has no figure of.
double fingertip_units(BodyRegion region, AgeBand band = AgeBand::kAdult);
// Of the whole body: both limbs of each kind.
double whole_body_units(AgeBand band = AgeBand::kAdult);
// Of a region by its name, or of the "whole_body", at an age in years; NaN is an adult's. Fails
// with kInvalidArgument for a name that is none, and as age_band and fingertip_units do.
double fingertip_units(std::string_view region, double age_years);

// Of an area of skin: one covers 286 square centimetres (Long and Finlay 1991, 30 adults; standard
// deviation 80). Fails with kInvalidArgument for an area that is negative or not finite.
double fingertip_units_of_area(double square_cm);

// Grams of so many units. Fails with kInvalidArgument for a number that is negative or not finite,
// or a unit that does not weigh more than 0.
double grams_of_units(double units, double grams_per_unit = kGramsPerUnit);

// Grams of a dose: those that are given, else its fingertip units by weight, else nothing. Fails as
// grams_of_units does.
std::optional<double> dose_grams(std::optional<double> grams, std::optional<double> fingertip_units,
                                 double grams_per_unit = kGramsPerUnit);

// What a gram of this class counts in potency-weighted grams: 1, 2, 3 and 4. A convention of
// Lamella: no source was found for any weights, and the classes are ranks, not measures. Use it to
// compare one person with themselves, and read the grams beside it.
double potency_weight(UkPotency potency);

// Whether a dose is one of a steroid.
enum class CountsAs : uint8_t {
  kByTable,         // a topical one, if steroid_name knows it
  kTopicalSteroid,  // one that is missing there
  kSystemicSteroid,
};

struct SteroidDose {
  Day day = 0;
  std::string_view drug{};
  std::optional<double> percent{};
  std::string_view vehicle{};
  std::optional<double> grams{};
  std::optional<double> fingertip_units{};
  bool not_taken = false;
  CountsAs counts_as = CountsAs::kByTable;
};

struct SteroidUse {
  int32_t answered_days = 0;
  int32_t steroid_free_days = 0;  // of these, without a topical or systemic steroid
  int32_t topical_doses = 0;      // taken, on any day
  int32_t systemic_doses = 0;
  int32_t without_amount = 0;                // topical doses that the grams leave out
  std::array<double, kUkPotencies> grams{};  // by UkPotency
  double grams_of_unknown_class = 0;
  double potency_weighted_grams = 0;  // of the grams with a class

  // None without an answered day.
  std::optional<double> steroid_free_share() const {
    if (answered_days == 0) return std::nullopt;
    return static_cast<double>(steroid_free_days) / answered_days;
  }
};

// How much of topical steroids was used, and on how many days none. `doses` in the order of their
// days, `answered_days` ascending: the days about which the person said what was used, for silence
// on another day says nothing. A dose without a known class makes its day one with a steroid as
// well. Fails with kInvalidArgument for days out of order, amounts that dose_grams refuses, and an
// amount of a dose that was not taken.
SteroidUse steroid_use(std::span<const SteroidDose> doses, std::span<const Day> answered_days,
                       double grams_per_unit = kGramsPerUnit);

}  // namespace lamella

#endif  // LAMELLA_MEDICATION_H_
