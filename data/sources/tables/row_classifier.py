"""Rows below a header that are no reports: totals, notes, headers and column numbers on every page."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from data.sources.tables.cells import plain_text
from data.sources.tables.header import Header
from data.sources.tables.moments import combine_cells
from data.sources.tables.records import Record, is_blank
from data.sources.values import normalize

MIN_NUMBERS = 3  # of columns, in a row that numbers them


class SkipReason(StrEnum):
    """Why a row is no report; the keys of ``left_out``."""

    BLANK = "blank rows"
    TOTAL = "totals"
    HEADER = "headers"
    NOTE = "notes"
    NUMBERS = "column numbers"


class RowClassifier:
    """Tells rows that are no reports. None of them has a filing time, so that no report is lost.

    :param filing_columns: the columns of the filing time
    :param id_columns: the columns of the id
    :param is_time: whether a text is a time, in any order of day and month
    :param positioned: a cell is under its header whatever the row's length
    """

    def __init__(
        self,
        header: Header,
        *,
        filing_columns: Sequence[str],
        id_columns: Sequence[str],
        total_words: Iterable[str],
        is_time: Callable[[str], bool],
        positioned: bool,
    ) -> None:
        index_by_name = {name: index for index, name in enumerate(header.names)}
        self._names = [normalize(name.partition("#")[0]) for name in header.names]
        self._initials = [{"", *(word[:1] for word in name.split())} for name in self._names]
        self._first_column = next((index for index, name in enumerate(header.names) if name), 0)
        self._filing_columns = [index_by_name[name] for name in filing_columns]
        self._id_columns = frozenset(index_by_name[name] for name in id_columns)
        alternatives = "|".join(re.escape(word).replace(r"\ ", r"[\W_]*") for word in total_words) or "(?!)"
        self._total_pattern = re.compile(rf"[\W_]*({alternatives})\b", re.IGNORECASE)
        self._is_time, self._positioned = is_time, positioned

    def skip_reason(self, record: Record) -> SkipReason | None:
        """Return why a row is no report; None if it may be one."""
        if record.problem:
            return None
        own_cells = self._own_cells(record)
        index, first = next(own_cells, (0, ""))
        if _is_one(first) and _are_numbers([cell for _, cell in self._own_cells(record)]):
            return SkipReason.NUMBERS
        if not isinstance(first, str):
            return None
        if self._may_be_heading(index, first) and self._is_header(record):
            return SkipReason.HEADER
        if self._total_pattern.match(first) and not self.has_filing_time(record):
            return SkipReason.TOTAL
        is_alone = next(own_cells, None) is None
        return SkipReason.NOTE if is_alone and self._is_note(record, index, first) else None

    def has_filing_time(self, record: Record) -> bool:
        """Return whether the row has a filing time, in any order of day and month."""
        cells = [record.cells[index] if index < len(record.cells) else None for index in self._filing_columns]
        time_value = combine_cells(cells)
        return self._is_time(time_value) if isinstance(time_value, str) else time_value is not None

    def _own_cells(self, record: Record) -> Iterator[tuple[int, Any]]:
        return (
            (index, cell)
            for index, cell in enumerate(record.cells)
            if index not in record.merged and not is_blank(cell)
        )

    def _may_be_heading(self, index: int, text: str) -> bool:
        """Return whether a cell begins like a word of its column's name, which few rows do."""
        return index < len(self._names) and text.strip()[:1].casefold() in self._initials[index]

    def _is_header(self, record: Record) -> bool:
        """Return whether every cell repeats the heading of its column, or one of its lines."""
        matches = [self._is_heading(index, cell) for index, cell in self._own_cells(record)]
        return all(matches) and (len(matches) > 1 or len(matches) == len(list(filter(None, self._names))))

    def _is_heading(self, index: int, cell: Any) -> bool:
        if not isinstance(cell, str) or index >= len(self._names):
            return False
        name, text = f" {self._names[index]} ", f" {normalize(cell)} "
        return text.strip() != "" and (name.startswith(text) or name.endswith(text))

    def _is_note(self, record: Record, index: int, text: str) -> bool:
        """Return whether the only cell of a row is a note or the heading of a group.

        An id alone is a report that has lost its rest; a text further right may belong to the row above.
        """
        begins_row = index <= self._first_column or bool(record.merged)
        is_certain = self._positioned or len(record.cells) >= len(self._names)
        may_be_id = index in self._id_columns and len(text.split()) == 1
        return begins_row and is_certain and not may_be_id and not self.has_filing_time(record)


def _is_one(cell: Any) -> bool:
    return cell.strip("() ") == "1" if isinstance(cell, str) else cell == 1


def _number_of(cell: Any) -> int | None:
    """Return the number in a cell such as ``1`` or ``(1)``."""
    text = (plain_text(cell) or "").strip("() ") if isinstance(cell, str | int | float) else ""
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _are_numbers(cells: Sequence[Any]) -> bool:
    """Return whether the cells count from one."""
    return len(cells) >= MIN_NUMBERS and all(_number_of(cell) == n for n, cell in enumerate(cells, start=1))
