"""The exact test of two shares, and many tests at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.exact_tests import direction, holm, mid_p


def p(hits, n, other_hits, other_n):
    return float(mid_p(*(np.array([value]) for value in (hits, n, other_hits, other_n)))[0])


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        # 8 marked of 8 drawn half and half: 1 way of 70; the observed table counts half, both sides: 1/70.
        ((4, 4, 0, 4), 1 / 70),
        # The lady tasting tea, 3 of 4 right: P(4) + P(3)/2 = 1/70 + 8/70, doubled.
        ((3, 4, 1, 4), 18 / 70),
        ((1, 4, 3, 4), 18 / 70),
        # Equal shares: half of everything, doubled.
        ((2, 4, 2, 4), 1.0),
        # 0 of 2 against 3 of 3: one way of C(5,2) = 10, halved and doubled.
        ((0, 2, 3, 3), 1 / 10),
        # Equal shares, more of the ways on one side: 1 of 3 against 2 of 6, twice 42.5/84 is more than all.
        ((1, 3, 2, 6), 1.0),
        # Nothing to compare.
        ((0, 0, 3, 3), 1.0),
        ((3, 3, 0, 0), 1.0),
        ((0, 0, 0, 0), 1.0),
        # All the same.
        ((5, 5, 7, 7), 1.0),
        ((0, 5, 0, 7), 1.0),
    ],
)
def test_the_p_value_equals_the_one_counted_by_hand(table, expected):
    assert p(*table) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "adjusted"),
    [
        ([0.01], [0.01]),
        ([0.01, 0.02], [0.02, 0.02]),
        ([0.03, 0.01, 0.04], [0.06, 0.03, 0.06]),
        ([0.5, 0.6], [1.0, 1.0]),
        ([0.7, 0.8], [1.0, 1.0]),
        ([], []),
    ],
)
def test_the_holm_adjustment_multiplies_by_the_remaining_number_of_tests(values, adjusted):
    assert holm(np.array(values)).tolist() == pytest.approx(adjusted)


def test_each_row_of_a_table_is_adjusted_by_itself():
    table = np.array([[0.01, 0.04], [0.04, 0.01]])
    assert holm(table).tolist() == [pytest.approx([0.02, 0.04]), pytest.approx([0.04, 0.02])]


def test_a_p_value_equal_to_alpha_is_significant():
    """1 of 20 tables, halved and doubled: 0 of 3 against 3 of 3."""
    table = [np.array([value]) for value in (0, 3, 3, 3)]
    assert p(0, 3, 3, 3) == pytest.approx(0.05)
    assert direction(*table, alpha=0.0501).tolist() == [-1]
    assert direction(*table, alpha=p(0, 3, 3, 3)).tolist() == [-1]
    assert direction(*table, alpha=0.0499).tolist() == [0]


counted = st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted, counted)
def test_the_p_value_is_a_probability_and_symmetric(first, second):
    assert 0 <= p(*first, *second) <= 1
    assert p(*first, *second) == pytest.approx(p(*second, *first), abs=0.05)
    if p(*first, *second) < 0.9:
        assert p(*first, *second) == pytest.approx(p(*second, *first), rel=1e-6)


@given(counted, counted)
def test_counting_misses_instead_of_hits_only_flips_the_sign(first, second):
    (a, n), (b, m) = first, second
    hits = direction(*(np.array([v]) for v in (a, n, b, m)))
    misses = direction(*(np.array([v]) for v in (n - a, n, m - b, m)))
    assert hits.tolist() == (-misses).tolist()
