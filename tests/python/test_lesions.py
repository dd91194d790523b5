"""Lesions in Python: areas, courses, and how fast an edge moves."""

import math
from datetime import date

import pytest

import lamella


def test_areas_and_edges_of_ellipses():
    assert lamella.ellipse_area(10, 10) == pytest.approx(25 * math.pi)
    assert lamella.ellipse_perimeter(10, 10) == pytest.approx(10 * math.pi)
    assert lamella.ellipse_area(4, 0) == 0
    for axis in (-1, 3001, float("nan")):
        with pytest.raises(lamella.InvalidArgument, match="not from 0 to 3000 mm"):
            lamella.ellipse_area(axis, 1)
        with pytest.raises(lamella.InvalidArgument, match="not from 0 to 3000 mm"):
            lamella.ellipse_perimeter(1, axis)


def test_an_area_takes_fingertip_units_in_square_centimetres():
    area = lamella.ellipse_area(200, 100)
    assert lamella.fingertip_units_of_area(area / 100) == pytest.approx(0.549, abs=0.001)


def test_a_course_from_measurements_in_any_order():
    sizes = [("2026-11-02", 80), (date(2026, 11, 23), 0), ("2026-11-12", 20), ("2026-12-01", 4)]
    course = lamella.healing(sizes)
    assert course == lamella.healing(reversed(sizes))
    assert course == lamella.Healing(
        baseline_day=date(2026, 11, 2),
        baseline_mm2=80,
        latest_day=date(2026, 12, 1),
        latest_mm2=4,
        change_mm2=-76,
        percent_change=-95,
        healed_day=date(2026, 11, 23),
        days_to_healing=21,
        reopened=True,
    )


def test_one_measurement_is_no_course():
    assert lamella.healing([]) is None
    course = lamella.healing([("2026-11-02", 80)])
    assert (course.change_mm2, course.percent_change, course.healed_day) == (None, None, None)


def test_impossible_measurements_are_refused():
    with pytest.raises(lamella.InvalidArgument, match="not ascending"):
        lamella.healing([("2026-11-02", 80), ("2026-11-02", 70)])
    with pytest.raises(lamella.InvalidArgument, match="area"):
        lamella.healing([("2026-11-02", -1)])
    with pytest.raises(lamella.InvalidArgument, match="area"):
        lamella.healing([("2026-11-02", 1), ("2026-11-03", float("inf"))])


def circle(day, radius):
    return day, math.pi * radius**2, 2 * math.pi * radius


def test_an_edge_advances_by_the_change_of_a_radius():
    before = circle("2026-11-02", 10)
    assert lamella.edge_advance(before, circle("2026-11-12", 8)) == pytest.approx(0.2)
    assert lamella.edge_advance(before, circle("2026-11-04", 11)) == pytest.approx(-0.5)
    assert lamella.edge_advance(circle("2026-11-02", 0), circle("2026-11-03", 0)) is None
    with pytest.raises(lamella.InvalidArgument, match="too short for its area"):
        lamella.edge_advance(before, ("2026-11-12", 200, 5))
    with pytest.raises(lamella.InvalidArgument, match="not ascending"):
        lamella.edge_advance(before, before)
