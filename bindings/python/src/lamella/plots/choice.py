"""Which series of a grid a time line draws, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lamella.errors import InvalidArgument
from lamella.plots.labels import kind_of

if TYPE_CHECKING:
    from lamella.tables import DayGrid

MOST_LINES = 8  # as many as there are colours
MOST_ROWS = 12

_ROW_KINDS = ("dose", "exposure")  # from the top


@dataclass(frozen=True)
class Choice:
    """The full names of the lines, which share a kind and a unit, and of the rows of ticks; and how
    many of each are left out, in words.
    """

    lines: list[str]
    rows: list[str]
    left_out: str


def choose(grid: DayGrid, series: list[str] | None, most_rows: int) -> Choice:
    """Those named; else the symptoms (or without any, the measurements), exposures and doses that
    have a value. Where they are too many, those with most values stay.

    Fails with ``InvalidArgument`` for lines of several units.
    """
    names = _all_of(grid) if series is None else list(dict.fromkeys(series))
    lines = [name for name in names if kind_of(name) not in _ROW_KINDS]
    rows = [name for kind in _ROW_KINDS for name in names if kind_of(name) == kind]
    _check_one_axis(grid, lines)
    shown_lines = _fullest(grid, lines, MOST_LINES)
    shown_rows = _fullest(grid, rows, min(MOST_ROWS, most_rows))
    left_out = {"line": len(lines) - len(shown_lines), "row": len(rows) - len(shown_rows)}
    words = [f"{count} more {what}{'s' * (count > 1)}" for what, count in left_out.items() if count]
    return Choice(shown_lines, shown_rows, " and ".join(words))


def _all_of(grid: DayGrid) -> list[str]:
    names = [name for name in grid.series if _known(grid, name)]
    symptoms = any(kind_of(name) == "symptom" for name in names)
    return [name for name in names if kind_of(name) in ("symptom", *_ROW_KINDS) or not symptoms]


def _check_one_axis(grid: DayGrid, lines: list[str]) -> None:
    axes = {(kind_of(name), grid.metadata(name)["unit"]) for name in lines}
    if len(axes) > 1:
        raise InvalidArgument(
            f"lines of one picture share one kind and unit, and these have {len(axes)}: "
            "call plot once per unit, with series= and an ax= for each"
        )


def _known(grid: DayGrid, name: str) -> int:
    return int(np.isfinite(grid[name]).sum())


def _fullest(grid: DayGrid, names: list[str], most: int) -> list[str]:
    if len(names) <= most:
        return names
    kept = set(sorted(names, key=lambda name: -_known(grid, name))[:most])
    return [name for name in names if name in kept]
