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
  one.take(kDay + 31, "mometasone", "elbow.left.inner");
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
  one.put(kDay + 21, tewl(1, "mm"));
  const WithinPersonChange mixed =
      one.diary->measured_change({.kind = "tewl", .first_day = kDay, .last_day = kDay + 7});
  CHECK_FALSE(mixed.percent.has_value());
  CHECK(mixed.why_not == "the units are mixed");
}

TEST_CASE("flares are found by each rule in its own input") {
  Treated one;
  for (const int day : {0, 1, 2, 5}) one.put(kDay + day, itch(day == 1 ? 3 : 8));
  one.put(kDay + 5, itch(0));  // the worst of a day counts
  const FlareReport itching = one.diary->flares({.rule = "vas_above_4", .code = "itch"});
  CHECK(itching.rule == "vas_above_4");
  CHECK(itching.answered_days == 4);
  CHECK(itching.flare_days == 3);
  CHECK(itching.flares.size() == 3);
  CHECK_FALSE(itching.relapse.has_value());
  const FlareReport after =
      one.diary->flares({.rule = "vas_above_4", .code = "itch", .end_of_treatment = kDay});
  CHECK(after.relapse->days == 2);
  CHECK(after.answered_days == 3);

  const auto answer = [&](When when, const char* instrument, const char* item, double value) {
    one.diary->put(encode(
        record(std::move(when),
               Answers{.instrument = instrument, .version = 1, .answers = {{item, value}}})));
  };
  answer(at(kDay), "viga_ad", "grade", 1);
  answer(at(kDay + 30, 8), "viga_ad", "grade", 1);
  answer(at(kDay + 30, 9), "viga_ad", "grade", 3);
  answer(at(kDay + 30, 10), "viga_ad", "grade", 1);
  answer(at(kDay + 31), "pruritus_nrs", "worst_itch", 9);  // another instrument is no IGA
  const FlareReport graded = one.diary->flares({.rule = "iga_2"});
  CHECK(graded.answered_days == 2);
  CHECK(graded.flare_days == 1);

  one.put(kDay, Exposure{.factor = "stepped_up", .present = false});
  one.put(kDay + 1, Exposure{.factor = "stepped_up", .present = true});
  const FlareReport decided = one.diary->flares({.rule = "escalation_day", .code = "stepped_up"});
  CHECK(decided.answered_days == 2);
  CHECK(decided.flare_days == 1);
}

TEST_CASE("a day of medicine is known by its doses, and a day without by what else was answered") {
  Treated one;
  for (const int day : {0, 1, 2, 5}) one.put(kDay + day, itch(1));
  CHECK(one.diary->flares({.rule = "tam_day"}).answered_days == 0);
  one.take(kDay + 2);
  one.skip(kDay + 6);
  FlareReport report = one.diary->flares({.rule = "tam_day"});
  CHECK(report.answered_days == 3);  // not the two before the first dose
  CHECK(report.flare_days == 1);
  CHECK(report.flares[0].first == kDay + 2);

  Record by_device = record(at(kDay + 9), Dose{.drug = "mometasone", .grams = 1});
  by_device.origin = Origin{.kind = OriginKind::kDevice};
  one.diary->put(encode(by_device));
  CHECK(one.diary->flares({.rule = "tam_day"}).flare_days == 2);
  one.put(kDay + 10, Dose{.drug = "hydrocortisone", .strength = 20, .strength_unit = "mg"});
  one.put(kDay + 11, Dose{.drug = "tacrolimus", .grams = 1});
  CHECK(one.diary->flares({.rule = "tam_day"}).flare_days == 2);
  report = one.diary->flares({.rule = "tam_day", .drugs = {"tacrolimus"}});
  CHECK(report.flare_days == 3);
}

TEST_CASE("a rule refuses what it has no use for, what it lacks, and another scale") {
  Treated one;
  one.put(kDay, itch(3));
  const auto code_of = [&](const FlareQuery& query) {
    return failure_of([&] { one.diary->flares(query); }).code;
  };
  CHECK(code_of({.rule = "my_own"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "vas_above_4"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "likert_above_1", .code = "itch"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "vas_above_4", .code = "pain"}) == Code::kNotFound);
  CHECK(code_of({.rule = "tam_day", .code = "itch"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "iga_2", .code = "itch"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "vas_above_4", .code = "itch", .drugs = {"x"}}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "kada_recurrence"}) == Code::kInvalidArgument);
  CHECK(code_of({.rule = "kada_recurrence", .end_of_treatment = kDay}) == Code::kOk);
  CHECK(code_of({.rule = "iga_2", .first_day = kDay, .last_day = kDay - 1}) ==
        Code::kInvalidArgument);
  one.put(kDay, Exposure{.factor = "stepped_up", .amount = 2});
  CHECK(code_of({.rule = "escalation_day", .code = "stepped_up"}) == Code::kInvalidArgument);
}
