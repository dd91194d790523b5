// Treatments, courses of cell therapy and lesions of a diary through the C interface.
#include <doctest/doctest.h>
#include <lamella.h>
#include <lamella_arrow.h>

#include <cstdint>
#include <string>

#include "lamella/v1/clinical.pb.h"
#include "scratch.h"

namespace {

using namespace lamella;
using c_test::data_of;
using c_test::parsed;
using c_test::Scratch;

constexpr int32_t kDay = 20'000;

template <typename Answer, typename Ask>
Answer told(Ask ask, Scratch& diary, const std::string& question) {
  lamella_buffer buffer;
  lamella_error error;
  lamella_error_init(&error, sizeof error);
  const lamella_code code = ask(diary.get(), data_of(question), question.size(), &buffer, &error);
  REQUIRE_MESSAGE(code == LAMELLA_OK, error.message);
  return parsed<Answer>(buffer);
}

template <typename Ask>
lamella_code refused(Ask ask, Scratch& diary, const std::string& question) {
  lamella_buffer buffer;
  const lamella_code code = ask(diary.get(), data_of(question), question.size(), &buffer, nullptr);
  CHECK(buffer.data == nullptr);
  return code;
}

v1::Record dose(const char* drug, bool not_taken = false) {
  v1::Record record;
  record.mutable_dose()->set_drug(drug);
  record.mutable_dose()->set_not_taken(not_taken);
  return record;
}

v1::Record itch(double score) {
  v1::Record record;
  record.mutable_symptom()->set_item("itch");
  record.mutable_symptom()->set_score(score);
  return record;
}

// An autologous course with a product, an infusion and a fever on the day after it.
struct Therapy {
  Scratch diary;
  std::string course, product, fever;

  Therapy() {
    v1::Record plan;
    plan.mutable_course()->set_donor(v1::CELL_DONOR_AUTOLOGOUS);
    v1::FollowUp& follow_up = *plan.mutable_course()->add_follow_ups();
    follow_up.set_after_days(28);
    follow_up.set_subject("poem");
    course = diary.put(kDay, plan);
    v1::Record made;
    made.mutable_cell_product()->set_course(course);
    product = diary.put(kDay, made);
    v1::Record test;
    test.mutable_release_test()->set_product(product);
    test.mutable_release_test()->set_test("CD105");
    test.mutable_release_test()->set_result(94);
    test.mutable_release_test()->set_unit("%");
    diary.put(kDay, test);
    v1::Record given;
    given.mutable_administration()->set_course(course);
    given.mutable_administration()->set_route("intravenous");
    diary.put(kDay, given);
    v1::Record event;
    event.mutable_adverse_event()->set_course(course);
    event.mutable_adverse_event()->set_term("fever");
    fever = diary.put(kDay + 2, event);
  }
};

}  // namespace

TEST_CASE("steroids, change and flares of a diary are told by their messages") {
  Scratch diary;
  v1::Record cream = dose("mometasone");
  cream.mutable_dose()->set_strength(0.1);
  cream.mutable_dose()->set_strength_unit("%");
  cream.mutable_dose()->set_grams(3);
  diary.put(kDay, cream);
  diary.put(kDay + 1, dose("my own cream"));
  diary.put(kDay + 2, itch(8));

  const auto steroids = told<v1::SteroidReport>(lamella_diary_steroid_use, diary, {});
  CHECK(steroids.answered_days() == 3);
  CHECK(steroids.steroid_free_days() == 2);
  CHECK(steroids.potent_grams() == 3);
  CHECK(steroids.potency_weighted_grams() == 9);
  REQUIRE(steroids.other_drugs_size() == 1);
  CHECK(steroids.other_drugs(0) == "my own cream");
  v1::SteroidQuery query;
  query.add_topical("my own cream");
  query.set_first_day(kDay + 1);
  const auto later =
      told<v1::SteroidReport>(lamella_diary_steroid_use, diary, query.SerializeAsString());
  CHECK(later.steroid_free_days() == 1);
  CHECK(later.without_amount() == 1);

  v1::FlareQuery flares;
  flares.set_rule("vas_above_4");
  flares.set_code("itch");
  const auto report =
      told<v1::FlareReport>(lamella_diary_flares, diary, flares.SerializeAsString());
  CHECK(report.rule() == "vas_above_4");
  CHECK(report.flares_size() == 1);
  CHECK_FALSE(report.has_relapse());
  flares.set_end_of_treatment(kDay);
  const auto after = told<v1::FlareReport>(lamella_diary_flares, diary, flares.SerializeAsString());
  CHECK(after.relapse().relapsed());
  CHECK(after.relapse().days() == 2);
  CHECK(after.relapse().perhaps_earlier());
  flares.set_rule("my_own");
  CHECK(refused(lamella_diary_flares, diary, flares.SerializeAsString()) ==
        LAMELLA_INVALID_ARGUMENT);

  v1::Record tewl;
  tewl.mutable_measurement()->set_kind("tewl");
  tewl.mutable_measurement()->set_unit("g/(m2.h)");
  tewl.mutable_measurement()->set_value(20);
  diary.put(kDay, tewl);
  tewl.mutable_measurement()->set_value(15);
  diary.put(kDay + 20, tewl);
  v1::ChangeQuery change;
  change.set_kind("tewl");
  change.set_first_day(kDay);
  change.set_last_day(kDay + 7);
  const auto changed =
      told<v1::ChangeReport>(lamella_diary_measured_change, diary, change.SerializeAsString());
  CHECK(changed.baseline() == 20);
  CHECK(changed.percent() == -25);
  CHECK(changed.latest_day() == kDay + 20);
  change.set_last_day(kDay - 1);
  CHECK(refused(lamella_diary_measured_change, diary, change.SerializeAsString()) ==
        LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("a plan in C tells taken from not taken and from not recorded") {
  Scratch diary;
  v1::Record plan;
  plan.mutable_dose_plan()->set_drug("prednisolone");
  v1::DosePhase& phase = *plan.mutable_dose_plan()->add_phases();
  phase.set_days(4);
  phase.set_days_per_week(7);
  phase.set_doses_per_day(1);
  const std::string id = diary.put(kDay, plan);
  diary.put(kDay, dose("prednisolone"));
  diary.put(kDay + 1, dose("prednisolone", true));
  const auto at_day = [](int32_t today) {
    return [today](lamella_diary* of, const uint8_t* which, size_t size, lamella_buffer* report,
                   lamella_error* error) {
      return lamella_plan_adherence(of, which, size, today, report, error);
    };
  };
  const auto report = told<v1::AdherenceReport>(at_day(kDay + 3), diary, id);
  CHECK(report.windows_size() == 4);
  CHECK(report.doses().planned() == 4);
  CHECK(report.doses().taken() == 1);
  CHECK(report.doses().not_taken() == 1);
  CHECK(report.doses().not_recorded() == 1);
  CHECK(report.doses().still_to_come() == 1);
  CHECK(refused(at_day(kDay), diary, std::string(16, 'x')) == LAMELLA_NOT_FOUND);
  CHECK(refused(at_day(kDay), diary, "short") == LAMELLA_INVALID_ARGUMENT);
}

TEST_CASE("a course in C tells its problems, what to ask, when events began, and its cells") {
  Therapy one;
  const auto problems = told<v1::CourseProblemList>(lamella_course_problems, one.diary, one.course);
  REQUIRE(problems.problems_size() == 1);
  CHECK(problems.problems(0).what() == "an autologous course without a harvest");

  const auto reminders =
      told<v1::CourseReminderList>(lamella_course_reminders, one.diary, one.course);
  REQUIRE(reminders.reminders_size() == 4);
  CHECK(reminders.reminders(0).subject() == "body_temperature");
  CHECK(reminders.reminders(3).subject() == "poem");
  CHECK(reminders.reminders(3).day() == kDay + 28);
  CHECK(reminders.reminders(3).entry() == one.course);
  CHECK_FALSE(reminders.reminders(3).done());

  const auto onsets = told<v1::CourseOnsetList>(lamella_course_onsets, one.diary, one.course);
  REQUIRE(onsets.onsets_size() == 1);
  CHECK(onsets.onsets(0).event() == one.fever);
  REQUIRE(onsets.onsets(0).possible_size() == 1);
  CHECK(onsets.onsets(0).possible(0) == v1::ONSET_WINDOW_WITHIN_30_DAYS);

  const auto cells = told<v1::IsctReport>(lamella_product_criteria, one.diary, one.product);
  CHECK(cells.criteria_size() == 12);
  CHECK(cells.has_all_met());
  CHECK_FALSE(cells.all_met());
  CHECK(cells.criteria(1).code() == "cd105");
  CHECK(cells.criteria(1).percent() == 95);
  CHECK(cells.criteria(1).state() == "not_met");

  for (const auto ask :
       {lamella_course_problems, lamella_course_reminders, lamella_course_onsets}) {
    CHECK(refused(ask, one.diary, one.product) == LAMELLA_NOT_FOUND);
  }
  CHECK(refused(lamella_product_criteria, one.diary, one.course) == LAMELLA_NOT_FOUND);
}

TEST_CASE("a lesion in C is a series, and heals by its areas") {
  Scratch diary;
  v1::Record lesion;
  lesion.mutable_lesion()->set_site("elbow.left");
  const std::string id = diary.put(kDay, lesion);
  const auto measure = [&](int32_t day, double length) {
    v1::Record record;
    record.mutable_lesion_assessment()->set_lesion(id);
    record.mutable_lesion_assessment()->set_length_mm(length);
    record.mutable_lesion_assessment()->set_width_mm(length);
    diary.put(day, record);
  };
  CHECK_FALSE(told<v1::HealingReport>(lamella_lesion_healing, diary, id).has_baseline_day());
  measure(kDay, 20);
  measure(kDay + 14, 10);
  const auto healing = told<v1::HealingReport>(lamella_lesion_healing, diary, id);
  CHECK(healing.percent_change() == -75);
  CHECK_FALSE(healing.has_healed_day());

  ArrowArrayStream stream;
  REQUIRE(lamella_lesion_series(diary.get(), data_of(id), id.size(), &stream, nullptr) ==
          LAMELLA_OK);
  ArrowArray batch;
  REQUIRE(stream.get_next(&stream, &batch) == 0);
  CHECK(batch.length == 6);
  CHECK(batch.n_children == 6);
  batch.release(&batch);
  stream.release(&stream);
  const std::string other(16, 'x');
  CHECK(lamella_lesion_series(diary.get(), data_of(other), other.size(), &stream, nullptr) ==
        LAMELLA_NOT_FOUND);
  CHECK((stream.release == nullptr));
}
