"""Exact tests of a difference between two shares, and adjustment for many of them at once.

``mid_p``: the mid-p version of Fisher's exact test (H. O. Lancaster, JASA 56 (1961) 223-234; advised for
two-by-two tables by S. Lydersen, M. W. Fagerland, P. Laake, Statistics in Medicine 28 (2009) 1159-1175).
``holm``: S. Holm, Scandinavian Journal of Statistics 6 (1979) 65-70.
All functions take arrays of any shape; the last axis runs over the simultaneous comparisons.
"""

from functools import lru_cache

import numpy as np

from data.core.ranking.distributions import Counts, Shares, hypergeometric_lower_tail

FEW = 1_000  # comparisons of one board

__all__ = ["Counts", "Shares", "direction", "holm", "mid_p"]


def mid_p(hits: Counts, n: Counts, other_hits: Counts, other_n: Counts) -> Shares:
    """Return the two-sided mid-p value of "both groups have the same true share"; 1 where a group is empty.

    It is twice the tail on the observed side, with the observed table itself counted half. A share above
    the other's is counted by its misses, so that the lower tail is used either way.
    """
    above = hits * other_n > other_hits * n
    tail_count = np.where(above, n - hits, hits)
    marked = np.where(above, n + other_n - hits - other_hits, hits + other_hits)
    tail = hypergeometric_lower_tail(tail_count, n + other_n, marked, n)
    return np.where((n > 0) & (other_n > 0), np.clip(2 * tail, 0.0, 1.0), 1.0)


def holm(p: Shares) -> Shares:
    """Return adjusted p-values: rejecting those up to 5 % makes any error in at most 5 % of all cases."""
    order = np.argsort(p)
    remaining = np.arange(p.shape[-1], 0, -1)
    stepped = np.maximum.accumulate(np.take_along_axis(p, order, -1) * remaining, axis=-1)
    adjusted = np.empty_like(stepped)
    np.put_along_axis(adjusted, order, np.minimum(stepped, 1.0), -1)
    return adjusted


def direction(hits: Counts, n: Counts, other_hits: Counts, other_n: Counts, alpha: float = 0.05) -> Counts:
    """Return 1 where the first share is significantly higher, -1 where lower, 0 where neither.

    All comparisons along the last axis share one family-wise error of ``alpha``.
    """
    counts = [np.asarray(count, dtype=np.int64) for count in (hits, n, other_hits, other_n)]
    if any(count.ndim != 1 or len(count) > FEW for count in counts):
        return _direction(counts, alpha)
    # A board compares the same counts again until a report changes one of them.
    return _direction_again(tuple(count.tobytes() for count in counts), alpha).copy()


@lru_cache(maxsize=64)
def _direction_again(counts: tuple[bytes, ...], alpha: float) -> Counts:
    return _direction([np.frombuffer(count, dtype=np.int64) for count in counts], alpha)


def _direction(counts: list[Counts], alpha: float) -> Counts:
    hits, n, other_hits, other_n = counts
    clear = holm(mid_p(hits, n, other_hits, other_n)) <= alpha
    return np.where(clear, np.sign(hits * other_n - other_hits * n), 0)
