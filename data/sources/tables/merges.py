"""Merged cells of a sheet: the value of the first cell stands for every row and column that is covered."""

import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from data.sources.base import FeedError
from data.sources.tables.hyperlinks import BROKEN_ARCHIVE, sheet_part
from data.sources.tables.records import is_blank
from data.sources.tables.workbook_size import column_number

MAX_RANGES = 200_000  # of one sheet
MAX_FIRST_ROW_CELLS = 20_000_000  # cells in the first rows of all ranges: legal ones do not overlap
CHUNK_SIZE = 2**20
TAIL_SIZE = 256  # bytes, longer than an element of a range
_RANGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True, slots=True, order=True)
class MergedRange:
    """The first and last row and column of merged cells, from 0, in the whole sheet."""

    top: int
    left: int
    bottom: int
    right: int


def read_merged_ranges(stream: BinaryIO, sheet: str) -> list[MergedRange]:
    """Return the merged ranges of a sheet of an ``.xlsx``; its part is streamed.

    :raises FeedError: broken, or with too many ranges
    """
    try:
        with zipfile.ZipFile(stream) as archive, archive.open(sheet_part(archive, sheet)) as content:
            return _ranges_in(iter(lambda: content.read(CHUNK_SIZE), b""), sheet)
    except BROKEN_ARCHIVE as error:
        raise FeedError(f"the merged cells of sheet {sheet} cannot be read: {error}"[:500]) from error


def _ranges_in(chunks: Iterable[bytes], sheet: str) -> list[MergedRange]:
    ranges, tail = dict[MergedRange, None](), b""
    for chunk in chunks:
        for left, top, right, bottom in _RANGE.findall(tail + chunk):
            columns = column_number(left) - 1, column_number(right) - 1
            ranges[MergedRange(int(top) - 1, columns[0], int(bottom) - 1, columns[1])] = None
        tail = chunk[-TAIL_SIZE:]
        _check_count(len(ranges), sheet)
    return sorted(ranges)


def merged_ranges(corners: Iterable[Any], sheet: str) -> list[MergedRange]:
    """Return the ranges that a library gives as pairs of corners (row, column).

    :raises FeedError: too many of them
    """
    ranges = sorted({MergedRange(*first, *last) for first, last in corners})
    _check_count(len(ranges), sheet)
    return ranges


def _check_count(count: int, sheet: str) -> None:
    if count > MAX_RANGES:
        raise FeedError(f"sheet {sheet} has more than {MAX_RANGES:,} merged ranges: not a table")


class MergedValues:
    """Puts the values of merged cells into the cells that they cover, row by row from the first.

    Only a row with a cell of its own is a row: a range may cover a million rows below the table.

    :param ranges: sorted, with columns as in the records
    :param width: the columns of the header; cells beside the table are left alone
    """

    def __init__(self, ranges: Sequence[MergedRange], width: int) -> None:
        self._ranges, self._width, self._next = ranges, width, 0
        self._values: dict[int, tuple[int, Any]] = {}  # by column: the last row, and the value
        self._first_row_cells = 0

    def skip_to(self, number: int) -> None:
        """Leave out the ranges that begin above a row: those of the header and of titles."""
        while self._next < len(self._ranges) and self._ranges[self._next].top < number:
            self._next += 1

    def fill(self, number: int, cells: list[Any]) -> tuple[list[Any], frozenset[int]]:
        """Return the cells of a row with the merged values, and the indexes of these.

        A cell that has a value of its own keeps it: office programs may leave values under a merged cell.
        """
        self._begin_ranges(number, cells)
        self._values = {
            column: (bottom, value) for column, (bottom, value) in self._values.items() if bottom >= number
        }
        cells = [*cells, *[None] * (max(self._values, default=-1) + 1 - len(cells))]
        filled = frozenset(column for column in self._values if is_blank(cells[column]))
        for column in filled:
            cells[column] = self._values[column][1]
        return cells, filled

    def _begin_ranges(self, number: int, cells: Sequence[Any]) -> None:
        """Take over the values of the ranges that begin in this row, or in blank rows above it."""
        while self._next < len(self._ranges) and self._ranges[self._next].top <= number:
            merged = self._ranges[self._next]
            self._next += 1
            value = cells[merged.left] if merged.top == number and 0 <= merged.left < len(cells) else None
            if not is_blank(value):
                self._begin(merged, value)

    def _begin(self, merged: MergedRange, value: Any) -> None:
        columns = range(merged.left, min(merged.right + 1, self._width))
        self._first_row_cells += len(columns)
        if self._first_row_cells > MAX_FIRST_ROW_CELLS:
            raise FeedError("the merged cells lie over each other: not a table")
        self._values.update(dict.fromkeys(columns, (merged.bottom, value)))


def shift_columns(ranges: Iterable[MergedRange], offset: int) -> list[MergedRange]:
    """Return the ranges with columns as in records that begin so many columns further right."""
    return [MergedRange(r.top, r.left - offset, r.bottom, r.right - offset) for r in ranges]


def links_by_row(links: Mapping[tuple[int, int], str], offset: int) -> dict[int, dict[int, str]]:
    """Return URLs by row, then by column as in records."""
    by_row: dict[int, dict[int, str]] = {}
    for (number, column), url in links.items():
        by_row.setdefault(number, {})[column - offset] = url
    return by_row
