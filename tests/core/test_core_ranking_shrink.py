"""Rates shrunk towards the city's, more with fewer reports."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.shrinkage import intraclass_correlation, shrink


def correlation(*counts):
    hits, n = (np.array(column) for column in zip(*counts, strict=True))
    return float(intraclass_correlation(hits, n))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # p = 1/2, S = 10 (0.3^2 + 0.3^2) = 1.8, S/pq = 7.2; (7.2 - 1) / (20 - 200/20 - 1) = 6.2/9.
        ([(8, 10), (2, 10)], 6.2 / 9),
        # Everything here, nothing there: S/pq = 5/.25 = 20, (20 - 1) / 9 is more than all.
        ([(10, 10), (0, 10)], 1.0),
        # Equal: less scatter than chance makes.
        ([(5, 10), (5, 10)], 0.0),
        # 6 and 4 of 10: S/pq = 0.2/.25 = 0.8, under the 1 that chance makes.
        ([(6, 10), (4, 10)], 0.0),
        # Of unlike size: p = 1/2; 3, -2 and -1 off the expected 5, 10 and 15; N - sum(n^2)/N = 60 - 1400/60.
        ([(8, 10), (8, 20), (14, 30)], ((9 / 10 + 4 / 20 + 1 / 30) / 0.25 - 2) / (60 - 1400 / 60 - 2)),
        # One report each has no information about scatter within.
        ([(1, 1), (0, 1), (1, 1)], 0.0),
        # One of them has a single report: p = 12/21; 16/7, -12/7 and -4/7 off the expected.
        ([(8, 10), (4, 10), (0, 1)], (8 / 7 / (12 / 49) - 2) / (21 - 201 / 21 - 2)),
        # Little room, 3 - 5/3 - 1 = 1/3, and more scatter than that: p = 1/3, S/pq = (2/9 + 4/9) / (2/9) = 3.
        ([(0, 2), (1, 1)], 1.0),
        ([(5, 5), (7, 7)], 0.0),
        ([(0, 0), (0, 0)], 0.0),
        ([(3, 4)], 0.0),
    ],
)  # fmt: skip
def test_the_correlation_equals_the_one_computed_by_hand(counts, expected):
    assert correlation(*counts) == pytest.approx(expected)


def test_a_parent_without_reports_does_not_change_the_correlation():
    assert correlation((8, 10), (2, 10), (0, 0)) == correlation((8, 10), (2, 10))


@pytest.mark.parametrize(
    ("hits", "n", "strength", "expected"),
    [
        # tau = 0.1 is a prior of 9 reports at the city's 0.5.
        (1, 1, 0.1, (1 + 4.5) / (1 + 9)),
        (9, 9, 0.1, (9 + 4.5) / (9 + 9)),
        (81, 81, 0.1, (81 + 4.5) / (81 + 9)),
        (7, 10, 0.0, 0.5),
        (7, 10, 1.0, 0.7),
        (0, 0, 0.1, 0.5),
        (0, 0, 1.0, 0.5),
    ],
)
def test_the_shrunk_rate_adds_the_city_rate_as_prior_reports(hits, n, strength, expected):
    shrunk = shrink(np.array([hits]), np.array([n]), np.array(0.5), np.array(strength))
    assert shrunk.tolist() == pytest.approx([expected])


shares = st.floats(0, 1)
counted = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted, shares, shares)
def test_the_shrunk_rate_lies_between_the_raw_rate_and_the_citys(count, city, strength):
    hits, n = count
    shrunk = float(shrink(np.array(hits), np.array(n), np.array(city), np.array(strength)))
    assert min(hits / n, city) - 1e-12 <= shrunk <= max(hits / n, city) + 1e-12


@given(st.lists(counted, min_size=1, max_size=12))
def test_the_correlation_lies_between_0_and_1(counts):
    assert 0 <= correlation(*counts) <= 1


def test_the_estimate_finds_the_true_correlation_of_a_thousand_cities():
    """True rates from Beta(8, 2): tau = 1 / (8 + 2 + 1)."""
    rng = np.random.default_rng(3)
    n = np.broadcast_to([20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120], (1_000, 11))
    hits = rng.binomial(n, rng.beta(8, 2, n.shape))
    assert intraclass_correlation(hits, n).mean() == pytest.approx(1 / 11, abs=0.015)


def test_shrunk_rates_have_a_smaller_error_than_raw_rates():
    rng = np.random.default_rng(4)
    true, n = rng.beta(16, 4, (1_000, 11)), np.full((1_000, 11), 12)
    hits = rng.binomial(n, true)
    city = hits.sum(axis=1, keepdims=True) / n.sum(axis=1, keepdims=True)
    drawn = shrink(hits, n, city, intraclass_correlation(hits, n)[:, None])
    assert np.square(drawn - true).mean() < 0.7 * np.square(hits / n - true).mean()
