"""From the rows of a chunk to its cells, each with the series that it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from lamella.entry import Body
from lamella.importing.rows import Chunk
from lamella.importing.series import Series, code_problem, site_problem, unit_problem
from lamella.importing.survey import Plan
from lamella.importing.times import Ints

# How a cell is read.
NUMBER, PRESENCE, ALWAYS, TEXT, NOT_READ = range(5)
#: What a way says in "yes" or "no" has two bodies.
VARIANTS = 2
_MOST_TARGETS = 50_000
_NO_TYPE = "is of a type that the mapping does not name"
_NO_SERIES = "is a name that the mapping does not know"
_SCALED = "has a unit, but a symptom has a scale"


@dataclass(frozen=True, slots=True)
class Target:
    """The series of a cell at one site and in one unit; ``column`` is named when it is rejected.

    A cell with a ``problem`` is rejected for it, one that is ``left_out`` is counted as such.
    """

    column: str
    series: Series
    name: str = ""
    unit: str = ""
    site: str = ""
    problem: str = ""
    left_out: str = ""

    @property
    def way(self) -> int:
        if self.problem or self.left_out:
            return NOT_READ
        if self.series.is_number or self.unit:
            return NUMBER
        if self.series.kind == "dose":
            return TEXT
        return ALWAYS if self.series.always or self.series.split else PRESENCE

    @property
    def scale(self) -> tuple[float, float]:
        """The least and the largest value."""
        if self.series.kind == "symptom":
            return self.series.scale or (0.0, 10.0)
        return (0.0 if self.series.kind == "dose" else -np.inf, np.inf)

    @property
    def suffix(self) -> str:
        """What may stand behind a number, because it says nothing else than the series."""
        if self.series.kind == "symptom":
            return "/10" if self.scale == (0.0, 10.0) else ""
        unit = self.unit or self.series.unit
        return "" if unit == "1" else unit

    @property
    def code(self) -> str:
        return self.series.code.replace("*", self.name)

    def body(self, variant: int) -> Body:
        return self.series.body(self.name, self.unit, self.site, says_no=variant == 1)


@dataclass(slots=True)
class Cells:
    """Cells that are not empty, in the order of their rows: the row and the target of each."""

    row: Ints
    target: Ints
    text: pl.Series


class Targets:
    """The targets met so far, by number."""

    def __init__(self) -> None:
        self.all: list[Target] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def forget_many(self) -> None:
        """Keeps a file of endless names from filling the memory; numbers are of one chunk."""
        if len(self.all) > _MOST_TARGETS:
            self.all.clear()
            self._numbers.clear()

    def number(self, key: tuple[object, ...], make: Callable[[], Target]) -> int:
        """The number of the target of this key, made when it is met first."""
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = len(self.all)
            self.all.append(make())
        return found

    def named(self, column: str, series: Series, name: str) -> int:
        return self.number((column, name), lambda: checked(column, series, name))


def checked(column: str, series: Series, name: str, unit: str = "", site: str = "") -> Target:
    """The target of a name in the file, or why it has none."""
    if name in series.leave_out:
        return Target(column, series, left_out=f"values named {name}, by the mapping")
    problem = (
        code_problem(series.code.replace("*", name))
        or unit_problem(unit)
        or site_problem(site)
        or (_SCALED if unit and series.kind == "symptom" else "")
    )
    return Target(column, series, name, unit, site, problem=problem)


class WideLayout:
    """A column a series."""

    def __init__(self, plan: Plan, targets: Targets) -> None:
        self._plan = plan
        self._targets = targets

    def cells(self, chunk: Chunk) -> Cells:
        pieces = [
            self._split(chunk, i, series) if series.split else self._plain(chunk, i, series)
            for i, series in self._plan.columns
        ]
        if not pieces:
            return Cells(
                np.zeros(0, np.int64), np.zeros(0, np.int64), pl.Series([], dtype=pl.String)
            )
        row = np.concatenate([piece.row for piece in pieces])
        target = np.concatenate([piece.target for piece in pieces])
        text = pl.concat([piece.text for piece in pieces])
        # By rows, so that the ordinals of equal ones do not depend on where a chunk ends.
        order = np.argsort(row, kind="stable")
        return Cells(row[order], target[order], text.gather(order))

    def _plain(self, chunk: Chunk, index: int, series: Series) -> Cells:
        column = self._plan.header[index]
        number = self._targets.number((column,), lambda: Target(column, series))
        text = chunk.column(index).rename("cell")
        row = np.flatnonzero((text != "").to_numpy())
        return Cells(row, np.full(len(row), number), text.gather(row))

    def _split(self, chunk: Chunk, index: int, series: Series) -> Cells:
        column = self._plan.header[index]
        names = (
            chunk.column(index)
            .str.split(series.split)
            .to_frame("name")
            .with_row_index("row")
            .explode("name")
            .with_columns(pl.col("name").str.strip_chars())
            .filter(pl.col("name") != "")
        )
        known = {
            n: self._targets.named(column, series, n) for n in names["name"].unique().to_list()
        }
        # Of no names at all, the replaced column has no type.
        target = names["name"].replace_strict(known, return_dtype=pl.Int64).cast(pl.Int64)
        empty = pl.repeat("", names.height, dtype=pl.String, eager=True).rename("cell")
        return Cells(names["row"].cast(pl.Int64).to_numpy(), target.to_numpy(), empty)


class LongLayout:
    """A row a value."""

    def __init__(self, plan: Plan, targets: Targets) -> None:
        assert plan.mapping.long is not None
        self._plan = plan
        self._mapping = plan.mapping
        self._long = plan.mapping.long
        self._targets = targets

    def cells(self, chunk: Chunk) -> Cells:
        long = self._long
        columns = [chunk.column(self._plan.index(long.series)).rename("series")]
        for name, column in (("type", long.type), ("unit", long.unit), ("site", long.site)):
            if column is not None:
                columns.append(chunk.column(self._plan.index(column)).rename(name))
        keys = pl.DataFrame(columns)
        distinct = keys.unique(maintain_order=True)
        numbers = [self._number(**key) for key in distinct.iter_rows(named=True)]
        numbered = distinct.with_columns(pl.Series("number", numbers, dtype=pl.Int64))
        target = keys.join(numbered, on=keys.columns, how="left", maintain_order="left")["number"]
        text = chunk.column(self._plan.index(long.value)).rename("cell")
        return Cells(np.arange(len(chunk)), target.to_numpy(), text)

    def _number(self, series: str, type: str = "", unit: str = "", site: str = "") -> int:
        key = (series, type, unit, site)
        return self._targets.number(key, lambda: self._target(*key))

    def _target(self, name: str, type: str, unit: str, site: str) -> Target:
        long, mapping = self._long, self._mapping
        nothing = Series("measurement", "*", "1")
        if name in mapping.codes:
            series = mapping.codes[name]
            if series is None:
                left_out = f"rows named {name}, by the mapping"
                return Target(long.value, nothing, left_out=left_out)
        elif long.type is not None and type in mapping.types:
            series = mapping.types[type]
            if series is None:
                return Target(long.value, nothing, left_out=f"rows of type {type}, by the mapping")
        elif long.each is not None:
            series = long.each
        elif long.type is not None:
            return Target(long.type, nothing, problem=_NO_TYPE)
        else:
            return Target(long.series, nothing, problem=_NO_SERIES)
        target = checked(long.value, series, name, unit, site)
        return Target(long.series, series, problem=target.problem) if target.problem else target
