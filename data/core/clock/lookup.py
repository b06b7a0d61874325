"""Counts of sorted edges below each of many values.

A binary search over decades of working hours accesses memory at random; a table with the count at the
beginning of each hour needs one step, and a few more only if several edges lie within one hour.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from data.core.moments import HOUR, Micros

IntpArray = npt.NDArray[np.intp]


class EdgeCounter:
    """``numpy.searchsorted(edges, values, side)``, faster, for values from ``low`` to ``high`` inclusive."""

    def __init__(self, edges: Micros, low: int, high: int, side: Literal["left", "right"]) -> None:
        """:param edges: sorted, in microseconds like ``low``, ``high`` and the values"""
        hours = np.arange((high - low) // HOUR + 2, dtype=np.int64) * HOUR + low
        counts_at_hours = np.searchsorted(edges, hours, side=side)
        self._low = low
        self._count_at_hour = counts_at_hours.astype(np.int32)
        # The one beyond the last edge is never below a value.
        self._edges = np.append(edges, np.iinfo(np.int64).max)
        self._is_below = np.less_equal if side == "right" else np.less
        self._steps = int(np.diff(counts_at_hours).max())

    def __call__(self, values: Micros) -> IntpArray:
        """Return how many edges lie below each value; an equal edge counts for ``side="right"`` only."""
        count = self._count_at_hour[(values - self._low) // HOUR].astype(np.intp)
        for _ in range(self._steps):
            count += self._is_below(self._edges[count], values)
        return count
