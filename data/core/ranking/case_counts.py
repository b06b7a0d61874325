"""The cases of on-time rates as counts by area and category: what a trend keeps of a whole period."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.core.history.places import is_in_area


@dataclass(frozen=True)
class CaseCounts:
    """Counts of :func:`data.core.ranking.rates.rate_cases`, one for each area with a category.

    :param area_code: None outside every area
    :param n: cases; ``hits``: those on time
    """

    area_code: tuple[str | None, ...]
    service_code: tuple[str, ...]
    n: NDArray[np.int64]
    hits: NDArray[np.int64]

    def for_area(self, code: str, areas: pd.DataFrame) -> "CaseCounts":
        """Return those of one area or parent only.

        :param areas: ``AREA_COLUMNS``
        """
        codes = pd.Series(self.area_code, dtype="str")
        return self._select(is_in_area(codes, code, areas).to_numpy())

    def for_categories(self, categories: tuple[str, ...]) -> "CaseCounts":
        """Return those of some categories only."""
        return self._select(np.array([code in categories for code in self.service_code], dtype=np.bool_))

    def _select(self, mask: NDArray[np.bool_]) -> "CaseCounts":
        rows = np.flatnonzero(mask)
        area_code = tuple(self.area_code[row] for row in rows)
        service_code = tuple(self.service_code[row] for row in rows)
        return CaseCounts(area_code, service_code, self.n[rows], self.hits[rows])


def count_cases(cases: pd.DataFrame) -> CaseCounts:
    """Return the counts of cases, in order of their codes.

    :param cases: from :func:`data.core.ranking.rates.rate_cases`
    """
    groups = cases.groupby(["area_code", "service_code"], dropna=False)["on_time"]
    table = groups.agg(["size", "sum"]).reset_index()
    return CaseCounts(
        tuple(None if pd.isna(code) else str(code) for code in table["area_code"]),
        tuple(str(code) for code in table["service_code"]),
        table["size"].to_numpy(dtype=np.int64),
        table["sum"].to_numpy(dtype=np.int64),
    )
