"""Many p-values at once, against scipy and, where it is installed, statsmodels."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import lamella

METHODS = ("bh", "by", "holm")
floats = st.floats(1e-300, 1) | st.sampled_from([0.0, 0.01, 0.04])
ps = st.lists(floats, min_size=1, max_size=60)


@given(ps, st.sampled_from(["bh", "by"]))
def test_the_false_discovery_rate_agrees_with_scipy(p, method):
    expected = stats.false_discovery_control(p, method=method)
    assert lamella.adjusted_p(p, method) == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("method", METHODS)
def test_all_methods_agree_with_statsmodels(method):
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    p = np.random.default_rng(8).uniform(size=200) ** 3
    name = {"bh": "fdr_bh", "by": "fdr_by", "holm": "holm"}[method]
    expected = multitest.multipletests(p, method=name)[1]
    assert lamella.adjusted_p(p, method) == pytest.approx(expected, rel=1e-12)


@given(ps)
def test_holm_is_the_greatest_of_the_ps_to_its_left(p):
    expected = {}
    for rank, index in enumerate(sorted(range(len(p)), key=p.__getitem__)):
        own = min(1.0, p[index] * (len(p) - rank))
        expected[index] = max([own, *expected.values()])
    assert lamella.adjusted_p(p, "holm") == [expected[i] for i in range(len(p))]


@pytest.mark.parametrize("method", METHODS)
def test_an_undefined_p_leaves_the_family(method):
    low, high = lamella.adjusted_p([0.01, 0.5], method)
    assert lamella.adjusted_p((0.01, None, math.nan, 0.5), method) == [low, None, None, high]
    assert lamella.adjusted_p([], method) == []
    assert lamella.adjusted_p([None], method) == [None]


@pytest.mark.parametrize(
    ("p", "method"), [([1.1], "bh"), ([-0.1], "by"), ([math.inf], "holm"), ([0.5], "bonferroni")]
)
def test_what_is_no_p_and_no_method_is_refused(p, method):
    with pytest.raises(lamella.InvalidArgument):
        lamella.adjusted_p(p, method)
