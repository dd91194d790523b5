// Topical steroids: their classes, fingertip units, and what a series of doses adds up to.
#include <doctest/doctest.h>

#include <limits>
#include <string_view>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/medication.h"

namespace lamella {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("the UK class is that of the drug at its strength, in any vehicle") {
  for (const std::string_view vehicle : {"cream", "ointment", ""}) {
    CAPTURE(vehicle);
    CHECK(uk_potency("hydrocortisone", 1, vehicle) == UkPotency::kMild);
    CHECK(uk_potency("clobetasone butyrate", 0.05, vehicle) == UkPotency::kModerate);
    CHECK(uk_potency("fludroxycortide", 0.0125, vehicle) == UkPotency::kModerate);
    CHECK(uk_potency("hydrocortisone butyrate", 0.1, vehicle) == UkPotency::kPotent);
    CHECK(uk_potency("mometasone furoate", 0.1, vehicle) == UkPotency::kPotent);
    CHECK(uk_potency("fluticasone propionate", 0.05, vehicle) == UkPotency::kPotent);
    CHECK(uk_potency("fluocinonide", 0.05, vehicle) == UkPotency::kPotent);
    CHECK(uk_potency("clobetasol propionate", 0.05, vehicle) == UkPotency::kVeryPotent);
  }
  CHECK(uk_potency("betamethasone valerate", 0.025, "cream") == UkPotency::kModerate);
  CHECK(uk_potency("betamethasone valerate", 0.1, "cream") == UkPotency::kPotent);
  CHECK(uk_potency("fluocinolone acetonide", 0.0025, "cream") == UkPotency::kMild);
  CHECK(uk_potency("fluocinolone acetonide", 0.00625, "cream") == UkPotency::kModerate);
  CHECK(uk_potency("fluocinolone acetonide", 0.025, "cream") == UkPotency::kPotent);
}

TEST_CASE("the US class depends on the vehicle") {
  CHECK(us_potency("mometasone furoate", 0.1, "ointment") == UsPotency::kII);
  CHECK(us_potency("mometasone furoate", 0.1, "cream") == UsPotency::kIV);
  CHECK(us_potency("triamcinolone acetonide", 0.1, "ointment") == UsPotency::kIII);
  CHECK(us_potency("triamcinolone acetonide", 0.1, "cream") == UsPotency::kIV);
  CHECK(us_potency("betamethasone valerate", 0.1, "foam") == UsPotency::kIII);
  CHECK(us_potency("betamethasone valerate", 0.1, "cream") == UsPotency::kV);
  CHECK(us_potency("fluocinolone acetonide", 0.01, "oil") == UsPotency::kVI);
  CHECK(us_potency("fluocinonide", 0.05, "ointment") == UsPotency::kII);
  CHECK(us_potency("fluocinonide", 0.1, "cream") == UsPotency::kI);
  CHECK(us_potency("hydrocortisone", 0.5, "") == UsPotency::kVII);
  CHECK(us_potency("augmented betamethasone dipropionate", 0.05, "ointment") == UsPotency::kI);
  CHECK(us_potency("betamethasone dipropionate", 0.05, "ointment") == UsPotency::kII);
}

TEST_CASE("another strength, vehicle or drug has no class") {
  CHECK_FALSE(uk_potency("hydrocortisone", 1.5, "cream").has_value());
  CHECK_FALSE(uk_potency("mometasone furoate", 0.05, "cream").has_value());
  CHECK_FALSE(uk_potency("mometasone furoate", kNan, "cream").has_value());
  CHECK_FALSE(uk_potency("diflucortolone valerate", 0.3, "ointment").has_value());
  CHECK_FALSE(us_potency("mometasone furoate", 0.1, "gel").has_value());
  CHECK_FALSE(us_potency("mometasone furoate", 0.1, "").has_value());
  CHECK_FALSE(us_potency("fluticasone propionate", 0.05, "cream").has_value());
  CHECK_FALSE(us_potency("hydrocortisone butyrate", 0.1, "cream").has_value());
  CHECK_FALSE(uk_potency("desonide", 0.05, "cream").has_value());
  for (const std::string_view drug : {"tacrolimus", "", "betamethasone", "hydrocortison"}) {
    CAPTURE(drug);
    CHECK_FALSE(uk_potency(drug, 0.1, "ointment").has_value());
    CHECK_FALSE(us_potency(drug, 0.1, "ointment").has_value());
  }
}

TEST_CASE("a drug is known by its synonyms, in upper or lower case") {
  CHECK(steroid_name("Mometasone") == "mometasone furoate");
  CHECK(steroid_name("HALOBETASOL") == "ulobetasol propionate");
  CHECK(steroid_name("flurandrenolide") == "fludroxycortide");
  CHECK(us_potency("Mometasone", 0.1, "Ointment") == UsPotency::kII);
  CHECK(steroid_name("betamethasone") == "betamethasone");
  CHECK(steroid_name("methylprednisolone aceponate") == "methylprednisolone aceponate");
  CHECK(steroid_name("tacrolimus").empty());
  CHECK(steroid_name("").empty());
}

bool share_a_vehicle(const SteroidRow& a, const SteroidRow& b) {
  if (a.vehicles.front().empty() || b.vehicles.front().empty()) return true;
  for (const std::string_view one : a.vehicles) {
    for (const std::string_view other : b.vehicles) {
      if (!one.empty() && one == other) return true;
    }
  }
  return false;
}

TEST_CASE("each row has one class and a source, in order, and no other row says something else") {
  const auto rows = steroid_rows();
  for (size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(rows[i].drug);
    CAPTURE(rows[i].percent);
    CHECK(rows[i].uk.has_value() != rows[i].us.has_value());
    CHECK(rows[i].percent > 0);
    CHECK_FALSE(rows[i].source.empty());
    CHECK(steroid_name(rows[i].drug) == rows[i].drug);
    const SteroidPotency found =
        steroid_potency(rows[i].drug, rows[i].percent, rows[i].vehicles.front());
    CHECK((rows[i].uk ? found.uk : found.us) == &rows[i]);
    if (i == 0) continue;
    CHECK(rows[i - 1].drug <= rows[i].drug);
    if (rows[i - 1].drug == rows[i].drug) CHECK(rows[i - 1].percent <= rows[i].percent);
    for (size_t j = 0; j < i; ++j) {
      const bool same = rows[j].drug == rows[i].drug && rows[j].percent == rows[i].percent &&
                        rows[j].uk.has_value() == rows[i].uk.has_value();
      if (same) CHECK_FALSE(share_a_vehicle(rows[i], rows[j]));
    }
  }
}

TEST_CASE("where sources disagree, the row in use names the other") {
  const SteroidPotency triamcinolone = steroid_potency("triamcinolone", 0.1, "ointment");
  REQUIRE(triamcinolone.us != nullptr);
  CHECK(triamcinolone.us->remark.starts_with("IV in other charts"));
  CHECK_FALSE(steroid_potency("betamethasone dipropionate", 0.05, "").uk->remark.empty());
}

TEST_CASE("a strength in percent is one in percent or in milligrams a gram") {
  CHECK(percent_of(0.1, "%") == 0.1);
  CHECK(percent_of(0.5, "mg/g") == 0.05);
  CHECK_FALSE(percent_of(20, "mg").has_value());
  CHECK_FALSE(percent_of(1, "").has_value());
}

TEST_CASE("names of classes") {
  CHECK(name(UkPotency::kVeryPotent) == "very potent");
  CHECK(name(UsPotency::kI) == "I");
  CHECK(name(UsPotency::kVII) == "VII");
  CHECK(name(static_cast<UsPotency>(0)) == "unknown");
  CHECK(name(static_cast<UsPotency>(8)) == "unknown");
  CHECK(name(BodyRegion::kLegAndFoot) == "leg_and_foot");
  CHECK(name(static_cast<BodyRegion>(9)) == "unknown");
  CHECK(name(AgeBand::k3To6Months) == "3 to 6 months");
  CHECK(name(AgeBand::kAdult) == "adult");
  CHECK(potency_weight(UkPotency::kMild) == 1);
  CHECK(potency_weight(UkPotency::kVeryPotent) == 4);
}

TEST_CASE("a whole body takes what its regions take") {
  const auto grams = [](AgeBand band) { return grams_of_units(whole_body_units(band)); };
  CHECK(whole_body_units() == 40.5);
  CHECK(grams(AgeBand::kAdult) == 20.25);
  CHECK(whole_body_units(AgeBand::k1To2Years) == 13.5);
  CHECK(grams(AgeBand::k1To2Years) == 6.75);
  CHECK(grams(AgeBand::k3To6Months) == 4.25);
  CHECK(grams(AgeBand::k3To5Years) == 9);
  CHECK(grams(AgeBand::k6To10Years) == 12.25);
}

TEST_CASE("an area takes one unit for 286 square centimetres") {
  CHECK(fingertip_units_of_area(286) == 1);
  CHECK(fingertip_units_of_area(1000) == doctest::Approx(3.50).epsilon(0.002));
  CHECK(grams_of_units(fingertip_units_of_area(1000)) == doctest::Approx(1.75).epsilon(0.002));
  CHECK(refused([] { fingertip_units_of_area(-1); }));
  CHECK(refused([] { fingertip_units_of_area(kInfinity); }));
}

TEST_CASE("a woman's unit weighs 0.4 g, a man's 0.5 g") {
  const double arms = 2 * fingertip_units(BodyRegion::kArm);
  CHECK(grams_of_units(arms, kGramsPerUnitOfWoman) == doctest::Approx(2.4));
  CHECK(7 * grams_of_units(arms, kGramsPerUnitOfWoman) == doctest::Approx(16.8));
  const double hands_and_feet =
      2 * (fingertip_units(BodyRegion::kHand) + fingertip_units(BodyRegion::kFoot));
  CHECK(grams_of_units(hands_and_feet, kGramsPerUnitOfMan) == doctest::Approx(3.0));
  CHECK(7 * grams_of_units(hands_and_feet) == doctest::Approx(21));
}

TEST_CASE("the limbs of an adult with hand and foot are the sum of both") {
  CHECK(fingertip_units(BodyRegion::kArm) + fingertip_units(BodyRegion::kHand) ==
        fingertip_units(BodyRegion::kArmAndHand));
  CHECK(fingertip_units(BodyRegion::kLeg) + fingertip_units(BodyRegion::kFoot) ==
        fingertip_units(BodyRegion::kLegAndFoot));
  for (const BodyRegion region :
       {BodyRegion::kArm, BodyRegion::kHand, BodyRegion::kLeg, BodyRegion::kFoot}) {
    CHECK(refused([&] { fingertip_units(region, AgeBand::k6To10Years); }));
  }
}

TEST_CASE("no region takes less at a greater age") {
  for (int region = 0; region < 9; ++region) {
    double before = 0;
    for (int band = 0; band < 5; ++band) {
      double units = 0;
      const auto ask = [&] {
        units = fingertip_units(static_cast<BodyRegion>(region), static_cast<AgeBand>(band));
      };
      if (refused(ask)) continue;
      CHECK(units >= before);
      before = units;
    }
    CHECK(before > 0);
  }
}

TEST_CASE("an age has its column, and an age between columns is refused") {
  const double month = 1.0 / 12;
  CHECK(age_band(3 * month) == AgeBand::k3To6Months);
  CHECK(age_band(6.9 * month) == AgeBand::k3To6Months);
  CHECK(age_band(1) == AgeBand::k1To2Years);
  CHECK(age_band(2.9) == AgeBand::k1To2Years);
  CHECK(age_band(3) == AgeBand::k3To5Years);
  CHECK(age_band(5.9) == AgeBand::k3To5Years);
  CHECK(age_band(6) == AgeBand::k6To10Years);
  CHECK(age_band(10.9) == AgeBand::k6To10Years);
  CHECK(age_band(18) == AgeBand::kAdult);
  CHECK(age_band(130) == AgeBand::kAdult);
  for (const double age : {0.0, 2.9 * month, 7 * month, 0.99, 11.0, 17.9, -1.0, 131.0, kNan}) {
    CAPTURE(age);
    CHECK(refused([&] { age_band(age); }));
  }
}

TEST_CASE("grams of a dose are those given, else its units by weight, else unknown") {
  CHECK(dose_grams(2, {}) == 2);
  CHECK(dose_grams(2, 10) == 2);
  CHECK(dose_grams({}, 3) == 1.5);
  CHECK(dose_grams({}, 3, kGramsPerUnitOfWoman) == doctest::Approx(1.2));
  CHECK(dose_grams(0, {}) == 0);
  CHECK_FALSE(dose_grams({}, {}).has_value());
  CHECK(refused([] { dose_grams(-1, {}); }));
  CHECK(refused([] { dose_grams(kNan, {}); }));
  CHECK(refused([] { dose_grams({}, -1); }));
  CHECK(refused([] { dose_grams({}, 1, 0); }));
  CHECK(refused([] { dose_grams({}, 1, kInfinity); }));
}

SteroidDose dose(Day day, std::string_view drug, double percent, std::optional<double> grams) {
  SteroidDose one;
  one.day = day;
  one.drug = drug;
  one.percent = percent;
  one.vehicle = "cream";
  one.grams = grams;
  return one;
}

TEST_CASE("grams are added by class, and weighted apart") {
  std::vector<SteroidDose> doses = {
      dose(1, "hydrocortisone", 1, 2),  dose(1, "mometasone", 0.1, 1.5),
      dose(2, "mometasone", 0.1, {}),   dose(2, "clobetasol", 0.05, 0.25),
      dose(3, "mometasone", 0.2, 4),    dose(3, "tacrolimus", 0.1, 8),
      dose(4, "betamethasone", 0.1, 1), dose(5, "clobetasone butyrate", 0.05, 1),
  };
  doses[2].fingertip_units = 3;
  const std::vector<Day> days = {1, 2, 3, 4, 5, 6};
  const SteroidUse use = steroid_use(doses, days);
  CHECK(use.grams[static_cast<size_t>(UkPotency::kMild)] == 2);
  CHECK(use.grams[static_cast<size_t>(UkPotency::kModerate)] == 1);
  CHECK(use.grams[static_cast<size_t>(UkPotency::kPotent)] == 3);
  CHECK(use.grams[static_cast<size_t>(UkPotency::kVeryPotent)] == 0.25);
  CHECK(use.grams_of_unknown_class == 5);
  CHECK(use.potency_weighted_grams == 2 * 1 + 1 * 2 + 3 * 3 + 0.25 * 4);
  CHECK(use.topical_doses == 7);
  CHECK(use.without_amount == 0);
  CHECK(use.steroid_free_days == 1);
  const SteroidUse of_woman = steroid_use(doses, days, kGramsPerUnitOfWoman);
  CHECK(of_woman.grams[static_cast<size_t>(UkPotency::kPotent)] == doctest::Approx(2.7));
}

TEST_CASE("a day is free of steroids when it was answered and none was used") {
  std::vector<SteroidDose> doses = {
      dose(1, "mometasone", 0.1, {}), dose(1, "hydrocortisone", 1, {}),
      dose(3, "mometasone", 0.1, {}), dose(5, "tacrolimus", 0.1, 1),
      dose(7, "mometasone", 0.1, {}), dose(8, "mometasone", 0.1, {}),
  };
  doses[4].not_taken = true;
  const std::vector<Day> days = {0, 1, 4, 5, 7, 8};
  const SteroidUse use = steroid_use(doses, days);
  CHECK(use.answered_days == 6);
  CHECK(use.steroid_free_days == 4);
  CHECK(*use.steroid_free_share() == doctest::Approx(4.0 / 6));
  CHECK(use.topical_doses == 4);
  CHECK(use.without_amount == 4);
  CHECK_FALSE(steroid_use(doses, {}).steroid_free_share().has_value());
  CHECK(steroid_use({}, days).steroid_free_share() == 1);
}

TEST_CASE("a drug counts as a steroid when the caller says so, and a systemic one adds no grams") {
  std::vector<SteroidDose> doses = {dose(1, "prednisolone", 1, 0.02), dose(2, "a new one", 1, 3),
                                    dose(3, "prednisolone", 1, 0.02)};
  const std::vector<Day> days = {1, 2, 3};
  CHECK(steroid_use(doses, days).steroid_free_days == 3);
  doses[0].counts_as = CountsAs::kSystemicSteroid;
  doses[1].counts_as = CountsAs::kTopicalSteroid;
  const SteroidUse use = steroid_use(doses, days);
  CHECK(use.steroid_free_days == 1);
  CHECK(use.systemic_doses == 1);
  CHECK(use.topical_doses == 1);
  CHECK(use.grams_of_unknown_class == 3);
  CHECK(use.potency_weighted_grams == 0);
}

TEST_CASE("days out of order and impossible amounts are refused") {
  const std::vector<Day> days = {1, 2};
  CHECK(refused([&] {
    steroid_use(std::vector{dose(2, "mometasone", 0.1, 1), dose(1, "mometasone", 0.1, 1)}, days);
  }));
  CHECK(refused([] { steroid_use({}, std::vector<Day>{2, 1}); }));
  CHECK(refused([] { steroid_use({}, std::vector<Day>{1, 1}); }));
  CHECK(refused([&] { steroid_use(std::vector{dose(1, "mometasone", 0.1, -1)}, days); }));
  std::vector<SteroidDose> not_taken = {dose(1, "mometasone", 0.1, 1)};
  not_taken[0].not_taken = true;
  CHECK(refused([&] { steroid_use(not_taken, days); }));
}

TEST_CASE("adding up doses allocates nothing") {
  const std::vector<SteroidDose> doses = {dose(1, "Mometasone", 0.1, 1)};
  const std::vector<Day> days = {1, 2};
  const uint64_t before = counted_allocations();
  const SteroidUse use = steroid_use(doses, days);
  const double units = fingertip_units(BodyRegion::kFaceNeck, age_band(4));
  CHECK(counted_allocations() == before);
  CHECK(use.steroid_free_days == 1);
  CHECK(units == 1.5);
}

}  // namespace
}  // namespace lamella
