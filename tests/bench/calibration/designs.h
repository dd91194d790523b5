// The other designs of the benchmark, each in a file of its own.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_DESIGNS_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_DESIGNS_H_

#include <string>

#include "calibration/whole_app.h"

namespace lamella::calibration {

// Two years of official looks (looks.cc). Writes the shares of chance to the file, if one is named.
void print_looks(const Run& run, const std::string& shares);

// Diaries in which the skin drives the exposure (reverse.cc).
void print_reverse(const Run& run);

// Reports on one to ten exposures (small.cc).
void print_small_families(const Run& run);

// A small run of all of it against bounds (scaled.cc): how many do not hold.
int scaled_failures();

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_DESIGNS_H_
