// The Cholesky factor of a small dense matrix.
#ifndef LAMELLA_SRC_INSIGHT_CHOLESKY_H_
#define LAMELLA_SRC_INSIGHT_CHOLESKY_H_

#include <cstddef>
#include <span>
#include <vector>

namespace lamella::insight {

// L of A = L L' for a symmetric positive semidefinite A, both row by row. A pivot of less than
// 1e-12 of its diagonal element is rounding: that row of the matrix depends on those before it, and
// its column of L is 0.
class Cholesky {
 public:
  // `matrix` has size * size elements, of which the lower triangle is read.
  Cholesky(std::span<const double> matrix, size_t size);

  size_t size() const { return size_; }
  size_t rank() const { return rank_; }

  // L_ij; 0 above the diagonal.
  double at(size_t row, size_t column) const { return lower_[row * size_ + column]; }
  std::span<const double> row(size_t row) const { return {&lower_[row * size_], row + 1}; }

  // x of A x = b, with 0 for what depends on the rows before it.
  std::vector<double> solve(std::span<const double> b) const;

 private:
  size_t size_;
  size_t rank_ = 0;
  std::vector<double> lower_;
};

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_CHOLESKY_H_
