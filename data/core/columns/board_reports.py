"""The reports of the board, changed a few at a time.

A change costs what it changes, not what the board holds: see :meth:`BoardReports.merge`. A value never
changes once it is made, so that any thread may read it; only one thread at a time merges.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cached_property

import numpy as np

from data.core.columns.report_columns import NO_MOMENT, CodedTexts, Flags, Numbers, ReportColumns
from data.core.moments import datetime_to_micros
from data.core.status import Status


@dataclass(frozen=True)
class BoardReports:
    """Current reports, one row each, in order of ``change``."""

    columns: ReportColumns

    @classmethod
    def of(cls, columns: ReportColumns) -> "BoardReports":
        """Return reports with one row for each ``(source, service_request_id)``."""
        return cls(columns)

    def __len__(self) -> int:
        return len(self.columns)

    def merge(self, changed: ReportColumns) -> "BoardReports":
        """Return these reports with the rows of ``changed`` in place of those of the same reports.

        :param changed: in order of change, all of them later than any here; their labels may differ from ours
        """
        combined = concatenate(self.columns, changed)
        return BoardReports(combined.select(_last_of_each(combined)))

    def active_since(self, since: datetime) -> "BoardReports":
        """Return the open reports, those received or closed since then, and the very first one.

        As :func:`data.store.reports.active_since` does; the same value if all of them are.
        """
        active = self._is_active(datetime_to_micros(since))
        return self if active.all() else BoardReports(self.columns.select(active))

    def select(self, rows: Flags | Numbers) -> "BoardReports":
        """Return some of the reports, by a mask or by row numbers of ``columns``, in ascending order."""
        return BoardReports.of(self.columns.select(rows))

    def _is_active(self, since: int) -> Flags:
        table = self.columns
        is_open = table.status.codes == table.status.code(Status.OPEN)
        first = table.received_at.min(initial=np.iinfo(np.int64).max)
        closed = (table.closed_datetime != NO_MOMENT) & (table.closed_datetime >= since)
        return is_open | closed | (table.received_at >= since) | (table.received_at == first)

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """``(source, service_request_id)`` of each report; slow, for tests and small selections."""
        table = self.columns
        sources = (table.source.labels[code] for code in table.source.codes.tolist())
        return tuple(zip(sources, table.service_request_id.tolist(), strict=True))


def concatenate(first: ReportColumns, second: ReportColumns) -> ReportColumns:
    """Return the rows of both, with the labels of the first and then those that only the second has."""
    names = [item.name for item in fields(ReportColumns)]
    return ReportColumns(**{name: _joined(getattr(first, name), getattr(second, name)) for name in names})


def _joined(first: np.ndarray | CodedTexts, second: np.ndarray | CodedTexts) -> np.ndarray | CodedTexts:
    if isinstance(first, CodedTexts) and isinstance(second, CodedTexts):
        codes, labels = translate(second, first.labels)
        return CodedTexts(np.concatenate([first.codes, codes]), labels)
    return np.concatenate([first, second])


def translate(column: CodedTexts, labels: tuple[str, ...]) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the codes of texts among other labels, and those labels with the ones that they lack."""
    if column.labels == labels:
        return column.codes, labels
    extended = tuple(dict.fromkeys((*labels, *column.labels)))
    position = {label: number for number, label in enumerate(extended)}
    codes = np.array([*(position[label] for label in column.labels), -1], dtype=np.int32)
    return codes[column.codes], extended


def _last_of_each(columns: ReportColumns) -> Flags:
    """Return which row is the last one of its report."""
    last = dict(zip(BoardReports(columns).keys, range(len(columns)), strict=True))
    mask = np.zeros(len(columns), dtype=np.bool_)
    mask[list(last.values())] = True
    return mask
