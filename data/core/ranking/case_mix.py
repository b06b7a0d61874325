"""The expected rate of a parent from its mix of categories: the city's rate per category, over its cases.

This is indirect standardisation: areas that differ only in their categories have observed = expected.
"""

import numpy as np
import pandas as pd

from data.core.ranking.exact_tests import Shares
from data.core.ranking.parents import Positions


def expected_hits(cases: pd.DataFrame, position: Positions, parents: int) -> Shares:
    """Return how many of each parent's cases would be on time at the city's rate per category.

    Over the whole city, reports outside every area included, expected and observed are equal.

    :param cases: from :func:`data.core.ranking.rates.rate_cases`
    :param position: each case's parent, -1 for none
    """
    category, _ = pd.factorize(cases["service_code"], use_na_sentinel=False)
    rate = np.bincount(category, weights=cases["on_time"]) / np.bincount(category)
    sums = np.bincount(position + 1, weights=rate[category], minlength=parents + 1)
    return np.asarray(sums[1:], dtype=np.float64)
