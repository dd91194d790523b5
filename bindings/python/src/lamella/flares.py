"""Flares, relapses and remission, by rules that are chosen before anybody looks.

Published rules differ, and no two of them count the same flares: ``lamella.flare_rules`` lists them
with their sources. A rule is a value whose ``code`` is stored beside a result. A day without an
answer is neither a good nor a bad one. It is no diagnosis, and no advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.when import Day, day_number, day_of_number, optional_day_number

if TYPE_CHECKING:
    from lamella.diary import Diary

#: Four weeks without a day off; a convention of Lamella, as no published definition was found.
LEAST_REMISSION_DAYS = _core.LEAST_REMISSION_DAYS


@dataclass(frozen=True, slots=True)
class FlareRule:
    """What counts as a flare: ``days_in_row`` bad days, one after the other.

    A day is bad with a value of ``threshold`` or more, or ``above`` it where that is True.
    ``input`` says what the value is: 0 to ``max_value``, where a greatest of 1 is a yes or no.
    ``instrument`` is whose total that is, "" for another input. ``within_months`` of the end of
    treatment are those that a relapse counts in. For another threshold make a rule with a code of
    its own:

    >>> import dataclasses
    >>> [rule] = [one for one in lamella.flare_rules() if one.code == "vas_above_4"]
    >>> own = dataclasses.replace(rule, code="vas_above_6", threshold=6, source="own choice")
    >>> lamella.flares(own, [("2026-11-01", 5), ("2026-11-02", 7)])
    <lamella.FlareReport vas_above_6: 1 flare, 1 of 2 answered days>
    """

    code: str
    name: str
    input: str
    max_value: float
    threshold: float
    above: bool = False
    days_in_row: int = 1
    within_months: int | None = None
    source: str = ""
    remark: str = ""
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class Flare:
    """Bad days one after the other, from ``first`` to ``last``.

    ``start_seen`` and ``end_seen`` say whether the day before and the day after have an answer: if
    not, it may have begun earlier or lasted longer. With ``perhaps_same`` no good day lies between
    it and the flare before, and the two may be one.

    >>> [flare] = lamella.flares("tam_day", [("2026-11-01", False), ("2026-11-02", True)]).flares
    >>> flare.first.isoformat(), flare.start_seen, flare.end_seen
    ('2026-11-02', True, False)
    """

    first: date
    last: date
    days: int
    start_seen: bool
    end_seen: bool
    perhaps_same: bool


@dataclass(frozen=True, slots=True)
class TimeToRelapse:
    """Days from the end of treatment to the first day of the first flare after it, ``relapsed``, or
    to the last answered day. With ``perhaps_earlier`` days without an answer may hide that it came
    earlier, or at all: the day before it has none, or bad days before it are undecided.

    >>> days = [("2026-11-02", 1), ("2026-11-03", 2)]
    >>> lamella.flares("iga_2", days, end_of_treatment="2026-11-01").relapse
    TimeToRelapse(days=2, relapsed=True, perhaps_earlier=False)
    """

    days: int
    relapsed: bool
    perhaps_earlier: bool


@dataclass(frozen=True, slots=True, repr=False)
class FlareReport:
    """The flares of some days by one rule, and what they add up to.

    ``flare_days`` are those of all flares together. ``undecided_days`` are bad days in too short a
    row, which days without an answer could make long enough. ``perhaps_same`` counts the flares
    that may be the same as the one before. ``flare_free`` is the share, 0 to 1, of answered days
    without a flare among those that are decided; None without such days. ``relapse`` is that after
    an end of treatment; None without one, or without an answered day.

    >>> days = [("2026-11-01", 0), ("2026-11-03", 3), ("2026-11-04", 3)]
    >>> report = lamella.flares("scratch_above_2_for_3_days", days)
    >>> report.flare_days, report.undecided_days, report.flare_free
    (0, 2, 1.0)
    """

    rule: FlareRule
    flares: tuple[Flare, ...]
    answered_days: int
    flare_days: int
    undecided_days: int
    perhaps_same: int
    flare_free: float | None
    relapse: TimeToRelapse | None

    def __repr__(self) -> str:
        count = f"{len(self.flares)} flare{'' if len(self.flares) == 1 else 's'}"
        undecided = f", {self.undecided_days} undecided" if self.undecided_days else ""
        days = f"{self.flare_days} of {self.answered_days} answered days"
        return f"<lamella.FlareReport {self.rule.code}: {count}, {days}{undecided}>"


@dataclass(frozen=True, slots=True)
class Remission:
    """Good days one after the other, of which ``untreated_days`` are known to be without treatment.

    ``start_seen`` and ``end_seen`` are those of a flare.

    >>> days = [("2026-11-01", 0, False), ("2026-11-02", 0), ("2026-11-03", 4)]
    >>> found = lamella.remission(days, 1, least_days=2).first
    >>> found.days, found.untreated_days, found.end_seen
    (2, 1, True)
    """

    first: date
    last: date
    days: int
    untreated_days: int
    start_seen: bool
    end_seen: bool


@dataclass(frozen=True, slots=True)
class RemissionReport:
    """The ``first`` remission and the ``longest`` (the first of equally long ones), by what limit
    and what least number of days; None without any.

    >>> lamella.remission([("2026-11-01", 0)], 1)
    RemissionReport(limit=1, least_days=28, first=None, longest=None)
    """

    limit: float
    least_days: int
    first: Remission | None
    longest: Remission | None


def flare_rules() -> list[FlareRule]:
    """All published rules, ordered by code, each with its source and what is known against it.

    >>> for rule in lamella.flare_rules():
    ...     print(f"{rule.code}: {rule.name}")
    escalation_day: a day on which treatment was stepped up
    iga_2: IGA of 2 or more
    kada_recurrence: EASI of 16 or more again, within three months of the end of treatment
    likert_above_1: symptoms above 1 of 4
    scratch_above_2_for_3_days: scratch above 2 of 4 on three days in a row
    tam_day: a day with a topical anti-inflammatory medicine
    vas_above_4: symptoms above 4 of 10
    """
    return [
        FlareRule(
            code=one.code,
            name=one.name,
            input=one.input,
            max_value=one.max_value,
            threshold=one.threshold,
            above=one.above,
            days_in_row=one.days_in_row,
            within_months=one.within_months,
            source=one.source,
            remark=one.remark,
            instrument=one.instrument,
        )
        for one in _core.flare_rules()
    ]


def flares(
    rule: str | FlareRule,
    days: Iterable[tuple[Day, float | None]],
    *,
    end_of_treatment: Day | None = None,
) -> FlareReport:
    """The flares of some days, by a code of ``flare_rules()`` or a rule of one's own.

    ``days`` are in the order of the calendar, each with what the rule's ``input`` says: True or
    False, or a score. None is a day without an answer, and so is one that is left out. It ends a
    row of days and a flare; two flares with only such days between them are two, and the second is
    marked. With ``end_of_treatment``, a day before all of these, the first flare is a relapse; of a
    rule that counts for some months alone later days are left out. Fails with ``InvalidArgument``
    for an unknown code, days out of order, values that the rule does not know, and a changed rule
    with the code of a published one.

    >>> days = [("2026-11-01", False), ("2026-11-02", True), ("2026-11-04", True)]
    >>> report = flares("escalation_day", days)
    >>> report
    <lamella.FlareReport escalation_day: 2 flares, 2 of 3 answered days>
    >>> [(flare.first.isoformat(), flare.perhaps_same) for flare in report.flares]
    [('2026-11-02', False), ('2026-11-04', True)]
    """
    known = _rule(rule)
    end = optional_day_number(end_of_treatment)
    return _report(known, _core.flares(_numbers(known), _dated(days), end))


def diary_flares(
    diary: Diary,
    rule: str,
    code: str = "",
    *,
    drugs: Iterable[str] = (),
    start: Day | None = None,
    end: Day | None = None,
    end_of_treatment: Day | None = None,
) -> FlareReport:
    """The flares of a diary by a published rule, a code of ``flare_rules()``.

    A rule of symptoms asks for the ``code`` of one, on the rule's own scale; one of an own decision
    for the code of the factor that records it; of several scores on one day the worst counts. A
    rule of an instrument knows its own. ``tam_day`` looks at doses of topical steroids and of the
    other topical anti-inflammatory ``drugs`` that are named, as the diary writes them, and at the
    answered days of ``lamella.steroid_use``. ``end_of_treatment`` gives the time to relapse, and a
    rule that counts for some months needs it. Fails with ``InvalidArgument`` for a rule that is not
    known, what it has no use for, and scores on another scale, and with ``NotFound`` for a symptom
    or factor without entries.

    >>> for day, itch in (("2026-11-01", 2), ("2026-11-02", 7), ("2026-11-03", 8)):
    ...     _ = diary.log_symptom("itch", itch, at=day)
    >>> diary.flares("vas_above_4", "itch")
    <lamella.FlareReport vas_above_4: 1 flare, 2 of 3 answered days>
    >>> diary.flares("vas_above_4", "itch", end_of_treatment="2026-10-31").relapse.days
    2
    """
    if isinstance(drugs, str):
        raise TypeError("drugs is a list of drugs")
    days = [optional_day_number(day) for day in (start, end, end_of_treatment)]
    return _report(_rule(rule), diary._core.flares(rule, code, list(drugs), *days))


def _report(rule: FlareRule, core: _core.FlareReport) -> FlareReport:
    return FlareReport(
        rule=rule,
        flares=tuple(
            Flare(
                first=day_of_number(one.first),
                last=day_of_number(one.last),
                days=one.days,
                start_seen=one.start_seen,
                end_seen=one.end_seen,
                perhaps_same=one.perhaps_same,
            )
            for one in core.flares
        ),
        answered_days=core.answered_days,
        flare_days=core.flare_days,
        undecided_days=core.undecided_days,
        perhaps_same=core.perhaps_same,
        flare_free=core.flare_free,
        relapse=_relapse(core.relapse),
    )


def _relapse(core: _core.TimeToRelapse | None) -> TimeToRelapse | None:
    if core is None:
        return None
    return TimeToRelapse(core.days, core.relapsed, core.perhaps_earlier)


def remission(
    days: Iterable[tuple[Day, float | None] | tuple[Day, float | None, bool | None]],
    limit: float,
    *,
    least_days: int = LEAST_REMISSION_DAYS,
) -> RemissionReport:
    """The first and the longest remission: at least ``least_days`` answered days, one after the
    other, with a score of ``limit`` or less. A rule of Lamella's own: no published one was found.

    Each day is a day, a score or None, and, where it is known, whether there was anti-inflammatory
    treatment: a day with it ends a remission. Where it is not known the score alone decides, so
    that a remission without treatment is one with as many ``untreated_days`` as ``days``. Fails
    with ``InvalidArgument`` for days out of order, scores that are no finite numbers, and a least
    that is not above 0.

    >>> days = [(f"2026-11-{day:02}", 1, False) for day in range(1, 31)]
    >>> found = remission(days, 1).longest
    >>> found.first.isoformat(), found.days, found.untreated_days
    ('2026-11-01', 30, 30)
    """
    told = [
        (day_number(day), score, treated[0] if treated else None) for day, score, *treated in days
    ]
    first, longest = _core.remission(told, limit, least_days)
    return RemissionReport(
        limit=limit, least_days=least_days, first=_remission(first), longest=_remission(longest)
    )


def _rule(rule: str | FlareRule) -> FlareRule:
    if isinstance(rule, FlareRule):
        return rule
    for one in flare_rules():
        if one.code == rule:
            return one
    raise InvalidArgument("there is no flare rule of this code")


def _numbers(rule: FlareRule) -> tuple[str, float, float, bool, int, int | None]:
    return (
        rule.code,
        rule.max_value,
        rule.threshold,
        rule.above,
        rule.days_in_row,
        rule.within_months,
    )


def _dated(days: Iterable[tuple[Day, float | None]]) -> list[tuple[int, float | None]]:
    return [(day_number(day), value) for day, value in days]


def _remission(core: _core.Remission | None) -> Remission | None:
    if core is None:
        return None
    return Remission(
        first=day_of_number(core.first),
        last=day_of_number(core.last),
        days=core.days,
        untreated_days=core.untreated_days,
        start_seen=core.start_seen,
        end_seen=core.end_seen,
    )
