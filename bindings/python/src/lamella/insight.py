"""Lagged correlations: the plain textbook figure, and what chance alone would find."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.errors import InvalidArgument

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

#: Calendar days after the exposure: one, or several, over which the outcome is averaged.
Lags = int | Iterable[int]

DEFAULT_LAGS: Sequence[Lags] = (0, 1)

_SHOWN_ROWS = 20


@dataclass(frozen=True, slots=True)
class Correlation:
    """A correlation ``r`` and its two-sided ``p`` from t with n - 2 degrees of freedom.

    Both are None (undefined) when fewer than three pairs exist or a side is constant. ``n`` counts
    the pairs in which both are known.

    >>> lamella.correlate([1, 2, 3], [5, 5, 5])
    Correlation(r=None, p=None, n=3)
    """

    r: float | None
    p: float | None
    n: int


@dataclass(frozen=True, slots=True)
class LaggedCorrelation:
    """How one exposure goes with the outcome, averaged over the days ``lags`` after it.

    >>> report = lamella.lagged_correlations([1, 0, 1, 0], [0, 3, 1, 4], lags=[0])
    >>> report.pairs[0].lags
    (0,)
    """

    exposure: str
    lags: tuple[int, ...]
    r: float | None
    p: float | None
    n: int


def correlate(x: Iterable[float], y: Iterable[float], method: str = "pearson") -> Correlation:
    """Pearson's or Spearman's correlation over the pairs in which neither is missing.

    Missing is NaN or None. Fails with ``InvalidArgument`` when the lengths differ or a value is
    infinite.

    >>> round(correlate([1, 2, 3, 4], [1, 3, 2, 4]).r, 12)
    0.8
    """
    core = _core.correlate(_numbers(x), _numbers(y), method_of(method))
    return Correlation(core.r, core.p, core.n)


def window_mean(values: Iterable[float], lags: Lags) -> list[float]:
    """For each day, the mean of the values at these lags after it, of those that exist.

    >>> window_mean([1, 2, 3], (1, 2))
    [2.5, 3.0, nan]
    """
    return _core.window_mean(_numbers(values), _lag_set(lags))


def lagged_correlations(
    x: Mapping[str, Iterable[float]] | Iterable[float],
    y: Iterable[float],
    lags: Sequence[Lags] = DEFAULT_LAGS,
    *,
    method: str = "pearson",
    alpha: float = 0.05,
    shifts: int = 199,
    task: _core.Task | None = None,
) -> CorrelationReport:
    """How ``x``, one series or several by name, goes with ``y`` some days later.

    All have one value a calendar day; missing is NaN or None. Each lag is a number of days after
    the exposure, or several, over which the outcome is averaged. Days resemble the days before
    them, so these p-values are too small: the report also says how many findings (p < ``alpha``)
    the same search gives when the outcome is shifted in time, the mean over ``shifts`` circular
    shifts.

    Fails with ``InvalidArgument`` for series of different lengths, no lag or one out of -365 to
    365, alpha outside of (0, 1), or an infinite value.

    >>> simulation = lamella.simulate(seed=7, days=365)
    >>> grid = simulation.to_table()
    >>> report = lamella.lagged_correlations({"sweat": grid["sweat"]}, grid["itch"], [1])
    >>> report.found
    1
    """
    exposures = dict(x) if isinstance(x, Mapping) else {"x": x}
    outcome = _numbers(y)
    columns = [_core.GridColumn(f"x.{name}", _numbers(v)) for name, v in exposures.items()]
    if any(len(values) != len(outcome) for values in map(_numbers, exposures.values())):
        raise InvalidArgument("all series need the same number of days")
    columns.append(_core.GridColumn("y", outcome))
    grid = _core.DayGrid(0, len(outcome), columns)
    names = [f"x.{name}" for name in exposures]
    core = _core.lagged_correlations(
        grid, names, "y", lag_sets(lags), method_of(method), alpha, shifts, task or _core.Task()
    )
    return CorrelationReport(core, prefix="x.")


class CorrelationReport:
    """All pairs of one search, and how many such findings chance alone gives.

    ``found`` of the ``family`` (the pairs that are defined) have p < ``alpha``. ``by_chance`` is
    the mean number of findings of the same search over ``shifts`` circular shifts of the outcome,
    None without a shift.

    >>> lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 2], lags=[0]).found
    1
    """

    def __init__(self, core: _core.CorrelationReport, prefix: str = "") -> None:
        self.outcome: str = core.outcome
        self.method: str = core.method.name.lower()
        self.alpha: float = core.alpha
        self.family: int = core.family
        self.found: int = core.found
        self.by_chance: float | None = core.by_chance
        self.shifts: int = core.shifts
        self.pairs: tuple[LaggedCorrelation, ...] = tuple(
            LaggedCorrelation(
                pair.exposure.removeprefix(prefix),
                tuple(pair.lags),
                pair.correlation.r,
                pair.correlation.p,
                pair.correlation.n,
            )
            for pair in core.pairs
        )

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[LaggedCorrelation]:
        return iter(self.pairs)

    def top(self, count: int = _SHOWN_ROWS) -> list[LaggedCorrelation]:
        """The pairs with the smallest p, undefined ones left out.

        >>> report = lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 3])
        >>> [pair.lags for pair in report.top(1)]
        [(0,)]
        """
        defined = [pair for pair in self.pairs if pair.p is not None]
        return sorted(defined, key=lambda pair: (pair.p, -abs(pair.r or 0)))[:count]

    def chance(self) -> str:
        """What was found, beside what chance alone finds, in one sentence.

        >>> print(lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 3], lags=[0]).chance())
        0 of 1 pair has p < 0.05; by chance alone, this search would find 0.0 in this diary.
        """
        pairs = "pair has" if self.family == 1 else "pairs have"
        text = f"{self.found:,} of {self.family:,} {pairs} p < {self.alpha:g}"
        if self.by_chance is None:
            return text + "; too few days to say how many chance alone would find."
        chance = f"{self.by_chance:.1f}"
        return f"{text}; by chance alone, this search would find {chance} in this diary."

    def summary(self) -> str:
        """The pairs with the smallest p as a table of text, and the sentence of ``chance``.

        >>> report = lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 3], lags=[0])
        >>> print(report.summary().splitlines()[0])
        exposure  days later      r        p  days
        """
        rows = [("exposure", "days later", "r", "p", "days")]
        for pair in self.top():
            rows.append((pair.exposure, lag_text(pair.lags), *_number_cells(pair)))
        name, lag = (max(len(row[i]) for row in rows) for i in (0, 1))
        lines = [
            f"{row[0]:<{name}}  {row[1]:<{lag}}  {row[2]:>5}  {row[3]:>7}  {row[4]:>4}"
            for row in rows
        ]
        hidden = len(self.pairs) - len(rows) + 1
        if hidden:
            lines.append(f"and {hidden:,} more, in to_pandas()")
        return "\n".join([*lines, "", self.chance()])

    def to_pandas(self) -> pd.DataFrame:
        """One row a pair: exposure, lags, r, p (NaN where undefined) and n.

        >>> report = lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 3])
        >>> report.to_pandas().columns.tolist()
        ['exposure', 'lags', 'r', 'p', 'n']
        """
        import pandas as pd

        frame = pd.DataFrame(
            [(pair.exposure, pair.lags, pair.r, pair.p, pair.n) for pair in self.pairs],
            columns=["exposure", "lags", "r", "p", "n"],
        )
        return frame.astype({"r": float, "p": float})

    def __repr__(self) -> str:
        return f"<lamella.CorrelationReport: {self.chance()}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
            for row in (
                (pair.exposure, lag_text(pair.lags), *_number_cells(pair)) for pair in self.top()
            )
        )
        head = "".join(f"<th>{name}</th>" for name in ("exposure", "days later", "r", "p", "days"))
        return f"<table><tr>{head}</tr>{rows}</table><p>{escape(self.chance())}</p>"


def lag_text(lags: Sequence[int]) -> str:
    """A set of lags for people.

    >>> lag_text((0,)), lag_text((1, 2, 3)), lag_text((0, 2))
    ('same day', '1 to 3', '0, 2')
    """
    if tuple(lags) == (0,):
        return "same day"
    if len(lags) > 2 and list(lags) == list(range(lags[0], lags[0] + len(lags))):
        return f"{lags[0]} to {lags[-1]}"
    return ", ".join(map(str, lags))


def lag_sets(lags: Sequence[Lags]) -> list[list[int]]:
    if isinstance(lags, int):
        raise TypeError("lags is a list of lags")
    return [_lag_set(lag) for lag in lags]


def method_of(name: str) -> _core.CorrelationMethod:
    try:
        return _core.CorrelationMethod[name.upper()]
    except KeyError:
        raise InvalidArgument("method is pearson or spearman") from None


def _lag_set(lags: Lags) -> list[int]:
    return [lags] if isinstance(lags, int) else [int(lag) for lag in lags]


def _numbers(values: Iterable[Any]) -> array[float]:
    return array("d", (float("nan") if value is None else value for value in values))


def _number_cells(pair: LaggedCorrelation) -> tuple[str, str, str]:
    assert pair.r is not None
    assert pair.p is not None
    return f"{pair.r:+.2f}", f"{pair.p:.1e}" if pair.p < 1e-4 else f"{pair.p:.4f}", f"{pair.n}"
