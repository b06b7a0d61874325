"""A thousand cities in which one parent of eleven truly is 30 points worse."""

import numpy as np
import pytest

from data.core.ranking.ranks import compare_with_rest, rank_ranges
from tests.core.crowds import draw_on_time_counts

WORSE = 4


def cities(n, rate):
    hits = draw_on_time_counts([n] * 11, [rate - 0.3 if i == WORSE else rate for i in range(11)])
    return hits, np.full(hits.shape, n)


def signs(hits, n):
    return compare_with_rest(hits, n, hits.sum(axis=1, keepdims=True), n.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("rate", [0.35, 0.5, 0.7, 0.85, 0.95])
def test_with_86_reports_each_the_worse_parent_is_nearly_always_detected(rate):
    assert (signs(*cities(86, rate))[:, WORSE] == -1).mean() >= 0.99


@pytest.mark.parametrize(("rate", "least"), [(0.7, 0.03), (0.85, 0.08), (0.95, 0.18)])
def test_with_6_reports_each_the_worse_parent_is_detected_far_more_often_than_others(rate, least):
    share_below = (signs(*cities(6, rate)) == -1).mean(axis=0)
    assert share_below[WORSE] >= least
    assert share_below[WORSE] > 20 * np.delete(share_below, WORSE).mean()


@pytest.mark.parametrize("rate", [0.5, 0.85])
def test_other_parents_are_not_named_below(rate):
    blamed = np.delete(signs(*cities(86, rate)), WORSE, axis=1) == -1
    assert blamed.any(axis=1).mean() <= 0.05


def test_the_rank_range_of_the_worse_parent_is_low_and_contains_the_last_place():
    hits, n = cities(86, 0.85)
    first, last = rank_ranges(hits, n)
    assert np.median(first[:, WORSE]) >= 8
    assert (last[:, WORSE] == 11).mean() >= 0.95
