"""Names from records as text in a picture."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.font_manager import FontProperties, findfont, get_font

from lamella.escape import escape

if TYPE_CHECKING:
    from lamella.tables import DayGrid

_LONGEST = 32
_NO_GLYPH = "\N{WHITE SQUARE}"


def shown(text: str) -> str:
    r"""The text as a picture shows it: short, without anything that acts, and never as a formula.

    A character that the fonts of ``rcParams["font.family"]`` do not have becomes a square, because
    matplotlib would warn each time it draws it.

    >>> print(shown("$itch\x1b[2J 湿"))
    \$itch\x1b[2J □
    """
    visible = escape(text)
    if len(visible) > _LONGEST:
        visible = visible[: _LONGEST - 1] + "…"
    if not visible.isascii():
        glyphs = _glyphs()
        visible = "".join(char if ord(char) in glyphs else _stand_in(char) for char in visible)
    return visible.replace("$", r"\$")


def name_of(series: str) -> str:
    """The code of a series for a legend; matplotlib hides labels that begin with a low line.

    >>> name_of("symptom.itch"), name_of("symptom._x")
    ('itch', 'symptom._x')
    """
    code = series.partition(".")[2] or series
    return shown(series if code.startswith("_") else code)


def kind_of(series: str) -> str:
    """Symptom, measurement, exposure or dose.

    >>> kind_of("symptom.itch")
    'symptom'
    """
    return series.partition(".")[0]


def unit_of(grid: DayGrid, series: str) -> str:
    """The unit for people: nothing of a bare number, and UCUM's ``{FTU}`` without the braces.

    >>> _ = diary.log_dose("tacrolimus", fingertip_units=2, at="2026-11-25")
    >>> unit_of(diary.daily(), "dose.tacrolimus")
    'FTU'
    """
    unit = grid.metadata(series)["unit"]
    return "" if unit == "1" else shown(unit.strip("{}"))


def scale_of(grid: DayGrid, series: str) -> str:
    """What the numbers of a series are, for an axis.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> scale_of(diary.daily(), "symptom.itch")
    'score'
    """
    return unit_of(grid, series) or ("score" if kind_of(series) == "symptom" else "value")


def _glyphs() -> set[int]:
    families = matplotlib.rcParams["font.family"]
    paths = [findfont(FontProperties(family=[family])) for family in families]
    return {code for path in paths for code in get_font(path).get_charmap()}


def _stand_in(char: str) -> str:
    joins = unicodedata.category(char) in ("Cf", "Mn", "Me")
    return "" if joins else _NO_GLYPH
