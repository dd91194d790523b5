"""Correlations against scipy, and what the report says."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

import lamella

numbers = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))


@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=60))
def test_pearson_agrees_with_scipy(pairs):
    x, y = np.array(pairs).T
    assume(np.ptp(x) > 1e-3 * np.abs(x).max() and np.ptp(y) > 1e-3 * np.abs(y).max())
    expected = stats.pearsonr(x, y)
    assume(abs(expected.statistic) < 1 - 1e-9)
    result = lamella.correlate(x, y)
    assert result.n == len(x)
    assert result.r == pytest.approx(expected.statistic, abs=1e-12)
    if len(x) > 3:
        assert result.p == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("method", ["pearson", "spearman"])
@pytest.mark.parametrize("days", [30, 400])
def test_r_and_p_agree_with_scipy(method, days):
    random = np.random.default_rng(days)
    x = random.normal(size=days)
    y = np.round(0.2 * x + random.normal(size=days), 1)
    expected = {"pearson": stats.pearsonr, "spearman": stats.spearmanr}[method](x, y)
    result = lamella.correlate(x, y, method)
    assert result.r == pytest.approx(expected.statistic, abs=1e-12)
    assert result.p == pytest.approx(expected.pvalue, rel=1e-9)


def test_missing_values_leave_their_pair():
    x = [1, 2, None, 4, 5, 6]
    y = pd.Series([2.0, 1, 3, float("nan"), 5, 9])
    assert lamella.correlate(x, y) == lamella.correlate([1, 2, 5, 6], [2, 1, 5, 9])


def test_a_constant_series_is_undefined_and_leaves_the_family():
    report = lamella.lagged_correlations(
        {"constant": [0.1 + 0.2] * 50, "x": [day % 7 for day in range(50)]},
        [day % 5 for day in range(50)],
        [0],
    )
    assert report.pairs[0].r is None
    assert report.pairs[0].p is None
    assert report.family == 1
    assert math.isnan(report.to_pandas()["r"][0])
    assert [pair.exposure for pair in report.top()] == ["x"]


def test_lags_are_calendar_days_after_the_exposure():
    x = [day % 11 for day in range(100)]
    y = [float("nan"), *x[:-1]]
    report = lamella.lagged_correlations(x, y, lags=[0, 1, (1, 2)])
    by_lags = {pair.lags: pair.r for pair in report}
    assert by_lags[(1,)] == pytest.approx(1)
    assert by_lags[(0,)] < 0.9
    assert report.pairs[0].exposure == "x"


def test_a_window_is_the_mean_of_what_exists():
    assert lamella.window_mean([1, None, 3], (0, 1)) == [1, 3, 3]


def test_the_report_puts_what_chance_finds_beside_what_was_found():
    simulation = lamella.simulate(seed=11, days=730)
    grid = simulation.to_table()
    exposures = {name: grid[name] for name in grid.series if name.startswith("exposure")}
    report = lamella.lagged_correlations(exposures, grid["itch"], lags=range(4))
    assert report.found > report.by_chance > 0
    assert f"{report.found} of {report.family} pairs" in report.chance()
    assert f"{report.by_chance:.1f}" in report.chance()
    assert report.chance() in report.summary()
    assert report.chance().replace("<", "&lt;") in report._repr_html_()
    assert "cause" not in (report.summary() + report._repr_html_()).lower()
    assert len(report.to_pandas()) == len(report) == 24


def test_without_shifts_nothing_is_said_of_chance():
    report = lamella.lagged_correlations([1, 0, 1, 0, 1], [2, 1, 2, 1, 3], shifts=0)
    assert report.by_chance is None
    assert "too few days" in report.chance()


def test_the_diary_and_the_arrays_agree(diary):
    lamella.simulate(seed=3, days=200).log_into(diary)
    report = diary.lagged_correlations("itch", ["sweat"], lags=[1, (1, 2, 3)], method="spearman")
    grid = diary.daily()
    arrays = lamella.lagged_correlations(
        grid["sweat"], grid["itch"], [1, (1, 2, 3)], method="spearman"
    )
    assert [(p.r, p.p, p.n) for p in report] == [(p.r, p.p, p.n) for p in arrays]
    assert report.by_chance == arrays.by_chance
    assert (report.outcome, report.method) == ("symptom.itch", "spearman")


@pytest.mark.parametrize(
    ("arguments", "keywords"),
    [
        (([1, 2], [1, 2, 3], [0]), {}),
        (([1, 2, 3], [1, 2, float("inf")], [0]), {}),
        (([1, 2, 3], [1, 2, 3], []), {}),
        (([1, 2, 3], [1, 2, 3], [()]), {}),
        (([1, 2, 3], [1, 2, 3], [366]), {}),
        (([1, 2, 3], [1, 2, 3], [(1, 1)]), {}),
        (([1, 2, 3], [1, 2, 3], [0]), {"alpha": 1}),
        (([1, 2, 3], [1, 2, 3], [0]), {"shifts": -1}),
        (([1, 2, 3], [1, 2, 3], [0]), {"method": "kendall"}),
        (({}, [1, 2, 3], [0]), {}),
    ],
)
def test_a_wrong_search_is_refused(arguments, keywords):
    with pytest.raises(lamella.InvalidArgument):
        lamella.lagged_correlations(*arguments, **keywords)
