"""Comparison of each parent with the rest of the city, and the range of ranks that it may hold.

Both hold for all parents simultaneously, however many there are. A parent loses a rank only to those that are
clearly better, all pairs tested together (simultaneous confidence sets for ranks: M. Mogstad, J. P. Romano,
A. M. Shaikh, D. Wilhelm, Review of Economic Studies 91 (2024) 476-518). The last rank is never held by one
parent alone: see :func:`share_last`.
"""

import numpy as np

from data.core.ranking.exact_tests import Counts, direction


def compare_with_rest(hits: Counts, n: Counts, city_hits: int | Counts, city_n: int | Counts) -> Counts:
    """Return 1 where a parent is clearly above the rest of the city, -1 where clearly below, 0 otherwise.

    It is compared with the *rest*: a rate that includes the parent itself would hide how a large one differs.

    :param city_hits: on time in the whole city, the parents and what lies outside every area included
    """
    return direction(hits, n, city_hits - hits, city_n - n)


def rank_ranges(hits: Counts, n: Counts) -> tuple[Counts, Counts]:
    """Return the first and last rank that each parent may hold, 1 being best.

    :param hits: on time per parent, last axis the parents
    :param n: judged per parent, at least 1 each
    """
    k = hits.shape[-1]
    left, right = np.triu_indices(k, 1)
    sign = direction(hits[..., left], n[..., left], hits[..., right], n[..., right])
    better = np.zeros((*hits.shape, k), dtype=np.int64)
    better[..., left, right], better[..., right, left] = sign, -sign
    return share_last(1 + (better < 0).sum(axis=-1), k - (better > 0).sum(axis=-1))


def share_last(first: Counts, last: Counts) -> tuple[Counts, Counts]:
    """Widen the ranges where only one parent could be last, so that its neighbours share the last rank.

    Wider ranges stay true, and the parent's band shows that it is below; a single last place on a screen adds
    no information and shames a person.
    """
    k = last.shape[-1]
    single_last = ((last == k).sum(axis=-1, keepdims=True) == 1) & (k > 1)
    first = np.where(single_last & (first == k), k - 1, first)
    return first, np.where(single_last & (last == k - 1), k, last)
