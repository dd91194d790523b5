// Reports on one exposure that acts, or that the skin drives.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_REVERSE_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_REVERSE_H_

#include "calibration/diaries.h"
#include "calibration/tally.h"
#include "calibration/whole_app.h"

namespace lamella::calibration {

// Times as many diaries in which the skin drives the exposure.
inline constexpr int kMoreReverse = 5;

struct ReverseRow {
  Share found{};
  Share flagged{};  // of those found, skin_may_drive
  Share verdict{};  // moderate or strong, of all

  void merge(const ReverseRow& other) {
    found.merge(other.found);
    flagged.merge(other.flagged);
    verdict.merge(other.verdict);
  }
};

void add_single_exposures(const SingleExposure& wanted, const Run& run, ReverseRow& row);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_REVERSE_H_
