"""Cell therapy: what a product's tests say of its cells, when an event began, and when to ask for
the temperature.

The criteria say whether cells are mesenchymal stromal cells, and nothing of their quality: makers
release products by their own limits. A window says when something began, never why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.when import Time, utc_ms_of, when

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class IsctCriterion:
    """A criterion for mesenchymal stromal cells, and whether a product meets it.

    ``kind`` is at_least or at_most, of ``percent`` of the cells that have a marker, or shown, which
    has no number. ``tests`` are the codes of the tests that decide it. ``state`` is met, not_met,
    or not_tested.

    >>> report = lamella.isct_criteria([lamella.ReleaseTest(test="CD45", result=2.5, unit="%")])
    >>> [one.percent for one in report.criteria if one.state == "not_met"]
    [2.0]
    """

    code: str
    name: str
    kind: str
    percent: float | None
    tests: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, repr=False)
class IsctReport:
    """Which criteria a product meets. ``all_met`` is False when it fails one, True when it meets
    all, and None while any is untested and none fails. ``source`` is the paper.

    >>> lamella.isct_criteria([])
    <lamella.IsctReport: 0 met, 0 not met, 12 not tested>
    """

    criteria: tuple[IsctCriterion, ...]
    all_met: bool | None
    source: str

    def __repr__(self) -> str:
        states = [one.state for one in self.criteria]
        parts = (
            f"{states.count(s)} {s.replace('_', ' ')}" for s in ("met", "not_met", "not_tested")
        )
        return f"<lamella.IsctReport: {', '.join(parts)}>"


def isct_criteria(tests: Iterable[_core.ReleaseTest]) -> IsctReport:
    """Which of the twelve criteria for mesenchymal stromal cells the tests of a product meet
    (Dominici 2006, Cytotherapy 8:315).

    They are plastic_adherence; cd105, cd73 and cd90 on at least 95 % of the cells; cd45, cd34, cd14
    or cd11b, cd79alpha or cd19, and hla_dr on at most 2 %; and osteogenic_, adipogenic_ and
    chondrogenic_differentiation. Codes may be in upper or lower case. A marker counts by its result
    in "%" alone, since ``passed`` speaks of a maker's limit; adherence and differentiation count by
    ``passed`` alone. One failure among several tests of a criterion is a failure. Tests of anything
    else are left out. Fails with ``InvalidArgument`` for the result of a marker in another unit, or
    not from 0 to 100.

    >>> report = lamella.isct_criteria([
    ...     lamella.ReleaseTest(test="CD105", result=98.1, unit="%"),
    ...     lamella.ReleaseTest(test="cd14", result=0.4, unit="%"),
    ...     lamella.ReleaseTest(test="plastic_adherence", passed=True),
    ... ])
    >>> [one.code for one in report.criteria if one.state == "met"]
    ['plastic_adherence', 'cd105', 'cd14_or_cd11b']
    >>> report.all_met is None
    True
    """
    return report_of(*_core.isct_criteria(list(tests)))


def report_of(states: list[str], all_met: bool | None) -> IsctReport:
    """The report of the states in the order of the table.

    >>> lamella.cell_therapy.report_of(["met"] * 12, True).all_met
    True
    """
    criteria = tuple(
        IsctCriterion(
            code=one.code,
            name=one.name,
            kind=one.kind,
            percent=None if one.kind == "shown" else one.percent,
            tests=tuple(one.tests),
            state=state,
        )
        for one, state in zip(_core.isct_criterion_table(), states, strict=True)
    )
    return IsctReport(criteria=criteria, all_met=all_met, source=_core.ISCT_SOURCE)


def onset_windows(
    administrations: Iterable[Time | _core.When], event: Time | _core.When
) -> tuple[str, ...]:
    """The windows in which an event may have begun, counted from the begin of the last
    administration before it: before_any, within_24_hours, within_30_days (up to 30 times 24 hours)
    or later. Both edges belong to the window that ends there.

    Times are those that ``at=`` takes, or the ``when`` of records. Two moments leave one window.
    Where one is a day alone it may be any moment of that day, as if both were lived at one place,
    and each window that is possible is named. Fails with ``InvalidArgument`` for a time without a
    local day.

    >>> given = "2026-11-02T10:00+09:00"
    >>> lamella.onset_windows([given], "2026-11-02T21:00+09:00")
    ('within_24_hours',)
    >>> lamella.onset_windows([given], "2026-11-03")
    ('within_24_hours', 'within_30_days')
    >>> lamella.onset_windows([given, "2026-11-16T10:00+09:00"], "2026-11-20")
    ('within_30_days',)
    """
    return tuple(_core.onset_windows([_moment(one) for one in administrations], _moment(event)))


@dataclass(frozen=True, slots=True)
class TemperatureReminder:
    """A moment at which to ask for the body temperature. It is answered by one that was measured
    from ``begin`` to before ``end``. All three are in UTC.

    >>> first = lamella.temperature_reminders("2026-11-02T10:00+09:00")[0]
    >>> first.begin.isoformat(), first.end.isoformat()
    ('2026-11-02T04:00:00+00:00', '2026-11-02T10:00:00+00:00')
    """

    due: datetime
    begin: datetime
    end: datetime

    def is_answered(self, measured: Iterable[Time]) -> bool:
        """Whether a temperature of one of these moments is an answer.

        >>> first = lamella.temperature_reminders("2026-11-02T10:00+09:00")[0]
        >>> first.is_answered(["2026-11-02T15:30+09:00"])
        True
        >>> first.is_answered(["2026-11-02T12:00+09:00"])
        False
        """
        reminder = (utc_ms_of(self.due), utc_ms_of(self.begin), utc_ms_of(self.end))
        return _core.is_answered(reminder, [utc_ms_of(one) for one in measured])


def temperature_reminders(administration_end: Time) -> tuple[TemperatureReminder, ...]:
    """When to ask for the temperature: 6, 12, 24, 36 and 48 hours after the end of an
    administration, each answered by a temperature of 3 hours before to 3 hours after.

    That fever may follow is known (``lamella.fever_after_cells``). That it comes within 24 to 48
    hours no source was found to say: the hours are a convention of Lamella. Fails with
    ``InvalidArgument`` for a time without a zone, and for a day without a moment.

    >>> [one.due.isoformat() for one in lamella.temperature_reminders("2026-11-02T10:00Z")][:2]
    ['2026-11-02T16:00:00+00:00', '2026-11-02T22:00:00+00:00']
    """
    return tuple(
        TemperatureReminder(*(_EPOCH + timedelta(milliseconds=ms) for ms in reminder))
        for reminder in _core.temperature_reminders(utc_ms_of(administration_end))
    )


@dataclass(frozen=True, slots=True)
class RelativeRisk:
    """What trials found of an effect, of people in groups and never of one person: ``risk`` with
    cells as a multiple of that without, ``low`` to ``high`` its 95 % interval.

    >>> lamella.fever_after_cells().effect
    'fever'
    """

    effect: str
    risk: float
    low: float
    high: float
    trials: int
    people: int
    source: str


def fever_after_cells() -> RelativeRisk:
    """Fever, the one side effect of mesenchymal stromal cells that 55 randomized trials confirm
    (PubMed 31989101).

    >>> fever = lamella.fever_after_cells()
    >>> fever.risk, fever.low, fever.high
    (2.48, 1.27, 4.86)
    """
    core = _core.fever_after_cells()
    return RelativeRisk(
        effect=core.effect,
        risk=core.risk,
        low=core.low,
        high=core.high,
        trials=core.trials,
        people=core.people,
        source=core.source,
    )


def _moment(at: Time | _core.When) -> tuple[int, int | None, int | None]:
    time = at if isinstance(at, _core.When) else when(at)
    if time.local_day is None:
        raise InvalidArgument("a time has no local day")
    return time.local_day, time.utc_ms, time.offset_min
