"""Counts of codes in a window of time that moves: each costs what crossed an edge of it since the last."""

from dataclasses import dataclass

import numpy as np

from data.core.columns.report_columns import Numbers
from data.core.columns.timed_codes import TimedCodes


@dataclass(frozen=True)
class _Window:
    """The counts of the sorted rows from ``first`` to before ``end``."""

    moments: Numbers
    first: int
    end: int
    counts: Numbers


class MovingCounts:
    """The last counts of one window, from which the next ones follow.

    :param divisor: codes are divided by it before they are counted
    :param modulus: then only the rest of this division is counted; 0: all of it
    """

    def __init__(self, divisor: int = 1, modulus: int = 0) -> None:
        self._divisor, self._modulus = divisor, modulus
        self._last: _Window | None = None

    def counts(self, timed: TimedCodes, after: int, until: int, size: int) -> Numbers:
        """Return how many rows of each code have a moment in (``after``, ``until``]; not to be written to.

        :param size: more than any counted code
        """
        first, end = timed.rows_within(after, until)
        last = self._last  # read once: another thread may count as well
        if last is None or last.moments is not timed.moments or len(last.counts) != size:
            last = _Window(timed.moments, first, first, np.zeros(size, dtype=np.int64))
        self._last = window = self._moved(last, timed, first, end)
        changed = timed.changes_within(after, until)
        if not len(changed):
            return window.counts
        counts = window.counts.copy()
        np.add.at(counts, self._counted(timed.changed_codes[changed]), timed.sign[changed])
        return counts

    def _moved(self, last: _Window, timed: TimedCodes, first: int, end: int) -> _Window:
        if (last.first, last.end) == (first, end):
            return last
        if end <= last.first or last.end <= first:  # nothing is in both
            counts = self._of_rows(timed, first, end, len(last.counts))
            return _Window(timed.moments, first, end, counts)
        counts, size = last.counts.copy(), len(last.counts)
        for start, stop, sign in (
            (first, last.first, 1), (last.first, first, -1), (last.end, end, 1), (end, last.end, -1),
        ):  # fmt: skip
            if start < stop:
                counts += sign * self._of_rows(timed, start, stop, size)
        return _Window(timed.moments, first, end, counts)

    def _of_rows(self, timed: TimedCodes, start: int, stop: int, size: int) -> Numbers:
        return np.bincount(self._counted(timed.codes[start:stop]), minlength=size)

    def _counted(self, codes: Numbers) -> Numbers:
        quotient = codes if self._divisor == 1 else codes // self._divisor
        return quotient % self._modulus if self._modulus else quotient
