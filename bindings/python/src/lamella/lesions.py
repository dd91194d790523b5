"""Lesions and scars as shapes: their areas, and how they change.

Lengths are in millimetres and areas in square millimetres, of which 100 are a square centimetre.
One measurement is no course; what a change means is for no formula to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lamella import _core
from lamella.tables import Table
from lamella.when import Day, day_number, day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary


def ellipse_area(length_mm: float, width_mm: float) -> float:
    """Square millimetres of an ellipse with these axes, the greatest length and the greatest width
    across it: pi / 4 of the rectangle around it. Fails with ``InvalidArgument`` for an axis that is
    not from 0 to 3000 mm.

    >>> round(lamella.ellipse_area(32, 20), 2)
    502.65
    """
    return _core.ellipse_area_mm2(length_mm, width_mm)


def ellipse_perimeter(length_mm: float, width_mm: float) -> float:
    """Millimetres around such an ellipse, to at least ten digits. Fails as ``lamella.ellipse_area``
    does.

    >>> round(lamella.ellipse_perimeter(40, 20), 4)
    96.8845
    """
    return _core.ellipse_perimeter_mm(length_mm, width_mm)


@dataclass(frozen=True, slots=True)
class Healing:
    """From the first measurement of a lesion to the last.

    An area is None where it was not measured. ``change_mm2`` and ``percent_change`` are of the
    latest area to the baseline, negative when it is smaller; both are None of one measurement and
    without both areas, the percentage also for a baseline of 0.
    ``healed_day`` is the first day on which it was measured as closed after it was open, so it
    closed on that day or after the measurement before, and ``days_to_healing`` are those since the
    first day on which it was open. ``reopened`` says whether it was open after that.

    >>> lamella.healing([("2026-11-02", 80), ("2026-11-23", 0)]).days_to_healing
    21
    """

    baseline_day: date
    baseline_mm2: float | None
    latest_day: date
    latest_mm2: float | None
    change_mm2: float | None
    percent_change: float | None
    healed_day: date | None
    days_to_healing: int | None
    reopened: bool


def healing(sizes: Iterable[tuple[Day, float | None]]) -> Healing | None:
    """The course of a lesion from pairs of a day and an area in square millimetres, 0 when it is
    closed and None when it is open and was not measured, in any order; None without any. Fails with
    ``InvalidArgument`` for two measurements of one day, and an area that is not from 0 to 10 square
    metres.

    >>> lamella.healing([("2026-11-02", 200), ("2026-11-16", 50)]).percent_change
    -75.0
    """
    dated = [(day_number(day), area) for day, area in sizes]
    return _healing(_core.healing(sorted(dated, key=lambda size: size[0])))


def lesion_series(diary: Diary, lesion: bytes) -> Table:
    """A lesion or scar over time as a table: id, local_day, at, quantity, value, unit, by day.

    ``lesion`` is the id of a ``lamella.Lesion``. Quantities are length, width, height (mm) and area
    (mm2, of the ellipse) of its assessments, their signs (0 to 3), the code of an instrument whose
    answers name the lesion, with the total, and "photograph", whose value is NaN and whose id is
    that of the attachment. Fails with ``NotFound`` for an id of no lesion.

    >>> lesion = diary.log(lamella.Lesion(site="elbow.left", kind="eczema"), at="2026-11-02")
    >>> seen = lamella.LesionAssessment(lesion=lesion, length_mm=20, width_mm=10, erythema=2)
    >>> _ = diary.log(seen, at="2026-11-02")
    >>> table = diary.lesion_series(lesion).to_pandas()
    >>> dict(zip(table["quantity"], table["value"].round(1)))
    {'length': 20.0, 'width': 10.0, 'area': 157.1, 'erythema': 2.0}
    """
    return Table(diary._core.lesion_series(lesion))


def lesion_healing(diary: Diary, lesion: bytes) -> Healing | None:
    """The course of a lesion by the sizes of its assessments, the last one of each day; None
    without any. Of one whose width was not measured it is known that it was open, and no area.
    Fails with ``NotFound`` for an id of no lesion.

    >>> lesion = diary.log(lamella.Lesion(site="elbow.left"), at="2026-11-02")
    >>> for day, length in (("2026-11-02", 20), ("2026-11-16", 10), ("2026-11-30", 0)):
    ...     seen = lamella.LesionAssessment(lesion=lesion, length_mm=length, width_mm=length)
    ...     _ = diary.log(seen, at=day)
    >>> diary.lesion_healing(lesion).days_to_healing
    28
    """
    return _healing(diary._core.lesion_healing(lesion))


def _healing(core: _core.Healing | None) -> Healing | None:
    if core is None:
        return None
    return Healing(
        baseline_day=day_of_number(core.baseline[0]),
        baseline_mm2=core.baseline[1],
        latest_day=day_of_number(core.latest[0]),
        latest_mm2=core.latest[1],
        change_mm2=core.change_mm2,
        percent_change=core.percent_change,
        healed_day=None if core.healed_day is None else day_of_number(core.healed_day),
        days_to_healing=core.days_to_healing,
        reopened=core.reopened,
    )


#: Day, area in square millimetres, perimeter in millimetres.
Outline = tuple[Day, float, float]


def edge_advance(before: Outline, after: Outline) -> float | None:
    """Millimetres a day by which the edge of a lesion moved inwards, negative when it grew.

    Both are (day, area in square millimetres, perimeter in millimetres). It is the fall of the area
    by the mean of both perimeters and the days between (Gilman's equation, as in Kecelj Leskovec
    2008, Wound Repair Regen 16:507), and does not depend on the size that a lesion began with. None
    when both have no edge. Fails with ``InvalidArgument`` for days that are not ascending, and for
    a perimeter of less than half of the circle with that area.

    >>> before = ("2026-11-02", lamella.ellipse_area(20, 20), lamella.ellipse_perimeter(20, 20))
    >>> after = ("2026-11-12", lamella.ellipse_area(16, 16), lamella.ellipse_perimeter(16, 16))
    >>> round(lamella.edge_advance(before, after), 6)  # from a radius of 10 to one of 8 mm
    0.2
    """
    return _core.edge_advance(
        (day_number(before[0]), *before[1:]), (day_number(after[0]), *after[1:])
    )
