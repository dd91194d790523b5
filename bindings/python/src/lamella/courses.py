"""A course of cell therapy: what contradicts itself, what to ask, and when events began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from lamella.cell_therapy import IsctReport, report_of
from lamella.when import day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CourseProblem:
    """Something in a course that contradicts itself; ``entry`` is the id of the entry where it
    shows, and ``what`` one line, without anything of the diary in it.

    >>> print(lamella.CourseProblem(bytes(16), "made before the harvest"))
    made before the harvest
    """

    entry: bytes
    what: str

    def __str__(self) -> str:
        return self.what


def course_problems(diary: Diary, course: bytes) -> list[CourseProblem]:
    """What of a course of cell therapy contradicts itself, among all entries that name it.

    Entries are listed and never refused for it: certificates come late, and a merge accepts what
    arrived. It looks at dates (consent, harvest, product, release tests, expiry, administration,
    adverse events), at donor and harvest, at release tests and their limits, and at numbers of
    administrations and cells. Fails with ``NotFound`` for an id of no course.

    >>> course = diary.log(lamella.Course(donor="autologous"), at="2026-03-01")
    >>> infusion = lamella.Administration(course=course, route="intravenous")
    >>> _ = diary.log(infusion, at="2026-04-01")
    >>> [str(problem) for problem in diary.course_problems(course)]
    ['an autologous course without a harvest']
    """
    found = diary._core.course_problems(course)
    return [CourseProblem(problem.entry, problem.what) for problem in found]


@dataclass(frozen=True, slots=True)
class CourseReminder:
    """Something to be measured or answered on a local ``day``, ``at`` a moment in UTC where the
    hour counts. ``entry`` is the id of the administration, or of the course for a follow-up;
    ``subject`` is "body_temperature", or what the course names; ``done`` says that the diary has
    the answer.

    >>> course = diary.log(lamella.Course(donor="autologous"), at="2026-03-01")
    >>> infusion = lamella.Administration(course=course, route="intravenous")
    >>> _ = diary.log(infusion, at="2026-04-01T10:00Z")
    >>> diary.course_reminders(course)[0].at.isoformat()
    '2026-04-01T16:00:00+00:00'
    """

    entry: bytes
    subject: str
    day: date
    at: datetime | None
    done: bool


def course_reminders(diary: Diary, course: bytes) -> list[CourseReminder]:
    """What is to be asked after the administrations of a course, by day.

    The temperature 6, 12, 24, 36 and 48 hours after the end of each, answered within 3 hours
    (``lamella.temperature_reminders``), or on the day and the two after it where the hour is not
    known. Then the ``follow_ups`` that the course plans, counted from the first administration:
    they are done by answers to that instrument, or a measurement of that kind, within three days of
    it. Nothing before the first administration. Fails with ``NotFound`` for an id of no course.

    >>> plan = lamella.Course(follow_ups=[lamella.FollowUp(after_days=28, subject="poem")])
    >>> course = diary.log(plan, at="2026-03-01")
    >>> infusion = lamella.Administration(course=course, route="intravenous")
    >>> _ = diary.log(infusion, at="2026-04-01")
    >>> [(str(one.day), one.subject, one.done) for one in diary.course_reminders(course)][2:]
    [('2026-04-03', 'body_temperature', False), ('2026-04-29', 'poem', False)]
    """
    return [
        CourseReminder(
            entry=one.entry,
            subject=one.subject,
            day=day_of_number(one.day),
            at=None if one.utc_ms is None else _EPOCH + timedelta(milliseconds=one.utc_ms),
            done=one.done,
        )
        for one in diary._core.course_reminders(course)
    ]


def course_onsets(diary: Diary, course: bytes) -> dict[bytes, tuple[str, ...]]:
    """When the adverse events of a course began: by the id of each event the windows that are
    possible, as ``lamella.onset_windows`` names them. Fails with ``NotFound`` for an id of no
    course.

    >>> course = diary.log(lamella.Course(donor="autologous"), at="2026-03-01")
    >>> infusion = lamella.Administration(course=course, route="intravenous")
    >>> _ = diary.log(infusion, at="2026-04-01T10:00Z")
    >>> fever = diary.log(lamella.AdverseEvent(course=course, term="fever", grade=1),
    ...                   at="2026-04-01T20:00Z")
    >>> diary.course_onsets(course)[fever]
    ('within_24_hours',)
    """
    return {event: tuple(windows) for event, windows in diary._core.course_onsets(course)}


def product_criteria(diary: Diary, product: bytes) -> IsctReport:
    """Which criteria for mesenchymal stromal cells the release tests of a product meet:
    ``lamella.isct_criteria`` of those in the diary. Fails with ``NotFound`` for an id of no
    product.

    >>> course = diary.log(lamella.Course(donor="autologous"), at="2026-03-01")
    >>> product = diary.log(lamella.CellProduct(course=course), at="2026-03-20")
    >>> test = lamella.ReleaseTest(product=product, test="cd105", result=98, unit="%")
    >>> _ = diary.log(test, at="2026-03-21")
    >>> diary.product_criteria(product)
    <lamella.IsctReport: 1 met, 0 not met, 11 not tested>
    """
    return report_of(*diary._core.product_criteria(product))
