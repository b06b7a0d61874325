"""Counting the edges below a value, for a million values at once.

A binary search over decades of working hours jumps about in memory; a table of where each hour begins
needs one step, and at most a few more where several edges lie within one hour.
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from data.core.moments import HOUR, Micros

Counts = npt.NDArray[np.intp]


class EdgeCount:
    """``numpy.searchsorted(edges, values, side)`` for values between ``low`` and ``high``, both included."""

    def __init__(self, edges: Micros, low: int, high: int, side: Literal["left", "right"]) -> None:
        """:param edges: sorted, in microseconds like ``low``, ``high`` and the values"""
        hours = np.arange((high - low) // HOUR + 2, dtype=np.int64) * HOUR + low
        first = np.searchsorted(edges, hours, side=side)
        self._low = low
        self._first = first.astype(np.int32)
        # The one beyond the last edge is never below a value.
        self._edges = np.append(edges, np.iinfo(np.int64).max)
        self._below = np.less_equal if side == "right" else np.less
        self._steps = int(np.diff(first).max())

    def __call__(self, values: Micros) -> Counts:
        """How many edges lie below each value; an edge equal to it counts for ``side="right"`` only."""
        count = self._first[(values - self._low) // HOUR].astype(np.intp)
        for _ in range(self._steps):
            count += self._below(self._edges[count], values)
        return count
