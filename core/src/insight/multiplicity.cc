#include "lamella/multiplicity.h"

#include <algorithm>
#include <cmath>

#include "lamella/error.h"

namespace lamella {

namespace {

using Family = std::vector<std::optional<double>>;

// Indices of the p-values that are there, the least first. Equal ones get equal adjusted values in
// any order.
std::vector<size_t> rising_order(std::span<const std::optional<double>> p) {
  std::vector<size_t> order;
  for (size_t i = 0; i < p.size(); ++i) {
    if (!p[i] || std::isnan(*p[i])) continue;
    if (!(*p[i] >= 0 && *p[i] <= 1)) throw Error(Code::kInvalidArgument, "a p is not in [0, 1]");
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return *p[a] < *p[b]; });
  return order;
}

// From the greatest p down: p(j) M dear / j, no greater than any to its right.
void step_up(std::span<const std::optional<double>> p, const std::vector<size_t>& order,
             double dear, Family& adjusted) {
  const auto family = static_cast<double>(order.size());
  double least = 1;
  for (size_t j = order.size(); j > 0; --j) {
    const size_t index = order[j - 1];
    least = std::min(least, *p[index] * (family * dear / static_cast<double>(j)));
    adjusted[index] = least;
  }
}

// From the least p up: p(j) (M - j + 1), no less than any to its left.
void step_down(std::span<const std::optional<double>> p, const std::vector<size_t>& order,
               Family& adjusted) {
  double greatest = 0;
  for (size_t j = 0; j < order.size(); ++j) {
    const double times = static_cast<double>(order.size() - j);
    greatest = std::max(greatest, std::min(1.0, *p[order[j]] * times));
    adjusted[order[j]] = greatest;
  }
}

// 1 + 1/2 + ... + 1/count, the small terms first.
double harmonic(size_t count) {
  double sum = 0;
  for (size_t i = count; i > 0; --i) sum += 1 / static_cast<double>(i);
  return sum;
}

}  // namespace

std::vector<std::optional<double>> adjusted_p(std::span<const std::optional<double>> p,
                                              Adjustment adjustment) {
  const std::vector<size_t> order = rising_order(p);
  Family adjusted(p.size());
  switch (adjustment) {
    case Adjustment::kFalseDiscovery:
      step_up(p, order, 1, adjusted);
      return adjusted;
    case Adjustment::kFalseDiscoveryAnyDependence:
      step_up(p, order, harmonic(order.size()), adjusted);
      return adjusted;
    case Adjustment::kFamilyWise:
      step_down(p, order, adjusted);
      return adjusted;
  }
  throw Error(Code::kInvalidArgument, "there is no such adjustment");
}

std::vector<size_t> rejected(std::span<const std::optional<double>> p, double q,
                             Adjustment adjustment) {
  if (!(q > 0 && q < 1)) throw Error(Code::kInvalidArgument, "q is not between 0 and 1");
  const Family adjusted = adjusted_p(p, adjustment);
  std::vector<size_t> findings;
  for (size_t i = 0; i < adjusted.size(); ++i) {
    if (adjusted[i] && *adjusted[i] <= q) findings.push_back(i);
  }
  return findings;
}

}  // namespace lamella
