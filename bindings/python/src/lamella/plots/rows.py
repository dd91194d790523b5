"""Exposures and doses as rows of ticks, in a band at the bottom of an Axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from lamella.plots.days import is_presence, known_runs, means, spans
from lamella.plots.labels import kind_of, name_of, unit_of

if TYPE_CHECKING:
    from lamella.tables import DayGrid

_EXPOSURE = "0.45"
_BASELINE = "0.7"
_TALL = 0.8  # of the row
_HALF_A_DAY = np.timedelta64(12, "h")


def add_rows(ax: Axes, grid: DayGrid, names: list[str], share: float, span: int) -> Axes:
    """Ticks in the lowest ``share`` of ``ax``, in an Axes of their own (``ax.child_axes``).

    A tick says "yes", its height the amount; no tick is "no". The baseline runs over the days that
    are known. In spans of days a tick is the share of the known days with a "yes", or the mean
    amount. Beside the row stand the amounts from its baseline to its tallest tick.
    """
    band = ax.inset_axes((0, 0, 1, share), sharex=ax)
    band.patch.set_visible(False)
    band.spines[["left", "right", "bottom"]].set_visible(False)
    band.spines["top"].set_color(_BASELINE)
    for row, name in enumerate(names):
        _add_row(band, grid, name, row + 1.0, span)
    band.set_yticks(np.arange(len(names)) + 1 - _TALL / 2, [name_of(name) for name in names])
    band.set_ylim(len(names) + 1 - _TALL, 0)
    band.tick_params(axis="y", length=0)
    band.tick_params(axis="x", bottom=False, labelbottom=False)
    return band


def _add_row(band: Axes, grid: DayGrid, name: str, base: float, span: int) -> None:
    """Draws a row up from ``base``; a row with amounts below 0, up and down from its middle."""
    days, values = grid["local_day"], grid[name]
    runs = np.array([(days[first], days[last]) for first, last in known_runs(values)])
    presence = is_presence(values)
    if span > 1:
        days, of_spans = spans(days, values, span)
        values = means(of_spans)
    amounts = np.nan_to_num(values)
    lowest, highest = min(0.0, amounts.min()), max(0.0, amounts.max())
    tallest = 1.0 if presence else max(highest, -lowest, np.finfo(float).tiny)
    if not presence:
        text = f"{lowest:.3g} to {highest:.3g} {unit_of(grid, name)}".rstrip()
        _write_beside(band, base - _TALL / 2, text)
    elif span > 1:
        _write_beside(band, base - _TALL / 2, "0 to 100 % of days")
    if lowest < 0:
        base -= _TALL / 2
        tallest *= 2
    if len(runs):
        starts, ends = runs[:, 0] - _HALF_A_DAY, runs[:, 1] + _HALF_A_DAY
        band.hlines(np.full(len(runs), base), starts, ends, colors=_BASELINE, linewidths=0.8)
    ticks = np.flatnonzero(amounts)
    tops = base - amounts[ticks] / tallest * _TALL
    color = matplotlib.rcParams["text.color"] if kind_of(name) == "dose" else _EXPOSURE
    width = _tick_width(band, len(days))
    band.vlines(days[ticks], base, tops, colors=color, linewidths=width, label=name_of(name))


def _write_beside(band: Axes, height: float, text: str) -> None:
    right = band.get_yaxis_transform()
    band.text(1.01, height, text, transform=right, va="center", fontsize="small")


def _tick_width(band: Axes, count: int) -> float:
    points = band.bbox.width / band.figure.dpi * 72
    return float(np.clip(0.6 * points / count, 0.6, 3))
