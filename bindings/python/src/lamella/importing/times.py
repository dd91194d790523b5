"""Dates and datetimes in cells: one order for a whole column, and nothing guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt
import polars as pl

from lamella.errors import InvalidArgument

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

#: No moment, no offset.
NONE = -(2**63)
_DAY_MS = 86_400_000
_TIME = (
    r"(?:[T ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?"
    r" ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?$"
)
_TAIL = r"^(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?:" + _TAIL[1:-1] + ")?)?$"
_THREE = r"^([0-9]{1,4})(?:/([0-9]{1,2})/|-([0-9]{1,2})-|\.([0-9]{1,2})\.)([0-9]{1,4})" + _TIME
_SERIAL = r"^[0-9]{1,7}(?:\.[0-9]+)?$"
_LAST_SERIAL = 2_958_465
_EPOCH_SERIAL = 25_569
_FIRST_DAY = -719_162
_LAST_DAY = 2_932_896

# Why a cell is no time; 0 is none of them.
REASONS = (
    "",
    "is empty",
    "is not a date or datetime such as 2026-11-25 or 2026-11-25T08:00+01:00",
    "is a date that does not exist",
    "has a year of two digits",
    'is a number: a spreadsheet\'s day? then say date_order="excel"',
    "is a time that does not exist",
    "is a datetime without a zone: name it with zone=",
    "is a time that the clocks of the zone skipped",
    "has an offset that no zone has",
    'is not an ISO date, as date_order="iso" demands',
    "is outside of the years 1 to 9999",
)
OK, EMPTY, NO_DATE, IMPOSSIBLE, TWO_DIGITS, NUMBER, NO_TIME, NO_ZONE, GAP, OFFSET, NOT_ISO, FAR = (
    range(12)
)


@dataclass(slots=True)
class Moments:
    """What the cells of a column say: the local day, the moment and its offset (NONE where there is
    none), why not (0: all is well), and which are a day alone for want of a zone, or because the
    clocks ran through the time twice."""

    day: Ints
    utc_ms: Ints
    offset_min: Ints
    why: npt.NDArray[np.int8]
    no_zone: Flags
    twice: Flags


@dataclass(slots=True)
class _Local:
    """The parts of the cells: day number, milliseconds of the day and offset, NONE where absent."""

    day: Ints
    ms: Ints
    offset: Ints
    why: npt.NDArray[np.int8]


def check_zone(name: str) -> None:
    """Fails with ``InvalidArgument`` for a name that is no time zone."""
    try:
        ZoneInfo(name)
        pl.Series([0]).cast(pl.Datetime("ms")).dt.replace_time_zone(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, pl.exceptions.PolarsError):
        raise InvalidArgument("no time zone of this name is known here") from None


def read_moments(
    cells: pl.Series, order: str | None, zones: list[tuple[str, Flags]], *, day_alone: bool
) -> Moments:
    """The times of cells. ``zones`` are the names with their rows; ``day_alone`` keeps the day of
    datetimes without a zone."""
    local = _parse(cells, order)
    count = len(cells)
    result = Moments(
        day=local.day,
        utc_ms=np.full(count, NONE),
        offset_min=np.zeros(count, np.int64),
        why=local.why,
        no_zone=np.zeros(count, np.bool_),
        twice=np.zeros(count, np.bool_),
    )
    timed = (local.ms != NONE) & (local.why == OK)
    fixed = timed & (local.offset != NONE)
    stamp = local.day * _DAY_MS + np.where(timed, local.ms, 0)
    result.utc_ms[fixed] = stamp[fixed] - local.offset[fixed] * 60_000
    result.offset_min[fixed] = local.offset[fixed]
    naive = timed & ~fixed
    for zone, rows in zones:
        _localize(result, stamp, naive & rows, zone)
        _move(result, fixed & rows, zone)
        naive &= ~rows
    if day_alone:
        result.no_zone = naive
    else:
        result.why[naive] = NO_ZONE
    far = (result.why == OK) & ((result.day < _FIRST_DAY) | (result.day > _LAST_DAY))
    result.why[far] = FAR
    return result


def day_numbers(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Flags]:
    """Days since 1970-01-01, and which of the dates exist."""
    fits = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1) & (year <= 9999)
    months = np.where(fits, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + np.where(fits, day - 1, 0)
    fits &= days.astype("datetime64[M]") == months
    return days.astype(np.int64), fits


def _parse(cells: pl.Series, order: str | None) -> _Local:
    """Reads each distinct cell once: most files have several rows a day or a moment."""
    distinct = cells.unique(maintain_order=True)
    local = _parse_distinct(distinct, order)
    if len(distinct) == len(cells):
        return local
    at = _places(cells, distinct)
    return _Local(local.day[at], local.ms[at], local.offset[at], local.why[at])


def _places(cells: pl.Series, distinct: pl.Series) -> Ints:
    """Where each cell is among the distinct ones."""
    numbered = pl.DataFrame({"cell": distinct}).with_row_index("at")
    joined = pl.DataFrame({"cell": cells}).join(
        numbered, on="cell", how="left", maintain_order="left"
    )
    return joined["at"].to_numpy()


def _parse_distinct(cells: pl.Series, order: str | None) -> _Local:
    count = len(cells)
    local = _Local(
        np.zeros(count, np.int64),
        np.full(count, NONE),
        np.full(count, NONE),
        np.full(count, NO_DATE, np.int8),
    )
    iso = cells.str.contains(_ISO).to_numpy()
    _fill_iso(local, iso, cells)
    if iso.all():
        return local
    local.why[(cells == "").to_numpy()] = EMPTY
    three = ~iso & cells.str.contains(_THREE).to_numpy()
    if order == "iso":
        local.why[three] = NOT_ISO
    else:
        _fill_three(local, three, cells, order)
    serial = ~iso & ~three & cells.str.contains(_SERIAL).to_numpy()
    if order == "excel":
        _fill_serial(local, serial, cells)
    else:
        local.why[serial] = NUMBER
    return local


def _fill_iso(local: _Local, rows: Flags, cells: pl.Series) -> None:
    """Reads ISO dates and datetimes, whose parts stand at fixed places."""
    if not rows.any():
        return
    text = cells if rows.all() else cells.filter(pl.Series(rows))
    places = ((0, 4), (5, 2), (8, 2), (11, 2), (14, 2))
    parts = [text.str.slice(at, length).cast(pl.Int64, strict=False) for at, length in places]
    year, month, day, hour, minute = (part.fill_null(0).to_numpy() for part in parts)
    days, exists = day_numbers(year, month, day)
    # Seconds and offsets are few: each distinct tail is read once.
    tails = text.str.slice(16)
    distinct = tails.unique(maintain_order=True)
    groups = distinct.str.extract_groups(_TAIL).struct.unnest()
    second, fraction = _ints(groups, 1), _thousandths(groups.to_series(1))
    offset, fits = _offsets(groups.to_series(2))
    which = _places(tails, distinct)
    ms = ((hour * 60 + minute) * 60 + second[which]) * 1000 + fraction[which]
    why = np.where(exists, OK, IMPOSSIBLE)
    why[exists & ((hour > 23) | (minute > 59) | (second[which] > 59))] = NO_TIME
    why[exists & ~fits[which]] = OFFSET
    local.day[rows] = days
    local.ms[rows] = np.where(parts[3].is_null().to_numpy(), NONE, ms)
    local.offset[rows] = offset[which]
    local.why[rows] = why


def _fill(
    local: _Local, rows: Flags, cells: pl.Series, pattern: str, date: tuple[int, int, int]
) -> None:
    """Reads the cells of these rows; ``date`` are the groups of year, month and day."""
    if not rows.any():
        return
    groups = cells.filter(pl.Series(rows)).str.extract_groups(pattern).struct.unnest()
    year, month, day = (_ints(groups, group) for group in date)
    days, exists = day_numbers(year, month, day)
    time = groups.width - 5
    hour, minute, second = (_ints(groups, time + i) for i in (1, 2, 3))
    fraction = _thousandths(groups.to_series(time + 3))
    ms = ((hour * 60 + minute) * 60 + second) * 1000 + fraction
    timed = groups.to_series(time).is_not_null().to_numpy()
    offset, fits = _offsets(groups.to_series(time + 4))
    why = np.where(exists, OK, IMPOSSIBLE)
    why[exists & ((hour > 23) | (minute > 59) | (second > 59))] = NO_TIME
    why[exists & ~fits] = OFFSET
    local.day[rows] = days
    local.ms[rows] = np.where(timed, ms, NONE)
    local.offset[rows] = offset
    local.why[rows] = why


def _fill_three(local: _Local, rows: Flags, cells: pl.Series, order: str | None) -> None:
    """Dates of three numbers. Four digits in front are a year; else the column's order says."""
    if not rows.any():
        return
    year_first = rows & cells.str.contains(r"^[0-9]{4}").to_numpy()
    year_last = rows & ~year_first & cells.str.contains(_YEAR_LAST).to_numpy()
    local.why[rows & ~year_first & ~year_last] = TWO_DIGITS
    for which, pattern in _SEPARATED:
        of_sign = cells.str.contains(which).to_numpy()
        _fill(local, year_first & of_sign, cells, pattern, (1, 2, 3))
        if order == "day-month-year":
            _fill(local, year_last & of_sign, cells, pattern, (3, 2, 1))
        elif order == "month-day-year":
            _fill(local, year_last & of_sign, cells, pattern, (3, 1, 2))


_YEAR_LAST = r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}(?:[^0-9]|$)"
_SEPARATED = tuple(
    (
        rf"^[0-9]+{sign}",
        rf"^([0-9]{{1,4}}){sign}([0-9]{{1,2}}){sign}([0-9]{{1,4}})" + _TIME,
    )
    for sign in (r"/", r"-", r"\.")
)


def _fill_serial(local: _Local, rows: Flags, cells: pl.Series) -> None:
    """Serial days of the 1900 system, whose day 60, 1900-02-29, does not exist."""
    serial = cells.filter(pl.Series(rows)).cast(pl.Float64).to_numpy()
    whole = np.floor(serial).astype(np.int64)
    ms = np.rint((serial - whole) * _DAY_MS / 1000).astype(np.int64) * 1000
    day = whole - _EPOCH_SERIAL + (whole < 60)
    local.day[rows] = day + ms // _DAY_MS
    local.ms[rows] = np.where(serial == whole, NONE, ms % _DAY_MS)
    local.why[rows] = np.where((whole < 1) | (whole == 60) | (whole > _LAST_SERIAL), IMPOSSIBLE, OK)


def _ints(groups: pl.DataFrame, group: int) -> Ints:
    values = groups.to_series(group - 1).cast(pl.Int64, strict=False).fill_null(0)
    return values.to_numpy()


def _thousandths(digits: pl.Series) -> Ints:
    """The first three digits behind a decimal sign."""
    return digits.fill_null("").str.pad_end(3, "0").str.slice(0, 3).cast(pl.Int64).to_numpy()


def _offsets(texts: pl.Series) -> tuple[Ints, Flags]:
    """Minutes east of UTC, NONE where there is none, and which of them can be."""
    known: dict[str, int] = {}
    for text in texts.unique().drop_nulls().to_list():
        digits = re.sub(r"\D", "", text).ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:])
        known[text] = -minutes if text[0] == "-" else minutes
    minutes_of = texts.replace_strict(known, default=None, return_dtype=pl.Int64)
    offset = minutes_of.fill_null(NONE).to_numpy().copy()
    return offset, (offset == NONE) | ((offset >= -720) & (offset <= 840))


def _localize(result: Moments, stamp: Ints, rows: Flags, zone: str) -> None:
    """Gives the moments of datetimes without an offset, lived in this zone."""
    if not rows.any():
        return
    local = pl.Series(stamp[rows]).cast(pl.Datetime("ms"))
    sure = local.dt.replace_time_zone(zone, ambiguous="null", non_existent="null")
    either = local.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    known = sure.is_not_null().to_numpy()
    there = either.is_not_null().to_numpy()
    utc = sure.dt.epoch("ms").fill_null(NONE).to_numpy()
    result.utc_ms[rows] = utc
    result.offset_min[rows] = np.where(known, np.rint((stamp[rows] - utc) / 60_000), 0)
    result.twice[rows] = there & ~known
    result.why[rows] = np.where(there, OK, GAP)


def _move(result: Moments, rows: Flags, zone: str) -> None:
    """Says the moments that came with an offset in the time of this zone."""
    if not rows.any():
        return
    utc = result.utc_ms[rows]
    there = pl.Series(utc).cast(pl.Datetime("ms")).dt.replace_time_zone("UTC")
    local = there.dt.convert_time_zone(zone).dt.replace_time_zone(None).dt.epoch("ms").to_numpy()
    result.day[rows] = local // _DAY_MS
    result.offset_min[rows] = np.rint((local - utc) / 60_000)


@dataclass(slots=True)
class DateFacts:
    """What the dates of one column can be, over all of its cells."""

    day_first: int = 0  # the first line with a date that only day-month-year allows, or 0
    month_first: int = 0
    either: int = 0
    year_first: int = 0

    def add(self, cells: pl.Series, lines: Ints) -> None:
        other = ~cells.str.contains(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ]|$)").to_numpy()
        if not other.any():
            return
        cells, lines = cells.filter(pl.Series(other)), lines[other]
        if not self.year_first:
            first = cells.str.contains(r"^[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2}(?:[T ]|$)")
            self.year_first = _first(lines, first.to_numpy())
        dated = cells.str.contains(_YEAR_LAST).to_numpy()
        if not dated.any():
            return
        groups = (
            cells.filter(pl.Series(dated))
            .str.extract_groups(r"^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
            .struct.unnest()
        )
        one, two, year = (_ints(groups, i) for i in (1, 2, 3))
        _, as_day = day_numbers(year, two, one)
        _, as_month = day_numbers(year, one, two)
        where = lines[dated]
        self.day_first = self.day_first or _first(where, as_day & ~as_month)
        self.month_first = self.month_first or _first(where, as_month & ~as_day)
        self.either = self.either or _first(where, as_day & as_month & (one != two))

    def order(self, column: str) -> tuple[str | None, str]:
        """The order of the column, and what it takes for granted.

        Fails with ``InvalidArgument`` where day and month can be told apart nowhere, or the lines
        contradict each other.
        """
        if self.day_first and self.month_first:
            raise InvalidArgument(
                f"column {column!r}: line {self.day_first} has the day before the month, line"
                f" {self.month_first} the month before the day; one order is needed"
            )
        if self.either and not self.day_first and not self.month_first:
            raise InvalidArgument(
                f"column {column!r}: line {self.either} and all others can be day-month-year or"
                ' month-day-year: which is it? say date_order="day-month-year" or "month-day-year"'
            )
        order = "month-day-year" if self.month_first else "day-month-year"
        if self.day_first or self.month_first:
            return order, f"dates of column {column} are {order}, the only order that fits them all"
        if self.year_first:
            return order, f"dates of column {column} are year-month-day"
        return order, ""


def _first(lines: Ints, which: Flags) -> int:
    return int(lines[which.argmax()]) if which.any() else 0
