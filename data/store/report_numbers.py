"""The numbers of reports at their sources, one after the other in a mapped file."""

from collections.abc import Sequence
from itertools import compress
from pathlib import Path

import numpy as np

from data.core.columns.event_columns import RowNumbers
from data.core.columns.report_columns import Flags
from data.lib.column_file import ColumnFile


class ReportNumbers:
    """Texts by row, each written once for its report: the row of a later event has an empty one."""

    def __init__(self, folder: Path | None = None) -> None:
        """:param folder: as of :class:`ColumnFile`"""
        self._texts = ColumnFile(np.dtype(np.uint8), folder)
        self._ends = ColumnFile(np.dtype(np.int64), folder)

    @property
    def files(self) -> tuple[ColumnFile, ColumnFile]:
        """The files, to be released."""
        return self._texts, self._ends

    def append(self, numbers: Sequence[str], is_first: Flags) -> None:
        """Write the numbers of events behind those that there are.

        :param is_first: which events are the first of their report
        :raises OSError: as of :meth:`ColumnFile.append`
        """
        encoded = [number.encode() for number in compress(numbers, is_first.tolist())]
        lengths = np.zeros(len(numbers), dtype=np.int64)
        lengths[is_first] = [len(text) for text in encoded]
        self._ends.append(len(self._texts) + np.cumsum(lengths))
        self._texts.append(np.frombuffer(b"".join(encoded), dtype=np.uint8))

    def read(self, rows: RowNumbers) -> list[str]:
        """Return the numbers of the first events of reports."""
        ends, texts = self._ends.view(), self._texts.view().tobytes()
        starts = np.where(rows > 0, ends[rows - 1], 0) if len(rows) else rows
        bounds = zip(starts.tolist(), ends[rows].tolist(), strict=True)
        if texts.isascii():  # one object less for each
            plain = texts.decode("ascii")
            return [plain[start:end] for start, end in bounds]
        return [texts[start:end].decode() for start, end in bounds]
