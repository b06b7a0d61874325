"""A thousand cities whose parents are equally good: every difference reported is a false positive."""

import numpy as np
import pytest

from data.core.ranking.ranks import compare_with_rest, rank_ranges
from tests.core.crowds import CITIES, draw_on_time_counts

SIZES = {
    "6 each, a month of Manado": [6] * 11,
    "86 each, its first fourteen months": [86] * 11,
    "mixed": [3, 6, 6, 10, 15, 25, 40, 86, 86, 200, 600],
    "one of them is most of the city": [20] * 10 + [1_000],
}
RATES = (0.3, 0.5, 0.7, 0.85, 0.95)
NOISE = 3 * (0.05 * 0.95 / CITIES) ** 0.5  # of a share of 5 % counted in so many cities

every_size = pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
every_rate = pytest.mark.parametrize("rate", RATES)


def is_named(hits, sizes):
    n = np.array(sizes)
    return compare_with_rest(hits, n, hits.sum(axis=1, keepdims=True), n.sum()) != 0


@every_size
@every_rate
def test_at_most_5_percent_of_parents_are_named_by_chance(sizes, rate):
    assert is_named(draw_on_time_counts(sizes, rate), sizes).mean() <= 0.05


@every_size
@every_rate
def test_in_95_percent_of_cities_no_parent_is_named_by_chance(sizes, rate):
    assert is_named(draw_on_time_counts(sizes, rate), sizes).any(axis=1).mean() <= 0.05 + NOISE


@pytest.mark.parametrize("rate", [0.3, 0.95])
@pytest.mark.parametrize("sizes", [[6] * 11, [86] * 11], ids=["6", "86"])
def test_in_95_percent_of_cities_every_rank_range_is_complete(sizes, rate):
    hits = draw_on_time_counts(sizes, rate)
    first, last = rank_ranges(hits, np.broadcast_to(sizes, hits.shape))
    assert ((first > 1) | (last < len(sizes))).any(axis=1).mean() <= 0.05 + NOISE


@pytest.mark.parametrize("rate", [0.3, 0.7, 0.85])
def test_the_false_positive_rate_holds_for_clustered_reports(rate):
    """A flood makes a whole street late at once: here 86 reports are worth 43 independent ones."""
    n, tau = 86, 1 / 85
    prior = (1 - tau) / tau
    shares = np.random.default_rng(7).beta(prior * rate, prior * (1 - rate), (CITIES, 11))
    hits = np.random.default_rng(8).binomial(n, shares)
    assert is_named(hits, [n] * 11).mean() <= 0.05


def test_separate_plain_intervals_would_name_far_more_by_chance():
    """The simulation can fail: the same cities with each parent's plain 95 % test by itself."""
    hits, n = draw_on_time_counts([86] * 11, 0.7), 86
    share, rest = hits / n, (hits.sum(axis=1, keepdims=True) - hits) / (10 * n)
    pooled = hits.sum(axis=1, keepdims=True) / (11 * n)
    z = (share - rest) / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / (10 * n)))
    assert (np.abs(z) > 1.96).any(axis=1).mean() > 0.3
