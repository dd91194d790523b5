"""When each row happened, from the columns that the mapping names."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from lamella.errors import InvalidArgument
from lamella.importing.mapping import DayParts
from lamella.importing.report import Tally
from lamella.importing.rows import Chunk
from lamella.importing.survey import Plan
from lamella.importing.times import (
    EMPTY,
    IMPOSSIBLE,
    NO_DATE,
    NONE,
    OK,
    REASONS,
    TWO_DIGITS,
    Flags,
    Ints,
    Moments,
    check_zone,
    day_numbers,
    read_moments,
)

_DAY_MS = 86_400_000
_ENTRY_DAY = "no day is named, so the day of entry holds"
_NO_ZONE = "a datetime without a zone, so its day is kept without the moment"
_NO_ENTRY_ZONE = "the moment of entry has no zone and is not kept"
_TWICE = "the clocks of the zone ran through the time twice, so its day is kept without the moment"
_NO_DAY = "names no day"
_FAR_DAY = "is more than one day away from the moment of the row"
_BAD_ZONE = "names no time zone that is known here"


@dataclass(slots=True)
class RowTimes:
    """The times of the rows of a chunk. ``keep`` says which rows have one; NONE is no moment, and
    -1 no zone."""

    keep: Flags
    day: Ints
    utc_ms: Ints
    offset_min: Ints
    entered_ms: Ints
    zone: Ints
    zones: list[str]


class TimeReader:
    """Reads the times of chunks, and tells the tally what it rejects and assumes."""

    def __init__(self, plan: Plan, tally: Tally) -> None:
        self._plan = plan
        self._time = plan.mapping.time
        self._tally = tally
        if self._time.zone is not None:
            check_zone(self._time.zone)

    def read(self, chunk: Chunk) -> RowTimes:
        count = len(chunk)
        self._keep = np.ones(count, np.bool_)
        self._chunk = chunk
        zones, zone = self._zones()
        moment = self._column(self._time.moment, zones, day_alone=False)
        described = self._day(zones)
        entered = self._column(self._time.entered, zones, day_alone=True)
        times = self._combined(moment, described, entered)
        times.zone = np.where(times.utc_ms == NONE, -1, zone)
        times.zones = [name for name, _ in zones]
        return times

    def _zones(self) -> tuple[list[tuple[str, Flags]], Ints]:
        """The zones with their rows, and the number of each row's zone."""
        count = len(self._chunk)
        zone = np.full(count, -1)
        found: list[tuple[str, Flags]] = []
        rest = np.ones(count, np.bool_)
        if self._time.zone_column is not None:
            cells = self._cells(self._time.zone_column)
            for name in cells.filter(cells != "").unique(maintain_order=True).to_list():
                rows = (cells == name).to_numpy()
                rest &= ~rows
                try:
                    check_zone(name)
                except InvalidArgument:
                    self._reject(rows, self._time.zone_column, _BAD_ZONE)
                    continue
                zone[rows] = len(found)
                found.append((name, rows))
        if self._time.zone is not None:
            zone[rest] = len(found)
            found.append((self._time.zone, rest))
        return found, zone

    def _column(
        self, name: str | None, zones: list[tuple[str, Flags]], *, day_alone: bool
    ) -> Moments | None:
        if name is None:
            return None
        order = self._plan.orders[name]
        moments = read_moments(self._cells(name), order, zones, day_alone=day_alone)
        for why in np.unique(moments.why):
            if why not in (OK, EMPTY):
                self._reject(moments.why == why, name, REASONS[why])
        return moments

    def _day(self, zones: list[tuple[str, Flags]]) -> Moments | None:
        day = self._time.day
        if not isinstance(day, DayParts):
            return self._column(day, zones, day_alone=True)
        parts = [self._cells(name) for name in (day.year, day.month, day.day)]
        empty = np.logical_and.reduce([p.is_in(["", "0"]).to_numpy() for p in parts])
        numbers = [p.cast(pl.Int64, strict=False).fill_null(-1).to_numpy() for p in parts]
        days, exists = day_numbers(*numbers)
        why = np.where(exists, OK, IMPOSSIBLE)
        why[(numbers[0] >= 0) & (numbers[0] < 100)] = TWO_DIGITS
        why[np.minimum.reduce(numbers) < 0] = NO_DATE
        why[empty] = EMPTY
        for reason in (IMPOSSIBLE, TWO_DIGITS, NO_DATE):
            self._reject(why == reason, day.day, REASONS[reason])
        none = np.zeros(len(days), np.bool_)
        nowhere = np.full(len(days), NONE)
        return Moments(
            days, nowhere, np.zeros(len(days), np.int64), why.astype(np.int8), none, none
        )

    def _combined(
        self, moment: Moments | None, described: Moments | None, entered: Moments | None
    ) -> RowTimes:
        """The day described holds before that of the moment, and that before the day of entry."""
        count = len(self._chunk)
        day = np.zeros(count, np.int64)
        known = np.zeros(count, np.bool_)
        utc_ms, entered_ms = np.full(count, NONE), np.full(count, NONE)
        offset = np.zeros(count, np.int64)
        for source in (described, moment, entered):
            if source is None:
                continue
            here = (source.why == OK) & ~known
            day[here] = source.day[here]
            if source is entered:
                self._assume(here, _ENTRY_DAY)
            known |= here
        for source in (moment, described):
            if source is None:
                continue
            here = (source.why == OK) & (source.utc_ms != NONE) & (utc_ms == NONE)
            utc_ms[here] = source.utc_ms[here]
            offset[here] = source.offset_min[here]
            self._assume(source.no_zone, _NO_ZONE)
            self._assume(source.twice, _TWICE)
        if entered is not None:
            entered_ms = np.where(entered.why == OK, entered.utc_ms, NONE)
            self._assume(entered.no_zone, _NO_ENTRY_ZONE)
        self._reject(~known, self._first_column(), _NO_DAY)
        apart = np.abs(day - (utc_ms + offset * 60_000) // _DAY_MS) > 1
        self._reject((utc_ms != NONE) & apart, self._first_column(), _FAR_DAY)
        return RowTimes(self._keep, day, utc_ms, offset, entered_ms, day, [])

    def _first_column(self) -> str:
        day = self._time.day
        return day.day if isinstance(day, DayParts) else day or self._time.names()[0]

    def _cells(self, name: str) -> pl.Series:
        return self._chunk.column(self._plan.index(name))

    def _reject(self, rows: Flags, column: str, reason: str) -> None:
        lines = self._chunk.lines[rows & self._keep]
        self._tally.reject(lines.tolist(), column, [reason] * len(lines))
        self._keep &= ~rows

    def _assume(self, rows: Flags, what: str) -> None:
        count = int(np.count_nonzero(rows & self._keep))
        if count:
            self._tally.assumed[what] += count
