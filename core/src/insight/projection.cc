#include "insight/projection.h"

#include <cmath>
#include <utility>

#include "insight/dot.h"

namespace lamella::insight {

namespace {

constexpr double kCollinear = 1e-8;

}  // namespace

Projection::Projection(Columns columns)
    : orthonormal_(std::move(columns)), upper_(orthonormal_.size() * orthonormal_.size(), 0.0) {
  const size_t count = orthonormal_.size();
  for (size_t column = 0; column < count; ++column) {
    std::vector<double>& current = orthonormal_[column];
    const double length = std::sqrt(dot(current, current));
    for (int pass = 0; pass < 2; ++pass) {
      for (size_t before = 0; before < column; ++before) {
        const double along = dot(orthonormal_[before], current);
        add_multiple(current, -along, orthonormal_[before]);
        upper_[before * count + column] += along;
      }
    }
    const double own = std::sqrt(dot(current, current));
    // Written so that a NaN is collinear.
    if (!(own > kCollinear * length)) {
      collinear_ = true;
      return;
    }
    for (double& value : current) value /= own;
    upper_[column * count + column] = own;
  }
}

std::vector<double> Projection::remove_from(std::span<double> column) const {
  std::vector<double> along(columns(), 0.0);
  for (int pass = 0; pass < 2; ++pass) {
    for (size_t k = 0; k < columns(); ++k) {
      const double part = dot(orthonormal_[k], column);
      add_multiple(column, -part, orthonormal_[k]);
      along[k] += part;
    }
  }
  return along;
}

std::vector<double> Projection::coefficients(std::span<const double> along) const {
  std::vector<double> b(along.begin(), along.end());
  for (size_t row = columns(); row-- > 0;) {
    for (size_t k = row + 1; k < columns(); ++k) b[row] -= upper(row, k) * b[k];
    b[row] /= upper(row, row);
  }
  return b;
}

std::vector<double> Projection::inverse() const {
  const size_t count = columns();
  Columns inverted;  // U^-1, column by column
  for (size_t column = 0; column < count; ++column) {
    std::vector<double> unit(count, 0.0);
    unit[column] = 1;
    inverted.push_back(coefficients(unit));
  }
  std::vector<double> result(count * count, 0.0);
  for (size_t row = 0; row < count; ++row) {
    for (size_t column = 0; column < count; ++column) {
      for (size_t k = 0; k < count; ++k) {
        result[row * count + column] += inverted[k][row] * inverted[k][column];
      }
    }
  }
  return result;
}

double Projection::log_determinant() const {
  double sum = 0;
  for (size_t k = 0; k < columns(); ++k) sum += std::log(upper(k, k));
  return 2 * sum;
}

}  // namespace lamella::insight
