"""Columns of numbers for NumPy, Arrow, pandas and polars, each imported when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, cast

from lamella import _core
from lamella.errors import InvalidArgument, NotFound
from lamella.when import day_of_number

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd  # type: ignore[import-untyped]
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]
    from matplotlib.axes import Axes

Day = date | str | int

_ABSENT_INSTANT = -(2**63)
_ABSENT_INTEGER = -(2**31)  # of days as well
_HTML_ROWS = 10


class Table:
    """Immutable columns. A table outlives its diary and can be read any number of times.

    Any library that knows Arrow's PyCapsule interface takes it as it is:
    ``polars.DataFrame(table)``, ``pyarrow.table(table)``, ``pandas.DataFrame.from_arrow(table)``.

    >>> _ = diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-25")
    >>> table = diary.samples()
    >>> len(table), table.column_names[:2]
    (1, ['series', 'at'])
    """

    def __init__(self, core: _core.Table) -> None:
        self._core = core

    @property
    def column_names(self) -> list[str]:
        """The names of the columns in their order.

        >>> diary.daily().column_names
        ['local_day']
        """
        return self._core.column_names

    def __len__(self) -> int:
        return len(self._core)

    def __iter__(self) -> Iterator[str]:
        return iter(self.column_names)

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        """A column as a NumPy array, which keeps the table alive. Unknown names: ``NotFound``.

        Numbers are float64 with NaN for missing; ``at`` is datetime64[ms] in UTC and days are
        datetime64[D], with NaT; texts are objects; ids are 16-byte voids. Numbers, instants and ids
        are read-only views without a copy.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25T08:00Z")
        >>> diary.samples()["value"]
        array([6.])
        >>> diary.samples()["at"]
        array(['2026-11-25T08:00:00.000'], dtype='datetime64[ms]')
        """
        return _to_numpy(self._core.column(name))

    def metadata(self, name: str) -> dict[str, str]:
        """What is known of a column, for example its unit.

        >>> _ = diary.log_measurement("tewl", 18.2, "g/(m2.h)", at="2026-11-25")
        >>> diary.daily().metadata("measurement.tewl")["unit"]
        'g/(m2.h)'
        """
        return self._core.column(name).metadata

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._core.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._core.__arrow_c_schema__()

    def to_arrow(self) -> pa.Table:
        """A pyarrow.Table that shares the numbers of this one.

        >>> diary.samples().to_arrow().schema.field("at").type
        TimestampType(timestamp[ms, tz=UTC])
        """
        import pyarrow as pa

        return pa.table(self)

    def to_pandas(self) -> pd.DataFrame:
        """A pandas.DataFrame.

        >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
        >>> diary.samples().to_pandas()["value"].mean()
        np.float64(6.0)
        """
        import pandas as pd

        # With pyarrow, numbers are shared and categories stay categories.
        try:
            import pyarrow as pa
        except ImportError:
            return pd.DataFrame({name: _for_pandas(self[name]) for name in self.column_names})
        frame: pd.DataFrame = pa.table(self).to_pandas()
        return frame

    def to_polars(self) -> pl.DataFrame:
        """A polars.DataFrame.

        >>> diary.samples().to_polars().height
        0
        """
        import polars as pl

        return pl.DataFrame(self)

    def __repr__(self) -> str:
        columns = ", ".join(self.column_names)
        return f"<lamella.{type(self).__name__} of {len(self):,} rows: {columns}>"

    def _repr_html_(self) -> str:
        shown = min(len(self), _HTML_ROWS)
        columns = [_to_list(self._core.column(name), shown) for name in self.column_names]
        head = "".join(f"<th>{escape(name)}</th>" for name in self.column_names)
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>"
            for row in zip(*columns, strict=True)
        )
        return f"<table><tr>{head}</tr>{rows}</table><p>{shown:,} of {len(self):,} rows</p>"


class DayGrid(Table):
    """One row a local day, one column a series; NaN is missing. Rows are calendar days.

    The bare code names a column where one series alone has it.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> _ = diary.log_symptom("itch", 2, at="2026-11-27")
    >>> grid = diary.daily()
    >>> grid["itch"]
    array([ 6., nan,  2.])
    >>> grid.first_day, grid.series
    (datetime.date(2026, 11, 25), ['symptom.itch'])
    """

    def __init__(self, grid: _core.DayGrid) -> None:
        super().__init__(_core.grid_table(grid))
        self._grid = grid
        self._series = self.column_names[1:]

    @property
    def series(self) -> list[str]:
        """The columns but for the day.

        >>> diary.daily().series
        []
        """
        return list(self._series)

    @property
    def first_day(self) -> date | None:
        """The day of the first row; None of an empty grid.

        >>> diary.daily().first_day is None
        True
        """
        return day_of_number(self._grid.first_day) if len(self) else None

    @property
    def last_day(self) -> date | None:
        """The day of the last row; None of an empty grid.

        >>> diary.daily().last_day is None
        True
        """
        return day_of_number(self._grid.first_day + len(self) - 1) if len(self) else None

    def reduce(self, name: str) -> str:
        """How several values of one day became one: last, mean, max or sum.

        >>> _ = diary.log_exposure("sweat", True, at="2026-11-25")
        >>> diary.daily().reduce("sweat")
        'max'
        """
        full = self._full_name(name)
        found = next(column for column in self._grid.columns if column.name == full)
        return found.reduce.name.lower()

    def plot(
        self,
        series: str | Iterable[str] | None = None,
        *,
        events: Mapping[Day, str] | Iterable[tuple[Day, str]] | None = None,
        ax: Axes | None = None,
    ) -> Axes:
        """A time line, drawn on a matplotlib ``ax`` or on a new figure that the caller closes.

        Symptoms are lines; a gap is a gap, and a day between two gaps a dot. Doses and exposures
        are rows of ticks below: a tick is a "yes", its height the amount, and the grey line marks
        the days that are known. A measurement is drawn when ``series`` names it, or where there is
        no symptom. At most 8 lines and 12 rows are drawn, those with most values; where many days
        share a point of the paper, as weekly means; the text below the picture says either.
        ``events`` are labels by day, drawn as vertical lines; those outside of the grid are not.
        Labels stand around ``ax``: a figure of ``layout="constrained"`` makes room for them.

        Needs the extra ``lamella[plots]``. Fails with ``NotFound`` for a series that the grid does
        not have, and with ``InvalidArgument`` for lines of different units: call it once per unit.

        >>> from matplotlib.figure import Figure
        >>> _ = lamella.simulate(seed=7, days=30).log_into(diary)
        >>> events = {"2024-01-15": "second injection"}
        >>> ax = diary.daily().plot(events=events, ax=Figure().subplots())
        >>> ax.get_ylabel()
        'itch (score)'
        """
        from lamella.plots import plot_time_line

        names = [series] if isinstance(series, str) else series
        full = None if names is None else [self._full_name(name) for name in names]
        return plot_time_line(self, full, events=events, ax=ax)

    def calendar(self, series: str, *, ax: Axes | None = None) -> Axes:
        """A calendar of one series, drawn on a matplotlib ``ax`` or on a new figure that the
        caller closes.

        Columns are weeks, rows the days from Monday to Sunday, and more than a year makes a block
        for each calendar year. The darker, the more; an empty frame is a day without a value, and
        0 has a colour. The colour bar is an Axes beside it, ``ax.collections[0].colorbar.ax``.

        Needs the extra ``lamella[plots]``. Fails with ``NotFound`` for a series that the grid does
        not have.

        >>> from matplotlib.figure import Figure
        >>> _ = lamella.simulate(seed=7, days=30).log_into(diary)
        >>> ax = diary.daily().calendar("itch", ax=Figure().subplots())
        >>> [label.get_text() for label in ax.get_yticklabels()][:2]
        ['Mon', 'Tue']
        """
        from lamella.plots import plot_calendar

        return plot_calendar(self, self._full_name(series), ax=ax)

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        return super().__getitem__(name if name == "local_day" else self._full_name(name))

    def metadata(self, name: str) -> dict[str, str]:
        return super().metadata(name if name == "local_day" else self._full_name(name))

    def _full_name(self, name: str) -> str:
        if name in self._series:
            return name
        found = [full for full in self._series if full.partition(".")[2] == name]
        if not found:
            raise NotFound("the day grid has no series of this name")
        if len(found) > 1:
            raise InvalidArgument("more than one series has this code: name its kind as well")
        return found[0]


def _to_numpy(column: _core.Column) -> np.ndarray[Any, Any]:
    import numpy as np

    kind = column.kind
    if kind == "text":
        return np.array(column.texts(), dtype=object)
    view: np.ndarray[Any, Any] = np.asarray(_buffer(column))
    if kind == "instant":  # the absent instant is NaT's bits
        return view.view("datetime64[ms]")
    if kind == "day":
        days = view.astype("datetime64[D]")
        days[view == _ABSENT_INTEGER] = np.datetime64("NaT")
        return days
    if kind == "integer":
        numbers = view.astype(float)
        numbers[view == _ABSENT_INTEGER] = np.nan
        return numbers
    if kind == "category":
        texts: np.ndarray[Any, Any] = np.array([*column.categories, None], dtype=object)[view]
        return texts
    if kind == "id":
        return view.view("V16").reshape(len(column))
    return view


def _buffer(column: _core.Column) -> memoryview:
    # Types cannot say before Python 3.12 that a class has the buffer protocol.
    return memoryview(cast(Any, column))


def _for_pandas(values: np.ndarray[Any, Any]) -> Any:
    kind = values.dtype.kind
    if kind == "V":
        return [bytes(value) for value in values]
    return values.astype("datetime64[s]") if values.dtype == "datetime64[D]" else values


def _to_list(column: _core.Column, rows: int) -> list[Any]:
    """The first values as Python's own, without NumPy; an absent one is ''."""
    kind = column.kind
    if kind == "text":
        return column.texts()[:rows]
    if kind == "id":
        return [value.hex() for value in column.ids()[:rows]]
    values = _buffer(column)[:rows].tolist()
    if kind == "category":
        return [column.categories[index] if index >= 0 else "" for index in values]
    if kind == "day":
        return ["" if value == _ABSENT_INTEGER else day_of_number(value) for value in values]
    if kind == "instant":
        return ["" if value == _ABSENT_INSTANT else _iso_instant(value) for value in values]
    return ["" if value == _ABSENT_INTEGER or value != value else value for value in values]


def _iso_instant(utc_ms: int) -> str:
    seconds, ms = divmod(utc_ms, 1000)
    days, second = divmod(seconds, 86_400)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
    return f"{day_of_number(days)}T{clock}" + (f".{ms:03}Z" if ms else "Z")
