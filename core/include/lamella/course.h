// A course of cell therapy as a diary has it: what contradicts itself, what is to be asked, and
// when events began.
//
//   for (const lamella::CourseReminder& one : diary.course_reminders(course))
//     if (!one.done && one.day <= today) ask(one.subject);
#ifndef LAMELLA_COURSE_H_
#define LAMELLA_COURSE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lamella/cell_therapy.h"
#include "lamella/day.h"
#include "lamella/id.h"

namespace lamella {

// `what` is one line, without anything of the diary in it.
struct CourseProblem {
  Id entry;  // where it shows
  std::string what;
};

using CourseProblems = std::vector<CourseProblem>;

// Something to be measured or answered: the temperature in the hours after an administration, or a
// follow-up that the course plans.
struct CourseReminder {
  Id entry;                         // the administration, or the course
  std::string subject;              // "body_temperature", or what the course names
  Day day = 0;                      // the person's local day
  std::optional<int64_t> utc_ms{};  // where the hour counts
  bool done = false;                // the diary has the answer
};

using CourseReminders = std::vector<CourseReminder>;

// When an adverse event began, counted from the administrations of its course.
struct CourseOnset {
  Id event;
  OnsetWindows windows{};
};

using CourseOnsets = std::vector<CourseOnset>;

}  // namespace lamella

#endif  // LAMELLA_COURSE_H_
