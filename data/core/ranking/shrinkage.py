"""Shrinkage of shares towards the city's, stronger with fewer reports (beta-binomial).

The true shares of the parents are assumed to scatter around the city's with an intra-class correlation
``tau``, estimated from the data (method of moments with weights ``n``: J. C. Kleinman, JASA 68 (1973)
46-54). ``tau = 1 / (M + 1)`` for a prior worth ``M`` reports; 0 where the parents differ by no more than
chance explains: then every parent's shrunk share is the city's.
"""

import numpy as np

from data.core.ranking.exact_tests import Counts, Shares


def intraclass_correlation(hits: Counts, n: Counts) -> Shares:
    """Return the estimate of ``tau``, from 0 to 1; the last axis is the parents, empty ones are ignored.

    ``tau = (S / (p q) - (k - 1)) / (N - sum(n^2) / N - (k - 1))`` with ``S = sum(n (share - p)^2)``.
    """
    total = np.maximum(n.sum(axis=-1), 1)
    p = hits.sum(axis=-1) / total
    scatter = ((hits - n * p[..., None]) ** 2 / np.maximum(n, 1)).sum(axis=-1)
    degrees_of_freedom = (n > 0).sum(axis=-1) - 1
    denominator = total - (n.astype(np.float64) ** 2).sum(axis=-1) / total - degrees_of_freedom
    usable = (p > 0) & (p < 1) & (denominator > 1e-9)
    excess = scatter / np.where(usable, p * (1 - p), 1.0) - degrees_of_freedom
    return np.where(usable, np.clip(excess / np.where(usable, denominator, 1.0), 0.0, 1.0), 0.0)


def shrink(hits: Counts, n: Counts, city: Shares, tau: Shares) -> Shares:
    """Return ``(hits + M city) / (n + M)`` with ``M = (1 - tau) / tau``; the city's share where n is 0."""
    weight = n * tau / np.where(n > 0, n * tau + (1 - tau), 1.0)
    return city + weight * (hits / np.maximum(n, 1) - city)
