"""Tidy wide CSV files: a date column and one column a series.

What is broken as a whole (no CSV, no date column, a column twice) is refused with
``InvalidArgument``, and a cell that cannot be read is rejected with its line, column and reason.
Nothing is guessed.
"""

from __future__ import annotations

import csv
import io
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import NoReturn

from lamella import _core
from lamella.entry import Body
from lamella.errors import InvalidArgument
from lamella.when import when

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_MAPPING = re.compile(r"(symptom|exposure|measurement)\.([^\[\]]+?)(?: \[([^\[\]]+)\])?")
_SCALE = re.compile(r"(.+)\.\.(.+)")
_PRESENCE = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

_Reader = Callable[[str], Body]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or a cell that was not imported. ``column`` is None for a whole row.

    >>> print(Rejected(line=3, column="itch", reason="is not a number"))
    line 3, column itch: is not a number
    """

    line: int
    column: str | None
    reason: str

    def __str__(self) -> str:
        place = f"line {self.line}" + ("" if self.column is None else f", column {self.column}")
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file.

    ``values`` were read, on ``days`` local days: ``accepted`` were added, ``duplicates`` were in
    the diary already, ``differs`` are in it with another value, which stays, and ``deleted`` were
    deleted there and stay so. ``rejected`` lists what could not be read, ``assumed`` what the
    import took for granted.

    >>> path = folder / "diary.csv"
    >>> _ = path.write_text("date,steps\\n2026-11-24,many\\n2026-11-25,8000\\n")
    >>> report = diary.import_csv(path)
    >>> report.accepted, report.rejected
    (1, (Rejected(line=2, column='steps', reason='is not a number'),))
    """

    source: str
    days: int
    values: int
    accepted: int
    duplicates: int
    differs: int
    deleted: int
    rejected: tuple[Rejected, ...]
    assumed: tuple[str, ...]

    def __str__(self) -> str:
        parts = [f"{self.accepted:,} added"]
        for count, what in (
            (self.duplicates, "known already"),
            (self.differs, "differ from the diary, which stays as it is"),
            (self.deleted, "deleted before, and stay so"),
        ):
            if count:
                parts.append(f"{count:,} {what}")
        lines = [f"{self.values:,} values on {self.days:,} days: {', '.join(parts)}."]
        lines += [f"Rejected: {rejected}." for rejected in self.rejected[:10]]
        if len(self.rejected) > 10:
            lines.append(f"Rejected: {len(self.rejected) - 10:,} more.")
        return "\n".join([*lines, *(f"Assumed: {what}." for what in self.assumed)])


@dataclass(slots=True)
class CsvContent:
    """The records of a file, each with its id, and what to report of it."""

    source: str
    assumed: tuple[str, ...]
    records: list[tuple[bytes, bytes]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    days: set[int] = field(default_factory=set)

    def report(self, statuses: Iterable[_core.PutStatus]) -> ImportReport:
        """What became of the records when these are the statuses of their put."""
        count = Counter(statuses)
        return ImportReport(
            source=self.source,
            days=len(self.days),
            values=len(self.records),
            accepted=count[_core.PutStatus.ADDED],
            duplicates=count[_core.PutStatus.EXISTS],
            differs=count[_core.PutStatus.DIFFERS],
            deleted=count[_core.PutStatus.DELETED],
            rejected=tuple(self.rejected),
            assumed=self.assumed,
        )


def read_csv(
    path: str | os.PathLike[str],
    *,
    columns: Mapping[str, str | None] | None = None,
    date: str = "date",
    source: str = "csv",
    zone: str | tzinfo | None = None,
    delimiter: str = ",",
) -> CsvContent:
    """Reads a file of UTF-8 text (a byte order mark is allowed) into records.

    ``columns`` says what the columns are: "symptom.itch" on a scale of 0 to 10, or "symptom.itch
    [0..100]"; "exposure.sweat" for presence (true, yes, 1, false, no, 0), or "exposure.pollen
    [/m3]" for an amount in that unit; "measurement.tewl [g/(m2.h)]"; None to leave the column out.
    A column that is not named becomes a measurement of unit 1. ``date`` names the column of days
    (2026-11-25) or moments (2026-11-25T08:00+01:00, or without the offset where ``zone`` is given).
    An empty cell is missing.

    The ids of the records follow from ``source``, the series, the time and the place among equals,
    so that a file imported twice, or on two devices, gives the same entries: name the source, if
    several kinds of file go into one diary.

    >>> path = folder / "diary.csv"
    >>> _ = path.write_text("date,itch\\n2026-11-25,6\\n")
    >>> len(read_csv(path, columns={"itch": "symptom.itch"}).records)
    1
    """
    rows = _rows(_text(path), delimiter)
    _, header = next(rows, (0, []))
    names = [name.strip() for name in header]
    date_index = _check_header(names, date, delimiter)
    readers = _readers(names, date_index, dict(columns or {}))
    content = CsvContent(source, _assumptions(names, date_index, columns or {}))
    origin = _core.Origin(source=source, kind=_core.OriginKind.PERSON)
    ordinals: Counter[tuple[str, int | None, int | None]] = Counter()
    for line, row in rows:
        if len(row) != len(names):
            reason = f"has {len(row)} cells, the header has {len(names)}"
            content.rejected.append(Rejected(line, None, reason))
            continue
        try:
            moment = when(row[date_index].strip(), zone=zone)
        except InvalidArgument as error:
            content.rejected.append(Rejected(line, names[date_index], str(error)))
            continue
        assert moment.local_day is not None
        for name, cell, column in zip(names, row, readers, strict=True):
            if column is None or not cell.strip():
                continue
            series, read = column
            day = moment.local_day if moment.utc_ms is None else None
            key = (series, moment.utc_ms, day)
            ordinal, ordinals[key] = ordinals[key], ordinals[key] + 1
            try:
                body = read(cell.strip())
            except InvalidArgument as error:
                content.rejected.append(Rejected(line, name, str(error)))
                continue
            id = _core.import_id(source, series, moment.utc_ms, moment.local_day, ordinal)
            record = _core.Record(when=moment, origin=origin, body=body)
            content.records.append((_core.encode(record), id))
            content.days.add(moment.local_day)
    return content


def _text(path: str | os.PathLike[str]) -> str:
    with open(path, "rb") as file:
        data = file.read()
    if not data.strip():
        _refuse("the file is empty")
    if b"\0" in data:
        _refuse("the file is binary, not CSV text in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        _refuse(f"the file is not UTF-8 text: line {line}")


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        _refuse(f"the file is broken CSV: line {line}: {error}")


def _check_header(names: list[str], date: str, delimiter: str) -> int:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        _refuse(f"the header names a column twice: column {names.index(twice[0]) + 1}")
    if "" in names:
        _refuse(f"the header has no name for column {names.index('') + 1}")
    matches = [i for i, name in enumerate(names) if name.casefold() == date.casefold()]
    if not matches:
        other = next((c for c in ";\t," if c != delimiter and c in "".join(names)), None)
        hint = f"; are the columns separated by {other!r}?" if other else ""
        _refuse(f"the header has no column named {date!r}{hint}")
    if len(matches) > 1:
        _refuse(f"more than one column is named {date!r}")
    return matches[0]


def _readers(
    names: list[str], date_index: int, columns: dict[str, str | None]
) -> list[tuple[str, _Reader] | None]:
    """How to read the cells of each column; None for those left out."""
    missing = columns.keys() - set(names)
    if missing:
        _refuse(f"the file has no column {sorted(missing)[0]!r} to map")
    readers: list[tuple[str, _Reader] | None] = []
    for i, name in enumerate(names):
        mapping = columns.get(name, "")
        if i == date_index or mapping is None:
            readers.append(None)
        elif name in columns:
            readers.append(_mapped(mapping))
        else:
            readers.append((f"measurement.{name}", _measurement(name, "1")))
    seen = Counter(column[0] for column in readers if column)
    if any(count > 1 for count in seen.values()):
        _refuse("two columns give one series")
    return readers


def _mapped(mapping: str) -> tuple[str, _Reader]:
    match = _MAPPING.fullmatch(mapping)
    if not match:
        _refuse(f"{mapping!r} is not like 'symptom.itch' or 'measurement.tewl [g/(m2.h)]'")
    kind, code, detail = match.groups()
    series = f"{kind}.{code}"
    if kind == "symptom":
        return series, _symptom(code, detail)
    if kind == "measurement":
        return series, _measurement(code, detail or "1")
    return series, _amount(code, detail) if detail else _presence(code)


def _symptom(code: str, scale_text: str | None) -> _Reader:
    scale = None
    if scale_text is not None:
        match = _SCALE.fullmatch(scale_text)
        if not match:
            _refuse("the scale of a symptom is not like [0..100]")
        scale = _core.Scale(min=_number(match[1]), max=_number(match[2]))
    low, high = (0.0, 10.0) if scale is None else (scale.min, scale.max)

    def read(cell: str) -> _core.Symptom:
        score = _number(cell)
        if not low <= score <= high:
            _refuse(f"is not on the scale of {low:g} to {high:g}")
        return _core.Symptom(item=code, score=score, scale=scale, recall=_core.Recall.TODAY)

    return read


def _measurement(code: str, unit: str) -> _Reader:
    return lambda cell: _core.Measurement(kind=code, value=_number(cell), unit=unit)


def _amount(code: str, unit: str) -> _Reader:
    return lambda cell: _core.Exposure(factor=code, amount=_number(cell), unit=unit)


def _presence(code: str) -> _Reader:
    def read(cell: str) -> _core.Exposure:
        present = _PRESENCE.get(cell.lower())
        if present is None:
            _refuse("is none of true, yes, 1, false, no, 0; an amount needs a unit in the mapping")
        return _core.Exposure(factor=code, present=present)

    return read


def _number(cell: str) -> float:
    if not _NUMBER.fullmatch(cell):
        _refuse("is not a number")
    value = float(cell)
    if math.isinf(value):
        _refuse("is a number too large")
    return value


def _assumptions(
    names: list[str], date_index: int, columns: Mapping[str, str | None]
) -> tuple[str, ...]:
    unmapped = [name for i, name in enumerate(names) if i != date_index and name not in columns]
    if not unmapped:
        return ()
    return (f"without a mapping, measurements of unit 1: {', '.join(unmapped)}",)


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
