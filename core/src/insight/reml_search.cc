#include "insight/reml_search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>
#include <vector>

namespace lamella::insight {

namespace {

constexpr double kRhoGrid[] = {.2, .4, .6, .7, .8, .87, .92, .96, .985};
constexpr double kKappaGrid[] = {.15, .35, .6, .8, .9};
constexpr double kNoNoise[] = {0};
constexpr double kMostRho = .998;
constexpr double kMostKappa = .95;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Logits of rho / .998 and kappa / .95. An infinite one is an end of the range, and stays there.
using Point = std::array<double, 2>;

constexpr size_t kRho = 0;
constexpr size_t kKappa = 1;

// Beyond these logits, an end of the range is tried as well.
constexpr double kNearEnd = 5;
constexpr double kFarthest = 12;

double logistic(double logit) { return 1 / (1 + std::exp(-logit)); }
double logit(double share) { return std::log(share / (1 - share)); }

SerialCorrelation at(const Point& point) {
  return {kMostRho * logistic(point[kRho]), kMostKappa * logistic(point[kKappa])};
}

class Search {
 public:
  explicit Search(const Criterion& criterion) : criterion_(criterion) {}

  // The points of the grid that no neighbour is below. The surface can have several hollows: little
  // memory with little noise, and a long memory under much noise.
  std::vector<Point> hollows(std::span<const double> kappas) const {
    const size_t columns = std::size(kRhoGrid);
    std::vector<Point> points;
    std::vector<double> values;
    for (const double kappa : kappas) {
      for (const double rho : kRhoGrid) {
        points.push_back({logit(rho / kMostRho), logit(kappa / kMostKappa)});
        values.push_back(of(points.back()));
      }
    }
    std::vector<Point> lowest;
    for (size_t i = 0; i < points.size(); ++i) {
      bool low = true;
      for (size_t j = 0; j < points.size(); ++j) {
        const bool row_is_near = i / columns <= j / columns + 1 && j / columns <= i / columns + 1;
        const bool near = i % columns <= j % columns + 1 && j % columns <= i % columns + 1;
        if (row_is_near && near && values[j] < values[i]) low = false;
      }
      if (low) lowest.push_back(points[i]);
    }
    return lowest;
  }

  Point refined(Point point) const { return polished(pattern(point)); }

  double of(const Point& point) const { return criterion_(at(point)); }

 private:
  static constexpr double kStep = 2e-3;  // of the differences

  // Steps of .6 on each free logit, halved to below .04.
  Point pattern(Point point) const {
    double lowest = of(point);
    for (double step = .6; step >= .04;) {
      bool better = false;
      for (const size_t axis : {kRho, kKappa}) {
        for (const double side : {step, -step}) {
          const Point next = moved(point, axis, side);
          if (std::fabs(next[axis]) > kFarthest) continue;
          const double value = of(next);
          if (value >= lowest) continue;
          point = next;
          lowest = value;
          better = true;
        }
      }
      if (!better) step /= 2;
    }
    return point;
  }

  // Newton's method while the surface is convex and the criterion does not rise.
  Point polished(Point point) const {
    double lowest = of(point);
    for (int round = 0; round < 12; ++round) {
      Point step = newton_step(point);
      Point next = moved(moved(point, kRho, step[kRho]), kKappa, step[kKappa]);
      double value = of(next);
      for (int halving = 0; halving < 8 && !(value <= lowest + 1e-9); ++halving) {
        for (double& part : step) part /= 2;
        next = moved(moved(point, kRho, step[kRho]), kKappa, step[kKappa]);
        value = of(next);
      }
      if (!(value <= lowest + 1e-9)) break;
      point = next;
      lowest = value;
      if (std::max(std::fabs(step[kRho]), std::fabs(step[kKappa])) < 1e-9) break;
    }
    return point;
  }

  // -H^-1 g; 0 where the surface is not convex.
  Point newton_step(const Point& point) const {
    const Point slope{gradient(point, kRho), gradient(point, kKappa)};
    const Point curve{curvature(point, kRho), curvature(point, kKappa)};
    const bool both = std::isfinite(point[kRho]) && std::isfinite(point[kKappa]);
    const double mixed = both ? mixed_curvature(point) : 0;
    const double determinant = curve[kRho] * curve[kKappa] - mixed * mixed;
    if (!(curve[kRho] > 0) || !(curve[kKappa] > 0) || !(determinant > 0)) return {};
    const Point step{(mixed * slope[kKappa] - curve[kKappa] * slope[kRho]) / determinant,
                     (mixed * slope[kRho] - curve[kRho] * slope[kKappa]) / determinant};
    const double longest = std::max(std::fabs(step[kRho]), std::fabs(step[kKappa]));
    const double shrink = longest > 1 ? 1 / longest : 1;
    return {shrink * step[kRho], shrink * step[kKappa]};
  }

  // f' = (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / 12h, wrong by h^4 f''''' / 30.
  double gradient(const Point& point, size_t axis) const {
    if (!std::isfinite(point[axis])) return 0;
    const double near = of(moved(point, axis, kStep)) - of(moved(point, axis, -kStep));
    const double far = of(moved(point, axis, 2 * kStep)) - of(moved(point, axis, -2 * kStep));
    return (8 * near - far) / (12 * kStep);
  }

  // 1 for a logit that stays where it is, so that it takes no part in the step.
  double curvature(const Point& point, size_t axis) const {
    if (!std::isfinite(point[axis])) return 1;
    constexpr double kWide = 10 * kStep;
    const double sides = of(moved(point, axis, kWide)) + of(moved(point, axis, -kWide));
    return (sides - 2 * of(point)) / (kWide * kWide);
  }

  double mixed_curvature(const Point& point) const {
    constexpr double kWide = 10 * kStep;
    const auto corner = [&](double rho, double kappa) {
      return of(moved(moved(point, kRho, rho), kKappa, kappa));
    };
    return (corner(kWide, kWide) - corner(kWide, -kWide) - corner(-kWide, kWide) +
            corner(-kWide, -kWide)) /
           (4 * kWide * kWide);
  }

  static Point moved(Point point, size_t axis, double distance) {
    point[axis] += distance;  // an infinite one stays
    return point;
  }

  const Criterion& criterion_;
};

// The point with the logits that are near the upper ends moved onto them.
Point at_upper_ends(Point point) {
  for (double& coordinate : point) {
    if (coordinate > kNearEnd) coordinate = kInfinity;
  }
  return point;
}

}  // namespace

SerialCorrelation most_likely(const Criterion& criterion) {
  const Search search(criterion);
  // Without memory, R is the identity whatever kappa is. Ends come before what lies inside.
  std::vector<Point> candidates = {{-kInfinity, -kInfinity}};
  std::vector<Point> starts = search.hollows(kNoNoise);
  for (const Point& start : search.hollows(kKappaGrid)) starts.push_back(start);
  for (const Point& start : starts) {
    const Point inside = search.refined(start);
    const Point end = at_upper_ends(inside);
    if (end != inside) candidates.push_back(search.refined(end));
    candidates.push_back(inside);
  }
  Point best = candidates.front();
  double lowest = search.of(best);
  for (const Point& candidate : candidates) {
    const double value = search.of(candidate);
    if (!(value < lowest - 1e-8)) continue;
    best = candidate;
    lowest = value;
  }
  return at(best);
}

}  // namespace lamella::insight
