"""Entries as a diary shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lamella import _core
from lamella.when import day_of_number

#: What a record can hold.
Body = (
    _core.Symptom
    | _core.Exposure
    | _core.Measurement
    | _core.Dose
    | _core.DayCheck
    | _core.Factor
    | _core.Attachment
    | _core.Answers
    | _core.Course
    | _core.Harvest
    | _core.CellProduct
    | _core.ReleaseTest
    | _core.Administration
    | _core.AdverseEvent
    | _core.Lesion
    | _core.LesionAssessment
    | _core.Profile
    | _core.DosePlan
    | _core.DataSource
)

_OF_THE_FORMAT = ("unknown_fields",)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that two devices wrote differently, neither having seen the other.

    ``register`` is the number of the field in ``lamella.v1.Record``; ``others`` are its bytes in
    the versions that are not shown, empty for a cleared field.

    >>> Conflict(register=2, others=(b"",)).register
    2
    """

    register: int
    others: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands.

    ``id`` are its 16 bytes and ``kind`` its type ("symptom"; "unknown" when a newer version made
    it). Hand ``revision`` back to ``Diary.edit``. ``record`` is the serialized
    ``lamella.v1.Record``. ``newer`` says that a newer version made the entry: it is shown, and not
    edited.

    >>> entry = diary.get(diary.log_symptom("itch", 6, at="2026-11-25", note="after sport"))
    >>> entry.kind, entry.fields["score"], entry.fields["note"]
    ('symptom', 6.0, 'after sport')
    """

    id: bytes
    kind: str
    revision: bytes
    record: bytes
    conflicts: tuple[Conflict, ...]
    newer: bool

    def decode(self) -> _core.Record:
        """The record as a value.

        >>> diary.get(diary.log_symptom("itch", 6, at="2026-11-25")).decode().body
        Symptom(item='itch', score=6.0)
        """
        return _core.decode(self.record)

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of the body by name, and ``local_day`` (a date) and ``note``.

        >>> entry = diary.get(diary.log_day_check(["sweat", "wool"], at="2026-11-25"))
        >>> entry.fields
        {'local_day': datetime.date(2026, 11, 25), 'factors': ['sweat', 'wool'], 'note': ''}
        """
        record = self.decode()
        day = record.when.local_day if record.when else None
        body = {} if record.body is None else record.body.fields()
        return {
            "local_day": None if day is None else day_of_number(day),
            **{name: value for name, value in body.items() if name not in _OF_THE_FORMAT},
            "note": record.note,
        }


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in the order (local day, moment, id), a snapshot of its own.

    ``changed`` says that the diary moved since page one.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> [len(page) for page in diary.pages()]
    [1]
    """

    entries: tuple[Entry, ...]
    changed: bool

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def entry_of(core: _core.Entry) -> Entry:
    return Entry(
        id=core.id,
        kind=_core.type_name(core.type),
        revision=core.revision,
        record=core.record,
        conflicts=tuple(Conflict(c.register_number, tuple(c.others)) for c in core.conflicts),
        newer=core.newer,
    )


def scale_of(scale: tuple[float, float] | _core.Scale | None) -> _core.Scale | None:
    """The scale of a score from its least and its greatest value.

    >>> scale_of((0, 4)).max
    4.0
    """
    if scale is None or isinstance(scale, _core.Scale):
        return scale
    low, high = scale
    return _core.Scale(min=low, max=high)
