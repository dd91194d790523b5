// Reports on few exposures, of which a tenth acts on average.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_SMALL_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_SMALL_H_

#include <cstdint>

#include "calibration/findings.h"
#include "calibration/whole_app.h"

namespace lamella::calibration {

struct SmallRow {
  Rates verdict{};   // moderate or strong
  Rates before{};    // before the cap
  Rates hochberg{};  // Benjamini and Hochberg at .05 of the same p, as if ten did not count
};

void add_small_families(int32_t days, int32_t exposures, const Run& run, SmallRow& row);

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_SMALL_H_
