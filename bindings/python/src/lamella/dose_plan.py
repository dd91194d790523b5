"""Plans of doses and tapers, and what was taken of them.

That a dose was not taken is a statement; silence is none, and the two are never merged. It is no
advice: what to take, and how to end it, a prescriber says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lamella import _core
from lamella.when import Day, day_number, day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary


@dataclass(frozen=True, slots=True)
class DoseWindow:
    """Days within which a number of doses is planned, both included. ``phase`` counts from 0.

    >>> phase = lamella.DosePhase(days=7, days_per_week=2, doses_per_day=1)
    >>> lamella.planned_windows("2026-11-02", [phase])[0].doses
    2
    """

    first_day: date
    last_day: date
    phase: int
    doses: int


@dataclass(frozen=True, slots=True)
class DoseCount:
    """Doses of a window or a whole plan: ``planned`` = ``taken`` + ``not_taken`` +
    ``not_recorded`` + ``still_to_come``.

    ``taken`` is as many as were planned at most, ``beyond`` was taken on top of that. ``not_taken``
    the person says, of ``not_recorded`` nobody knows. ``due`` is planned and no longer to come, and
    the share of it that was taken lies from ``least_taken_share`` to ``most_taken_share``: in the
    one no dose without a record was taken, in the other each was. Both are None before any is due.

    >>> plan = [lamella.DosePhase(days=4, days_per_week=7, doses_per_day=1)]
    >>> kept = lamella.adherence("2026-11-02", plan, taken=["2026-11-02"], today="2026-12-01")
    >>> kept.doses.least_taken_share, kept.doses.most_taken_share
    (0.25, 1.0)
    """

    planned: int
    taken: int
    not_taken: int
    not_recorded: int
    still_to_come: int
    beyond: int
    due: int
    least_taken_share: float | None
    most_taken_share: float | None


@dataclass(frozen=True, slots=True, repr=False)
class Adherence:
    """How a plan was kept: ``windows`` with their counts, ``doses`` of all of them, and
    ``outside_plan``, doses that were taken on days before and after it and are in no count.

    >>> plan = [lamella.DosePhase(days=4, days_per_week=7, doses_per_day=1)]
    >>> lamella.adherence("2026-11-02", plan, today="2026-11-04")
    <lamella.Adherence: of 2 due 0 taken, 0 not taken, 2 not recorded; 2 still to come>
    """

    windows: tuple[tuple[DoseWindow, DoseCount], ...]
    doses: DoseCount
    outside_plan: int

    def __repr__(self) -> str:
        doses = self.doses
        return (
            f"<lamella.Adherence: of {doses.due} due {doses.taken} taken,"
            f" {doses.not_taken} not taken, {doses.not_recorded} not recorded;"
            f" {doses.still_to_come} still to come>"
        )


def planned_windows(first_day: Day, phases: Iterable[_core.DosePhase]) -> list[DoseWindow]:
    """The windows of a plan, one after another without a gap.

    ``phases`` are those of a ``lamella.DosePlan``: 1 to 3650 ``days`` in a row, on
    ``days_per_week`` (1 to 7) of each seven ``doses_per_day`` (1 to 24). A phase of seven days a
    week has a window for each day. Any other has runs of seven days from its first day on, for it
    does not say which days they are; a last run that is shorter has its days, and no more than
    ``days_per_week`` of them. Fails with ``InvalidArgument`` for more than 100 phases, a phase
    beyond its limits, and days outside of the years 1 to 9999.

    >>> taper = [
    ...     lamella.DosePhase(days=5, days_per_week=7, doses_per_day=1, strength=30),
    ...     lamella.DosePhase(days=10, days_per_week=2, doses_per_day=1),
    ... ]
    >>> windows = lamella.planned_windows("2026-11-02", taper)
    >>> for one in windows[4:]:
    ...     print(one.first_day, one.last_day, one.doses)
    2026-11-06 2026-11-06 1
    2026-11-07 2026-11-13 2
    2026-11-14 2026-11-16 2
    """
    return [_window(one) for one in _core.planned_windows(day_number(first_day), list(phases))]


def adherence(
    first_day: Day,
    phases: Iterable[_core.DosePhase],
    *,
    taken: Iterable[Day] = (),
    not_taken: Iterable[Day] = (),
    today: Day,
) -> Adherence:
    """How a plan was kept until ``today``.

    ``taken`` has the day of each dose that was taken, ``not_taken`` that of each dose that the
    person says was not, in any order, a day as often as it had such a dose. Statements beyond what
    was planned and not taken are left out. A window is over when its last day is before ``today``;
    until then what is missing is still to come. A plan may begin after ``today``. Fails as
    ``lamella.planned_windows`` does.

    >>> cream = [
    ...     lamella.DosePhase(days=7, days_per_week=7, doses_per_day=2),
    ...     lamella.DosePhase(days=14, days_per_week=2, doses_per_day=1),
    ... ]
    >>> lamella.adherence("2026-11-02", cream, taken=["2026-11-02"] * 2 + ["2026-11-03"],
    ...                   not_taken=["2026-11-03"], today="2026-11-09")
    <lamella.Adherence: of 14 due 3 taken, 1 not taken, 10 not recorded; 4 still to come>
    """
    if isinstance(taken, str) or isinstance(not_taken, str):
        raise TypeError("taken and not_taken are lists of days")
    core = _core.adherence(
        day_number(first_day),
        list(phases),
        [day_number(day) for day in taken],
        [day_number(day) for day in not_taken],
        day_number(today),
    )
    return _adherence(core)


def plan_adherence(diary: Diary, plan: bytes, today: Day | None = None) -> Adherence:
    """How a plan of doses in a diary was kept until ``today``, by default the day of the computer.

    ``plan`` is the id of a ``lamella.DosePlan``. Doses of the same drug count, and of the same site
    where the plan names one; each is taken or, with ``not_taken``, said not to be. Fails with
    ``NotFound`` for an id of no plan.

    >>> taper = lamella.DosePlan(drug="prednisolone", strength_unit="mg", phases=[
    ...     lamella.DosePhase(days=5, strength=30), lamella.DosePhase(days=5, strength=20)])
    >>> plan = diary.log(taper, at="2026-11-02")
    >>> _ = diary.log_dose("prednisolone", strength=30, strength_unit="mg", at="2026-11-02")
    >>> _ = diary.log_dose("prednisolone", not_taken=True, at="2026-11-03")
    >>> diary.adherence(plan, today="2026-11-05")
    <lamella.Adherence: of 3 due 1 taken, 1 not taken, 1 not recorded; 7 still to come>
    """
    day = date.today() if today is None else today
    return _adherence(diary._core.adherence(plan, day_number(day)))


def _adherence(core: _core.Adherence) -> Adherence:
    return Adherence(
        windows=tuple((_window(window), _count(doses)) for window, doses in core.windows),
        doses=_count(core.doses),
        outside_plan=core.outside_plan,
    )


def _window(core: _core.DoseWindow) -> DoseWindow:
    return DoseWindow(
        first_day=day_of_number(core.first_day),
        last_day=day_of_number(core.last_day),
        phase=core.phase,
        doses=core.doses,
    )


def _count(core: _core.DoseCount) -> DoseCount:
    return DoseCount(
        planned=core.planned,
        taken=core.taken,
        not_taken=core.not_taken,
        not_recorded=core.not_recorded,
        still_to_come=core.still_to_come,
        beyond=core.beyond,
        due=core.due,
        least_taken_share=core.least_taken_share,
        most_taken_share=core.most_taken_share,
    )
