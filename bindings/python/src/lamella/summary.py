"""How much a diary holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from lamella import _core
from lamella.when import day_of_number

if TYPE_CHECKING:
    from lamella.diary import Diary


@dataclass(frozen=True, slots=True)
class Summary:
    """How much a diary holds.

    ``entries`` are those not deleted, ``samples`` the numbers in them, ``days`` the local days with
    an entry, from ``first_day`` to ``last_day`` (None of an empty diary). ``block_bytes`` is what
    the samples take, ``file_bytes`` the database without its write-ahead log.
    ``entries_by_type`` counts the entries of each type; "unknown" are those of a newer version.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> diary.summary().samples, diary.summary().entries_by_type
    (1, {'symptom': 1})
    """

    entries: int
    samples: int
    deleted: int
    days: int
    first_day: date | None
    last_day: date | None
    block_bytes: int
    file_bytes: int
    entries_by_type: dict[str, int]


def summary(diary: Diary) -> Summary:
    """How much the diary holds.

    >>> diary.summary().entries
    0
    """
    core = diary._core.summary()
    by_type: Counter[str] = Counter()
    for number, count in core.entries_by_type.items():
        by_type[_core.type_name(number)] += count
    return Summary(
        entries=core.entries,
        samples=core.samples,
        deleted=core.deleted,
        days=core.days,
        first_day=None if core.first_day is None else day_of_number(core.first_day),
        last_day=None if core.last_day is None else day_of_number(core.last_day),
        block_bytes=core.block_bytes,
        file_bytes=core.file_bytes,
        entries_by_type=dict(by_type),
    )
