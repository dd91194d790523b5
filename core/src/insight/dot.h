// Inner products in an order that every platform shares.
#ifndef LAMELLA_SRC_INSIGHT_DOT_H_
#define LAMELLA_SRC_INSIGHT_DOT_H_

#include <array>
#include <cstddef>
#include <span>

namespace lamella::insight {

// Sums of products of larger values may leave the range of a double.
inline constexpr double kLargestValue = 1e100;

// Four sums side by side, which a processor adds at once. Their order is fixed, so every platform
// rounds the same.
inline double dot(std::span<const double> a, std::span<const double> b) {
  std::array<double, 4> sums{};
  size_t i = 0;
  for (; i + sums.size() <= a.size(); i += sums.size()) {
    for (size_t lane = 0; lane < sums.size(); ++lane) sums[lane] += a[i + lane] * b[i + lane];
  }
  for (; i < a.size(); ++i) sums[0] += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// target += factor * column
inline void add_multiple(std::span<double> target, double factor, std::span<const double> column) {
  for (size_t i = 0; i < target.size(); ++i) target[i] += factor * column[i];
}

}  // namespace lamella::insight

#endif  // LAMELLA_SRC_INSIGHT_DOT_H_
