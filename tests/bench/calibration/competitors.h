// Other ways to tell a trigger from chance, as diary apps and textbooks have them (statistics
// reference 2.1): one p for each exposure of a diary.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_

#include <string>
#include <vector>

#include "calibration/diaries.h"
#include "calibration/findings.h"

namespace lamella::calibration {

struct Competitor {
  std::string name{};
  Family p{};
};

// The first two take the days as they are. The other three have weekend, season, trend and
// treatment taken out of score and exposures first, so that they know what the report knows.
std::vector<Competitor> competitors(const Diary& diary);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_
