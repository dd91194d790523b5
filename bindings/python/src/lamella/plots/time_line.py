"""A day grid as a time line: symptoms or measurements as lines, the rest as ticks below."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import matplotlib.dates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator

from lamella.plots.choice import MOST_ROWS, Choice, choose
from lamella.plots.days import lonely, means, middle_halves, spans
from lamella.plots.events import Events, draw_events, read_events
from lamella.plots.labels import kind_of, name_of, scale_of
from lamella.plots.rows import add_rows

if TYPE_CHECKING:
    from lamella.tables import DayGrid

#: Okabe and Ito's colours, which the colour-blind tell apart; grey for their yellow, which is weak
#: on white.
COLORS = (
    *("#0072B2", "#D55E00", "#009E73", "#CC79A7"),
    *("#E69F00", "#56B4E9", "#000000", "#999999"),
)
_MARKERS = "osD^vPX*"
_SPANS = {1: "a day", 7: "a week", 28: "a span of four weeks"}
_LEAST_POINTS_OF_A_SPAN = 1.25
_LEAST_POINTS_OF_A_DOT = 4
_MOST_BANDS = 3
_DAYS_WITH_A_TICK_EACH = 7
_ROW_EM = 1.5
_MOST_SHARE_OF_ROWS = 0.5


def plot_time_line(
    grid: DayGrid,
    series: list[str] | None = None,
    *,
    events: Events | None = None,
    ax: Axes | None = None,
) -> Axes:
    """What ``DayGrid.plot`` draws, of full names."""
    marks = read_events(events)
    most_rows = MOST_ROWS if ax is None else int(_MOST_SHARE_OF_ROWS / _row_share(ax))
    choice = choose(grid, series, most_rows)
    if ax is None:
        ax = _new_axes(choice)
    if not choice.lines and not choice.rows:
        ax.text(0.5, 0.5, "no entries", transform=ax.transAxes, ha="center", va="center")
    if not len(grid):
        ax.set_axis_off()
        return ax
    span = _span(ax, len(grid))
    share = len(choice.rows) * _row_share(ax) if choice.lines else 1.0
    _set_days(ax, grid)
    _draw_lines(ax, grid, choice.lines, span)
    _set_scale(ax, grid, choice.lines, share)
    if choice.rows:
        add_rows(ax, grid, choice.rows, share, span)
    draw_events(ax, grid["local_day"], marks)
    # Further down than usual: the year and month of the dates stand at the right of the same line.
    pad = matplotlib.rcParams["axes.labelpad"] + _row_points()
    ax.set_xlabel(_caption(ax, choice, span), loc="left", fontsize="small", labelpad=pad)
    return ax


def _new_axes(choice: Choice) -> Axes:
    from matplotlib import pyplot

    width, height = matplotlib.rcParams["figure.figsize"]
    of_rows = len(choice.rows) * _row_points() / 72
    size = (1.6 * width, height * (0.75 if choice.lines else 0.25) + of_rows)
    ax: Axes = pyplot.figure(figsize=size, layout="constrained").add_subplot()
    return ax


def _points(ax: Axes) -> float:
    return float(ax.bbox.width / ax.figure.dpi * 72)


def _row_points() -> float:
    text = FontProperties(size=matplotlib.rcParams["ytick.labelsize"])
    return float(_ROW_EM * text.get_size_in_points())


def _row_share(ax: Axes) -> float:
    """The part of the height of ``ax`` that a row with its label takes."""
    return _row_points() / float(ax.bbox.height / ax.figure.dpi * 72)


def _span(ax: Axes, days: int) -> int:
    """How many days a point of a line stands for, so that there are not more than ``ax`` shows."""
    points = _points(ax)
    fits = [span for span in _SPANS if points * span >= _LEAST_POINTS_OF_A_SPAN * days]
    return min(fits, default=max(_SPANS))


def _set_days(ax: Axes, grid: DayGrid) -> None:
    half = np.timedelta64(12, "h")
    days = grid["local_day"]
    ax.set_xlim(days[0] - half, days[-1] + half)
    locator, formatter = _dates(len(days))
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(formatter)


def _dates(days: int) -> tuple[Any, Any]:
    """Ticks on days, never on hours, of which matplotlib thinks on an axis of a few days; and how
    they are written.
    """
    dates: Any = matplotlib.dates  # has no types
    if days == 1:
        return dates.DayLocator(), dates.DateFormatter("%Y-%m-%d")
    locator = dates.DayLocator() if days <= _DAYS_WITH_A_TICK_EACH else dates.AutoDateLocator()
    return locator, dates.ConciseDateFormatter(locator)


def _draw_lines(ax: Axes, grid: DayGrid, names: list[str], span: int) -> None:
    lines = []
    for name, color, marker in zip(names, COLORS, _MARKERS, strict=False):
        days, values = grid["local_day"], grid[name]
        label = name_of(name) if np.isfinite(values).any() else f"{name_of(name)} (no values)"
        if span > 1:
            days, rows = spans(days, values, span)
            values = means(rows)
            if len(names) <= _MOST_BANDS:
                low, high = middle_halves(rows)
                ax.fill_between(days, low, high, step="mid", color=color, alpha=0.2, linewidth=0.8)
        every = _points(ax) >= _LEAST_POINTS_OF_A_DOT * len(days)
        dots = None if every else lonely(values)
        lines += ax.plot(
            days,
            values,
            color=color,
            label=label,
            linewidth=1.2,
            marker=marker if every or dots else None,
            markersize=4 if every else 2.5,
            markevery=dots or None,
        )
    if len(lines) > 1:
        labels = [str(line.get_label()) for line in lines]
        ax.legend(lines, labels, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)


def _set_scale(ax: Axes, grid: DayGrid, names: list[str], share: float) -> None:
    """Puts the values above the rows. Scores begin at 0, so that a small change looks small."""
    if not names:
        ax.set_yticks([])
        return
    values = np.concatenate([grid[name] for name in names])
    known = values[np.isfinite(values)]
    lowest, highest = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    if kind_of(names[0]) == "symptom":
        lowest = min(0.0, lowest)
    margin = 0.05 * (highest - lowest) or 0.5
    bottom, top = lowest - margin, highest + margin
    ticks = np.asarray(MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(bottom, top))
    ax.set_ylim(top - (top - bottom) / (1 - share), top)
    ax.set_yticks(ticks[(ticks >= bottom) & (ticks <= top)])
    ax.spines["left"].set_bounds(bottom, top)
    scale = scale_of(grid, names[0])
    ax.set_ylabel(f"{name_of(names[0])} ({scale})" if len(names) == 1 else scale)
    ax.yaxis.label.set_y((1 + share) / 2)


def _caption(ax: Axes, choice: Choice, span: int) -> str:
    """What a reader has to know, below the picture."""
    parts = []
    if span > 1:
        shaded = 0 < len(choice.lines) <= _MOST_BANDS
        shade = "; shaded: the middle half of its days" if shaded else ""
        parts.append(f"Each point and tick is the mean of {_SPANS[span]}{shade}.")
    if choice.rows:
        parts.append(
            "Below: a tick is a yes, its height the amount; a grey line alone is a no; "
            "where the line breaks, nothing is known."
        )
    if choice.left_out:
        parts.append(f"Those with most values are shown, and left out: {choice.left_out}.")
    return textwrap.fill(" ".join(parts), max(30, int(_points(ax) / 5)))
