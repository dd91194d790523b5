"""Pictures of a day grid with matplotlib: Axes go in, Axes come out.

``DayGrid.plot``, ``DayGrid.calendar`` and ``TriggerReport.plot`` call these functions. They change
no global style and follow ``matplotlib.rcParams`` for fonts and sizes. Without ``ax=`` they make a
figure with pyplot, which the caller closes.
"""

try:
    from lamella.plots.calendar_map import plot_calendar
    from lamella.plots.time_line import plot_time_line
    from lamella.plots.trigger_pictures import (
        plot_trigger_calendar,
        plot_trigger_effects,
        plot_trigger_lags,
    )
except ModuleNotFoundError as error:
    raise ImportError(
        "pictures need matplotlib and numpy: pip install lamella[plots]", name=error.name
    ) from error

__all__ = [
    "plot_calendar",
    "plot_time_line",
    "plot_trigger_calendar",
    "plot_trigger_effects",
    "plot_trigger_lags",
]
