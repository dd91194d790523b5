"""One series as a calendar: columns are weeks, rows the days from Monday to Sunday."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from lamella.plots.days import Values, is_presence
from lamella.plots.labels import kind_of, name_of, scale_of

if TYPE_CHECKING:
    from lamella.tables import DayGrid

_DAYS_OF_ONE_BLOCK = 366
_ROWS_OF_A_BLOCK = 8  # a week and a gap
_BLOCKS_WITH_WEEKDAYS = 3
_INCHES_OF_A_CELL = (0.17, 0.4)  # least and most
_INCHES_OF_COLUMNS = 8
_MOST_INCHES = 40.0
_COLORS = "viridis_r"  # the most is the darkest


@dataclass(frozen=True)
class _Block:
    """Days that share seven rows; ``monday`` begins the first column."""

    first: date
    last: date
    monday: date
    top: int

    def cell(self, day: date) -> tuple[int, int]:
        """Column and row of a day."""
        return (day - self.monday).days // 7, self.top + day.weekday()


def plot_calendar(grid: DayGrid, series: str, *, ax: Axes | None = None) -> Axes:
    """What ``DayGrid.calendar`` draws, of a full name."""
    first, last = grid.first_day, grid.last_day
    blocks = [] if first is None or last is None else _blocks(first, last)
    columns = max((block.cell(block.last)[0] + 1 for block in blocks), default=1)
    rows = max(_ROWS_OF_A_BLOCK * len(blocks) - 1, 7)
    if ax is None:
        ax = _new_axes(columns, rows)
    ax.set_xlim(0, columns)
    ax.set_ylim(rows, 0)
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.xaxis.tick_top()
    if not blocks:
        ax.set_axis_off()
        ax.text(0.5, 0.5, "no entries", transform=ax.transAxes, ha="center", va="center")
        return ax
    values = grid[series]
    x, y = _cells_of(blocks)
    cells = np.full((rows, columns), np.nan)
    cells[y, x] = values
    _draw_values(ax, grid, series, cells)
    missing = ~np.isfinite(values)
    if missing.any():
        _draw_missing(ax, x[missing], y[missing])
    _draw_month_borders(ax, blocks)
    _label_months(ax, blocks)
    _label_rows(ax, blocks)
    return ax


def _blocks(first: date, last: date) -> list[_Block]:
    """One of up to a year of days; of more, one a calendar year, in columns that match."""
    if (last - first).days < _DAYS_OF_ONE_BLOCK:
        return [_Block(first, last, _monday(first), 0)]
    return [
        _Block(
            max(first, date(year, 1, 1)),
            min(last, date(year, 12, 31)),
            _monday(date(year, 1, 1)),
            i * _ROWS_OF_A_BLOCK,
        )
        for i, year in enumerate(range(first.year, last.year + 1))
    ]


def places_of(grid: DayGrid) -> Values:
    """Column and row of each day of a grid in its calendar.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> places_of(diary.daily())
    array([[0, 2]])
    """
    first, last = grid.first_day, grid.last_day
    if first is None or last is None:
        return np.empty((0, 2), dtype=int)
    return np.stack(_cells_of(_blocks(first, last)), axis=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _new_axes(columns: int, rows: int) -> Axes:
    from matplotlib import pyplot

    cell = float(np.clip(_INCHES_OF_COLUMNS / columns, *_INCHES_OF_A_CELL))
    size = (columns * cell + 2, min(rows * cell + 0.9, _MOST_INCHES))
    ax: Axes = pyplot.figure(figsize=size, layout="constrained").add_subplot()
    return ax


def _cells_of(blocks: list[_Block]) -> tuple[Values, Values]:
    """Column and row of each day of the grid."""
    columns, rows = [], []
    for block in blocks:
        days = np.arange((block.last - block.first).days + 1) + (block.first - block.monday).days
        columns.append(days // 7)
        rows.append(block.top + days % 7)
    return np.concatenate(columns), np.concatenate(rows)


def _draw_values(ax: Axes, grid: DayGrid, series: str, cells: Values) -> None:
    """The coloured cells and the colour bar, whose shades begin at 0 or below."""
    known = cells[np.isfinite(cells)]
    lowest, highest = min(0.0, known.min(initial=0)), known.max(initial=0)
    answers = kind_of(series) == "exposure" and is_presence(cells)
    mesh = ax.pcolormesh(
        np.arange(cells.shape[1] + 1),
        np.arange(cells.shape[0] + 1),
        np.ma.masked_invalid(cells),
        cmap=matplotlib.colormaps[_COLORS].resampled(2) if answers else _COLORS,
        vmin=lowest,
        vmax=highest if highest > lowest else lowest + 1,
        edgecolors=matplotlib.rcParams["axes.facecolor"],
        linewidth=0.5,
    )
    short = min(1, 3 * _ROWS_OF_A_BLOCK / len(cells))
    bar = ax.figure.colorbar(mesh, ax=ax, pad=0.02, shrink=short, anchor=(0, 1), aspect=15)
    if answers:
        bar.set_ticks([0.25, 0.75], labels=["no", "yes"])
    scale = "" if answers else f" ({scale_of(grid, series)})"
    bar.set_label(name_of(series) + scale)


def _draw_missing(ax: Axes, columns: Values, rows: Values) -> None:
    """Empty frames on days of the grid without a value."""
    frame = np.array([(0.15, 0.15), (0.85, 0.15), (0.85, 0.85), (0.15, 0.85)])
    places = np.stack([columns, rows], axis=1)
    frames = PolyCollection(
        frame + places[:, np.newaxis], facecolors="none", edgecolors="0.75", linewidths=0.5
    )
    ax.add_collection(frames)
    ax.set_xlabel("empty frame: a day without a value", fontsize="small")


def _draw_month_borders(ax: Axes, blocks: list[_Block]) -> None:
    borders = []
    for block in blocks:
        for month in _months(block)[1:]:
            x, y = block.cell(month)
            bottom = block.top + 7
            borders.append([(x, bottom), (x, y), (x + 1, y), (x + 1, block.top)])
    color, width = matplotlib.rcParams["text.color"], matplotlib.rcParams["axes.linewidth"]
    ax.add_collection(LineCollection(borders, colors=color, linewidths=width))


def _months(block: _Block) -> list[date]:
    """The first day of each month in the block."""
    months = [block.first]
    day = block.first
    while (day := (day.replace(day=1) + timedelta(days=31)).replace(day=1)) <= block.last:
        months.append(day)
    return months


def _label_months(ax: Axes, blocks: list[_Block]) -> None:
    """Of one block, the months that it has, with the year of the first and of each January."""
    if len(blocks) > 1:
        middles = [(month - 0.5) * 53 / 12 for month in range(1, 13)]
        ax.set_xticks(middles, [calendar.month_abbr[month] for month in range(1, 13)])
        return
    (block,) = blocks
    months = _months(block)
    columns = [block.cell(month)[0] for month in months]
    if len(months) > 1 and columns[1] - columns[0] < 2:  # no room for a month of few days
        months, columns = months[1:], columns[1:]
    labels = [
        f"{calendar.month_abbr[month.month]}\n{month.year if i == 0 or month.month == 1 else ''}"
        for i, month in enumerate(months)
    ]
    ax.set_xticks(np.array(columns) + 0.2, labels, ha="left")


def _label_rows(ax: Axes, blocks: list[_Block]) -> None:
    weekdays = [calendar.day_abbr[day] for day in range(7)]
    if len(blocks) == 1:
        ax.set_yticks(np.arange(7) + 0.5, weekdays)
        return
    ax.set_yticks(
        [block.top + 3.5 for block in blocks], [str(block.first.year) for block in blocks]
    )
    if len(blocks) <= _BLOCKS_WITH_WEEKDAYS:
        rows = [block.top + day + 0.5 for block in blocks for day in range(7)]
        ax.yaxis.remove_overlapping_locs = False  # Thursday's label is as high as the year's
        ax.set_yticks(rows, weekdays * len(blocks), minor=True, fontsize="small")
        ax.tick_params(axis="y", which="minor", length=0)
        ax.tick_params(axis="y", which="major", pad=30)
