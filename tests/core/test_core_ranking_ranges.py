"""Rank ranges: parents that share ranks, and none alone in the last place."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.ranking.ranks import rank_ranges, share_last
from tests.core.crowds import draw_on_time_counts


def ranges(*counts):
    hits, n = (np.array(column) for column in zip(*counts, strict=True))
    first, last = rank_ranges(hits, n)
    return list(zip(first.tolist(), last.tolist(), strict=True))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([(7, 10)], [(1, 1)]),
        ([(7, 10), (7, 10)], [(1, 2), (1, 2)]),
        ([(7, 10), (8, 10)], [(1, 2), (1, 2)]),
        # One better, by a p of 0.0101 against either: three pairs tested together make it 0.03.
        ([(20, 20), (14, 20), (14, 20)], [(1, 1), (2, 3), (2, 3)]),
        # Two good, two bad: the good share 1-2, the bad 3-4.
        ([(95, 100), (50, 100), (94, 100), (52, 100)], [(1, 2), (3, 4), (1, 2), (3, 4)]),
        # One good, two bad: being first alone is allowed.
        ([(95, 100), (50, 100), (52, 100)], [(1, 1), (2, 3), (2, 3)]),
        # Two good, one bad: 3 alone is widened, and its neighbours may be last as well.
        ([(95, 100), (94, 100), (50, 100)], [(1, 3), (1, 3), (2, 3)]),
        # Two of them, clearly apart.
        ([(95, 100), (50, 100)], [(1, 2), (1, 2)]),
        # All clearly apart: only the neighbour of the last shares its place.
        ([(990, 1000), (800, 1000), (500, 1000), (200, 1000)], [(1, 1), (2, 2), (3, 4), (3, 4)]),
        # Few reports: no difference is significant, 3 of 3 or not.
        ([(3, 3), (0, 3), (2, 3)], [(1, 3), (1, 3), (1, 3)]),
    ],
)
def test_rank_ranges_equal_those_computed_by_hand(counts, expected):
    assert ranges(*counts) == expected


def test_a_shared_last_place_is_unchanged():
    first, last = np.array([1, 2, 2]), np.array([1, 3, 3])
    assert [side.tolist() for side in share_last(first, last)] == [[1, 2, 2], [1, 3, 3]]


def test_several_cities_at_once_give_the_same_as_each_alone():
    """In the first two may be last, in the second one alone, whose neighbours share its place."""
    cities = [[(95, 100), (50, 100), (52, 100)], [(95, 100), (94, 100), (50, 100)]]
    hits, n = (np.array([[pair[side] for pair in one] for one in cities]) for side in (0, 1))
    first, last = rank_ranges(hits, n)
    together = [list(zip(*rows, strict=True)) for rows in zip(first.tolist(), last.tolist(), strict=True)]
    assert together == [ranges(*one) for one in cities]


counts = st.lists(
    st.integers(1, 3_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1, max_size=12
)


@given(counts)
def test_every_range_contains_the_rank_of_the_raw_rate(counts):
    order = sorted(counts, key=lambda pair: -pair[0] / pair[1])
    for rank, (first, last) in enumerate(ranges(*order), start=1):
        assert 1 <= first <= rank <= last <= len(order)


@given(counts)
def test_no_parent_is_alone_in_the_last_place(counts):
    may_be_last = [first for first, last in ranges(*counts) if last == len(counts)]
    assert len(may_be_last) > 1 or len(counts) == 1
    assert len(counts) == 1 or max(may_be_last) < len(counts)


@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_the_parents_does_not_matter(counts, random):
    order = random.sample(range(len(counts)), len(counts))
    plain = ranges(*counts)
    assert ranges(*[counts[i] for i in order]) == [plain[i] for i in order]


@pytest.mark.parametrize("n", [20, 86, 400])
def test_in_95_percent_of_cities_every_true_rank_lies_in_its_range(n):
    """Eleven parents of true rates 0.95, 0.91 ... 0.55, in a thousand cities."""
    hits = draw_on_time_counts([n] * 11, np.linspace(0.95, 0.55, 11))
    first, last = rank_ranges(hits, np.full(hits.shape, n))
    true = np.arange(1, 12)
    assert ((first <= true) & (true <= last)).all(axis=1).mean() >= 0.95
