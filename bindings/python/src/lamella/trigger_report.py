"""Which exposures go with a symptom, by how many points, and how often such a finding is chance.

Most answers of the first months are "not enough data", with what is missing. A finding is linked
with the symptom, never its cause: only a planned test (``lamella.plan_trigger``) may say that.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.tables import DayGrid
from lamella.when import Day, day_number, day_of_number

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]
    from matplotlib.axes import Axes

#: How far a finding goes, from the farthest.
TIERS = ("strong", "moderate", "goes_together", "hint", "none", "unclear", "not_enough")

_FOUND = TIERS[:3]
_SCORE = "score"


@dataclass(frozen=True, slots=True)
class TriggerEffect:
    """Points of the score over a day and the three after it, summed, for one more of
    ``TriggerFinding.per``.

    ``low`` and ``high`` are an interval of ``level``: of chosen findings it is wider, so that it
    holds for them too. Both are None for fewer than 25 exposed days when 80% of the scores are the
    same, where no interval holds. ``shrunk`` is the effect drawn toward 0 the more, the less is
    known of it: effect t^2 / (1 + t^2), t = effect / standard_error. Sentences tell that.

    >>> report = lamella.triggers({"wool": [1, 0] * 100}, [3, 4] * 100)
    >>> report["wool"].effect_now is None
    True
    """

    effect: float
    standard_error: float
    low: float | None
    high: float | None
    level: float
    shrunk: float


@dataclass(frozen=True, slots=True)
class TriggerLag:
    """Days after the exposure on which the score goes with it: from ``first_lag`` to ``last_lag``,
    each day less by ``decay`` (1: alike), ``effect`` points on the first. ``same_day`` says that at
    least half of it is on the day itself: which came first is unknown. ``words`` say it.

    >>> lamella.TriggerLag(1, 4, 1.0, 0.3, False, "1 to 4 days later").words
    '1 to 4 days later'
    """

    first_lag: int
    last_lag: int
    decay: float
    effect: float
    same_day: bool
    words: str


@dataclass(frozen=True, slots=True)
class TriggerFinding:
    """What is known of one exposure.

    ``tier`` is "strong", "moderate", "goes_together" (a finding that may be something else),
    "hint" (mostly chance), "none" (no effect that matters), "unclear" (one is neither shown nor
    excluded) or "not_enough". ``sentence`` says it.

    ``guard`` names what is missing before a verdict ("few_exposures", ...; "passes" when nothing
    is), ``missing`` how much more of it, and ``known_by`` the day of the verdict that would see it
    if the diary goes on as it does; None beyond ten years. An exposure is ``binary`` (0 and 1
    alone), ``intermittent`` (binary, or an amount whose lowest or highest value, which counts as
    its absence, is that of a quarter of the days or more) or continuous. ``days`` have a score and
    a known exposure, ``exposed_days`` of these an intermittent exposure. ``per`` is 1 of a binary
    exposure; of an intermittent one the mean amount on the days with it, less the value that counts
    as its absence, so below 0 where that is the highest; the standard deviation of a continuous
    one.

    ``p`` is that of the best of 24 lag shapes; ``false_discovery`` is p after Benjamini and
    Hochberg, ``false_discovery_any_dependence`` after Benjamini and Yekutieli, both at least what
    they are for one finding in ten exposures. ``draws`` random draws stand behind p. ``lag`` is the
    best shape, ``profile`` has (lag, effect, standard error) of lags 0 to 14, each on its own.
    ``effect`` is that of the verdict, ``effect_now`` that of all days to the last, when there are
    more. All are None where a guard does not pass.

    A finding "goes_together" when it has ``few_exposures``, when the ``skin_may_drive`` it
    (``lead_p``: tomorrow's exposure against today's score; ``exposure_p``: yesterday's score
    against today's exposure, each at .01), or when it is ``explained_by`` another.
    ``chance_share`` is the share of findings of its tier that were chance in simulated diaries of
    this length, where a tenth of what was tracked was a true trigger.

    >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
    >>> report["wool"].tier, report["wool"].guard, report["wool"].missing
    ('not_enough', 'too_short', 60)
    """

    exposure: str
    unit: str
    tier: str
    sentence: str
    guard: str
    missing: int
    known_by: date | None
    binary: bool
    intermittent: bool
    days: int
    exposed_days: int
    per: float
    p: float | None
    false_discovery: float | None
    false_discovery_any_dependence: float | None
    draws: int
    lag: TriggerLag | None
    profile: tuple[tuple[int, float, float], ...]
    effect: TriggerEffect | None
    effect_now: TriggerEffect | None
    few_exposures: bool
    skin_may_drive: bool
    lead_p: float | None
    exposure_p: float | None
    explained_by: str | None
    chance_share: float | None


def triggers(
    x: Mapping[str, Iterable[float | None]],
    y: Iterable[float | None],
    *,
    first_day: Day = "2024-01-01",
    in_force: Mapping[str, Iterable[tuple[Day, Day]]] | None = None,
    looks: str = "official",
    seed: int = 1,
    meaningful: float | None = None,
    most_draws: int = 1_000_000,
    task: _core.Task | None = None,
) -> TriggerReport:
    """Which of the exposures ``x``, by name, go with the daily score ``y``.

    All have one value a calendar day from ``first_day`` on; missing is NaN or None. An exposure of
    0 and 1 alone is binary. Weekend, season, trend and what was ``in_force`` (first and last days
    by name, such as a treatment) are taken into account.

    ``looks`` is "official": the verdict of day 120, 180, 270, 365, 545, 730 or a year more, the
    last of them that the scores reach, with at most 5% false findings on average; or "single": one
    verdict on all days, at 10%, for a diary that is closed. ``meaningful`` is the effect over four
    days that matters, in points; by default half the standard deviation of the score. Random draws
    come from ``seed``: the same days and seed give the same report on every platform.

    Fails with ``InvalidArgument``, and says why, for series of different lengths, an option out of
    range, no score at all, and a score that season and treatments explain to the last digit.

    >>> simulation = lamella.simulate(seed=3, days=730)
    >>> grid = simulation.to_table()
    >>> report = lamella.triggers({"sweat": grid["sweat"], "wool": grid["wool"]}, grid["itch"])
    >>> report["sweat"].tier, report["wool"].tier
    ('strong', 'unclear')
    """
    series = {name: _numbers(values) for name, values in {**x, _SCORE: y}.items()}
    days = len(series[_SCORE])
    if any(len(values) != days for values in series.values()):
        raise InvalidArgument("all series need the same number of days")
    columns = [_core.GridColumn(name, values) for name, values in series.items()]
    grid = _core.DayGrid(day_number(first_day), days, columns)
    spans = [
        (name, [(day_number(first), day_number(last)) for first, last in days])
        for name, days in (in_force or {}).items()
    ]
    core = _core.triggers(
        grid,
        list(x),
        _SCORE,
        spans,
        options_of(looks, seed, meaningful, most_draws),
        task or _core.Task(),
    )
    days_of_all = DayGrid(grid)
    return TriggerReport(core, days_of_all, days_of_all)


class TriggerReport:
    """All exposures against one outcome, as one family, with what the verdict rests on.

    ``findings`` are in the order of the exposures; ``report["wool"]`` is one of them, and a loop
    over the report goes from the strongest to the least. ``look`` is the day of the official look
    whose verdict this is, ``next_look`` the next; None of a single look. Provenance: ``version``,
    ``seed``, ``looks``, ``q``, ``first_day`` to ``last_day`` of the verdict, ``last_recorded`` of
    all days, ``recorded_days`` and ``thin_weeks`` (fewer than 3 scores) of the verdict,
    ``covariates``, those ``left_out``, ``tested`` exposures, ``meaningful`` points, ``rho`` and
    ``kappa`` (memory and noise of the score), ``outcome`` with its ``unit`` and how several scores
    of a day ``reduce`` to one. ``guard``, ``missing`` and ``known_by`` are of the score itself.

    >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
    >>> report
    <lamella.TriggerReport score: 0 of 1 exposure stands out>
    """

    def __init__(self, core: _core.TriggerReport, scores: DayGrid, exposures: DayGrid) -> None:
        self.outcome: str = core.outcome
        self.unit: str = core.unit
        self.reduce: str = core.reduce.name.lower()
        self.version: str = core.version or _core.version()
        self.seed: int = core.seed
        self.looks: str = core.looks.name.lower()
        self.q: float = core.q
        self.first_day: date = day_of_number(core.first_day)
        self.last_day: date = day_of_number(core.last_day)
        self.last_recorded: date = day_of_number(core.last_recorded)
        self.recorded_days: int = core.recorded_days
        self.thin_weeks: int = core.thin_weeks
        self.look: date | None = _day(core.look)
        self.next_look: date | None = _day(core.next_look)
        self.covariates: tuple[str, ...] = tuple(core.covariates)
        self.left_out: tuple[str, ...] = tuple(core.left_out)
        self.tested: int = core.tested
        self.meaningful: float = core.meaningful
        self.rho: float = core.rho
        self.kappa: float = core.kappa
        self.guard: str = core.guard.name.lower()
        self.missing: int = core.missing
        self.known_by: date | None = _day(core.known_by)
        self.findings: tuple[TriggerFinding, ...] = tuple(
            _finding(one, core.sentence(i)) for i, one in enumerate(core.findings)
        )
        # For the calendar.
        self._scores = scores
        self._exposures = exposures

    def __getitem__(self, exposure: str) -> TriggerFinding:
        """The finding of an exposure, by its name or, where one alone has it, its code."""
        for wanted in (exposure, f"exposure.{exposure}"):
            for finding in self.findings:
                if finding.exposure == wanted:
                    return finding
        raise KeyError(exposure)

    def __len__(self) -> int:
        return len(self.findings)

    def __iter__(self) -> Iterator[TriggerFinding]:
        def rank(finding: TriggerFinding) -> tuple[int, float]:
            return TIERS.index(finding.tier), 2 if finding.p is None else finding.p

        return iter(sorted(self.findings, key=rank))

    def found(self) -> list[TriggerFinding]:
        """Those that stand out, the strongest first: "strong", "moderate" and "goes_together".

        >>> lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30).found()
        []
        """
        return [finding for finding in self if finding.tier in _FOUND]

    def summary(self) -> str:
        """The report in words, for the person whose diary it is and for a statistician.

        >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
        >>> print(report.summary().splitlines()[0])
        What goes with score: 0 of 1 exposure stands out.
        """
        from lamella.trigger_text import summary

        return summary(self)

    def to_pandas(self) -> pd.DataFrame:
        """One row an exposure, in their order: the fields of ``TriggerFinding``, with those of
        ``effect`` and ``lag`` beside them.

        >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
        >>> report.to_pandas()[["exposure", "tier", "missing"]].values.tolist()
        [['wool', 'not_enough', 60]]
        """
        import pandas as pd

        from lamella.trigger_text import row

        return pd.DataFrame([row(finding) for finding in self.findings])

    def plot(
        self, kind: str = "effects", exposure: str | None = None, *, ax: Axes | None = None
    ) -> Axes:
        """A picture on a matplotlib ``ax``, or on a new figure that the caller closes.

        ``kind`` is "effects", all effects with their intervals; "lags", how the score goes with one
        ``exposure`` 0 to 14 days later, with a band of two standard errors; or "calendar", the days
        of the exposure over those of the score. Without an exposure the strongest finding is shown.

        >>> from matplotlib.figure import Figure
        >>> report = lamella.triggers({"wool": [1, 0] * 30}, [3, 4] * 30)
        >>> report.plot(ax=Figure().subplots()).get_xlabel()
        'points over four days'
        """
        from lamella.plots import plot_trigger_calendar, plot_trigger_effects, plot_trigger_lags

        if kind == "effects":
            return plot_trigger_effects(self, ax=ax)
        if kind not in ("lags", "calendar"):
            raise InvalidArgument("kind is effects, lags or calendar")
        if not self.findings:
            raise InvalidArgument("the report has no exposure")
        finding = next(iter(self)) if exposure is None else self[exposure]
        if kind == "lags":
            return plot_trigger_lags(self, finding, ax=ax)
        return plot_trigger_calendar(
            self._scores, self._exposures, self.outcome, finding.exposure, ax=ax
        )

    def __repr__(self) -> str:
        from lamella.trigger_text import standing

        return f"<lamella.TriggerReport {standing(self)}>"

    def _repr_html_(self) -> str:
        from lamella.trigger_text import provenance, table

        head, *rows = table(self)
        lines = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
        lines += ["".join(f"<td>{escape(cell)}</td>" for cell in cells) for cells in rows]
        body = "".join(f"<tr>{line}</tr>" for line in lines)
        said = "".join(f"<p>{escape(line)}</p>" for line in provenance(self))
        return f"<table>{body}</table>{said}"


def options_of(
    looks: str, seed: int, meaningful: float | None, most_draws: int
) -> _core.TriggerOptions:
    if looks not in ("official", "single"):
        raise InvalidArgument("looks is official or single")
    return _core.TriggerOptions(
        looks=looks, seed=seed, meaningful=meaningful, most_draws=most_draws
    )


def _finding(core: _core.TriggerFinding, sentence: str) -> TriggerFinding:
    return TriggerFinding(
        exposure=core.exposure,
        unit=core.unit,
        tier=core.tier.name.lower(),
        sentence=sentence,
        guard=core.guard.name.lower(),
        missing=core.missing,
        known_by=_day(core.known_by),
        binary=core.binary,
        intermittent=core.intermittent,
        days=core.days,
        exposed_days=core.exposed_days,
        per=core.per,
        p=core.p,
        false_discovery=core.false_discovery,
        false_discovery_any_dependence=core.false_discovery_any_dependence,
        draws=core.draws,
        lag=_lag(core.lag),
        profile=tuple(core.profile),
        effect=_effect(core.effect),
        effect_now=_effect(core.effect_now),
        few_exposures=core.few_exposures,
        skin_may_drive=core.skin_may_drive,
        lead_p=core.lead_p,
        exposure_p=core.exposure_p,
        explained_by=core.explained_by or None,
        chance_share=core.chance_share,
    )


def _lag(core: _core.TriggerLag | None) -> TriggerLag | None:
    if core is None:
        return None
    return TriggerLag(
        core.first_lag, core.last_lag, core.decay, core.effect, core.same_day, core.words
    )


def _effect(core: _core.TriggerEffect | None) -> TriggerEffect | None:
    if core is None:
        return None
    return TriggerEffect(
        core.effect, core.standard_error, core.low, core.high, core.level, core.shrunk
    )


def _day(number: int | None) -> date | None:
    return None if number is None else day_of_number(number)


def _numbers(values: Iterable[Any]) -> array[float]:
    return array("d", (float("nan") if value is None else value for value in values))
