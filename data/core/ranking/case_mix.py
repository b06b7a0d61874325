"""The expected rate of a parent from its mix of categories: the city's rate per category, over its cases.

This is indirect standardisation: areas that differ only in their categories have observed = expected.
"""

import numpy as np
import pandas as pd

from data.core.ranking.exact_tests import Counts, Shares
from data.core.ranking.parents import Positions


def expected_hits(cases: pd.DataFrame, position: Positions, parents: int) -> Shares:
    """Return how many of each parent's cases would be on time at the city's rate per category.

    Over the whole city, reports outside every area included, expected and observed are equal.

    :param cases: from :func:`data.core.ranking.rates.rate_cases`
    :param position: each case's parent, -1 for none
    """
    category, codes = pd.factorize(cases["service_code"], sort=True, use_na_sentinel=False)
    cell = (position + 1) * len(codes) + category
    size = (parents + 1) * len(codes)
    n = np.bincount(cell, minlength=size)
    hits = np.bincount(cell, weights=cases["on_time"], minlength=size)
    return expected_of(n.reshape(parents + 1, -1), hits.reshape(parents + 1, -1))


def expected_of(n: Counts, hits: Counts | Shares) -> Shares:
    """Return the expected number of cases on time of each parent.

    The sum runs over the categories, so that the order of the cases does not show in its last digit.

    :param n: cases by parent, the first row those of none, and by category in order of the codes, none empty
    :param hits: the same of those on time
    """
    rate = hits.sum(axis=0) / n.sum(axis=0)
    expected = np.zeros(len(n) - 1)
    for category, share in enumerate(rate.tolist()):
        expected += n[1:, category] * share
    return expected
