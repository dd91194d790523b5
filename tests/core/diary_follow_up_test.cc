// After the cells were given: what is to be asked, when events began, and what the product was.
#include <doctest/doctest.h>

#include <string>

#include "diary_fixture.h"
#include "failure.h"

using namespace lamella;
using namespace lamella::diary_test;

namespace {

struct FollowedCourse {
  TestDiary diary;
  std::string course;

  explicit FollowedCourse(std::vector<FollowUp> follow_ups = {}) {
    course = put(at(kDay), Course{.follow_ups = std::move(follow_ups)}).view();
  }
  Id put(When when, Body body) {
    return diary->put(encode(record(std::move(when), std::move(body))));
  }
  Id give(When when) {
    return put(std::move(when), Administration{.course = course, .route = "intravenous"});
  }
  void measure_temperature(When when) {
    put(std::move(when), Measurement{.kind = "body_temperature", .value = 36.9, .unit = "Cel"});
  }
  Id id() const { return id_from_bytes(course); }
  CourseReminders reminders() { return diary->course_reminders(id()); }
};

}  // namespace

TEST_CASE("before anything was given there is nothing to be asked") {
  FollowedCourse one({{28, "easi"}});
  CHECK(one.reminders().empty());
  CHECK(one.diary->course_onsets(one.id()).empty());
}

TEST_CASE("the temperature is asked for 6 to 48 hours after the end, and an answer is recognised") {
  FollowedCourse one;
  When when = at(kDay, 10);
  when.end_utc_ms = *when.utc_ms + kHour;
  const Id given = one.give(when);
  one.measure_temperature(at(kDay, 18));  // an hour late for 11 + 6 o'clock
  const CourseReminders reminders = one.reminders();
  REQUIRE(reminders.size() == 5);
  CHECK(reminders[0].entry == given);
  CHECK(reminders[0].subject == "body_temperature");
  CHECK(reminders[0].utc_ms == *when.end_utc_ms + 6 * kHour);
  CHECK(reminders[0].day == kDay);
  CHECK(reminders[0].done);
  CHECK_FALSE(reminders[1].done);
  CHECK(reminders[4].utc_ms == *when.end_utc_ms + 48 * kHour);
  CHECK(reminders[4].day == kDay + 2);
}

TEST_CASE("where the hour is not known the temperature is asked for on three days") {
  FollowedCourse one;
  one.give(at(kDay));
  one.measure_temperature(at(kDay + 1));
  one.put(at(kDay), Measurement{.kind = "body_temperature", .unit = "Cel"});  // without a result
  const CourseReminders reminders = one.reminders();
  REQUIRE(reminders.size() == 3);
  CHECK(reminders[2].day == kDay + 2);
  CHECK_FALSE(reminders[0].done);
  CHECK(reminders[1].done);
  CHECK_FALSE(reminders[2].done);
  CHECK_FALSE(reminders[1].utc_ms.has_value());
}

TEST_CASE(
    "a follow-up counts from the first administration, and three days around it are its own") {
  FollowedCourse one({{28, "poem"}, {7, "tewl"}});
  one.give(at(kDay));
  one.give(at(kDay + 14));
  const auto poem = [&](Day day) {
    one.put(at(day), Answers{.instrument = "poem", .version = 1, .answers = {{"itch", 1}}});
  };
  poem(kDay + 24);
  one.put(at(kDay + 10), tewl(12));
  std::vector<CourseReminder> planned;
  for (const CourseReminder& reminder : one.reminders()) {
    if (reminder.subject != "body_temperature") planned.push_back(reminder);
  }
  REQUIRE(planned.size() == 2);
  CHECK(planned[0].subject == "tewl");
  CHECK(planned[0].day == kDay + 7);
  CHECK(planned[0].done);
  CHECK(planned[1].day == kDay + 28);
  CHECK_FALSE(planned[1].done);
  poem(kDay + 31);
  CHECK(one.reminders().back().done);
}

TEST_CASE("only an answer makes a follow-up done, and a symptom may be one") {
  FollowedCourse one({{0, "poem"}, {0, "itch"}});
  one.give(at(kDay, 10));
  one.put(at(kDay), Answers{.instrument = "poem", .version = 1, .answers = {{"itch", {}}}});
  one.put(at(kDay), itch(std::nullopt));
  const auto done = [&] {
    std::vector<bool> found;
    for (const CourseReminder& reminder : one.reminders()) {
      if (reminder.subject != "body_temperature") found.push_back(reminder.done);
    }
    return found;
  };
  CHECK(done() == std::vector<bool>{false, false});
  one.put(at(kDay), itch(0));
  CHECK(done() == std::vector<bool>{false, true});
}

TEST_CASE("nobody is reminded after the last day of the calendar") {
  FollowedCourse one({{36'500, "poem"}});
  one.give(at(kLastDay, 10));
  for (const CourseReminder& reminder : one.reminders()) CHECK(reminder.day <= kLastDay);
}

TEST_CASE("an event is placed in the hours and days after what was given before it") {
  FollowedCourse one;
  one.give(at(kDay, 10));
  const auto event = [&](When when) {
    return one.put(std::move(when), AdverseEvent{.course = one.course, .term = "fever"});
  };
  const Id soon = event(at(kDay + 1, 10));
  const Id later = event(at(kDay + 1, 11));
  event(at(kDay + 60));
  one.put(at(kDay + 1), AdverseEvent{.term = "cold"});  // of no course
  const CourseOnsets onsets = one.diary->course_onsets(one.id());
  REQUIRE(onsets.size() == 3);
  CHECK(onsets[0].event == soon);
  CHECK(onsets[0].windows.only() == OnsetWindow::kWithin24Hours);
  CHECK(onsets[1].event == later);
  CHECK(onsets[1].windows.only() == OnsetWindow::kWithin30Days);
  CHECK(onsets[2].windows.only() == OnsetWindow::kLater);
}

TEST_CASE("the tests of a product, and of no other, are held against the criteria") {
  FollowedCourse one;
  const Id product = one.put(at(kDay), CellProduct{.course = one.course});
  const Id other = one.put(at(kDay), CellProduct{.course = one.course});
  const auto test = [&](const Id& of, const char* marker, double percent) {
    one.put(at(kDay),
            ReleaseTest{
                .product = std::string(of.view()), .test = marker, .result = percent, .unit = "%"});
  };
  test(product, "CD105", 98);
  test(other, "CD105", 80);
  const IsctReport report = one.diary->product_criteria(product);
  CHECK_FALSE(report.all_met.has_value());
  size_t met = 0;
  for (const CriterionState state : report.states) met += state == CriterionState::kMet ? 1 : 0;
  CHECK(met == 1);
  CHECK(one.diary->product_criteria(other).all_met == false);
}

TEST_CASE("a share of cells counts as its percentage, and a count is no answer") {
  FollowedCourse one;
  const Id product = one.put(at(kDay), CellProduct{.course = one.course});
  const auto state = [&](const char* marker, double result, const char* unit) {
    one.put(at(kDay), ReleaseTest{.product = std::string(product.view()),
                                  .test = marker,
                                  .result = result,
                                  .unit = unit});
    const IsctReport report = one.diary->product_criteria(product);
    size_t met = 0;
    for (const CriterionState one_state : report.states) met += one_state == CriterionState::kMet;
    return met;
  };
  CHECK(state("cd34", 0.01, "1") == 1);
  CHECK(state("cd105", 0.98, "") == 2);
  CHECK(state("cd73", 12'000, "{MFI}") == 2);
  CHECK(state("cd90", 98, "1") == 2);
  CHECK(state("cd90", 98, "%") == 3);
}

TEST_CASE("an id of something else is not found") {
  FollowedCourse one;
  const Id symptom = one.put(at(kDay), itch(3));
  CHECK(failure_of([&] { one.diary->course_reminders(symptom); }).code == Code::kNotFound);
  CHECK(failure_of([&] { one.diary->course_onsets(symptom); }).code == Code::kNotFound);
  CHECK(failure_of([&] { one.diary->product_criteria(one.id()); }).code == Code::kNotFound);
  CHECK(failure_of([&] { one.diary->course_reminders(Id{}); }).code == Code::kNotFound);
}
