"""A thousand cities in which one parent of eleven truly is 30 points worse."""

import numpy as np
import pytest

from data.core.ranking.ranks import against_rest, rank_ranges
from tests.core.crowds import draw_on_time_counts

WORSE = 4


def cities(n, rate):
    hits = draw_on_time_counts([n] * 11, [rate - 0.3 if i == WORSE else rate for i in range(11)])
    return hits, np.full(hits.shape, n)


def signs(hits, n):
    return against_rest(hits, n, hits.sum(axis=1, keepdims=True), n.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("rate", [0.35, 0.5, 0.7, 0.85, 0.95])
def test_with_86_reports_each_it_is_found_nearly_always(rate):
    assert (signs(*cities(86, rate))[:, WORSE] == -1).mean() >= 0.99


@pytest.mark.parametrize(("rate", "least"), [(0.7, 0.03), (0.85, 0.08), (0.95, 0.18)])
def test_with_6_reports_each_it_is_found_rarely_but_far_more_often_than_anybody_else(rate, least):
    found = (signs(*cities(6, rate)) == -1).mean(axis=0)
    assert found[WORSE] >= least
    assert found[WORSE] > 20 * np.delete(found, WORSE).mean()


@pytest.mark.parametrize("rate", [0.5, 0.85])
def test_nobody_else_is_blamed_for_it(rate):
    blamed = np.delete(signs(*cities(86, rate)), WORSE, axis=1) == -1
    assert blamed.any(axis=1).mean() <= 0.05


def test_its_rank_lies_behind_most_others_and_contains_the_true_last_place():
    hits, n = cities(86, 0.85)
    first, last = rank_ranges(hits, n)
    assert np.median(first[:, WORSE]) >= 8
    assert (last[:, WORSE] == 11).mean() >= 0.95
