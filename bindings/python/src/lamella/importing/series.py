"""What a column or a kind of row is: "symptom.itch [0..10] @elbow.left" and its like.

A text names the kind, the code, in brackets the scale of a symptom or the unit of a number, and
after an @ the body site. In a long file a ``*`` in the code stands for the name in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from lamella import _core
from lamella.entry import Body
from lamella.errors import InvalidArgument

_TEXT = re.compile(
    r"(symptom|exposure|measurement|dose)\.([^\[\]]+?)(?: \[([^\[\]]+)\])?(?: @(\S.*))?"
)
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_SCALE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ASCII = re.compile(r"[\x21-\x7e]*")
_MAX_CODE = 120
_MAX_UNIT = 60
_KEYS = ("series", "site", "always", "split", "silence", "origin", "leave_out")


@dataclass(frozen=True, slots=True)
class Series:
    """What a column, a type or a name of a file is in the diary.

    ``kind`` is symptom, exposure, measurement or dose. ``scale`` is that of a symptom (0 to 10 by
    default); with a ``unit`` an exposure is an amount instead of a presence, and a dose a number of
    grams instead of text. ``always`` says that a row by itself means "it was there", ``split`` what
    stands between several names in one cell. ``silence`` "implied" says that on a checked day
    without it the factor was absent. ``origin`` is person or device, where it is not the mapping's,
    and ``leave_out`` are names that are not imported.

    >>> from lamella.importing import Series
    >>> Series.parse("symptom.itch [0..4] @elbow.left").site
    'elbow.left'
    """

    kind: str
    code: str
    unit: str = ""
    scale: tuple[float, float] | None = None
    site: str = ""
    always: bool = False
    split: str = ""
    silence: str = "explicit"
    origin: str = ""
    leave_out: tuple[str, ...] = ()

    @classmethod
    def parse(cls, value: str | Mapping[str, Any]) -> Series:
        """The series of a text, or of a table whose ``series`` is that text.

        Fails with ``InvalidArgument`` for what is no series.

        >>> Series.parse({"series": "exposure.food.*", "split": "; "}).split
        '; '
        """
        table = {"series": value} if isinstance(value, str) else dict(value)
        unknown = sorted(table.keys() - set(_KEYS))
        if unknown:
            _refuse(f"{unknown[0]!r} is not among the keys {', '.join(_KEYS)}")
        match = _TEXT.fullmatch(str(table.get("series", "")))
        if not match:
            _refuse("is not like 'symptom.itch' or 'measurement.tewl [g/(m2.h)]'")
        kind, code, detail, site = match.groups()
        scale = _scale(detail) if kind == "symptom" and detail is not None else None
        series = cls(
            kind=kind,
            code=code.strip(),
            unit="" if kind == "symptom" else detail or ("1" if kind == "measurement" else ""),
            scale=scale,
            site=str(table.get("site", site or "")),
            always=bool(table.get("always", False)),
            split=str(table.get("split", "")),
            silence=str(table.get("silence", "explicit")),
            origin=str(table.get("origin", "")),
            leave_out=tuple(map(str, table.get("leave_out", ()))),
        )
        series.check()
        return series

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers.

        >>> Series.parse("exposure.pollen [/m3]").is_number
        True
        """
        return self.kind in ("symptom", "measurement") or self.unit != ""

    def check(self) -> None:
        """Fails with ``InvalidArgument`` for parts that do not fit together.

        >>> Series("symptom", "itch").check()
        """
        if self.silence not in ("explicit", "implied"):
            _refuse("silence is neither 'explicit' nor 'implied'")
        if self.origin not in ("", "person", "device"):
            _refuse("origin is neither 'person' nor 'device'")
        if (self.always or self.split or self.silence == "implied") and self.kind != "exposure":
            _refuse("always, split and silence are for exposures")
        if (self.always or self.split) and self.unit:
            _refuse("always and split are for an exposure without a unit")
        if self.kind == "dose" and self.unit not in ("", "g"):
            _refuse("a dose is text, or a number in [g]")
        reason = code_problem(self.code) or unit_problem(self.unit) or site_problem(self.site)
        if reason:
            _refuse(reason)

    def body(self, name: str, unit: str, site: str, says_no: bool = False) -> Body:
        """The body of its records, without the value; ``name`` is the one in the file."""
        code = self.code.replace("*", name)
        unit = unit or self.unit
        site = site or self.site
        if self.kind == "symptom":
            scale = (
                None if self.scale is None else _core.Scale(min=self.scale[0], max=self.scale[1])
            )
            return _core.Symptom(item=code, scale=scale, recall=_core.Recall.TODAY, site=site)
        if self.kind == "measurement":
            return _core.Measurement(kind=code, unit=unit, site=site)
        if self.kind == "dose":
            return _core.Dose(drug=code, site=site, not_taken=says_no)
        if unit:
            return _core.Exposure(factor=code, unit=unit, site=site)
        return _core.Exposure(factor=code, present=not says_no, site=site)


def code_problem(code: str) -> str:
    """Why a text cannot be a code, or "".

    >>> code_problem("itch")
    ''
    """
    if not code:
        return "has no name"
    if len(code.encode()) > _MAX_CODE:
        return f"has a name of more than {_MAX_CODE} bytes"
    if _CONTROL.search(code):
        return "has a control character in a name"
    return "has a space at the edge of a name" if code != code.strip(" ") else ""


def unit_problem(unit: str) -> str:
    """Why a text cannot be a unit, or "".

    >>> unit_problem("g/(m2.h)")
    ''
    """
    if len(unit) > _MAX_UNIT:
        return f"has a unit of more than {_MAX_UNIT} bytes"
    return "" if _ASCII.fullmatch(unit) else "has a unit that is not printable ASCII without spaces"


def site_problem(site: str) -> str:
    """Why a text cannot be a body site, or "".

    >>> site_problem("elbow.left")
    ''
    """
    return code_problem(site).replace("a name", "a site") if site else ""


def _scale(text: str) -> tuple[float, float]:
    match = _SCALE.fullmatch(text)
    if not match:
        _refuse("the scale of a symptom is not like [0..100]")
    low, high = float(match[1]), float(match[2])
    if not low < high:
        _refuse("the scale of a symptom has no room between its ends")
    return low, high


def _refuse(reason: str) -> NoReturn:
    raise InvalidArgument(reason)
