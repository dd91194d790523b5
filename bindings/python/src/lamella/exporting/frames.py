"""CSV and Parquet: the entries of a kind, some days at a time, so that memory stays constant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.exporting.columns import COLUMNS, Column, cell_of_text
from lamella.new_files import refuse
from lamella.when import day_number

if TYPE_CHECKING:
    import polars as pl

    from lamella.diary import Diary

# A window of days grows and shrinks towards this many rows.
_FEW_ROWS, _MANY_ROWS = 30_000, 100_000
_FIRST_DAYS, _MOST_DAYS = 32, 366
_ROW_GROUP = 100_000
_INSTANT = "%Y-%m-%dT%H:%M:%S%.3fZ"


@dataclass(slots=True)
class Counts:
    """How much of a kind was written. An entry may have several rows."""

    rows: int = 0
    entries: int = 0
    incomplete: int = 0
    conflicts: int = 0

    def add(self, frame: pl.DataFrame) -> None:
        """Counts a frame, which holds all rows of its entries."""
        import polars as pl

        self.rows += frame.height
        self.entries += int((frame["id"] != frame["id"].shift()).fill_null(True).sum())
        odd = frame.filter(~pl.col("complete") | (pl.col("conflicts") > 0)).unique("id")
        self.incomplete += odd.filter(~pl.col("complete")).height
        self.conflicts += odd.filter(pl.col("conflicts") > 0).height


def frames(diary: Diary, kind: str, task: _core.Task | None) -> Iterator[pl.DataFrame]:
    """The entries of a kind in the order of the diary, in frames of some days each."""
    import polars as pl

    shape = [_expression(column) for column in COLUMNS[kind]]
    summary = diary.summary()
    day = None if summary.first_day is None else day_number(summary.first_day)
    last_day = None if summary.last_day is None else day_number(summary.last_day)
    days = _FIRST_DAYS
    while True:
        # The last window is open: definitions have no day and come after all others.
        end = None if day is None or last_day is None or day + days > last_day else day + days - 1
        table = diary.records(kind, start=day, end=end, task=task)
        if len(table):
            yield pl.DataFrame(table).select(shape)
        if day is None or end is None:
            return
        day = end + 1
        if len(table) < _FEW_ROWS:
            days = min(days * 2, _MOST_DAYS)
        elif len(table) > _MANY_ROWS:
            days = max(days // 2, 1)


def write_csv(path: str, kind: str, made: Iterator[pl.DataFrame]) -> None:
    """Writes UTF-8 text, a line a row. Texts are escaped, so that a cell never breaks its line."""
    import polars as pl

    header = True
    try:
        with open(path, "wb") as file:
            for frame in made:
                text = frame.with_columns(_spelled(frame, column) for column in COLUMNS[kind])
                text.write_csv(file, include_header=header)
                header = False
    except (pl.exceptions.PolarsError, OSError) as error:
        refuse(error)


def write_parquet(path: str, kind: str, made: Iterator[pl.DataFrame]) -> None:
    """Writes row groups of 100,000 rows, and what the columns mean into the file's metadata."""
    import polars as pl
    from polars.io.plugins import register_io_source

    failed: list[BaseException] = []

    def source(*_: Any) -> Iterator[pl.DataFrame]:
        try:
            yield from made
        except BaseException as error:
            failed.append(error)
            raise

    described = json.dumps([column.described() for column in COLUMNS[kind]])
    try:
        register_io_source(source, schema=schema_of(kind)).sink_parquet(
            path,
            maintain_order=True,
            row_group_size=_ROW_GROUP,
            metadata={"lamella.columns": described},
        )
    except BaseException as error:
        if failed:
            raise failed[0] from None
        if isinstance(error, (pl.exceptions.PolarsError, OSError)):
            refuse(error)
        raise


#: How to write each format.
WRITERS: dict[str, Callable[[str, str, Iterator[pl.DataFrame]], None]] = {
    "csv": write_csv,
    "parquet": write_parquet,
}


def schema_of(kind: str) -> pl.Schema:
    """The types of the columns of a Parquet file."""
    import polars as pl

    types: dict[str, pl.DataType] = {
        "id": pl.Binary(),
        "day": pl.Date(),
        "instant": pl.Datetime("ms", "UTC"),
        "integer": pl.Int32(),
        "number": pl.Float64(),
        "flag": pl.Boolean(),
        "text": pl.Categorical(),
    }
    return pl.Schema(
        {c.name: pl.String() if c.name == "note" else types[c.type] for c in COLUMNS[kind]}
    )


def _expression(column: Column) -> pl.Expr:
    """A column of the diary's table as Parquet holds it: what is missing is null."""
    import polars as pl

    values = pl.col(column.name)
    if column.type == "number":
        return values.fill_nan(None)
    if column.type == "flag":
        return values.fill_nan(None).cast(pl.Boolean)
    return values


def _spelled(frame: pl.DataFrame, column: Column) -> pl.Series:
    """A column as a CSV file spells it."""
    import polars as pl

    values = frame[column.name]
    if column.type == "id":
        return values.bin.encode("hex")
    if column.type == "instant":
        return values.dt.strftime(_INSTANT)
    if column.type != "text":
        return values
    texts = values.cast(pl.String)
    cells = {text: cell_of_text(text) for text in texts.unique().drop_nulls()}
    changed = {text: cell for text, cell in cells.items() if text != cell}
    return texts.replace(changed) if changed else texts
