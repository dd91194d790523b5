"""Simulated diaries: the same seed gives the same, by every way into a diary."""

import numpy as np
import pytest
from conftest import KEY

import lamella


def equal(a, b):
    return np.array_equal(a, b, equal_nan=True)


def test_a_seed_gives_one_diary():
    first, second, other = (lamella.simulate(seed=s, days=100).to_table() for s in (5, 5, 6))
    assert all(equal(first[name], second[name]) for name in first.series)
    assert not equal(first["itch"], other["itch"])


def test_logging_and_importing_give_the_series_of_the_simulation(diary, tmp_path):
    simulation = lamella.simulate(seed=5, days=200, first_day="2025-01-01", max_score=20)
    assert simulation.log_into(diary) == diary.summary().entries
    simulation.write_csv(tmp_path / "diary.csv")
    with lamella.create(tmp_path / "imported.db", device_key=KEY) as imported:
        report = imported.import_file(tmp_path / "diary.csv", simulation.mapping())
        rejected = [bad for bad in report.rejected if bad.column != "date"]
        assert rejected == []
        truth = simulation.to_table()
        for one in (diary, imported):
            grid = one.daily(start="2025-01-01", end=truth.last_day)
            assert sorted(grid.series) == sorted(truth.series)
            assert all(equal(grid[name], truth[name]) for name in truth.series)


def test_factors_are_what_the_caller_says():
    factor = lamella.SimulatedFactor(code="wool", effect=2, lag=0, prevalence=0.5)
    simulation = lamella.simulate(seed=1, days=2000, missing=0, factors=[factor])
    assert simulation.truth == [factor]
    grid = simulation.to_table()
    assert lamella.correlate(grid["wool"], grid["itch"]).r > 0.3
    assert len(simulation.latent) == 2000


@pytest.mark.parametrize(
    "options",
    [
        {"days": 0},
        {"days": 40_001},
        {"rho": 1},
        {"missing": -0.1},
        {"max_score": 101},
        {"factors": [lamella.SimulatedFactor(code="a", phi=2)]},
        {"factors": [lamella.SimulatedFactor(code="a")] * 2},
    ],
)
def test_an_option_out_of_range_is_refused(options):
    with pytest.raises(lamella.InvalidArgument):
        lamella.simulate(**options)
