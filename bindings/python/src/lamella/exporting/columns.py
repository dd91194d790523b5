"""The columns of an exported kind: what they mean, and how a CSV file spells them.

A row holds Python's own values: an id as 16 bytes, a day as days and a moment as milliseconds since
1970-01-01, and None where nothing was recorded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from lamella.errors import InvalidArgument
from lamella.escape import escape, unescape
from lamella.when import day_number, day_of_number

#: A column's name to its value.
Row = dict[str, Any]

# More digits than a 64-bit number has are none.
_INTEGER = re.compile(r"-?[0-9]{1,19}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?", re.IGNORECASE)
_INSTANT = re.compile(
    r"\+?([0-9]{4,5})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z"
)
# What a spreadsheet takes for the begin of a formula.
_FORMULA = "=+-@"
# The calendar repeats: of two years that are this many apart, each day is as far from the other.
_CYCLE_YEARS, _CYCLE_DAYS = 400, 146_097
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Column:
    """``type`` is id, day, instant, integer, number, flag or text; ``unit`` is of UCUM."""

    name: str
    type: str
    meaning: str
    unit: str | None = None

    def described(self) -> dict[str, str]:
        """The column as the manifest describes it."""
        unit = {} if self.unit is None else {"unit": self.unit}
        return {"name": self.name, "type": self.type, **unit, "meaning": self.meaning}


_BEFORE = (
    Column("id", "id", "identity of the entry"),
    Column("local_day", "day", "the day as the person lived it"),
    Column("at", "instant", "the moment described, in UTC"),
    Column("offset_min", "integer", "local time minus UTC at that moment", "min"),
    Column("zone", "text", "IANA name of the time zone"),
    Column("end", "instant", "end of an interval that begins at `at`, in UTC"),
)
_AFTER = (
    Column("source", "text", "the import that the entry came with; empty: entered in the app"),
    Column("origin", "text", "who made it: person, device, unspecified; empty: not recorded"),
    Column("entered", "instant", "when it was entered, in UTC"),
    Column("complete", "flag", "whether the columns hold all of the entry; if not, a dump does"),
    Column("conflicts", "integer", "fields that two devices wrote differently: one value is shown"),
    Column("note", "text", "free text of the person"),
)
_SITE = Column("site", "text", "body site; empty: the whole body, or none")
_BODIES = {
    "symptom": (
        Column("item", "text", "code of the symptom"),
        Column("score", "number", "how bad it was, on the scale; missing: asked, not answered"),
        Column("scale_min", "number", "least score of the scale"),
        Column("scale_max", "number", "largest score of the scale"),
        Column("scale_given", "flag", "whether the entry names its scale; 0 to 10 if not"),
        Column("recall", "text", "the span that the question asks about"),
        _SITE,
    ),
    "exposure": (
        Column("factor", "text", "code of the possible trigger"),
        Column("present", "flag", "whether there was contact; false is an explicit no"),
        Column("amount", "number", "amount of the contact, in `unit`"),
        Column("unit", "text", "UCUM unit of the amount"),
        _SITE,
    ),
    "measurement": (
        Column("kind", "text", "code of what was measured"),
        Column("value", "number", "in `unit`; missing: tried without a result"),
        Column("unit", "text", "UCUM unit of the value"),
        _SITE,
        Column("device", "text", "model of the device"),
        Column("room_temperature", "number", "temperature of the room", "Cel"),
        Column("room_humidity", "number", "relative humidity of the room", "%"),
        Column("reference_low", "number", "least of the laboratory's range, in `unit`"),
        Column("reference_high", "number", "greatest of the laboratory's range, in `unit`"),
    ),
    "dose": (
        Column("drug", "text", "code or name of the drug"),
        Column("strength", "number", "in `strength_unit`"),
        Column("strength_unit", "text", "UCUM unit of the strength"),
        Column("vehicle", "text", "vehicle of a topical drug"),
        Column("grams", "number", "amount applied", "g"),
        Column("fingertip_units", "number", "amount applied, in fingertip units", "{FTU}"),
        _SITE,
        Column("not_taken", "flag", "whether the dose was due and left out"),
    ),
    "day_check": (
        Column("factor", "text", "a factor that was asked about on the day: a row each; or none"),
    ),
    "factor": (
        Column("code", "text", "the factor of its exposures"),
        Column("name", "text", "name for people"),
        Column("category", "text", "group of the factor"),
        Column("kind", "text", "whether its exposures carry presence or an amount"),
        Column("unit", "text", "UCUM unit of its amounts"),
        Column("silence", "text", "what a day without a record of it means"),
        Column("since_day", "day", "first day on which `silence` holds"),
    ),
    "attachment": (
        Column("media_type", "text", "what kind of file it is, such as image/jpeg"),
        Column("size", "number", "size of the content", "By"),
        Column("content", "text", "id of the content, 32 hexadecimal digits"),
        Column("hash", "text", "BLAKE2b-256 of the content, 64 hexadecimal digits"),
        _SITE,
        Column("lesion", "text", "id of the lesion's entry, 32 hexadecimal digits; or empty"),
    ),
    "answers": (
        Column("instrument", "text", "code of the instrument"),
        Column("version", "number", "version of the instrument"),
        Column("item", "text", "an item that was asked: a row each; or none"),
        Column("value", "number", "the answer; missing: asked, not answered"),
        Column("age_years", "number", "age of the person on the day", "a"),
        _SITE,
        Column("lesion", "text", "id of the lesion's entry, 32 hexadecimal digits; or empty"),
    ),
    "course": (
        Column("name", "text", "name for people"),
        Column("tissue", "text", "where the cells come from"),
        Column("donor", "text", "whether they are the person's own"),
        Column("consent_day", "day", "local day of the consent"),
        Column("administrations", "number", "how many are planned, from 1 on"),
        Column("interval_days", "number", "days between two of them, from 1 on"),
        Column("definition", "text", "code of the response that counts, chosen before: 'easi_50'"),
        Column("identity", "text", "chain of identity as it is printed; opaque"),
        Column("follow_up_after_days", "number", "days from the first administration", "d"),
        Column("follow_up_subject", "text", "what is to be looked at: a row each; or none"),
    ),
    "harvest": (
        Column("course", "text", "id of the course's entry, 32 hexadecimal digits"),
        Column("method", "text", "how it was taken, for example 'liposuction'"),
        Column("volume_ml", "number", "millilitres, at least 0", "mL"),
        _SITE,
    ),
    "cell_product": (
        Column("course", "text", "id of the course's entry, 32 hexadecimal digits"),
        Column("lot", "text", "lot or batch"),
        Column("identity", "text", "chain of identity as it is printed; opaque"),
        Column("processing_step", "text", "what was done to the cells: a row each; or none"),
        Column("processing_day", "day", "local day of the step"),
        Column("processing_detail", "text", "additive, medium or device of the step"),
        Column("passage", "number", "passage number"),
        Column("doublings", "number", "population doublings, at least 0"),
        Column("cells", "number", "cells in all, at least 0"),
        Column("viability", "number", "percent, 0 to 100", "%"),
        Column("viability_method", "text", "how the viability was counted"),
        Column("volume_ml", "number", "millilitres, at least 0", "mL"),
        Column("preservation", "text", "fresh or frozen"),
        Column("medium", "text", "excipient or cryoprotectant"),
        Column("storage_temperature", "number", "degrees Celsius, -273.15 to 60", "Cel"),
        Column("expiry_day", "day", "last local day of use"),
    ),
    "release_test": (
        Column("product", "text", "id of the product's entry, 32 hexadecimal digits"),
        Column("test", "text", "code of the test, for example 'viability', 'cd105', 'endotoxin'"),
        Column("method", "text", "how it was tested"),
        Column("limit_kind", "text", "on which side of the limit a result passes"),
        Column("limit", "number", "in `unit`"),
        Column("result", "number", "in `unit`"),
        Column("unit", "text", "UCUM unit of limit and result; empty means '1'"),
        Column("outcome", "text", "the result in words, where it is no number"),
        Column("passed", "flag", "whether the maker says that it passed"),
    ),
    "administration": (
        Column("course", "text", "id of the course's entry, 32 hexadecimal digits"),
        Column("product", "text", "id of the product's entry, 32 hexadecimal digits"),
        Column("route", "text", "route, for example 'subcutaneous', 'intravenous'"),
        _SITE,
        Column("volume_ml", "number", "millilitres, at least 0", "mL"),
        Column("cells", "number", "cells, at least 0"),
        Column("premedication", "text", "what was given before"),
        Column("deviation", "text", "what was not as planned"),
    ),
    "adverse_event": (
        Column("course", "text", "id of the course's entry, 32 hexadecimal digits"),
        Column("term", "text", "code or name, for example 'fever', 'injection_site_reaction'"),
        Column("grade", "number", "CTCAE grade, 1 to 5"),
        Column("relatedness", "text", "how likely the treatment caused it"),
        Column("serious", "flag", "whether it was serious by the regulator's definition"),
        Column("outcome", "text", "what became of it"),
        Column("end_day", "day", "last local day of it"),
        Column("terminology_code", "text", "code in a licensed terminology; opaque"),
        _SITE,
    ),
    "lesion": (
        Column("name", "text", "name for people"),
        Column("kind", "text", "what it is"),
        Column("site", "text", "body site"),
    ),
    "lesion_assessment": (
        Column("lesion", "text", "id of the lesion's entry, 32 hexadecimal digits"),
        Column("length_mm", "number", "longest diameter; 0: it has healed", "mm"),
        Column("width_mm", "number", "diameter across the longest one", "mm"),
        Column("height_mm", "number", "how far it rises above the skin", "mm"),
        Column("erythema", "number", "redness, 0 to 3"),
        Column("oedema", "number", "oedema and papules, 0 to 3"),
        Column("oozing", "number", "oozing and crusts, 0 to 3"),
        Column("excoriation", "number", "scratch marks, 0 to 3"),
        Column("lichenification", "number", "thickened skin, 0 to 3"),
        Column("dryness", "number", "dry skin, 0 to 3"),
    ),
    "profile": (
        Column("birth_year", "number", "calendar year of birth"),
        Column("birth_month", "number", "month of birth, 1 to 12"),
        Column("sex", "text", "for tables that differ by sex"),
        Column("eczema_since_year", "number", "calendar year in which the eczema began"),
        Column("skin_type", "number", "Fitzpatrick skin type, 1 to 6"),
    ),
    "dose_plan": (
        Column("drug", "text", "code or name of the drug"),
        Column("strength_unit", "text", "UCUM unit of the strengths"),
        Column("vehicle", "text", "vehicle of a topical drug"),
        _SITE,
        Column("phase_days", "number", "days of a phase: a row each", "d"),
        Column("phase_days_per_week", "number", "days of each week, 1 to 7"),
        Column("phase_doses_per_day", "number", "doses on each of these days"),
        Column("phase_strength", "number", "in `strength_unit`"),
    ),
    "data_source": (
        Column("code", "text", "the source of its records"),
        Column("name", "text", "name for people"),
        Column("licence", "text", "licence as its owner prints it"),
        Column("url", "text", "where it can be found"),
    ),
}

#: The columns in which the rows of one entry differ, of the kinds that have several.
SEVERAL_ROWS = {
    "day_check": ("factor",),
    "answers": ("item", "value"),
    "course": ("follow_up_after_days", "follow_up_subject"),
    "cell_product": ("processing_step", "processing_day", "processing_detail"),
    "dose_plan": (
        "phase_days",
        "phase_days_per_week",
        "phase_doses_per_day",
        "phase_strength",
    ),
}

#: The columns of each kind, in their order.
COLUMNS = {kind: (*_BEFORE, *body, *_AFTER) for kind, body in _BODIES.items()}


def body_columns(kind: str) -> tuple[Column, ...]:
    """The columns of the body alone.

    >>> [column.name for column in body_columns("day_check")]
    ['factor']
    """
    return _BODIES[kind]


def cell_of_text(text: str) -> str:
    r"""A text as a CSV cell: one line, and nothing that a terminal or a spreadsheet runs.

    >>> cell_of_text("=1+1")
    '\\x3d1+1'
    """
    cell = escape(text)
    return f"\\x{ord(cell[0]):02x}{cell[1:]}" if cell[:1] and cell[0] in _FORMULA else cell


def value_of_cell(column: Column, cell: str) -> Any:
    """What a CSV cell says. Fails with ``InvalidArgument``.

    >>> value_of_cell(Column("at", "instant", ""), "1970-01-01T00:00:01.000Z")
    1000
    """
    if column.type == "text":
        return unescape(cell)
    return _READERS[column.type](cell) if cell else None


def iso_day(number: int) -> str:
    """A day as ISO 8601 text, in any year.

    >>> iso_day(20782), iso_day(-719_529)
    ('2026-11-25', '-0001-12-31')
    """
    cycles, day = divmod(number, _CYCLE_DAYS)
    shown = day_of_number(day)
    year = shown.year + cycles * _CYCLE_YEARS
    sign = "+" if year > 9999 else "-" if year < 0 else ""
    return f"{sign}{abs(year):04}-{shown.month:02}-{shown.day:02}"


def iso_instant(utc_ms: int) -> str:
    """A moment as ISO 8601 text in UTC, with milliseconds, as a CSV file spells it.

    >>> iso_instant(1000)
    '1970-01-01T00:00:01.000Z'
    """
    day, ms = divmod(utc_ms, _DAY_MS)
    second, ms = divmod(ms, 1000)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{ms:03}"
    return f"{iso_day(day)}T{clock}Z"


def _read_id(cell: str) -> bytes:
    try:
        id = bytes.fromhex(cell)
    except ValueError:
        id = b""
    if len(id) != 16:
        raise InvalidArgument("is not an id of 32 hexadecimal digits")
    return id


def _read_instant(cell: str) -> int:
    match = _INSTANT.fullmatch(cell)
    if not match:
        raise InvalidArgument("is not a moment like 2026-11-25T08:00:00.000Z")
    year, month, day, hour, minute, second, ms = map(int, match.groups())
    cycles, year = divmod(year, _CYCLE_YEARS)
    try:
        number = day_number(date(year + _CYCLE_YEARS, month, day))
    except ValueError:
        raise InvalidArgument("is not a day of the calendar") from None
    if hour > 23 or minute > 59 or second > 59:
        raise InvalidArgument("is not a time of the day")
    number += (cycles - 1) * _CYCLE_DAYS
    return number * _DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms


def _read_integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        raise InvalidArgument("is not a whole number")
    return int(cell)


def _read_number(cell: str) -> float:
    if not _NUMBER.fullmatch(cell) or not math.isfinite(float(cell)):
        raise InvalidArgument("is not a number")
    return float(cell)


def _read_flag(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise InvalidArgument("is neither true nor false")
    return cell == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "id": _read_id,
    "day": day_number,
    "instant": _read_instant,
    "integer": _read_integer,
    "number": _read_number,
    "flag": _read_flag,
}
