"""Counts of codes between two moments, of rows that change a few at a time."""

from dataclasses import dataclass

import numpy as np

from data.core.columns.report_columns import NO_MOMENT, Flags, Numbers

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
        parts = [(moments, codes, step) for (moments, codes), step in ((added, 1), (removed, -1))]
        moments = np.concatenate([self.changed_moments, *(part[0] for part in parts)])
        codes = np.concatenate([self.changed_codes, *(part[1] for part in parts)])
        sign = np.concatenate([self.sign, *(np.full(len(part[0]), part[2]) for part in parts)])
        dated = moments != NO_MOMENT
        moments, codes, sign = moments[dated], codes[dated], sign[dated]
        changed = TimedCodes(self.moments, self.codes, moments, codes, sign)
        return changed if len(sign) <= MOST_CHANGES else changed._sorted()

    def counts(self, after: int, until: int, size: int, divisor: int = 1) -> Numbers:
        """Return how many rows of each code have a moment in (``after``, ``until``].

        :param size: more than any code
        :param divisor: codes are divided by it before they are counted; for a few rows, as it is slow
        """
        first, end = self.rows_within(after, until)
        codes, changed = self.codes[first:end], self.changes_within(after, until)
        counts = np.bincount(codes if divisor == 1 else codes // divisor, minlength=size)
        np.add.at(counts, self.changed_codes[changed] // divisor, self.sign[changed])
        return counts

    def count(self, after: int, until: int) -> int:
        """Return how many rows have a moment in (``after``, ``until``]."""
        first, end = self.rows_within(after, until)
        return end - first + int(self.sign[self.changes_within(after, until)].sum())

    def count_within(self, after: Numbers, until: Numbers) -> Numbers:
        """Return :meth:`count` of several pairs of moments, none of them before the first moment."""
        first, end = (np.searchsorted(self.moments, edges, side="right") for edges in (after, until))
        counts: Numbers = np.maximum(end - first, 0)
        if len(self.sign):
            moments = self.changed_moments[:, None]
            counts += self.sign @ ((moments > after) & (moments <= until))
        return counts

    def rows_within(self, after: int, until: int) -> tuple[int, int]:
        """Return the first of the rows in order within (``after``, ``until``], and the one after the last."""
        first, end = np.searchsorted(self.moments, [after, until], side="right").tolist()
        return first, max(first, end)

    def changes_within(self, after: int, until: int) -> Numbers:
        """Return the numbers of the changes within (``after``, ``until``]."""
        moments = self.changed_moments
        return np.flatnonzero((moments > max(after, NO_MOMENT)) & (moments <= until))

    def _sorted(self) -> "TimedCodes":
        """Return the same counts without changes: an added row and an equal removed one make none."""
        moments = np.concatenate([self.moments, self.changed_moments])
        codes = np.concatenate([self.codes, self.changed_codes])
        sign = np.concatenate([np.ones_like(self.moments), self.sign])
        removed = np.unique(self.changed_moments[self.sign < 0])
        touched = np.flatnonzero(_is_any_of(moments, removed))
        others = np.ones(len(moments), dtype=np.bool_)
        others[touched] = False
        rows = touched[np.lexsort((codes[touched], moments[touched]))]
        left = rows[_net_rows(moments[rows], codes[rows], sign[rows])]
        return TimedCodes.of(np.r_[moments[others], moments[left]], np.r_[codes[others], codes[left]])


def _is_any_of(moments: Numbers, chosen: Numbers) -> Flags:
    """Return which moments are among the chosen ones, which are in order."""
    if not len(chosen):
        return np.zeros(len(moments), dtype=np.bool_)
    places = np.minimum(np.searchsorted(chosen, moments), len(chosen) - 1)
    return np.asarray(chosen[places] == moments)


def _net_rows(moments: Numbers, codes: Numbers, sign: Numbers) -> Numbers:
    """Return one row for each that is left of equal rows that follow each other."""
    if not len(moments):
        return np.arange(0)
    starts = np.flatnonzero(np.r_[True, (np.diff(moments) != 0) | (np.diff(codes) != 0)])
    return np.repeat(starts, np.add.reduceat(sign, starts))
