"""Pictures of a trigger report: all effects, the lags of one exposure, its days over the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from lamella.plots.calendar_map import places_of, plot_calendar
from lamella.plots.days import Values, is_presence
from lamella.plots.labels import name_of

if TYPE_CHECKING:
    from lamella.tables import DayGrid
    from lamella.trigger_report import TriggerFinding, TriggerReport

_COLORS = {
    "strong": "#b2182b",
    "moderate": "#d6604d",
    "goes_together": "#8073ac",
    "hint": "#b2abd2",
}
_QUIET = "0.55"
_ROW_INCHES = 0.28
_MOST_ROWS = 60


def plot_trigger_effects(report: TriggerReport, *, ax: Axes | None = None) -> Axes:
    """All effects with their intervals, the strongest finding on top."""
    shown = [one for one in report if one.effect or one.effect_now][:_MOST_ROWS]
    if ax is None:
        ax = _new_axes(max(_ROW_INCHES * len(shown), 1) + 1)
    ax.set_xlabel("points over four days")
    ax.axvline(0, color=matplotlib.rcParams["axes.edgecolor"], linewidth=0.8)
    ax.axvspan(-report.meaningful, report.meaningful, color="0.93", zorder=0)
    ax.set_ylim(max(len(shown), 1) - 0.5, -0.5)
    labels = []
    for row, finding in enumerate(shown):
        effect = finding.effect or finding.effect_now
        assert effect is not None
        color = _COLORS.get(finding.tier, _QUIET)
        if effect.low is not None and effect.high is not None:
            ax.plot([effect.low, effect.high], [row, row], color=color)
        ax.plot(
            effect.shrunk, row, "o", color=color, fillstyle="full" if finding.effect else "none"
        )
        labels.append(name_of(finding.exposure))
    ax.set_yticks(range(len(shown)), labels)
    if not shown:
        ax.text(0.5, 0.5, "not enough data", transform=ax.transAxes, ha="center", va="center")
    _legend(ax, [one.tier for one in shown])
    return ax


def plot_trigger_lags(
    report: TriggerReport, finding: TriggerFinding, *, ax: Axes | None = None
) -> Axes:
    """Points of the score 0 to 14 days after the exposure, each lag on its own."""
    if ax is None:
        ax = _new_axes(3.2)
    color = _COLORS.get(finding.tier, _QUIET)
    ax.axhline(0, color=matplotlib.rcParams["axes.edgecolor"], linewidth=0.8)
    if finding.profile:
        lags, effects, errors = (np.array(part) for part in zip(*finding.profile, strict=True))
        ax.fill_between(lags, effects - 2 * errors, effects + 2 * errors, color=color, alpha=0.2)
        ax.plot(lags, effects, "o-", color=color, markersize=4)
    else:
        ax.text(0.5, 0.5, "not enough data", transform=ax.transAxes, ha="center", va="center")
    ax.set_xlim(-0.5, 14.5)
    ax.set_xlabel(f"days after {name_of(finding.exposure)}")
    ax.set_ylabel(f"points of {name_of(report.outcome)}")
    return ax


def plot_trigger_calendar(
    scores: DayGrid, exposures: DayGrid, outcome: str, exposure: str, *, ax: Axes | None = None
) -> Axes:
    """The calendar of the score, with a mark on each day of the exposure: of an amount, on the
    highest quarter of days, and never on those of its lowest value.
    """
    ax = plot_calendar(scores, outcome, ax=ax)
    values = exposures[exposure]
    known = values[np.isfinite(values)]
    if not known.size:
        return ax
    answers = is_presence(known)
    least = 1 if answers else _high(known)
    marked = np.flatnonzero(np.nan_to_num(values, nan=-np.inf) >= least)
    places = places_of(scores)
    ax.plot(
        places[marked, 0] + 0.5,
        places[marked, 1] + 0.5,
        linestyle="",
        marker="o",
        markersize=3,
        color="#e34a33",
        markeredgecolor="white",
        markeredgewidth=0.4,
    )
    what = name_of(exposure) if answers else f"{name_of(exposure)} {least:.3g} or more"
    ax.set_xlabel(f"dot: {what}; empty frame: a day without a value", fontsize="small")
    return ax


def _high(amounts: Values) -> float:
    """The highest quarter begins here; above the lowest value, where most days have it."""
    least = float(np.quantile(amounts, 0.75))
    above = amounts[amounts > amounts.min()]
    return max(least, float(above.min())) if above.size else float("inf")


def _new_axes(height: float) -> Axes:
    from matplotlib import pyplot

    width = matplotlib.rcParams["figure.figsize"][0]
    ax: Axes = pyplot.figure(figsize=(width, height), layout="constrained").add_subplot()
    return ax


def _legend(ax: Axes, tiers: list[str]) -> None:
    words = {"strong": "strong", "moderate": "likely", "goes_together": "goes together"}
    words["hint"] = "weak hint"
    for tier, word in words.items():
        if tier in tiers:
            ax.plot([], [], "o-", color=_COLORS[tier], label=word)
    if ax.get_legend_handles_labels()[0]:
        ax.legend(fontsize="small", loc="lower right")
