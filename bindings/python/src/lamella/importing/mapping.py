"""What the columns of a file mean: a mapping, written in TOML.

A wide file has a column a series:

    name = "clinic app"                  # the source: the ids of the records follow from it
    licence = "CC BY 4.0"                # of data that are somebody's; the diary keeps it
    url = "https://example.org"

    [time]
    moment = "at"                        # or day = "date"
    zone = "Europe/Paris"                # of moments that do not say their own

    [columns]
    itch = "symptom.itch [0..10] @elbow.left"
    sweat = "exposure.sweat"             # true, yes, 1, false, no, 0
    pollen = "exposure.pollen [/m3]"     # an amount
    tewl = "measurement.tewl [g/(m2.h)]"
    cream = "dose.tacrolimus [g]"
    remarks = false                      # left out

A long file has a row a value, and a ``*`` stands for the name in the file:

    name = "registry"
    person = "user"

    [time]
    day = {year = "y", month = "m", day = "d"}
    entered = "saved"                    # where the day is empty, the day of entry holds
    order = "day-month-year"

    [long]
    series = "name"
    value = "value"
    type = "kind"
    each = "measurement.*"               # names that neither [types] nor [codes] knows

    [types]
    Symptom = "symptom.* [0..4]"
    Tag = {series = "exposure.*", always = true, silence = "implied"}

    [codes]
    "Knee Pain" = "symptom.pain [0..10] @knee"
"""

from __future__ import annotations

import collections.abc
import os
import tomllib
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from lamella.errors import InvalidArgument
from lamella.importing.series import Series

ORDERS = ("iso", "day-month-year", "month-day-year", "year-month-day", "excel")
_KEYS = (
    "name", "about", "licence", "url", "header", "format", "rows", "delimiter", "encoding",
    "decimal", "origin", "person", "time", "columns", "others", "long", "types", "codes",
)  # fmt: skip
#: Columns of a wide file that its mapping does not name.
DEFAULT_OTHERS = Series("measurement", "*", "1")
_Table = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DayParts:
    """The columns of a day in parts.

    >>> from lamella.importing import DayParts
    >>> DayParts(year="y", month="m", day="d").month
    'm'
    """

    year: str
    month: str
    day: str


@dataclass(frozen=True, slots=True)
class TimeColumns:
    """Which columns say when.

    ``moment`` has datetimes, or dates of days without a moment; ``day`` the local day described (a
    datetime without a zone counts for its day alone); ``entered`` the moment of entry, whose day
    holds where the others are empty. ``order`` is one of iso, day-month-year, month-day-year,
    year-month-day and excel (serial days of the 1900 system); by default it is decided for the
    whole column. ``zone`` (an IANA name), or each row's in ``zone_column``, is that of datetimes
    without an offset.

    >>> from lamella.importing import TimeColumns
    >>> TimeColumns(moment="at", zone="Europe/Paris").zone
    'Europe/Paris'
    """

    moment: str | None = None
    day: str | DayParts | None = None
    entered: str | None = None
    order: str | None = None
    zone: str | None = None
    zone_column: str | None = None

    def names(self) -> list[str]:
        """The columns in use.

        >>> TimeColumns(day="date").names()
        ['date']
        """
        day = self.day
        parts = [day.year, day.month, day.day] if isinstance(day, DayParts) else [day]
        every = [self.moment, *parts, self.entered, self.zone_column]
        return [name for name in every if name is not None]


@dataclass(frozen=True, slots=True)
class LongColumns:
    """Which columns of a long file say what. ``each`` is the series of a name that neither types
    nor codes know.

    >>> from lamella.importing import LongColumns
    >>> LongColumns(series="name", value="value").note is None
    True
    """

    series: str
    value: str
    unit: str | None = None
    site: str | None = None
    note: str | None = None
    type: str | None = None
    each: Series | None = None

    def names(self) -> list[str]:
        """The columns in use.

        >>> LongColumns(series="name", value="value").names()
        ['name', 'value']
        """
        every = (self.series, self.value, self.unit, self.site, self.note, self.type)
        return [name for name in every if name is not None]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a column of a wide file is, decided by all of its cells: ``numbers`` when each is a
    whole number on its scale, else ``text``.

    >>> from lamella.importing import Decided
    >>> Decided(Series.parse("symptom.* [0..4]"), Series.parse("dose.*")).text.kind
    'dose'
    """

    numbers: Series
    text: Series


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a file mean. ``lamella.importing.mapping`` shows the TOML form.

    ``name`` is the source that the ids of the records follow from, ``licence`` the terms under
    which its owner gives the data, which the diary keeps as a ``DataSource`` with ``url``.
    ``header`` is that of a file which is recognised by it, "..." stands for further columns.
    ``format`` is csv or json, with the list of ``rows``. ``others`` are the columns of a wide file
    that ``columns`` does not name: by default measurements of unit 1, None leaves them out.

    >>> from lamella.importing import Mapping
    >>> path = folder / "app.toml"
    >>> _ = path.write_text('name = "app"\\ntime.day = "date"\\ncolumns.itch = "symptom.itch"')
    >>> Mapping.from_toml(path).columns["itch"].kind
    'symptom'
    """

    name: str
    time: TimeColumns
    about: str = ""
    licence: str = ""
    url: str = ""
    header: tuple[str, ...] = ()
    format: str = "csv"
    rows: str = ""
    delimiter: str = ","
    encoding: str | None = None
    decimal: str = "."
    origin: str = "person"
    person: str | None = None
    columns: dict[str, Series | None] = field(default_factory=dict)
    others: Series | Decided | None = DEFAULT_OTHERS
    long: LongColumns | None = None
    types: dict[str, Series | None] = field(default_factory=dict)
    codes: dict[str, Series | None] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Mapping:
        """The mapping of a file. Fails with ``InvalidArgument``, naming the key that is wrong.

        >>> path = folder / "app.toml"
        >>> _ = path.write_text('name = "app"\\nlayout = "wide"')
        >>> try:
        ...     Mapping.from_toml(path)
        ... except lamella.InvalidArgument as error:
        ...     print(str(error)[:49])
        the mapping has no key 'layout'; its keys are nam
        """
        with open(path, "rb") as file:
            return cls.from_text(file.read())

    @classmethod
    def from_text(cls, toml: str | bytes) -> Mapping:
        """The mapping of a TOML text, UTF-8 where it is bytes.

        >>> Mapping.from_text('name = "app"\\n[time]\\nday = "date"').time.day
        'date'
        """
        try:
            text = toml if isinstance(toml, str) else toml.decode("utf-8-sig")
            table = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            _refuse(f"the mapping is not TOML: {error}")
        return cls.from_dict(table)

    @classmethod
    def from_dict(cls, table: collections.abc.Mapping[str, Any]) -> Mapping:
        """The mapping of a table as TOML gives it.

        >>> Mapping.from_dict({"name": "app", "time": {"day": "date"}}).name
        'app'
        """
        _check_keys(table, _KEYS, "the mapping")
        for key in ("name", "time"):
            if key not in table:
                _refuse(f"the mapping has no {key!r}")
        if "long" in table and ("columns" in table or "others" in table):
            _refuse("the mapping has [long] and [columns]: a file is one or the other")
        texts = (
            "about",
            "licence",
            "url",
            "format",
            "rows",
            "delimiter",
            "encoding",
            "decimal",
            "origin",
            "person",
        )
        simple = {key: _text(table, key) for key in texts if key in table}
        mapping = cls(
            name=_text(table, "name"),
            time=_time(_subtable(table, "time")),
            header=_header(table.get("header", [])),
            columns=_all_series(_subtable(table, "columns"), "columns"),
            others=_others(table["others"]) if "others" in table else DEFAULT_OTHERS,
            long=_long(_subtable(table, "long")) if "long" in table else None,
            types=_all_series(_subtable(table, "types"), "types"),
            codes=_all_series(_subtable(table, "codes"), "codes"),
            **simple,
        )
        mapping.check()
        return mapping

    def check(self) -> None:
        """Fails with ``InvalidArgument`` for values that do not fit together.

        >>> Mapping(name="app", time=TimeColumns(day="date")).check()
        """
        time = self.time
        if not self.name or len(self.name.encode()) > 200 or not self.name.isprintable():
            _refuse("the name of a source is 1 to 200 bytes of printable text")
        kept = ((self.about, "about", 200), (self.licence, "licence", 200), (self.url, "url", 500))
        for text, what, most in kept if self.licence or self.url else ():
            if len(text.encode()) > most or not (text.isprintable() or text == ""):
                _refuse(f"the mapping's {what} is not printable text of at most {most} bytes")
        if self.url and not self.licence:
            _refuse("the mapping has a url and no licence")
        if time.moment is None and time.day is None and time.entered is None:
            _refuse("the mapping's [time] names no column: moment, day or entered")
        for value, allowed, what in (
            (self.format, ("csv", "json"), "the format"),
            (self.decimal, (".", ","), "the decimal sign"),
            (self.origin, ("person", "device"), "the origin"),
            (time.order or "iso", ORDERS, "the order of dates"),
        ):
            if value not in allowed:
                _refuse(f"{what} is none of {', '.join(map(repr, allowed))}")
        if self.format == "json" and not self.rows:
            _refuse("a JSON file needs rows = the name of its list")
        if len(self.delimiter) != 1 or self.delimiter in '\r\n" ':
            _refuse("the delimiter is not one character such as ',' ';' or a tab")
        if self.decimal == self.delimiter and self.format == "csv" and self.decimal == ".":
            _refuse("delimiter and decimal sign are the same")

    def with_options(self, **options: str | None) -> Mapping:
        """This mapping with the options that are not None in place of its own.

        >>> Mapping(name="app", time=TimeColumns(day="date")).with_options(name="b").name
        'b'
        """
        given = {key: value for key, value in options.items() if value is not None}
        in_time = {key: given.pop(key) for key in ("order", "zone") if key in given}
        changed = replace(self, time=replace(self.time, **in_time), **given)  # type: ignore[arg-type]
        changed.check()
        return changed


def _time(table: _Table) -> TimeColumns:
    _check_keys(table, ("moment", "day", "entered", "order", "zone", "zone_column"), "[time]")
    day = table.get("day")
    if isinstance(day, dict):
        parts = ("year", "month", "day")
        _check_keys(day, parts, "time.day")
        if len(day) < len(parts):
            _refuse("the mapping's time.day needs year, month and day")
        return TimeColumns(
            day=DayParts(**{k: _text(day, k) for k in parts}), **_texts(table, "day")
        )
    return TimeColumns(**_texts(table))


def _long(table: _Table) -> LongColumns:
    keys = ("series", "value", "unit", "site", "note", "type", "each")
    _check_keys(table, keys, "[long]")
    for key in ("series", "value"):
        if key not in table:
            _refuse(f"the mapping's [long] has no {key!r}")
    each = _series(table["each"], "long.each") if "each" in table else None
    return LongColumns(each=each, **_texts(table, "each"))


def _others(value: Any) -> Series | Decided | None:
    if isinstance(value, dict) and "series" not in value:
        _check_keys(value, ("numbers", "text"), "others")
        numbers = _series(value.get("numbers", ""), "others.numbers")
        text = _series(value.get("text", ""), "others.text")
        if numbers is None or text is None or numbers.scale is None:
            _refuse("the mapping's others.numbers is not a symptom with its scale")
        return Decided(numbers, text)
    return _series(value, "others")


def _all_series(table: _Table, where: str) -> dict[str, Series | None]:
    return {name: _series(value, f"{where}.{name}") for name, value in table.items()}


def _series(value: Any, where: str) -> Series | None:
    if value is False:
        return None
    if not isinstance(value, (str, dict)):
        _refuse(f"the mapping's {where} is neither text, a table nor false")
    try:
        return Series.parse(value)
    except InvalidArgument as error:
        _refuse(f"the mapping's {where}: {error}")


def _header(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        _refuse("the mapping's header is not a list of names")
    return tuple(value)


def _subtable(table: collections.abc.Mapping[str, Any], key: str) -> _Table:
    value = table.get(key, {})
    if not isinstance(value, dict):
        _refuse(f"the mapping's {key} is not a table")
    return value


def _texts(table: _Table, *without: str) -> dict[str, Any]:
    return {key: _text(table, key) for key in table if key not in without}


def _text(table: collections.abc.Mapping[str, Any], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        _refuse(f"the mapping's {key} is not text")
    return value


def _check_keys(
    table: collections.abc.Mapping[str, Any], known: tuple[str, ...], where: str
) -> None:
    unknown = [key for key in table if key not in known]
    if unknown:
        _refuse(f"{where} has no key {unknown[0]!r}; its keys are {', '.join(known)}")


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
