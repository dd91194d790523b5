"""What ``show`` finds in a diary: its series and its newest entries, without NumPy."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any, cast

import lamella
from lamella import _core
from lamella.cli.output import number, size
from lamella.entry import Body, Entry
from lamella.errors import InvalidArgument
from lamella.scoring import score
from lamella.when import day_of_number

# Those of which there are series, in the order of the diary.
_KINDS = {"symptom": 0, "exposure": 1, "measurement": 2, "dose": 3}


@dataclass(slots=True)
class Series:
    """The numbers of one series in one unit, of all sites together.

    ``newest`` are the last day, the moment on it and the value then; days are numbers.
    """

    name: str
    unit: str
    values: int
    first_day: int
    newest: tuple[int, int, float]

    def add(self, other: Series) -> None:
        self.values += other.values
        self.first_day = min(self.first_day, other.first_day)
        self.newest = max(self.newest, other.newest)

    def fields(self) -> dict[str, Any]:
        return {
            "series": self.name,
            "unit": self.unit,
            "values": self.values,
            "first_day": day_of_number(self.first_day).isoformat(),
            "last_day": day_of_number(self.newest[0]).isoformat(),
            "last_value": self.newest[2],
        }


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in short; what is absent is an empty text."""

    day: str
    time: str
    kind: str
    code: str
    value: str
    site: str
    note: str

    def fields(self) -> dict[str, str | None]:
        return {name: getattr(self, name) or None for name in self.__slots__}


def list_series(diary: lamella.Diary, name: str | None, start: date | None) -> list[Series]:
    """The series in the order of the diary, with their values from this day on."""
    found: dict[tuple[str, str], Series] = {}
    for run in _runs(diary.samples(name, start=start)._core):
        key = (run.name, run.unit)
        if key in found:
            found[key].add(run)
        else:
            found[key] = run
    return list(found.values())


def recent(
    diary: lamella.Diary, series: str | None, start: date | None, end: date | None, limit: int
) -> list[Line]:
    """The newest entries first, definitions left out."""
    if end is None:  # the diary has no entry with a day
        return []
    kind, code = _kind_and_code(series)
    pages = diary.pages(
        start=start, end=end, kind=kind, code=code, newest_first=True, page_size=limit
    )
    lines = [_line(entry) for entry in next(pages, ())]
    # The diary keeps those of one moment by their random ids.
    lines.sort(key=lambda line: (_KINDS.get(line.kind, len(_KINDS)), line.code, line.site))
    return sorted(lines, key=lambda line: (line.day, line.time), reverse=True)


def _runs(table: _core.Table) -> Iterator[Series]:
    """The table is ordered by series, site and unit, and by time in each: a run of one of them."""
    series, unit, site = (table.column(name) for name in ("series", "unit", "site"))
    days, moments, values = map(_buffer, map(table.column, ("local_day", "at", "value")))
    places = tuple(map(_buffer, (series, unit, site)))
    begin = 0
    while begin < len(table):
        here = [place[begin] for place in places]

        def left(row: int, here: list[int] = here) -> bool:
            return [place[row] for place in places] != here

        end = bisect_left(range(len(table)), True, lo=begin, key=left)
        newest = (days[end - 1], moments[end - 1], values[end - 1])
        name, of_unit = series.categories[here[0]], unit.categories[here[1]]
        yield Series(name, of_unit, end - begin, days[begin], newest)
        begin = end


def _buffer(column: _core.Column) -> memoryview:
    return memoryview(cast(Any, column))


def _kind_and_code(series: str | None) -> tuple[str | tuple[str, ...], str | None]:
    if series is None:
        return (), None
    kind, _, code = series.partition(".")
    return (kind, code) if kind in _KINDS else ((), series)


def _line(entry: Entry) -> Line:
    record = entry.decode()
    time = record.when
    assert time is not None
    assert time.local_day is not None
    code, value = ("", "made by a newer version") if entry.newer else _content(record.body)
    return Line(
        day=day_of_number(time.local_day).isoformat(),
        time=_clock(time),
        kind=entry.kind,
        code=code,
        value=value,
        site=getattr(record.body, "site", ""),
        note=record.note,
    )


def _clock(time: _core.When) -> str:
    """The time of day where it was lived."""
    if time.utc_ms is None:
        return ""
    minutes = time.utc_ms // 60_000 + (time.offset_min or 0)
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _content(body: Body | None) -> tuple[str, str]:
    """The code of what was recorded, and its value as a text."""
    match body:
        case _core.Symptom():
            scale = body.scale or _core.Scale(min=0, max=10)
            low, high = number(scale.min), number(scale.max)
            return body.item, _answer(body.score, f" ({low} to {high})")
        case _core.Exposure(present=None):
            return body.factor, _answer(body.amount, _unit(body.unit))
        case _core.Exposure():
            return body.factor, "yes" if body.present else "no"
        case _core.Measurement():
            return body.kind, _answer(body.value, _unit(body.unit))
        case _core.Dose():
            return body.drug, _dose(body)
        case _core.DayCheck():
            return "", ", ".join(body.factors)
        case _core.Attachment():
            return "", f"{body.media_type}, {size(body.size)}"
        case _core.Answers():
            return body.instrument, _score(body)
        case _core.LesionAssessment():
            return "", _size(body)
        case _core.DosePlan():
            return body.drug, _plan(body)
        case _core.Lesion():
            return body.name, _word(body.kind)
    return _therapy(body)


def _therapy(body: Body | None) -> tuple[str, str]:
    """The same of the steps of a cell therapy; definitions have no day, and are not listed."""
    match body:
        case _core.Course():
            return body.name, ", ".join(filter(None, (_word(body.donor), _word(body.tissue))))
        case _core.Harvest():
            return body.method, "" if body.volume_ml is None else f"{number(body.volume_ml)} mL"
        case _core.CellProduct():
            return body.lot, "" if body.cells is None else f"{number(body.cells)} cells"
        case _core.ReleaseTest():
            result = body.outcome if body.result is None else number(body.result)
            return body.test, f"{result}{_unit(body.unit) if body.result is not None else ''}"
        case _core.Administration():
            return body.route, "" if body.cells is None else f"{number(body.cells)} cells"
        case _core.AdverseEvent():
            return body.term, "" if body.grade is None else f"grade {body.grade}"
    return "", ""


def _word(value: IntEnum | int) -> str:
    """The name of a choice; "" for one that was not made or is not known here."""
    if not isinstance(value, IntEnum) or value == 0:
        return ""
    return value.name.lower().replace("_", " ")


def _size(seen: _core.LesionAssessment) -> str:
    if seen.length_mm == 0:
        return "healed"
    sides = [number(side) for side in (seen.length_mm, seen.width_mm) if side is not None]
    return f"{' x '.join(sides)} mm" if sides else ""


def _plan(plan: _core.DosePlan) -> str:
    days = sum(phase.days for phase in plan.phases)
    phases = "1 phase" if len(plan.phases) == 1 else f"{len(plan.phases)} phases"
    return f"plan of {days} days in {phases}"


def _score(answers: _core.Answers) -> str:
    try:
        result = score(
            answers.instrument, answers.answers, age=answers.age_years, version=answers.version
        )
    except InvalidArgument:  # from a device with another version
        return "not an instrument of this version"
    if result.total is None:
        return f"no score: {result.why_not}"
    return f"{number(result.total)}{f', {result.band}' if result.band else ''}"


def _dose(dose: _core.Dose) -> str:
    if dose.not_taken:
        return "not taken"
    amount = "taken"
    if dose.grams is not None:
        amount = f"{number(dose.grams)} g"
    elif dose.fingertip_units is not None:
        amount = f"{number(dose.fingertip_units)} fingertip units"
    if dose.strength is None:
        return amount
    return f"{amount} of {number(dose.strength)}{_unit(dose.strength_unit)}"


def _answer(value: float | None, rest: str) -> str:
    return "not answered" if value is None else f"{number(value)}{rest}"


def _unit(unit: str) -> str:
    return "" if unit in ("", "1") else f" {unit}"
