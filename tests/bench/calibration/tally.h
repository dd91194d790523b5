// Means and shares over simulated diaries, with their Monte-Carlo standard errors.
#ifndef LAMELLA_TESTS_BENCH_CALIBRATION_TALLY_H_
#define LAMELLA_TESTS_BENCH_CALIBRATION_TALLY_H_

#include <algorithm>
#include <cmath>

namespace lamella::calibration {

// Of one number for each diary.
class Mean {
 public:
  void add(double value) {
    ++count_;
    sum_ += value;
    squares_ += value * value;
  }

  void merge(const Mean& other) {
    count_ += other.count_;
    sum_ += other.sum_;
    squares_ += other.squares_;
  }

  int count() const { return count_; }
  double value() const { return count_ == 0 ? 0 : sum_ / count_; }
  double error() const {
    if (count_ < 2) return 0;
    return std::sqrt(std::max(squares_ / count_ - value() * value(), 0.0) / (count_ - 1));
  }

 private:
  int count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

// Pooled: all parts by all wholes, of diaries that have several or none each. The error is that of
// a ratio of sums over independent diaries.
class Share {
 public:
  void add(double part, double whole) {
    part_ += part;
    whole_ += whole;
    part_squares_ += part * part;
    products_ += part * whole;
    whole_squares_ += whole * whole;
  }

  void merge(const Share& other) {
    part_ += other.part_;
    whole_ += other.whole_;
    part_squares_ += other.part_squares_;
    products_ += other.products_;
    whole_squares_ += other.whole_squares_;
  }

  double part() const { return part_; }
  double whole() const { return whole_; }
  double value() const { return whole_ == 0 ? 0 : part_ / whole_; }
  double error() const {
    if (whole_ == 0) return 0;
    const double share = value();
    const double squares = part_squares_ - 2 * share * products_ + share * share * whole_squares_;
    return std::sqrt(std::max(squares, 0.0)) / whole_;
  }

 private:
  double part_ = 0;
  double whole_ = 0;
  double part_squares_ = 0;
  double products_ = 0;
  double whole_squares_ = 0;
};

// Of errors of an estimate.
class Deviation {
 public:
  void add(double error) {
    bias_.add(error);
    square_.add(error * error);
  }

  int count() const { return bias_.count(); }
  const Mean& bias() const { return bias_; }
  double root_mean_square() const { return std::sqrt(square_.value()); }
  // By the delta method.
  double root_mean_square_error() const {
    const double root = root_mean_square();
    return root > 0 ? square_.error() / (2 * root) : 0;
  }

 private:
  Mean bias_;
  Mean square_;
};

}  // namespace lamella::calibration

#endif  // LAMELLA_TESTS_BENCH_CALIBRATION_TALLY_H_
