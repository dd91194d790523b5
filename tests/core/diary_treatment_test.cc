// What a diary says of a treatment: steroids, plans of doses, change and flares.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

struct Treated {
  TestDiary diary;

  Id put(Day day, Body body) { return diary->put(encode(record(at(day), std::move(body)))); }
  void take(Day day, std::string drug = "mometasone", std::string site = {}) {
    put(day, Dose{.drug = std::move(drug),
                  .strength = 0.1,
                  .strength_unit = "%",
                  .vehicle = "cream",
                  .fingertip_units = 2,
                  .site = std::move(site)});
  }
  void skip(Day day) { put(day, Dose{.drug = "mometasone", .not_taken = true}); }
};

}  // namespace

TEST_CASE("a day without a steroid is one that was answered, after the first dose") {
  Treated one;
  one.put(kDay, itch(1));  // before the diary knew of medicines
  one.take(kDay + 1);
  one.put(kDay + 2, itch(1));
  one.take(kDay + 4, "my own cream");
  const SteroidReport report = one.diary->steroid_use({});
  CHECK(report.use.answered_days == 3);
  CHECK(report.use.steroid_free_days == 2);
  CHECK(report.use.topical_doses == 1);
  CHECK(report.use.grams[static_cast<size_t>(UkPotency::kPotent)] == 1);
  CHECK(report.other_drugs == std::vector<std::string>{"my own cream"});
  const SteroidReport told = one.diary->steroid_use({.topical = {"my own cream"}});
  CHECK(told.use.steroid_free_days == 1);
  CHECK(told.use.grams_of_unknown_class == 1);
  const SteroidReport swallowed = one.diary->steroid_use({.systemic = {"my own cream"}});
  CHECK(swallowed.use.systemic_doses == 1);
  CHECK(swallowed.use.steroid_free_days == 1);
  CHECK(one.diary->steroid_use({.first_day = kDay + 2, .last_day = kDay + 3}).use.answered_days ==
        1);
}

TEST_CASE("a plan is held against its doses: taken, not taken and not recorded are three things") {
  Treated one;
  const Id plan = one.put(kDay, DosePlan{.drug = "mometasone", .phases = {{.days = 5}}});
  one.take(kDay);
  one.skip(kDay + 1);
  one.take(kDay + 3, "tacrolimus");
  const Adherence kept = one.diary->adherence(plan, kDay + 4);
  CHECK(kept.doses.planned == 5);
  CHECK(kept.doses.taken == 1);
  CHECK(kept.doses.not_taken == 1);
  CHECK(kept.doses.not_recorded == 2);
  CHECK(kept.doses.still_to_come == 1);
}

TEST_CASE("a plan that begins later has all still to come, and a plan of a site counts that site") {
  Treated one;
  const Id plan = one.put(kDay + 30, DosePlan{.drug = "mometasone",
                                              .site = "elbow.left",
                                              .phases = {{.days = 7, .days_per_week = 2}}});
  CHECK(one.diary->adherence(plan, kDay).doses.still_to_come == 2);
  one.take(kDay + 31, "mometasone", "elbow.left");
  one.take(kDay + 32, "mometasone", "knee.left");
  CHECK(one.diary->adherence(plan, kDay + 60).doses.taken == 1);
  CHECK(one.diary->adherence(plan, kDay + 60).doses.beyond == 0);
  const Id symptom = one.put(kDay, itch(3));
  CHECK(failure_of([&] { one.diary->adherence(symptom, kDay); }).code == Code::kNotFound);
}

TEST_CASE("measurements in two units are brought to one before they are compared") {
  Treated one;
  one.put(kDay, tewl(20));
  one.put(kDay + 20, tewl(1.5, "mg/(cm2.h)"));
  const WithinPersonChange change =
      one.diary->measured_change({.kind = "tewl", .first_day = kDay, .last_day = kDay + 7});
  CHECK(change.baseline == 20);
  CHECK(change.latest == 15);
  CHECK(change.percent == -25);
  CHECK(failure_of([&] {
          one.put(kDay + 21, tewl(1, "mm"));
          one.diary->measured_change({.kind = "tewl", .first_day = kDay, .last_day = kDay + 7});
        }).code == Code::kInvalidArgument);
}

TEST_CASE("flares are found in a symptom, in the totals of an instrument and in the doses") {
  Treated one;
  for (const int day : {0, 1, 2, 5}) one.put(kDay + day, itch(day == 1 ? 3 : 8));
  const FlareReport itching = one.diary->flares({.rule = "vas_above_4", .series = "symptom.itch"});
  CHECK(itching.rule == "vas_above_4");
  CHECK(itching.answered_days == 4);
  CHECK(itching.flare_days == 3);
  CHECK(itching.flares.size() == 3);

  const auto grade = [&](When when, double value) {
    one.diary->put(encode(
        record(std::move(when),
               Answers{.instrument = "viga_ad", .version = 1, .answers = {{"grade", value}}})));
  };
  grade(at(kDay), 1);
  grade(at(kDay + 30, 8), 1);
  grade(at(kDay + 30, 9), 3);
  grade(at(kDay + 30, 10), 1);
  const FlareReport graded = one.diary->flares({.rule = "iga_2", .series = "viga_ad"});
  CHECK(graded.answered_days == 2);
  CHECK(graded.flare_days == 1);

  one.take(kDay + 5);
  const FlareReport treated = one.diary->flares({.rule = "tam_day"});
  CHECK(treated.flare_days == 1);
  CHECK(treated.flares[0].first == kDay + 5);
  one.skip(kDay + 6);
  CHECK(one.diary->flares({.rule = "tam_day"}).flare_days == 1);
  CHECK(one.diary->flares({.rule = "tam_day", .drugs = {"tacrolimus"}}).flare_days == 0);
}

TEST_CASE("a rule that is not known, or that the values do not fit, is refused") {
  Treated one;
  one.put(kDay, itch(8));
  CHECK(failure_of([&] { one.diary->flares({.rule = "my_own"}); }).code == Code::kInvalidArgument);
  CHECK(failure_of([&] { one.diary->flares({.rule = "vas_above_4"}); }).code ==
        Code::kInvalidArgument);
  CHECK(failure_of([&] {
          one.diary->flares({.rule = "likert_above_1", .series = "symptom.itch"});
        }).code == Code::kInvalidArgument);
  CHECK(failure_of([&] {
          one.diary->flares({.rule = "vas_above_4", .series = "symptom.pain"});
        }).code == Code::kNotFound);
}
