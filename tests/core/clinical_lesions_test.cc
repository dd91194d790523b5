// Lesions: areas and edges of ellipses, and the course of one over its measurements.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "counted_allocations.h"
#include "failure.h"
#include "lamella/lesion.h"

namespace lamella {
namespace {

constexpr Day kDay = 20'000;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

using Sizes = std::vector<LesionSize>;

TEST_CASE("an ellipse has pi / 4 of the rectangle around it") {
  CHECK(ellipse_area_mm2(32, 20) == doctest::Approx(502.6548245743669));
  CHECK(ellipse_area_mm2(20, 32) == doctest::Approx(502.6548245743669));
  CHECK(ellipse_area_mm2(10, 10) == doctest::Approx(std::numbers::pi * 25));
  CHECK(ellipse_area_mm2(10, 0) == 0);
  CHECK(ellipse_area_mm2(3'000, 3'000) < kLargestLesionMm2);
}

TEST_CASE("the way around an ellipse is that of the integral") {
  CHECK(ellipse_perimeter_mm(10, 10) == doctest::Approx(10 * std::numbers::pi).epsilon(1e-14));
  CHECK(ellipse_perimeter_mm(10, 0) == 20);
  CHECK(ellipse_perimeter_mm(0, 0) == 0);
  // Half axes 2 and 1: 4 a E(3/4), E(3/4) = 1.2110560275684595.
  CHECK(ellipse_perimeter_mm(4, 2) == doctest::Approx(9.688448220547676).epsilon(1e-13));
  CHECK(ellipse_perimeter_mm(2, 4) == ellipse_perimeter_mm(4, 2));
  CHECK(ellipse_perimeter_mm(10, 1e-300) == doctest::Approx(20).epsilon(1e-10));
  std::mt19937 random(3);
  std::uniform_real_distribution<double> axis(0.1, 300);
  for (int round = 0; round < 200; ++round) {
    const double length = axis(random);
    const double width = axis(random);
    // The sum of chords between points of the outline.
    constexpr int kChords = 20'000;
    double chords = 0;
    for (int i = 0; i < kChords; ++i) {
      const double from = 2 * std::numbers::pi * i / kChords;
      const double to = 2 * std::numbers::pi * (i + 1) / kChords;
      chords += std::hypot(length / 2 * (std::cos(to) - std::cos(from)),
                           width / 2 * (std::sin(to) - std::sin(from)));
    }
    CHECK(ellipse_perimeter_mm(length, width) == doctest::Approx(chords).epsilon(1e-6));
  }
}

TEST_CASE("an axis that nothing on a person has is refused") {
  for (const double axis : {-0.1, 3'000.1, kNan, kInfinity}) {
    CAPTURE(axis);
    CHECK(refused([&] { ellipse_area_mm2(axis, 1); }));
    CHECK(refused([&] { ellipse_area_mm2(1, axis); }));
    CHECK(refused([&] { ellipse_perimeter_mm(axis, 1); }));
    CHECK(refused([&] { ellipse_perimeter_mm(1, axis); }));
  }
}

TEST_CASE("a course goes from the first measurement to the last") {
  const std::optional<Healing> course =
      healing(Sizes{{kDay, 200}, {kDay + 7, 300}, {kDay + 14, 50}});
  REQUIRE(course.has_value());
  CHECK(course->baseline.area_mm2 == 200);
  CHECK(course->latest.day == kDay + 14);
  CHECK(course->change_mm2 == -150);
  CHECK(course->percent_change == -75);
  CHECK_FALSE(course->healed_day.has_value());
  CHECK_FALSE(course->days_to_healing.has_value());
  CHECK_FALSE(course->reopened);
  CHECK(healing(Sizes{{kDay, 100}, {kDay + 1, 150}})->percent_change == 50);
}

TEST_CASE("one measurement is no course, and none is nothing") {
  CHECK_FALSE(healing({}).has_value());
  for (const double area : {0.0, 100.0}) {
    const std::optional<Healing> course = healing(Sizes{{kDay, area}});
    REQUIRE(course.has_value());
    CHECK(course->baseline.area_mm2 == area);
    CHECK(course->latest.area_mm2 == area);
    CHECK_FALSE(course->change_mm2.has_value());
    CHECK_FALSE(course->percent_change.has_value());
    CHECK_FALSE(course->healed_day.has_value());
  }
}

TEST_CASE("a lesion is healed on the first day on which it is closed") {
  const Sizes sizes = {{kDay, 80}, {kDay + 10, 20}, {kDay + 21, 0}, {kDay + 28, 0}};
  const std::optional<Healing> course = healing(sizes);
  CHECK(course->healed_day == kDay + 21);
  CHECK(course->days_to_healing == 21);
  CHECK(course->percent_change == -100);
  CHECK_FALSE(course->reopened);
}

TEST_CASE("a lesion that opens again keeps the day on which it was first closed") {
  const std::optional<Healing> open =
      healing(Sizes{{kDay, 80}, {kDay + 5, 0}, {kDay + 9, 4}, {kDay + 12, 6}});
  CHECK(open->healed_day == kDay + 5);
  CHECK(open->reopened);
  const std::optional<Healing> closed =
      healing(Sizes{{kDay, 80}, {kDay + 5, 0}, {kDay + 9, 4}, {kDay + 12, 0}});
  CHECK(closed->healed_day == kDay + 5);
  CHECK(closed->days_to_healing == 5);
  CHECK(closed->reopened);
}

TEST_CASE("a lesion that was not there yet has no percentage, and heals from its first open day") {
  const std::optional<Healing> course =
      healing(Sizes{{kDay, 0}, {kDay + 3, 30}, {kDay + 10, 0}, {kDay + 11, 0}});
  CHECK(course->change_mm2 == 0);
  CHECK_FALSE(course->percent_change.has_value());
  CHECK(course->healed_day == kDay + 10);
  CHECK(course->days_to_healing == 7);
  CHECK_FALSE(course->reopened);
  CHECK_FALSE(healing(Sizes{{kDay, 0}, {kDay + 3, 0}})->healed_day.has_value());
  CHECK_FALSE(healing(Sizes{{kDay, 0}, {kDay + 3, 5}})->reopened);
  CHECK_FALSE(healing(Sizes{{kDay, 5e-324}, {kDay + 1, 1'000}})->percent_change.has_value());
}

TEST_CASE("days out of order and impossible areas are refused") {
  CHECK(refused([] { healing(Sizes{{kDay, 1}, {kDay, 1}}); }));
  CHECK(refused([] { healing(Sizes{{kDay + 1, 1}, {kDay, 1}}); }));
  CHECK(refused([] { healing(Sizes{{kFirstDay - 1, 1}}); }));
  CHECK(refused([] { healing(Sizes{{kLastDay + 1, 1}}); }));
  for (const double area : {-0.1, 10'000'000.1, kNan, kInfinity}) {
    CAPTURE(area);
    CHECK(refused([&] { healing(Sizes{{kDay, area}}); }));
    CHECK(refused([&] { healing(Sizes{{kDay, 1}, {kDay + 1, area}}); }));
  }
  CHECK_FALSE(refused([] { healing(Sizes{{kFirstDay, 0}, {kLastDay, 10'000'000}}); }));
}

LesionOutline circle(Day day, double radius) {
  return {day, std::numbers::pi * radius * radius, 2 * std::numbers::pi * radius};
}

TEST_CASE("the edge of a circle advances by the change of its radius") {
  CHECK(*edge_advance(circle(kDay, 10), circle(kDay + 10, 8)) == doctest::Approx(0.2));
  CHECK(*edge_advance(circle(kDay, 8), circle(kDay + 10, 10)) == doctest::Approx(-0.2));
  CHECK(*edge_advance(circle(kDay, 8), circle(kDay + 4, 0)) == doctest::Approx(2));
  CHECK(edge_advance(circle(kDay, 8), circle(kDay + 4, 8)) == 0);
  CHECK_FALSE(edge_advance(circle(kDay, 0), circle(kDay + 4, 0)).has_value());
  std::mt19937 random(9);
  std::uniform_real_distribution<double> radius(0.5, 200);
  for (int round = 0; round < 200; ++round) {
    const double before = radius(random);
    const double after = radius(random);
    const int32_t days = 1 + static_cast<int32_t>(random() % 60);
    CHECK(*edge_advance(circle(kDay, before), circle(kDay + days, after)) ==
          doctest::Approx((before - after) / days));
  }
}

TEST_CASE("an outline that no shape has is refused") {
  const LesionOutline good = circle(kDay, 10);
  const auto refuses = [&](const LesionOutline& later) {
    return refused([&] { edge_advance(good, later); });
  };
  CHECK(refuses(circle(kDay, 8)));
  CHECK(refuses(circle(kDay - 1, 8)));
  CHECK_FALSE(refuses(circle(kDay + 1, 8)));
  CHECK(refuses({kDay + 1, 100, 0}));
  CHECK(refuses({kDay + 1, -1, 40}));
  CHECK(refuses({kDay + 1, 100, -1}));
  CHECK(refuses({kDay + 1, 100, kNan}));
  CHECK(refuses({kDay + 1, 100, 1'000'000.1}));
  CHECK(refuses({kLastDay + 1, 100, 40}));
  // Centimetres around square millimetres.
  const LesionOutline wrong_unit = {kDay + 1, circle(kDay, 10).area_mm2, 6.3};
  CHECK(refuses(wrong_unit));
  CHECK(refused([&] { edge_advance(wrong_unit, circle(kDay + 2, 1)); }));
  const double shortest = std::sqrt(std::numbers::pi * 100);
  CHECK_FALSE(refuses({kDay + 1, 100, shortest * 1.0001}));
  CHECK(refuses({kDay + 1, 100, shortest * 0.9999}));
}

TEST_CASE("areas, edges and courses allocate nothing") {
  const Sizes sizes = {{kDay, 80}, {kDay + 5, 0}};
  const uint64_t before = counted_allocations();
  const double around = ellipse_area_mm2(4, 2) + ellipse_perimeter_mm(4, 2);
  const std::optional<Healing> course = healing(sizes);
  const std::optional<double> advance = edge_advance(circle(kDay, 2), circle(kDay + 1, 1));
  CHECK(counted_allocations() == before);
  CHECK(around > 0);
  CHECK(course->percent_change == -100);
  CHECK(*advance == doctest::Approx(1));
}

}  // namespace
}  // namespace lamella
