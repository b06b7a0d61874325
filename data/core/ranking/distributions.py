"""Tails of distributions, by the functions that ``scipy.stats`` itself calls.

That package takes most of a second and 45 MB of every process that imports it, for three functions. They are
loaded at the first use, so that a command without statistics has none of it. The names begin with an
underscore: a test compares each with ``scipy.stats``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.core.ranking.hypergeometric import lower_tail

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]

SMALL_TABLE = 200  # reports; in larger tables that function takes too long, and no value is a round number


def hypergeometric_lower_tail(hits: Counts, total: Counts, marked: Counts, drawn: Counts) -> Shares:
    """Return the probability that fewer than ``hits`` marked ones are drawn, plus half that of ``hits``.

    :param total: how many there are, of which ``marked`` are marked
    """
    tail = lower_tail(hits, total, marked, drawn)
    small = np.broadcast_to(total < SMALL_TABLE, tail.shape)
    if small.any():
        tail[small] = _small_lower_tail(
            *(np.broadcast_to(values, tail.shape)[small] for values in (hits, total, marked, drawn))
        )
    return tail


def _small_lower_tail(hits: Counts, total: Counts, marked: Counts, drawn: Counts) -> Shares:
    from scipy.special import _ufuncs

    count = (hits.astype(np.float64), marked, drawn, total)
    return np.asarray(_ufuncs._hypergeom_cdf(*count) - _ufuncs._hypergeom_pmf(*count) / 2)


def negative_binomial_upper_tail(count: ArrayLike, size: Shares, probability: float) -> Shares:
    """Return the probability of more than ``count`` failures before ``size`` successes."""
    from scipy.special import _ufuncs

    failures = np.floor(count)
    tail = _ufuncs._nbinom_sf(np.maximum(failures, 0), size, probability)
    return np.where(failures < 0, 1.0, np.clip(tail, 0.0, 1.0))
