"""From cells to columns of values, ready for the core to make records of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lamella import _core
from lamella.entry import Body
from lamella.importing.amounts import numbers, why_no_number, without_suffix
from lamella.importing.report import Tally
from lamella.importing.row_times import RowTimes, TimeReader
from lamella.importing.rows import Chunk
from lamella.importing.survey import Plan
from lamella.importing.targets import (
    ALWAYS,
    NOT_READ,
    NUMBER,
    PRESENCE,
    TEXT,
    VARIANTS,
    Cells,
    LongLayout,
    Target,
    Targets,
    WideLayout,
)
from lamella.importing.times import Flags, Ints

#: A record holds 60 KiB; the rest is for its other fields.
MAX_NOTE_BYTES = 60_000
_LONG_NOTE = f"has more than {MAX_NOTE_BYTES:,} bytes, the most that a note holds"
_NO_PRESENCE = "is none of true, yes, 1, false, no, 0; an amount needs a unit in the mapping"
_YES, _NO = ("true", "yes", "1"), ("false", "no", "0")
_TAKEN, _NOT_TAKEN = "taken", "not taken"
_WITHOUT_VALUE = "rows without a value"
_OTHER_PERSONS = "rows of other persons"


@dataclass(slots=True)
class Batch:
    """Records of one origin in columns, as ``RowEncoder.encode`` takes them, and their lines."""

    kind: _core.OriginKind
    lines: Ints
    bodies: list[Body]
    body: npt.NDArray[np.int32]
    local_day: npt.NDArray[np.int32]
    utc_ms: Ints
    offset_min: npt.NDArray[np.int32]
    zones: list[str]
    zone: npt.NDArray[np.int32]
    entered_ms: Ints
    values: npt.NDArray[np.float64]
    notes: list[str]
    note: npt.NDArray[np.int32]


class Converter:
    """Turns chunks into batches, and tells the tally what it rejects, assumes and leaves out.

    ``first_days`` are the first local days of the factors whose silence means "no".
    """

    def __init__(self, plan: Plan, tally: Tally) -> None:
        self._plan = plan
        self._tally = tally
        self._times = TimeReader(plan, tally)
        self._targets = Targets()
        layout = WideLayout if plan.mapping.long is None else LongLayout
        self._layout = layout(plan, self._targets)
        self.first_days: dict[str, int] = {}

    def convert(self, chunk: Chunk) -> Iterator[Batch]:
        """The records of a chunk, for each origin that it has."""
        self._tally.rows += len(chunk) + len(chunk.ragged)
        self._reject_ragged(chunk)
        chunk = self._of_person(chunk)
        if not len(chunk):
            return
        times = self._times.read(chunk)
        self._targets.forget_many()
        cells = self._layout.cells(chunk)
        reading = _Reading(chunk, cells, times.keep[cells.row], self._targets.all, self._tally)
        reading.read(self._plan.mapping.decimal)
        self._read_notes(reading)
        self._note_days(reading, times)
        yield from self._batches(reading, times)

    def _reject_ragged(self, chunk: Chunk) -> None:
        width = len(self._plan.header)
        reasons = [f"has {count} cells, the header has {width}" for _, count in chunk.ragged]
        self._tally.reject([line for line, _ in chunk.ragged], None, reasons)

    def _of_person(self, chunk: Chunk) -> Chunk:
        if self._plan.person is None:
            return chunk
        index, person = self._plan.person
        keep = (chunk.column(index) == person).to_numpy()
        others = int(np.count_nonzero(~keep))
        if others:
            self._tally.left_out[_OTHER_PERSONS] += others
        return chunk.where(keep)

    def _read_notes(self, reading: _Reading) -> None:
        long = self._plan.mapping.long
        if long is not None and long.note is not None:
            notes = reading.chunk.column(self._plan.index(long.note))
            reading.add_notes(notes.gather(reading.cells.row), long.note)

    def _note_days(self, reading: _Reading, times: RowTimes) -> None:
        """Counts the days, and learns the first ones of factors whose silence means "no"."""
        good = reading.good
        day = times.day[reading.cells.row]
        self._tally.values += int(np.count_nonzero(good))
        self._tally.days.update(np.unique(day[good]).tolist())
        for number in np.unique(reading.cells.target[good]):
            target = self._targets.all[number]
            if target.series.silence == "implied":
                first = int(day[good & (reading.cells.target == number)].min())
                known = self.first_days.get(target.code, first)
                self.first_days[target.code] = min(first, known)

    def _batches(self, reading: _Reading, times: RowTimes) -> Iterator[Batch]:
        targets = self._targets.all
        origins = [target.series.origin or self._plan.mapping.origin for target in targets]
        device = np.array([origin == "device" for origin in origins], np.bool_)
        by_device = device[reading.cells.target]
        for kind, rows in (
            (_core.OriginKind.PERSON, reading.good & ~by_device),
            (_core.OriginKind.DEVICE, reading.good & by_device),
        ):
            if rows.any():
                yield self._batch(kind, reading, times, rows)

    def _batch(
        self, kind: _core.OriginKind, reading: _Reading, times: RowTimes, rows: Flags
    ) -> Batch:
        row = reading.cells.row[rows]
        wanted = reading.cells.target[rows] * VARIANTS + reading.variant[rows]
        distinct, body = np.unique(wanted, return_inverse=True)
        notes, note = reading.notes_of(rows)
        return Batch(
            kind=kind,
            lines=reading.chunk.lines[row],
            bodies=[self._targets.all[n // VARIANTS].body(n % VARIANTS) for n in distinct],
            body=body.astype(np.int32),
            local_day=times.day[row].astype(np.int32),
            utc_ms=times.utc_ms[row],
            offset_min=times.offset_min[row].astype(np.int32),
            zones=times.zones,
            zone=times.zone[row].astype(np.int32),
            entered_ms=times.entered_ms[row],
            values=reading.values[rows],
            notes=notes,
            note=note,
        )


class _Reading:
    """The cells of a chunk while they are read: which are good, their values and notes."""

    def __init__(
        self, chunk: Chunk, cells: Cells, good: Flags, targets: list[Target], tally: Tally
    ) -> None:
        count = len(cells.row)
        self.chunk = chunk
        self.cells = cells
        self.good = good.copy()
        self.values = np.full(count, np.nan)
        self.variant = np.zeros(count, np.int64)
        self._targets = targets
        self._tally = tally
        self._notes: pl.Series | None = None
        self._way = np.array([target.way for target in targets], np.int64)[cells.target]

    def read(self, decimal: str) -> None:
        self._leave_out()
        way = self._way
        filled = (self.cells.text != "").to_numpy()
        missing = self.good & ~filled & (way != ALWAYS)
        if missing.any():
            self._tally.left_out[_WITHOUT_VALUE] += int(np.count_nonzero(missing))
            self.good &= ~missing
        self._read_numbers(np.flatnonzero(self.good & (way == NUMBER)), decimal)
        self._read_presence(np.flatnonzero(self.good & (way == PRESENCE)))
        texts = self.good & ((way == TEXT) | (way == ALWAYS)) & filled
        self._read_texts(np.flatnonzero(texts))

    def notes_of(self, rows: Flags) -> tuple[list[str], npt.NDArray[np.int32]]:
        """The notes of these cells, and the number of each cell's, -1 where it has none."""
        note = np.full(int(np.count_nonzero(rows)), -1, np.int32)
        if self._notes is None:
            return [], note
        texts = self._notes.filter(pl.Series(rows))
        has = (texts != "").to_numpy()
        note[has] = np.arange(np.count_nonzero(has))
        return texts.filter(pl.Series(has)).to_list(), note

    def add_notes(self, texts: pl.Series, column: str) -> None:
        """Appends these texts to the notes of the cells."""
        long = (texts.str.len_bytes() > MAX_NOTE_BYTES).to_numpy() & self.good
        self._reject(np.flatnonzero(long), [_LONG_NOTE] * int(np.count_nonzero(long)), column)
        if self._notes is None:
            self._notes = texts
            return
        both = pl.DataFrame({"a": self._notes, "b": texts})
        joined = pl.concat_str("a", pl.lit("\n"), "b")
        line = pl.when(pl.col("a") == "").then("b").when(pl.col("b") == "").then("a")
        self._notes = both.select(line.otherwise(joined)).to_series()

    def _leave_out(self) -> None:
        """Rejects and counts the cells whose target has a problem or is left out."""
        rest = self.good & (self._way == NOT_READ)
        for number in np.unique(self.cells.target[rest]):
            target = self._targets[number]
            where = np.flatnonzero(rest & (self.cells.target == number))
            if target.problem:
                self._reject(where, [target.problem] * len(where), target.column)
            else:
                self._tally.left_out[target.left_out] += len(where)
        self.good &= self._way != NOT_READ

    def _read_numbers(self, where: Ints, decimal: str) -> None:
        if not len(where):
            return
        all_here = len(where) == len(self.cells.text)
        text = self.cells.text if all_here else self.cells.text.gather(where)
        values = numbers(text, decimal)
        target = self.cells.target[where]
        failed = np.flatnonzero(np.isnan(values))
        if len(failed):
            suffixes = [self._targets[number].suffix for number in target[failed]]
            for suffix in set(suffixes) - {""}:
                own = failed[np.array([s == suffix for s in suffixes])]
                values[own] = numbers(without_suffix(text.gather(own), suffix), decimal)
            failed = failed[np.isnan(values[failed])]
            bad = text.gather(failed).to_list()
            reasons = {cell: why_no_number(cell, decimal) for cell in set(bad)}
            self._reject(where[failed], [reasons[cell] for cell in bad])
        scales = np.array([target.scale for target in self._targets])
        low, high = scales[target, 0], scales[target, 1]
        outside = np.flatnonzero((values < low) | (values > high))
        self._reject(
            where[outside],
            [_off_scale(low[i], high[i]) for i in outside],
        )
        self.values[where] = values

    def _read_presence(self, where: Ints) -> None:
        if not len(where):
            return
        text = self.cells.text.gather(where).str.to_lowercase()
        no = text.is_in(_NO).to_numpy()
        bad = np.flatnonzero(~no & ~text.is_in(_YES).to_numpy())
        self.variant[where] = no
        self._reject(where[bad], [_NO_PRESENCE] * len(bad))

    def _read_texts(self, where: Ints) -> None:
        """Doses in words: "Taken" and "Not Taken" are read, any other text is a note."""
        if not len(where):
            return
        text = self.cells.text.gather(where)
        lower = text.str.to_lowercase()
        is_dose = self._way[where] == TEXT
        not_taken = (lower == _NOT_TAKEN).to_numpy() & is_dose
        self.variant[where] = not_taken
        said = not_taken | ((lower == _TAKEN).to_numpy() & is_dose)
        noted = np.zeros(len(self.good), np.bool_)
        noted[where[~said]] = True
        long = (text.str.len_bytes() > MAX_NOTE_BYTES).to_numpy()
        self._reject(where[long], [_LONG_NOTE] * int(np.count_nonzero(long)))
        frame = pl.DataFrame({"text": self.cells.text, "noted": noted})
        self._notes = frame.select(pl.when("noted").then("text").otherwise(pl.lit(""))).to_series()

    def _reject(self, where: Ints, reasons: list[str], column: str | None = None) -> None:
        """Rejects these cells; by default each in the column of its target."""
        lines = self.chunk.lines[self.cells.row[where]].tolist()
        columns = [self._targets[number].column for number in self.cells.target[where]]
        for name in dict.fromkeys([column] if column is not None else columns):
            own = [i for i, other in enumerate(columns) if column is not None or other == name]
            self._tally.reject([lines[i] for i in own], name, [reasons[i] for i in own])
        self.good[where] = False


def _off_scale(low: float, high: float) -> str:
    if np.isinf(high):
        return f"is less than {low:g}"
    return f"is not on the scale of {low:g} to {high:g}"
