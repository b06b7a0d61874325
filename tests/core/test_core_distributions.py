"""The statistics of the board equal those of ``scipy.stats``, which no process of the board loads."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, binomtest, ecdf, hypergeom, nbinom

from data.core.ranking.distributions import hypergeometric_lower_tail, negative_binomial_upper_tail
from data.core.ranking.durations import WaitingTimes, quantiles
from data.core.ranking.hypergeometric import lower_tail
from data.core.ranking.rates import wilson_interval

SHARES = (0.1, 0.5, 0.9, 1.0)


@given(st.integers(1, 50_000), st.data())
def test_the_interval_of_a_share_is_that_of_scipy(n: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, n))
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    assert wilson_interval(hits, n) == (interval.low, interval.high)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=8), st.data())
def test_the_lower_tail_of_an_exact_test_is_that_of_scipy(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    drawn, other = (np.array(column) for column in zip(*pairs, strict=True))
    total = np.maximum(drawn + other, 1)
    hits = np.array([data.draw(st.integers(0, int(n))) for n in drawn])
    marked = hits + np.array([data.draw(st.integers(0, int(n))) for n in other])
    expected = hypergeom.cdf(hits, total, marked, drawn) - hypergeom.pmf(hits, total, marked, drawn) / 2
    assert hypergeometric_lower_tail(hits, total, marked, drawn).tolist() == expected.tolist()


@given(st.lists(st.tuples(st.integers(1, 20_000), st.integers(1, 20_000)), min_size=1, max_size=4), st.data())
def test_the_lower_tail_of_a_large_table_is_that_of_scipy_to_twelve_digits(
    pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    drawn, other = (np.array(column) for column in zip(*pairs, strict=True))
    hits = np.array([data.draw(st.integers(0, int(n))) for n in drawn])
    marked = hits + np.array([data.draw(st.integers(0, int(n))) for n in other])
    total = drawn + other
    expected = hypergeom.cdf(hits, total, marked, drawn) - hypergeom.pmf(hits, total, marked, drawn) / 2
    assert lower_tail(hits, total, marked, drawn) == pytest.approx(expected, rel=1e-12, abs=1e-13)


@given(st.lists(st.integers(-3, 80), min_size=1), st.integers(0, 500), st.floats(1e-4, 5))
def test_the_upper_tail_of_a_count_is_that_of_scipy(counts: list[int], past: int, exposure: float) -> None:
    size, probability = np.full(len(counts), past + 0.5), 1 / (1 + exposure)
    expected = nbinom.sf(counts, size, probability)
    assert negative_binomial_upper_tail(counts, size, probability).tolist() == expected.tolist()


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=60))
def test_the_quantiles_of_waiting_are_those_of_scipy(waits: list[tuple[int, bool]]) -> None:
    hours, ended = np.array([float(hour) for hour, _ in waits]), np.array([end for _, end in waits])
    found = quantiles(WaitingTimes(hours, np.zeros(len(hours), np.int64), ended), SHARES)
    if not ended.any():
        assert found == [None] * len(SHARES)
        return
    curve = ecdf(CensoredData(uncensored=hours[ended], right=hours[~ended])).sf
    reached = [curve.quantiles[curve.probabilities <= 1 - share + 1e-9] for share in SHARES]
    assert found == [float(hours[0]) if len(hours) else None for hours in reached]


def test_an_interval_of_no_reports_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        wilson_interval(0, 0)
