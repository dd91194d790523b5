"""The planned test: its schedule, its p against scipy, and what it may say."""

import dataclasses
import math
from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

import lamella

PLAN = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01", seed=3)


def lived(plan, effect, seed=1, missing=0.2):
    random = np.random.default_rng(seed)
    first = plan.blocks[0].first
    scores = {}
    slow = 0.0
    for offset in range(plan.days):
        slow = 0.8 * slow + 0.6 * random.normal()
        day = first + timedelta(offset)
        on = plan.is_on(day)
        scores[day] = None if random.random() < missing else 2 * slow + effect * on
    return scores


def kept(plan):
    first = plan.blocks[0].first
    days = [first + timedelta(offset) for offset in range(plan.days)]
    return {day: plan.is_on(day) for day in days}


def test_a_plan_is_pairs_of_blocks_by_lot():
    assert (PLAN.pairs, len(PLAN.blocks), PLAN.days) == (11, 22, 154)
    assert lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01", seed=3) == PLAN
    for first, second in zip(PLAN.blocks[::2], PLAN.blocks[1::2], strict=True):
        assert first.on != second.on
        assert second.first - first.last == timedelta(1)
        assert first.analysed - first.first == timedelta(2)
    other = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01", seed=4)
    assert other.blocks != PLAN.blocks
    assert other.pairs == PLAN.pairs
    assert PLAN.is_on("2027-12-01") is None
    assert len(PLAN.summary().splitlines()) == 3 + 22


@pytest.mark.parametrize("effect", [0, 1, 2.5])
def test_p_agrees_with_scipy(effect):
    scores = lived(PLAN, effect)
    test = lamella.trigger_test(PLAN, scores)

    def mean(block):
        days = (day for day in scores if block.analysed <= day <= block.last)
        return np.mean([scores[day] for day in days if scores[day] is not None])

    pairs = zip(PLAN.blocks[::2], PLAN.blocks[1::2], strict=True)
    differences = [(mean(a) - mean(b)) * (1 if a.on else -1) for a, b in pairs]
    expected = stats.permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=math.inf
    )
    assert test.counted
    assert test.effect == pytest.approx(np.mean(differences), rel=1e-12)
    assert test.p == pytest.approx(expected.pvalue, rel=1e-12)
    assert (test.p <= 0.05) == (test.low > 0 or test.high < 0)


def test_only_a_planned_test_says_changes():
    changes = lamella.trigger_test(PLAN, lived(PLAN, 4), kept(PLAN))
    assert (changes.verdict, changes.why_not) == ("changes", None)
    assert changes.summary().startswith("wool: The trigger changes the score by +")
    assert changes.as_lived.effect == pytest.approx(changes.effect)
    none = lamella.trigger_test(PLAN, lived(PLAN, 0, seed=4), kept(PLAN))
    assert none.verdict in ("no_effect", "not_enough")
    assert "changes" not in none.summary()


def test_broken_blocks_are_told_and_count_where_they_were_assigned():
    scores, exposure = lived(PLAN, 4), kept(PLAN)
    whole = lamella.trigger_test(PLAN, scores, exposure)
    for day in exposure:
        if PLAN.blocks[0].first <= day <= PLAN.blocks[0].last:
            exposure[day] = not exposure[day]
    broken = lamella.trigger_test(PLAN, scores, exposure)
    assert (broken.effect, broken.p) == (whole.effect, whole.p)
    assert (whole.broken_blocks, broken.broken_blocks) == (0, 1)
    assert broken.blocks[0].broken
    assert abs(broken.as_lived.effect) > abs(broken.effect)
    assert "1 of 22" in broken.summary()
    assert "As lived, beside it" in broken.summary()
    assert "As lived" not in whole.summary()


def test_why_there_is_no_p():
    scores = lived(PLAN, 2)
    last = PLAN.blocks[-1].last
    unfinished = {day: score for day, score in scores.items() if day != last}
    few = {day: score if day < PLAN.blocks[8].first else None for day, score in scores.items()}
    for told, why in (
        (unfinished, "not_finished"),
        (dict.fromkeys(scores), "no_scores"),
        (dict.fromkeys(scores, 4), "constant"),
        (few, "too_few_pairs"),
    ):
        test = lamella.trigger_test(PLAN, told)
        assert (test.verdict, test.why_not) == ("not_enough", why)
        assert (test.effect, test.p, test.low, test.high, test.as_lived) == (None,) * 5
        assert test.summary() == f"wool: {test.sentence}"


def test_days_may_be_pairs_in_order():
    scores = lived(PLAN, 2)
    pairs = [(day.isoformat(), score) for day, score in scores.items()]
    assert lamella.trigger_test(PLAN, pairs) == lamella.trigger_test(PLAN, scores)
    backwards = dict(reversed(scores.items()))
    assert lamella.trigger_test(PLAN, backwards) == lamella.trigger_test(PLAN, scores)


def test_what_is_no_test_of_the_plan_is_refused():
    scores = lived(PLAN, 2)
    day = PLAN.blocks[0].first
    other = lamella.plan_trigger("wool", effect=2, sd=2, first_day="2026-12-01", seed=4)
    for plan, told, exposure, why in (
        (PLAN, list(scores.items())[::-1], {}, "days are not ascending"),
        (PLAN, [(day, 1), (day, 2)], {}, "days are not ascending"),
        (PLAN, scores | {day: math.nan}, {}, "a score is not finite"),
        (PLAN, scores | {day: math.inf}, {}, "a score is not finite"),
        (PLAN, scores, {day: 0.5}, "an exposure is not yes or no"),
        (dataclasses.replace(PLAN, seed=4), scores, {}, "not the one that its options"),
        (dataclasses.replace(PLAN, blocks=other.blocks), scores, {}, "not the one that"),
        (dataclasses.replace(PLAN, blocks=()), scores, {}, "no blocks"),
        (dataclasses.replace(PLAN, blocks=PLAN.blocks[:-1]), scores, {}, "not the one that"),
    ):
        with pytest.raises(lamella.InvalidArgument, match=why):
            lamella.trigger_test(plan, told, exposure)


@pytest.mark.parametrize(
    "options",
    [
        {"effect": 0},
        {"sd": math.nan},
        {"memory": 1},
        {"noise": -0.1},
        {"missing": 0.9},
        {"block_days": 0},
        {"washout_days": 7},
        {"alpha": 0.5},
        {"power": 1},
        {"broken_share": 1},
        {"effect": 0.05},
    ],
)
def test_an_option_out_of_range_is_refused_by_its_name(options):
    [name] = options
    with pytest.raises(lamella.InvalidArgument, match=name):
        lamella.plan_trigger("wool", **{"effect": 2, "sd": 2} | options)


def test_a_diary_shows_what_the_same_days_show(diary):
    scores, exposure = lived(PLAN, effect=3), kept(PLAN)
    for day, score in scores.items():
        if score is not None:
            diary.log_symptom("itch", score, at=day, scale=(-100, 100))
    for day, there in exposure.items():
        diary.log_exposure("wool", there, at=day)
    told = diary.trigger_test(PLAN, "itch")
    same = lamella.trigger_test(PLAN, scores, exposure)
    assert told.effect == pytest.approx(same.effect, rel=1e-12)
    assert told.p == same.p
    assert told.sentence == same.sentence
    with pytest.raises(lamella.NotFound):
        diary.trigger_test(PLAN, "itch", "silk")
    with pytest.raises(lamella.InvalidArgument, match="no outcome is named"):
        diary.trigger_test(PLAN, "")
