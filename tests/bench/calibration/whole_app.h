// The report on 40 exposures of which four act, beside what other methods make of the same days
// (statistics reference 4.5 and 4.10).
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_WHOLE_APP_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_WHOLE_APP_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "calibration/diaries.h"
#include "calibration/effects.h"
#include "calibration/findings.h"
#include "calibration/tally.h"

namespace lamella::calibration {

// How many diaries a row has, and the seed of the first.
struct Run {
  int diaries = 600;
  uint64_t seed = 500'000;
};

struct CompetitorRates {
  std::string name{};
  Rates below_05{};
  Rates hochberg{};
};

struct WholeAppRow {
  Rates before{};
  Rates after{};
  Effects effects{};
  std::array<Share, kActive.size()> found_each{};  // before the cap
  Share proxies{};                                 // found, before the cap
  Share true_capped{};                             // of true findings, those that a cap takes
  Share not_tested{};
  Mean milliseconds{};  // of processor time for one report
  std::vector<CompetitorRates> competitors{};
};

// One analysis of a closed diary.
WholeAppRow whole_app_row(const std::string& title, const WholeApp& wanted, const Run& run,
                          bool with_competitors);

// Rows of these lengths in days.
void print_whole_app(const Run& run, const std::vector<int32_t>& lengths);
void print_without_trigger(const Run& run);
void print_mostly_zero(const Run& run);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_WHOLE_APP_H_
