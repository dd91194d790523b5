// What of a course of cell therapy contradicts itself.
#ifndef LAMELLA_COURSE_H_
#define LAMELLA_COURSE_H_

#include <string>
#include <vector>

#include "lamella/id.h"

namespace lamella {

// `what` is one line, without anything of the diary in it.
struct CourseProblem {
  Id entry;  // where it shows
  std::string what;
};

using CourseProblems = std::vector<CourseProblem>;

}  // namespace lamella

#endif  // LAMELLA_COURSE_H_
