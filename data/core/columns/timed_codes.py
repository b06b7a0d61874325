"""Counts of codes between two moments, of rows that change a few at a time."""

from dataclasses import dataclass

import numpy as np

from data.core.columns.report_columns import NO_MOMENT, Numbers

MOST_CHANGES = 4_096  # before they are sorted into the others
FIRST_MOMENT = NO_MOMENT + 1  # before every moment, after none


@dataclass(frozen=True)
class TimedCodes:
    """Many moments in order, each with a code, and the few that were added or removed since.

    :param sign: of each change, 1 for an added row and -1 for a removed one
    """

    moments: Numbers
    codes: Numbers
    changed_moments: Numbers
    changed_codes: Numbers
    sign: Numbers

    @classmethod
    def of(cls, moments: Numbers, codes: Numbers) -> "TimedCodes":
        """Return the counts of rows without those that have no moment."""
        order = np.argsort(moments, kind="stable")
        order = order[np.searchsorted(moments, FIRST_MOMENT, sorter=order) :]
        empty = np.arange(0)
        return cls(moments[order], codes[order], empty, empty, empty)

    def change(self, added: "tuple[Numbers, Numbers]", removed: "tuple[Numbers, Numbers]") -> "TimedCodes":
        """Return the counts after rows were added and removed, each as its moments and codes."""
        moments = np.concatenate([self.changed_moments, added[0], removed[0]])
        codes = np.concatenate([self.changed_codes, added[1], removed[1]])
        sign = np.concatenate([self.sign, np.ones_like(added[0]), -np.ones_like(removed[0])])
        changed = TimedCodes(self.moments, self.codes, moments, codes, sign)
        return changed if len(sign) <= MOST_CHANGES else changed._sorted()

    def counts(self, after: int, until: int, size: int) -> Numbers:
        """Return how many rows of each code have a moment in (``after``, ``until``].

        :param size: more than any code
        """
        first, end = self._slice(after, until)
        counts = np.bincount(self.codes[first:end], minlength=size)
        changed = self._changed_within(after, until)
        np.add.at(counts, self.changed_codes[changed], self.sign[changed])
        return counts

    def count(self, after: int, until: int) -> int:
        """Return how many rows have a moment in (``after``, ``until``]."""
        first, end = self._slice(after, until)
        return end - first + int(self.sign[self._changed_within(after, until)].sum())

    def _slice(self, after: int, until: int) -> tuple[int, int]:
        first, end = np.searchsorted(self.moments, [after, until], side="right").tolist()
        return first, max(first, end)

    def _changed_within(self, after: int, until: int) -> Numbers:
        moments = self.changed_moments
        return np.flatnonzero((moments > max(after, NO_MOMENT)) & (moments <= until))

    def _sorted(self) -> "TimedCodes":
        """Return the same counts without changes: an added row and an equal removed one make none."""
        moments = np.concatenate([self.moments, self.changed_moments])
        codes = np.concatenate([self.codes, self.changed_codes])
        sign = np.concatenate([np.ones_like(self.moments), self.sign])
        order = np.lexsort((codes, moments))
        moments, codes, sign = moments[order], codes[order], sign[order]
        starts = np.flatnonzero(np.r_[True, (np.diff(moments) != 0) | (np.diff(codes) != 0)])
        number = np.add.reduceat(sign, starts)
        rows = np.repeat(starts, number)
        return TimedCodes.of(moments[rows], codes[rows])
