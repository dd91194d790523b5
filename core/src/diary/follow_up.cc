// Diary::course_reminders, course_onsets and product_criteria: the pure functions of cell_therapy.h
// over the entries of a course.
#include <algorithm>
#include <string_view>
#include <utility>

#include "codec/validate.h"
#include "diary/each_body.h"
#include "diary/impl.h"
#include "lamella/cell_therapy.h"
#include "lamella/course.h"
#include "log/query.h"

namespace lamella {

namespace {

constexpr std::string_view kTemperature = "body_temperature";
// A follow-up is done by an answer of a few days around it: nobody is seen on the very day.
constexpr Day kDaysAround = 3;
// Of an administration whose hour is not known: its day and the two after it.
constexpr Day kFeverDays = 3;
// An infusion may last, and the reminders go on for two days.
constexpr Day kDaysOfFever = 10;

// Fails with kNotFound where the entry is none of this kind.
template <typename Body>
Record record_of(log::Statements& statements, const Id& id, const char* what) {
  Record record = decode(log::get(statements, id).record);
  if (!std::holds_alternative<Body>(record.body)) throw Error(Code::kNotFound, what);
  return record;
}

struct Given {
  Id id;
  When when;
};

std::vector<Given> administrations_of(log::Statements& statements, const Id& course) {
  std::vector<Given> given;
  for_each_body<Administration>(statements, Type::kAdministration, std::nullopt, std::nullopt,
                                [&](const Id& id, const When& when, const Administration& body) {
                                  if (body.course == course.view()) given.push_back({id, when});
                                });
  return given;
}

// When a subject was answered: a measurement, a symptom, or an instrument with an answered item.
struct Answered {
  std::vector<Day> days;
  std::vector<int64_t> instants;
};

bool has_an_answer(const Answers& answers) {
  return std::any_of(answers.answers.begin(), answers.answers.end(),
                     [](const Answer& one) { return one.value.has_value(); });
}

Answered answered(log::Statements& statements, const std::string& subject, Day first_day,
                  Day last_day) {
  Answered found;
  const auto note = [&](const When& when) {
    found.days.push_back(*when.local_day);
    if (when.utc_ms) found.instants.push_back(*when.utc_ms);
  };
  for_each_body<Measurement>(statements, Type::kMeasurement, first_day, last_day,
                             [&](const Id&, const When& when, const Measurement& body) {
                               if (body.kind == subject && body.value) note(when);
                             });
  for_each_body<Symptom>(statements, Type::kSymptom, first_day, last_day,
                         [&](const Id&, const When& when, const Symptom& body) {
                           if (body.item == subject && body.score) note(when);
                         });
  for_each_body<Answers>(statements, Type::kAnswers, first_day, last_day,
                         [&](const Id&, const When& when, const Answers& body) {
                           if (body.instrument == subject && has_an_answer(body)) note(when);
                         });
  return found;
}

bool is_within(const Answered& found, Day first, Day last) {
  return std::any_of(found.days.begin(), found.days.end(),
                     [&](Day day) { return day >= first && day <= last; });
}

void remind_of_temperature(log::Statements& statements, const Given& given,
                           CourseReminders& reminders) {
  const std::string subject(kTemperature);
  const Day given_day = *given.when.local_day;
  const Answered measured = answered(statements, subject, given_day, given_day + kDaysOfFever);
  if (!given.when.utc_ms) {
    for (Day day = given_day; day < given_day + kFeverDays; ++day) {
      reminders.push_back({given.id, subject, day, std::nullopt, is_within(measured, day, day)});
    }
    return;
  }
  const int64_t end = given.when.end_utc_ms.value_or(*given.when.utc_ms);
  for (const TemperatureReminder& one : temperature_reminders(end)) {
    const Day day = day_of(one.due_utc_ms, given.when.offset_min.value_or(0));
    reminders.push_back(
        {given.id, subject, day, one.due_utc_ms, is_answered(one, measured.instants)});
  }
}

void remind_of_follow_up(log::Statements& statements, const Id& course, const FollowUp& plan,
                         Day first_day, CourseReminders& reminders) {
  const Day day = first_day + static_cast<Day>(plan.after_days);
  const Answered found = answered(statements, plan.subject, day - kDaysAround, day + kDaysAround);
  reminders.push_back({course, plan.subject, day, std::nullopt, !found.days.empty()});
}

// Of a result that is a percentage or a share. Anything else, such as a count, is no answer to the
// question how many of the cells have a marker.
std::optional<double> percent_of_cells(const ReleaseTest& test) {
  constexpr double kAll = 100;
  if (!test.result) return std::nullopt;
  const bool is_share = test.unit.empty() || test.unit == "1";
  if (!is_share && test.unit != "%") return std::nullopt;
  const double percent = is_share ? kAll * *test.result : *test.result;
  return percent >= 0 && percent <= kAll ? std::optional(percent) : std::nullopt;
}

TherapyMoment moment_of(const When& when) {
  TherapyMoment moment;
  moment.local_day = *when.local_day;
  moment.utc_ms = when.utc_ms;
  moment.offset_min = when.offset_min;
  return moment;
}

}  // namespace

CourseReminders Diary::course_reminders(const Id& course) {
  return impl_->read([&](log::Statements& statements) {
    const Record record = record_of<Course>(statements, course, "no course has this id");
    const std::vector<Given> given = administrations_of(statements, course);
    CourseReminders reminders;
    if (given.empty()) return reminders;
    for (const Given& one : given) remind_of_temperature(statements, one, reminders);
    // In the order of the diary: the first is the first. A course that arrived may plan anything.
    const Day first_day = *given.front().when.local_day;
    if (codec::is_valid(record)) {
      for (const FollowUp& plan : std::get<Course>(record.body).follow_ups) {
        remind_of_follow_up(statements, course, plan, first_day, reminders);
      }
    }
    // Nobody is reminded after the last day of the calendar.
    std::erase_if(reminders, [](const CourseReminder& one) { return one.day > kLastDay; });
    std::stable_sort(
        reminders.begin(), reminders.end(),
        [](const CourseReminder& a, const CourseReminder& b) { return a.day < b.day; });
    return reminders;
  });
}

CourseOnsets Diary::course_onsets(const Id& course) {
  return impl_->read([&](log::Statements& statements) {
    static_cast<void>(record_of<Course>(statements, course, "no course has this id"));
    std::vector<TherapyMoment> moments;
    for (const Given& one : administrations_of(statements, course)) {
      moments.push_back(moment_of(one.when));
    }
    CourseOnsets onsets;
    for_each_body<AdverseEvent>(statements, Type::kAdverseEvent, std::nullopt, std::nullopt,
                                [&](const Id& id, const When& when, const AdverseEvent& body) {
                                  if (body.course != course.view()) return;
                                  onsets.push_back({id, onset_windows(moments, moment_of(when))});
                                });
    return onsets;
  });
}

IsctReport Diary::product_criteria(const Id& product) {
  return impl_->read([&](log::Statements& statements) {
    static_cast<void>(record_of<CellProduct>(statements, product, "no product has this id"));
    std::vector<ReleaseTest> bodies;
    for_each_body<ReleaseTest>(statements, Type::kReleaseTest, std::nullopt, std::nullopt,
                               [&](const Id&, const When&, ReleaseTest body) {
                                 if (body.product == product.view())
                                   bodies.push_back(std::move(body));
                               });
    std::vector<ProductTest> tests;
    tests.reserve(bodies.size());
    for (const ReleaseTest& one : bodies) {
      tests.push_back({one.test, percent_of_cells(one), "%", one.passed});
    }
    return isct_criteria(tests);
  });
}

}  // namespace lamella
