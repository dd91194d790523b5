#include "insight/cholesky.h"

#include <cmath>

namespace lamella::insight {

namespace {

constexpr double kDependent = 1e-12;

}  // namespace

Cholesky::Cholesky(std::span<const double> matrix, size_t size)
    : size_(size), lower_(size * size, 0.0) {
  for (size_t column = 0; column < size; ++column) {
    double pivot = matrix[column * size + column];
    for (size_t k = 0; k < column; ++k) pivot -= at(column, k) * at(column, k);
    // Written so that a NaN is a dependent row.
    if (!(pivot > kDependent * matrix[column * size + column])) continue;
    ++rank_;
    const double root = std::sqrt(pivot);
    lower_[column * size + column] = root;
    for (size_t row = column + 1; row < size; ++row) {
      double sum = matrix[row * size + column];
      for (size_t k = 0; k < column; ++k) sum -= at(row, k) * at(column, k);
      lower_[row * size + column] = sum / root;
    }
  }
}

std::vector<double> Cholesky::solve(std::span<const double> b) const {
  std::vector<double> x(b.begin(), b.end());
  for (size_t row = 0; row < size_; ++row) {
    for (size_t k = 0; k < row; ++k) x[row] -= at(row, k) * x[k];
    x[row] = at(row, row) == 0 ? 0 : x[row] / at(row, row);
  }
  for (size_t row = size_; row-- > 0;) {
    for (size_t k = row + 1; k < size_; ++k) x[row] -= at(k, row) * x[k];
    x[row] = at(row, row) == 0 ? 0 : x[row] / at(row, row);
  }
  return x;
}

}  // namespace lamella::insight
