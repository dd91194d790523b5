// Markdown tables, and the progress of what fills them.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_TABLE_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_TABLE_H_

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "calibration/tally.h"

namespace lamella::calibration {

class Table {
 public:
  Table(std::string title, std::vector<std::string> columns)
      : title_(std::move(title)), rows_{std::move(columns)} {}

  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  void print() const;

 private:
  std::string title_;
  std::vector<std::vector<std::string>> rows_;
};

std::string text(double value, int decimals = 3);
std::string text(const Mean& mean);       // ".093 ± .007"
std::string text(const Share& share);     // the same
std::string counted(const Share& share);  // ".14 ± .01 (83 of 590)"
std::string bias(const Deviation& deviation);
std::string root_mean_square(const Deviation& deviation);

// On stderr, now and then.
class Progress {
 public:
  Progress(std::string what, int of) : what_(std::move(what)), of_(of) {}

  void step() {
    if (++done_ % 20 != 0 && done_ != of_) return;
    std::fprintf(stderr, "%s: %d of %d%s", what_.c_str(), done_, of_, done_ == of_ ? "\n" : "\r");
  }

 private:
  std::string what_;
  int of_;
  int done_ = 0;
};

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_TABLE_H_
