"""The days of a grid as a picture counts them: one by one, or in spans of some weeks."""

from __future__ import annotations

from typing import Any

import numpy as np

Values = np.ndarray[Any, Any]

_WEEKDAY_OF_DAY_0 = 3  # 1970-01-01 was a Thursday; Monday is 0


def spans(days: Values, values: Values, length: int) -> tuple[Values, Values]:
    """Consecutive days in spans of ``length`` days, a multiple of 7, from a Monday on: the day in
    the middle of each, and a row of its values, NaN where the grid does not reach.

    >>> days = np.arange("2026-11-24", "2026-12-01", dtype="datetime64[D]")
    >>> middles, rows = spans(days, np.arange(7.0), 7)
    >>> rows[0]
    array([nan,  0.,  1.,  2.,  3.,  4.,  5.])
    """
    before = (int(days[0].astype(int)) + _WEEKDAY_OF_DAY_0) % 7
    count = -(-(before + len(values)) // length)
    padded = np.full(count * length, np.nan)
    padded[before : before + len(values)] = values
    middles = days[0] - before + length // 2 + length * np.arange(count)
    return np.clip(middles, days[0], days[-1]), padded.reshape(count, length)


def means(rows: Values) -> Values:
    """The mean of the known values of each row; NaN where none is known.

    >>> means(np.array([[1, 3, np.nan], [np.nan, np.nan, np.nan]]))
    array([ 2., nan])
    """
    known = np.isfinite(rows).sum(axis=1)
    mean = np.full(len(rows), np.nan)
    np.divide(np.nansum(rows, axis=1), known, out=mean, where=known > 0)
    return mean


def middle_halves(rows: Values) -> tuple[Values, Values]:
    """The lower and the upper quartile of the known values of each row; NaN where none is known.

    >>> middle_halves(np.array([[1, 2, 3, 4, 5], [np.nan] * 5]))
    (array([ 2., nan]), array([ 4., nan]))
    """
    low, high = np.full((2, len(rows)), np.nan)
    known = np.isfinite(rows).any(axis=1)
    if known.any():
        low[known], high[known] = np.nanquantile(rows[known], [0.25, 0.75], axis=1)
    return low, high


def known_runs(values: Values) -> list[tuple[int, int]]:
    """The stretches of known values, as (first, last) indices.

    >>> known_runs(np.array([1, np.nan, 2, 3]))
    [(0, 0), (2, 3)]
    """
    known = np.isfinite(values).astype(int)
    steps = np.diff(known, prepend=0, append=0)
    firsts, lasts = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def lonely(values: Values) -> list[int]:
    """The known values without a neighbour, which a line does not show.

    >>> lonely(np.array([1, np.nan, 2, 3]))
    [0]
    """
    return [first for first, last in known_runs(values) if first == last]


def is_presence(values: Values) -> bool:
    """Whether these are answers, 1 for yes and 0 for no, and not amounts.

    >>> is_presence(np.array([0, 1, np.nan])), is_presence(np.array([0, 2.5]))
    (True, False)
    """
    known = values[np.isfinite(values)]
    return bool(np.all((known == 0) | (known == 1)))
