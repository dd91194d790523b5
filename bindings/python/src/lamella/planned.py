"""A planned on/off test of one suspected trigger: the only way to say that it changes the score.

Days with and without a trigger differ in much else, so what goes together in a diary need not be
cause and effect. Here chance alone decides which block of days has the trigger: a difference that
chance rarely makes is due to it. Plan first, live by the schedule, look once at the end. It is no
medical advice: do not test what a doctor told you to avoid, nor a food after a severe reaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lamella import _core
from lamella.errors import InvalidArgument
from lamella.when import Day, day_number, day_of_number

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class TriggerBlock:
    """Days in a row, all with the trigger (``on``) or all without, from ``first`` to ``last``.

    Scores count from the day ``analysed`` on; the days before it are for what the block before
    leaves behind, and are lived as planned too.

    >>> plan = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01")
    >>> block = plan.blocks[0]
    >>> block.first.isoformat(), block.analysed.isoformat(), block.last.isoformat()
    ('2026-12-01', '2026-12-03', '2026-12-07')
    """

    first: date
    analysed: date
    last: date
    on: bool


@dataclass(frozen=True, slots=True, repr=False)
class TriggerPlan:
    """How long the test of a trigger takes, and its schedule: what ``plan_trigger`` returns.

    Blocks 2i and 2i + 1 are a pair, one on and one off, in an order drawn by lot from ``seed``.
    ``simulated_power`` is the share of 5,000 simulated tests that found ``effect``. The other
    fields are the arguments of ``plan_trigger``. A plan is analysed as it was made: one with other
    blocks or another seed is refused.

    >>> lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01")
    <lamella.TriggerPlan wool: 11 pairs of blocks of 7 days, 154 days from 2026-12-01>
    """

    trigger: str
    effect: float
    sd: float
    memory: float
    noise: float
    missing: float
    block_days: int
    washout_days: int
    alpha: float
    power: float
    broken_share: float
    seed: int
    pairs: int
    simulated_power: float
    blocks: tuple[TriggerBlock, ...]

    def __repr__(self) -> str:
        first = self.blocks[0].first.isoformat()
        return (
            f"<lamella.TriggerPlan {self.trigger}: {self.pairs} pairs of blocks of "
            f"{self.block_days} days, {self.days} days from {first}>"
        )

    @property
    def days(self) -> int:
        """Calendar days from the first block to the last.

        >>> lamella.plan_trigger("wool", effect=2, sd=2).days
        154
        """
        return (self.blocks[-1].last - self.blocks[0].first).days + 1

    def is_on(self, day: Day) -> bool | None:
        """Whether a day is planned with the trigger; None outside of the plan.

        >>> plan = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01")
        >>> plan.is_on("2026-12-01") != plan.is_on("2026-12-08")
        True
        >>> plan.is_on("2026-11-30")
        """
        wanted = day_of_number(day_number(day))
        for block in self.blocks:
            if block.first <= wanted <= block.last:
                return block.on
        return None

    def summary(self) -> str:
        """The plan in words, a block a line.

        >>> plan = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01", seed=7)
        >>> print("\\n".join(plan.summary().splitlines()[:5]))
        wool: 11 pairs of blocks of 7 days, 154 days in all.
        An effect of 2 points is found in 82% of such tests, a harmless trigger blamed in 5%.
        The first 2 days of each block are lived as planned and do not count.
        2026-12-01 to 2026-12-07: without
        2026-12-08 to 2026-12-14: with
        """
        lines = [
            f"{self.trigger}: {self.pairs} pairs of blocks of {self.block_days} days, "
            f"{self.days} days in all.",
            f"An effect of {self.effect:g} points is found in {100 * self.simulated_power:.0f}% of "
            f"such tests, a harmless trigger blamed in {100 * self.alpha:g}%.",
        ]
        if self.washout_days == 1:
            lines.append("The first day of each block is lived as planned and does not count.")
        elif self.washout_days:
            lines.append(
                f"The first {self.washout_days} days of each block are lived as planned and do not "
                "count."
            )
        for block in self.blocks:
            lines.append(f"{block.first} to {block.last}: {'with' if block.on else 'without'}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class TriggerBlockResult:
    """What is known of a block: how many of its analysed days have a score (``answered``) and
    their ``mean``, None when they are too few; how many have a known exposure, and how many of
    these went ``against_plan``, which makes it ``broken`` above the plan's ``broken_share``.

    >>> lamella.TriggerBlockResult(5, 3.2, 5, 0, False).mean
    3.2
    """

    answered: int
    mean: float | None
    known: int
    against_plan: int
    broken: bool


@dataclass(frozen=True, slots=True)
class AsLived:
    """The effect of living with the trigger, in points: the difference in the scores of the on and
    the off blocks over the difference that there was in ``exposure`` (1 when all kept to the plan).

    ``low`` and ``high`` are its interval, None when some pair was lived the other way round.
    ``pairs`` have a known exposure in both blocks. It stands beside the effect by assignment, never
    instead of it.

    >>> lamella.AsLived(effect=1.5, low=0.2, high=2.9, pairs=12, exposure=0.8).exposure
    0.8
    """

    effect: float
    low: float | None
    high: float | None
    pairs: int
    exposure: float


@dataclass(frozen=True, slots=True, repr=False)
class TriggerTest:
    """What a planned test shows: what ``trigger_test`` returns.

    ``verdict`` is "changes" (the trigger changes the score), "no_effect" (an effect as large as the
    plan's, up or down, is excluded) or "not_enough". ``why_not`` says why there is no p:
    "not_finished", "no_scores", "too_few_pairs" or "constant"; None when there is one.

    ``effect`` is the mean over ``pairs`` of the score with the trigger minus that without, in
    points, by assignment: broken blocks count where the lot put them. ``p`` is the share of lots
    that would have given as large a difference, twice the smaller side; ``low`` and ``high`` hold
    the effects that the same lots do not reject at ``alpha``. All four are None without a p.
    ``counted`` says that all lots were counted, else 9,999 were drawn.

    >>> plan = lamella.plan_trigger("wool", effect=2, sd=2)
    >>> lamella.trigger_test(plan, {})
    <lamella.TriggerTest wool: Not enough: the test is not finished.>
    """

    trigger: str
    verdict: str
    why_not: str | None
    effect: float | None
    p: float | None
    low: float | None
    high: float | None
    alpha: float
    planned_pairs: int
    pairs: int
    counted: bool
    broken_blocks: int
    blocks: tuple[TriggerBlockResult, ...]
    as_lived: AsLived | None
    sentence: str

    def __repr__(self) -> str:
        return f"<lamella.TriggerTest {self.trigger}: {self.sentence}>"

    def summary(self) -> str:
        """The result in words, with what was left out and what went against the plan.

        >>> plan = lamella.plan_trigger("wool", effect=2, sd=2)
        >>> print(lamella.trigger_test(plan, {}).summary())
        wool: Not enough: the test is not finished.
        """
        lines = [f"{self.trigger}: {self.sentence}"]
        if self.p is None:
            return lines[0]
        lines.append(
            f"{self.pairs} of {self.planned_pairs} pairs of blocks have enough scores; "
            f"p = {self.p:.4f}."
        )
        if self.broken_blocks:
            lines.append(
                f"Blocks lived against the plan: {self.broken_blocks} of {len(self.blocks)}; they "
                "count as they were assigned."
            )
        lived = self.as_lived
        if lived is not None and self.broken_blocks:
            shown = "no interval" if lived.low is None else f"{lived.low:+.2f} to {lived.high:+.2f}"
            lines.append(
                f"As lived, beside it: {lived.effect:+.2f} points ({shown}) for exposure itself."
            )
        return "\n".join(lines)


def plan_trigger(
    trigger: str,
    *,
    effect: float,
    sd: float,
    first_day: Day = "2024-01-01",
    memory: float = 0.8,
    noise: float = 0.0,
    missing: float = 0.2,
    block_days: int = 7,
    washout_days: int = 2,
    alpha: float = 0.05,
    power: float = 0.8,
    broken_share: float = 0.25,
    seed: int = 1,
) -> TriggerPlan:
    """How many days a randomised on/off test of a trigger needs, and its schedule.

    ``effect`` is the change in the score that is worth finding and ``sd`` the standard deviation of
    the daily score, both in points, above 0 to 1000. ``memory`` (0 to 0.99) is how much the slow
    part of the score resembles that of the day before, ``noise`` (0 to below 1) the share of its
    variance that is of the day alone: the correlation of a day's score with the day before is
    (1 - noise) memory. ``missing`` (0 to 0.8) is the share of days without a score.

    A block has ``block_days`` days (1 to 90), and its first ``washout_days`` (fewer) do not count:
    choose as many as the trigger's effect outlasts it. ``alpha`` (0.001 to 0.2) is the chance that
    a harmless trigger is blamed, ``power`` (0.5 to 0.99) the chance that the effect is found. A
    block is broken when the trigger was lived against the plan on more than ``broken_share`` (0 to
    below 1) of its analysed days. ``seed`` draws the lots: take one that nobody chose for what it
    gives. ``trigger`` is its name, for the summary.

    Fails with ``InvalidArgument``, naming the option, for one out of range, and when the test would
    take more than 1095 days.

    >>> plan = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01")
    >>> plan.pairs, plan.days, plan.simulated_power > 0.8
    (11, 154, True)
    """
    options = _core.TriggerPlanOptions(
        effect=effect,
        sd=sd,
        memory=memory,
        noise=noise,
        missing=missing,
        block_days=block_days,
        washout_days=washout_days,
        alpha=alpha,
        power=power,
        broken_share=broken_share,
        seed=seed,
        first_day=day_number(first_day),
    )
    core = _core.plan_trigger_test(options)
    return TriggerPlan(
        trigger=trigger,
        effect=effect,
        sd=sd,
        memory=memory,
        noise=noise,
        missing=missing,
        block_days=block_days,
        washout_days=washout_days,
        alpha=alpha,
        power=power,
        broken_share=broken_share,
        seed=seed,
        pairs=core.pairs,
        simulated_power=core.simulated_power,
        blocks=tuple(
            TriggerBlock(day_of_number(first), day_of_number(analysed), day_of_number(last), on)
            for first, analysed, last, on in core.blocks
        ),
    )


def trigger_test(
    plan: TriggerPlan,
    scores: Mapping[Day, float | None] | Iterable[tuple[Day, float | None]],
    exposure: Mapping[Day, bool | None] | Iterable[tuple[Day, bool | None]] = (),
) -> TriggerTest:
    """What a finished test shows: the effect of the trigger by block randomisation.

    ``scores`` are the daily scores and ``exposure`` says whether the trigger was there as lived,
    both by day or as pairs of a day and a value in the order of the calendar; None is unknown, and
    so is a day that is left out. Days outside of the plan do not count. A pair of blocks in which
    one has scores on fewer than a third of its analysed days is left out.

    There is no p before the last day of the plan is among the days, so that nobody stops when they
    like what they see. Fails with ``InvalidArgument`` for days out of order, scores that are not
    finite or beyond 1e6, an exposure that is not yes or no, and a plan that its options and seed do
    not make.

    >>> plan = lamella.plan_trigger("wool", effect=2, sd=2, first_day=0)
    >>> scores = [(day, 3 + day % 3 + 2 * plan.is_on(day)) for day in range(plan.days)]
    >>> print(lamella.trigger_test(plan, scores).summary())
    wool: The trigger changes the score by +2.07 points (95% interval +1.88 to +2.27).
    11 of 11 pairs of blocks have enough scores; p = 0.0010.
    """
    told_scores = _by_day(scores)
    told_exposure = _by_day(exposure)
    if any(one not in (None, 0, 1) for one in told_exposure.values()):
        raise InvalidArgument("an exposure is not yes or no")
    days = [
        (day, told_scores.get(day), None if (one := told_exposure.get(day)) is None else bool(one))
        for day in sorted(told_scores.keys() | told_exposure.keys())
    ]
    return told_of(plan, _core.analyse_trigger_test(options_of(plan), blocks_of(plan), days))


def told_of(plan: TriggerPlan, core: _core.TriggerTest) -> TriggerTest:
    enough = core.why_not == _core.WhyNotEnough.ENOUGH
    return TriggerTest(
        trigger=plan.trigger,
        verdict=core.verdict.name.lower(),
        why_not=None if enough else core.why_not.name.lower(),
        effect=core.effect,
        p=core.p,
        low=core.low,
        high=core.high,
        alpha=plan.alpha,
        planned_pairs=core.planned_pairs,
        pairs=core.pairs,
        counted=core.counted,
        broken_blocks=core.broken_blocks,
        blocks=tuple(
            TriggerBlockResult(one.answered, one.mean, one.known, one.against_plan, one.broken)
            for one in core.blocks
        ),
        as_lived=_as_lived(core.as_lived),
        sentence=core.sentence,
    )


def _as_lived(core: _core.AsLived | None) -> AsLived | None:
    if core is None:
        return None
    return AsLived(core.effect, core.low, core.high, core.pairs, core.exposure)


def options_of(plan: TriggerPlan) -> _core.TriggerPlanOptions:
    if not plan.blocks:
        raise InvalidArgument("the plan has no blocks")
    return _core.TriggerPlanOptions(
        effect=plan.effect,
        sd=plan.sd,
        memory=plan.memory,
        noise=plan.noise,
        missing=plan.missing,
        block_days=plan.block_days,
        washout_days=plan.washout_days,
        alpha=plan.alpha,
        power=plan.power,
        broken_share=plan.broken_share,
        seed=plan.seed,
        first_day=day_number(plan.blocks[0].first),
    )


def blocks_of(plan: TriggerPlan) -> list[tuple[int, int, int, bool]]:
    return [
        (day_number(one.first), day_number(one.analysed), day_number(one.last), one.on)
        for one in plan.blocks
    ]


def _by_day(told: Mapping[Day, _Value] | Iterable[tuple[Day, _Value]]) -> dict[int, _Value]:
    if isinstance(told, Mapping):
        values = [(day_number(day), value) for day, value in told.items()]
        values.sort(key=lambda one: one[0])
    else:
        values = [(day_number(day), value) for day, value in told]
    if any(values[i][0] <= values[i - 1][0] for i in range(1, len(values))):
        raise InvalidArgument("days are not ascending")
    return dict(values)
