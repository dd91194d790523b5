"""Numbers in cells: plain decimals, and nothing guessed."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import polars as pl

_NUMBER = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?"
_PLAIN = re.compile(_NUMBER)
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}([ ,.'\u2019\u00a0\u202f][0-9]{3})+([.,][0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_FRACTION = re.compile(rf"{_NUMBER}\s*/\s*{_NUMBER}")
_WITH_TEXT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?\s*[^\s0-9.,].*", re.DOTALL)
_LONGEST = 400


def numbers(cells: pl.Series, decimal: str) -> npt.NDArray[np.float64]:
    """The number of each cell, NaN where there is none."""
    if decimal == ",":
        cells = (
            cells.to_frame("cell")
            .select(
                pl.when(~pl.col("cell").str.contains(".", literal=True)).then(
                    pl.col("cell").str.replace(",", ".", literal=True)
                )
            )
            .to_series()
        )
    values = cells.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy().copy()
    values[~np.isfinite(values)] = np.nan
    return values


def without_suffix(cells: pl.Series, suffix: str) -> pl.Series:
    """The cells without a suffix such as "mg" or "/10"; a cell that has none becomes empty."""
    if suffix.startswith("/"):
        pattern = rf"^(.*[0-9.])\s*/\s*{re.escape(suffix[1:])}$"
    else:
        pattern = rf"^(.*[0-9.])\s*{re.escape(suffix)}$"
    return cells.str.extract(pattern, 1).fill_null("")


def why_no_number(cell: str, decimal: str = ".") -> str:
    """Why a cell is no number."""
    if len(cell) > _LONGEST:
        return "is longer than any number"
    if cell[:1] in ("=", "@"):
        return "is a formula, not a number"
    if _NOT_FINITE.fullmatch(cell):
        return "is not a finite number"
    if _PLAIN.fullmatch(cell):
        return _NOT_THE_DECIMAL if decimal == "," and "." in cell else "is a number too large"
    if _THOUSANDS.fullmatch(cell):
        return "has a separator of thousands, or another decimal sign: write 1234.5 as 1234.5"
    if _DECIMAL_COMMA.fullmatch(cell) and decimal == ".":
        return 'has a decimal comma: if the whole file writes so, say decimal=","'
    if _FRACTION.fullmatch(cell):
        return "is a share such as n/10: read only where the scale is exactly 0 to 10"
    if _WITH_TEXT.fullmatch(cell):
        return "has text behind the number: read only where it is exactly the column's unit"
    return "is not a number"


_NOT_THE_DECIMAL = 'has a decimal point, but decimal is ","'
