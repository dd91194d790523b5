"""Therapy events and others as labelled lines across a time line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.font_manager import FontProperties

from lamella.errors import InvalidArgument
from lamella.plots.days import Values
from lamella.plots.labels import shown
from lamella.when import day_number

Day = date | str | int
Events = Mapping[Day, str] | Iterable[tuple[Day, str]]

_DEGREES = 45
_LINE_EM = 1.8  # from label to label along the axis
_LAYOUT_KEEPS = 0.75  # of the width, when it has made room for labels


def read_events(events: Events | None) -> list[tuple[int, str]]:
    """The events in their order, as (day number, label). Fails with ``InvalidArgument``.

    >>> read_events({"1970-01-02": "injection"})
    [(1, 'injection')]
    """
    pairs = events.items() if isinstance(events, Mapping) else events or ()
    found = []
    for pair in pairs:
        if not isinstance(pair, tuple | list) or len(pair) != 2 or not isinstance(pair[1], str):
            raise InvalidArgument("events are labels by day, or pairs of a day and a label")
        found.append((day_number(pair[0]), pair[1]))
    return sorted(found)


def draw_events(ax: Axes, days: Values, events: list[tuple[int, str]]) -> None:
    """A line through ``ax`` for each event on one of these days, and its label above. Labels that
    would lie on each other move to the right, at the end of a thin line.
    """
    small = FontProperties(size="small").get_size_in_points()
    points = ax.bbox.width / ax.figure.dpi * 72 * _LAYOUT_KEEPS
    first, count = int(days[0].astype(int)), len(days)
    color = matplotlib.rcParams["text.color"]
    next_free = 0.0
    for day, label in events:
        if not first <= day < first + count:
            continue
        at = float(date2num(np.datetime64(day, "D")))  # type: ignore[no-untyped-call]
        ax.axvline(at, color=color, linewidth=1, linestyle="--")
        place = (day - first + 0.5) / count * points
        moved = max(0.0, next_free - place)
        next_free = place + moved + _LINE_EM * small
        ax.annotate(
            shown(label),
            (at, 1),
            xycoords=ax.get_xaxis_transform(),
            xytext=(moved, 8 if moved else 3),
            textcoords="offset points",
            rotation=_DEGREES,
            rotation_mode="anchor",
            fontsize="small",
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "color": color} if moved else None,
        )
