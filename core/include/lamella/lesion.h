// A lesion or a scar as a shape: its area, and how that changes.
//
//   double area = lamella::ellipse_area_mm2(32, 20);                    // 502.65
//   std::optional<lamella::Healing> course = lamella::healing(sizes);   // course->percent_change
//   lamella::edge_advance(before, after);                               // mm a day
//
// Lengths are in millimetres and areas in square millimetres, of which 100 are a square centimetre.
// One measurement is no course, and gives none; what a change means is for no formula to say. Pure
// functions without I/O, which allocate nothing unless they fail.
#ifndef LAMELLA_LESION_H_
#define LAMELLA_LESION_H_

#include <cstdint>
#include <optional>
#include <span>

#include "lamella/day.h"

namespace lamella {

// Beyond them nothing on a person is: 3 metres, and 10 square metres.
inline constexpr double kLongestLesionMm = 3'000;
inline constexpr double kLargestLesionMm2 = 10'000'000;

// Square millimetres of an ellipse with these two axes, the greatest length and the greatest width
// across it: pi / 4 of the rectangle around it. Fails with kInvalidArgument for an axis that is not
// from 0 to 3000 mm.
double ellipse_area_mm2(double length_mm, double width_mm);

// Millimetres around such an ellipse, to at least ten digits; twice the length where the width is
// 0. Fails as ellipse_area_mm2 does.
double ellipse_perimeter_mm(double length_mm, double width_mm);

struct LesionSize {
  Day day = 0;
  std::optional<double> area_mm2{};  // 0: closed; none: open, and its area was not measured

  bool is_open() const { return area_mm2 != 0.0; }
};

// From the first measurement of a lesion to the last.
struct Healing {
  LesionSize baseline{};
  LesionSize latest{};
  // Of the latest to the baseline, negative when the area is smaller; none of one measurement or
  // without both areas, and no percentage of a baseline of 0.
  std::optional<double> change_mm2{};
  std::optional<double> percent_change{};
  // The first day on which it was measured as closed after it was open: it closed on this day, or
  // after the measurement before.
  std::optional<Day> healed_day{};
  // From the first day on which it was open to that day.
  std::optional<int32_t> days_to_healing{};
  // Whether it was open on any day after that.
  bool reopened = false;
};

// The course of a lesion; nothing without a measurement. Fails with kInvalidArgument for days that
// are not ascending or outside of the years 1 to 9999, and an area that is not from 0 to 10 square
// metres.
std::optional<Healing> healing(std::span<const LesionSize> sizes);

struct LesionOutline {
  Day day = 0;
  double area_mm2 = 0;
  double perimeter_mm = 0;
};

// Millimetres a day by which the edge moved inwards, negative when the lesion grew: the fall of the
// area by the mean of both perimeters and the days between (Gilman's equation, as in Kecelj
// Leskovec 2008, Wound Repair Regen 16:507). It does not depend on the size that a lesion began
// with, as a percent change does: of a circle it is the change of its radius. Nothing when both
// have no edge. Fails with kInvalidArgument for days that are not ascending or outside of the years
// 1 to 9999, an area or a perimeter out of its range, and a perimeter of less than half of the
// circle with that area.
std::optional<double> edge_advance(const LesionOutline& before, const LesionOutline& after);

}  // namespace lamella

#endif  // LAMELLA_LESION_H_
