"""Which row a report has, by its key.

A dictionary of all keys takes a hundred bytes a report; sorted digests of the keys take sixteen. Two keys
with the same digest are told apart by the rows themselves.
"""

from dataclasses import dataclass

import numpy as np

from data.core.columns.report_columns import Numbers, ReportColumns

NO_ROW = -1


@dataclass(frozen=True)
class KeyIndex:
    """Digests of the keys in order, and the latest row of each."""

    digests: Numbers
    rows: Numbers

    @classmethod
    def of(cls, columns: ReportColumns) -> "KeyIndex":
        """Return the index of columns in which each report has one row."""
        digests = digests_of(columns)
        order = np.argsort(digests, kind="stable")
        return cls(digests[order], order)

    def find(self, columns: ReportColumns, requested: ReportColumns) -> Numbers:
        """Return the position in this index of each requested report, ``NO_ROW`` if it has none.

        :param columns: the rows of this index
        :param requested: rows with the same labels as ``columns``
        """
        digests = digests_of(requested)
        first, end = (np.searchsorted(self.digests, digests, side) for side in ("left", "right"))
        positions = np.full(len(requested), NO_ROW, dtype=np.int64)
        for number in np.flatnonzero(end > first).tolist():
            for position in range(int(first[number]), int(end[number])):
                if _key(columns, int(self.rows[position])) == _key(requested, number):
                    positions[number] = position
        return positions

    def replace(self, positions: Numbers, columns: ReportColumns, first_row: int) -> "KeyIndex":
        """Return the index after more rows.

        :param positions: of the reports of the rows, from :meth:`find`
        :param columns: the new rows, numbered from ``first_row``
        """
        new_rows = first_row + np.arange(len(positions))
        found = positions != NO_ROW
        rows = self.rows.copy()
        rows[positions[found]] = new_rows[found]
        if found.all():
            return KeyIndex(self.digests, rows)
        digests = digests_of(columns)[~found]
        order = np.argsort(digests, kind="stable")
        places = np.searchsorted(self.digests, digests[order])
        return KeyIndex(
            np.insert(self.digests, places, digests[order]), np.insert(rows, places, new_rows[~found][order])
        )


def digests_of(columns: ReportColumns) -> Numbers:
    """Return a number for each key; equal keys have equal numbers."""
    keys = zip(columns.source.codes.tolist(), columns.service_request_id.tolist(), strict=True)
    return np.fromiter((hash(key) for key in keys), dtype=np.int64, count=len(columns))


def without_repeated(columns: ReportColumns) -> ReportColumns:
    """Return the columns with only the last row of each report."""
    last = {_key(columns, row): row for row in range(len(columns))}
    return columns if len(last) == len(columns) else columns.select(np.array(sorted(last.values())))


def _key(columns: ReportColumns, row: int) -> tuple[int, str]:
    return int(columns.source.codes[row]), str(columns.service_request_id[row])
