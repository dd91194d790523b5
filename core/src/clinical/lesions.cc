// Lesions and scars: areas, courses, and how fast an edge moves.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "clinical/require.h"
#include "lamella/lesion.h"

namespace lamella {

namespace {

// Around an area of kLargestLesionMm2 that is cut up by any number of coves.
constexpr double kLongestPerimeterMm = 1'000'000;

void check_axis(double mm) {
  require(mm >= 0 && mm <= kLongestLesionMm, "a length or width is not from 0 to 3000 mm");
}

void check(Day day, double area_mm2) {
  require(day >= kFirstDay && day <= kLastDay, "a day is outside of the years 1 to 9999");
  require(area_mm2 >= 0 && area_mm2 <= kLargestLesionMm2, "an area is not from 0 to 10000000 mm2");
}

void check(const LesionOutline& outline) {
  check(outline.day, outline.area_mm2);
  require(outline.perimeter_mm >= 0 && outline.perimeter_mm <= kLongestPerimeterMm,
          "a perimeter is not from 0 to 1000000 mm");
  // No edge is shorter than that of a circle with the same area; half of it leaves room for what a
  // ruler rounds, and finds centimetres among millimetres.
  const double circle_mm = 2 * std::sqrt(std::numbers::pi * outline.area_mm2);
  require(outline.perimeter_mm >= circle_mm / 2, "a perimeter is too short for its area");
}

// What changed from the first measurement to another one.
void compare(Healing& course) {
  if (!course.baseline.area_mm2 || !course.latest.area_mm2) return;
  const double before = *course.baseline.area_mm2;
  course.change_mm2 = *course.latest.area_mm2 - before;
  if (before == 0) return;
  const double percent = 100 * *course.change_mm2 / before;
  // An area of less than a molecule has no percentage that a number holds.
  if (std::isfinite(percent)) course.percent_change = percent;
}

}  // namespace

double ellipse_area_mm2(double length_mm, double width_mm) {
  check_axis(length_mm);
  check_axis(width_mm);
  return std::numbers::pi / 4 * length_mm * width_mm;
}

double ellipse_perimeter_mm(double length_mm, double width_mm) {
  check_axis(length_mm);
  check_axis(width_mm);
  double a = std::max(length_mm, width_mm) / 2;
  double b = std::min(length_mm, width_mm) / 2;
  if (b == 0) return 4 * a;
  // By the arithmetic-geometric mean of the half axes, whose steps double the right digits:
  // Abramowitz and Stegun, Handbook of Mathematical Functions, 17.6.
  double sum = a * a - (a * a - b * b) / 2;
  double weight = 1;
  constexpr int kEnoughSteps = 16;
  for (int i = 0; i < kEnoughSteps && a > b; ++i) {
    const double half_gap = (a - b) / 2;
    const double mean = (a + b) / 2;
    b = std::sqrt(a * b);
    a = mean;
    sum -= weight * half_gap * half_gap;
    weight *= 2;
  }
  return 2 * std::numbers::pi * sum / a;
}

std::optional<Healing> healing(std::span<const LesionSize> sizes) {
  if (sizes.empty()) return std::nullopt;
  Healing course;
  course.baseline = sizes.front();
  course.latest = sizes.back();
  std::optional<Day> open_since;
  std::optional<Day> before;
  for (const LesionSize& one : sizes) {
    check(one.day, one.area_mm2.value_or(0));
    require(!before || *before < one.day, "the days of a lesion are not ascending");
    before = one.day;
    if (one.is_open()) {
      if (!open_since) open_since = one.day;
      course.reopened = course.healed_day.has_value();
    } else if (open_since && !course.healed_day) {
      course.healed_day = one.day;
      course.days_to_healing = one.day - *open_since;
    }
  }
  if (sizes.size() > 1) compare(course);
  return course;
}

std::optional<double> edge_advance(const LesionOutline& before, const LesionOutline& after) {
  check(before);
  check(after);
  require(before.day < after.day, "the days of a lesion are not ascending");
  const double mean_perimeter = (before.perimeter_mm + after.perimeter_mm) / 2;
  if (mean_perimeter == 0) return std::nullopt;
  return (before.area_mm2 - after.area_mm2) / mean_perimeter / (after.day - before.day);
}

}  // namespace lamella
