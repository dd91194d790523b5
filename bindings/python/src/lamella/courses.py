"""A course of cell therapy: what of its entries contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lamella.diary import Diary


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
