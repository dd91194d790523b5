// Other ways to tell a trigger from chance, as diary apps and textbooks have them (statistics
// reference 2.1): one p for each exposure of a diary.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_

#include <cstdint>
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

// Of the slope of the score on the exposure `lag` days before, by least squares with Newey and
// West's errors: 4 (days / 100)^(2/9) lags, n / (n - 2), Student's t. As statsmodels has it.
double newey_west_p_of_lag(const std::vector<double>& exposure, const std::vector<double>& score,
                           int32_t lag);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_COMPETITORS_H_
