"""The numbers of a diary: the methods that answer with columns, and with what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.insight import DEFAULT_LAGS, CorrelationReport, Lags, lag_sets, method_of
from lamella.planned import TriggerPlan, TriggerTest, blocks_of, told_of
from lamella.planned import options_of as options_of_plan
from lamella.tables import DayGrid, Table
from lamella.trigger_report import TriggerReport, options_of
from lamella.when import Day, optional_day_number

if TYPE_CHECKING:
    from lamella.diary import Diary


def samples(
    diary: Diary,
    series: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    end: Day | None = None,
    site: str | None = None,
    record_ids: bool = False,
    task: _core.Task | None = None,
) -> Table:
    """The numbers of the diary as a long table: series, at, local_day, offset_min, value, unit
    and site, ordered by series, site, unit and time.

    ``series`` names those wanted ("symptom.itch", or "itch" where one kind alone has it).
    ``start`` and ``end`` are local days, both included. ``record_ids`` adds the column
    ``record`` with the id of each sample's entry, at the price of a look-up each. Fails with
    ``NotFound`` for a series that the diary does not have.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25")
    >>> diary.samples("itch")["value"]
    array([6.])
    """
    return Table(
        diary._core.samples(
            _names(series),
            site,
            optional_day_number(start),
            optional_day_number(end),
            record_ids,
            task or _core.Task(),
        )
    )


def records(
    diary: Diary,
    kind: str,
    *,
    start: Day | None = None,
    end: Day | None = None,
    task: _core.Task | None = None,
) -> Table:
    """The entries of one kind as a table: id, local_day, at, offset_min, the fields, note.

    ``kind`` is symptom, exposure, measurement, dose, day_check, factor, attachment, answers, or of
    a cell therapy course, harvest, cell_product, release_test, administration or adverse_event,
    or lesion, lesion_assessment, profile, dose_plan or data_source. An entry with a list (the items
    of answers, the phases of a plan) has a row for each of its parts.

    >>> _ = diary.log_dose("tacrolimus", grams=0.5, at="2026-11-25")
    >>> diary.records("dose").to_pandas()["grams"].sum()
    np.float64(0.5)
    """
    return Table(
        diary._core.records(
            kind, optional_day_number(start), optional_day_number(end), task or _core.Task()
        )
    )


def scores(
    diary: Diary,
    instrument: str | None = None,
    *,
    start: Day | None = None,
    end: Day | None = None,
    task: _core.Task | None = None,
) -> Table:
    """The answers to an instrument, or to all, scored, as a table: id, local_day, at, offset_min,
    instrument, total, band, answered, counted_zero, why_not, site.

    ``total`` is NaN where ``why_not`` says why there is none. Fails with ``InvalidArgument`` for an
    instrument that is not known.

    >>> for day, answer in (("2026-11-18", 4), ("2026-11-25", 1)):
    ...     _ = diary.log_answers("poem", [answer] * 7, at=day)
    >>> diary.scores("poem")["total"]
    array([28.,  7.])
    """
    return Table(
        diary._core.scores(
            instrument, optional_day_number(start), optional_day_number(end), task or _core.Task()
        )
    )


def daily(
    diary: Diary,
    series: str | Iterable[str] | None = None,
    *,
    start: Day | None = None,
    end: Day | None = None,
    site: str | None = None,
    reduce: str | None = None,
    task: _core.Task | None = None,
) -> DayGrid:
    """The day grid: one row a local day, one column a series, NaN where nothing is known.

    Several values of a day become one by ``reduce`` (last, mean, max, sum); by default
    symptoms and measurements by mean, exposures by max, doses by sum. The grid has at most
    40,000 days.

    >>> _ = diary.log_symptom("itch", 6, at="2026-11-25T08:00Z")
    >>> _ = diary.log_symptom("itch", 2, at="2026-11-25T20:00Z")
    >>> diary.daily()["itch"]
    array([4.])
    """
    return DayGrid(
        diary._core.daily(
            _names(series),
            site,
            optional_day_number(start),
            optional_day_number(end),
            _reduce(reduce),
            task or _core.Task(),
        )
    )


def lagged_correlations(
    diary: Diary,
    outcome: str,
    exposures: str | Iterable[str] | None = None,
    *,
    lags: Sequence[Lags] = DEFAULT_LAGS,
    method: str = "pearson",
    alpha: float = 0.05,
    shifts: int = 199,
    start: Day | None = None,
    end: Day | None = None,
    site: str | None = None,
    reduce: str | None = None,
    task: _core.Task | None = None,
) -> CorrelationReport:
    """How the exposures (by default all other series) go with the outcome some days later.

    A plain textbook figure on the day grid, with what the same search finds when chance alone
    is at work; see ``lamella.lagged_correlations``. ``lags`` are days after the exposure: a
    number, or several, over which the outcome is averaged. Fails with ``NotFound`` for a series
    that the diary does not have.

    >>> _ = lamella.simulate(seed=7, days=200).log_into(diary)
    >>> report = diary.lagged_correlations("itch", ["sweat", "wool"], lags=[1, (1, 2, 3)])
    >>> report.family
    4
    """
    return CorrelationReport(
        diary._core.lagged_correlations(
            outcome,
            _names(exposures),
            site,
            optional_day_number(start),
            optional_day_number(end),
            _reduce(reduce),
            lag_sets(lags),
            method_of(method),
            alpha,
            shifts,
            task or _core.Task(),
        )
    )


def triggers(
    diary: Diary,
    outcome: str,
    exposures: str | Iterable[str] | None = None,
    *,
    looks: str = "official",
    seed: int = 1,
    meaningful: float | None = None,
    most_draws: int = 1_000_000,
    start: Day | None = None,
    end: Day | None = None,
    site: str | None = None,
    reduce: str | None = None,
    task: _core.Task | None = None,
) -> TriggerReport:
    """Which exposures (by default all of the diary) go with a symptom, and what is missing.

    Weekend, season, trend and the treatments of the diary (doses, courses of cell therapy) are
    taken into account. ``looks``, ``seed`` and ``meaningful`` are those of ``lamella.triggers``.
    ``site`` and ``reduce`` are of the outcome; by default its sites, and the scores of a day, are
    averaged. ``start`` and ``end`` cut the diary, and another start has other official looks. Fails
    with ``NotFound`` for a series that the diary does not have.

    >>> _ = lamella.simulate(seed=3, days=730).log_into(diary)
    >>> report = diary.triggers("itch", ["sweat", "wool"])
    >>> [finding.exposure for finding in report.found()]
    ['exposure.sweat']
    """
    first_day, last_day = optional_day_number(start), optional_day_number(end)
    core = diary._core.triggers(
        outcome,
        _names(exposures),
        site,
        first_day,
        last_day,
        _reduce(reduce),
        options_of(looks, seed, meaningful, most_draws),
        task or _core.Task(),
    )

    def days(series: list[str], site: str | None) -> DayGrid:
        grid = diary._core.daily(series, site, core.first_day, core.last_recorded, core.reduce)
        return DayGrid(grid)

    scores = days([core.outcome], site)
    named = [finding.exposure for finding in core.findings]
    return TriggerReport(core, scores, days(named, None) if named else scores)


def trigger_test(
    diary: Diary,
    plan: TriggerPlan,
    outcome: str,
    exposure: str | None = None,
    *,
    site: str | None = None,
    task: _core.Task | None = None,
) -> TriggerTest:
    """What a finished planned test shows, from the days of the diary: see ``lamella.trigger_test``.

    The score of a day is the mean of ``outcome`` (at ``site``, if one is named), and the trigger
    was there on a day with any of ``exposure``, by default the series named as the plan's trigger.
    Fails with ``NotFound`` for a series that the diary does not have, and as
    ``lamella.trigger_test`` does.

    >>> plan = lamella.plan_trigger("wool", effect=3, sd=2, first_day="2024-01-01")
    >>> _ = lamella.simulate(seed=3, days=plan.days).log_into(diary)
    >>> diary.trigger_test(plan, "itch").planned_pairs == plan.pairs
    True
    """
    core = diary._core.trigger_test(
        options_of_plan(plan),
        blocks_of(plan),
        outcome,
        plan.trigger if exposure is None else exposure,
        site,
        task or _core.Task(),
    )
    return told_of(plan, core)


def _names(series: str | Iterable[str] | None) -> list[str]:
    if series is None:
        return []
    return [series] if isinstance(series, str) else list(series)


def _reduce(name: str | None) -> _core.Reduce | None:
    if name is None:
        return None
    try:
        return _core.Reduce[name.upper()]
    except KeyError:
        raise InvalidArgument("reduce is last, mean, max or sum") from None
