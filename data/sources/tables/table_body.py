"""Items of the rows below a header, without totals and repeated headers; ragged rows are checked."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from data.sources.base import FeedError
from data.sources.columns import EMPTY_MESSAGE
from data.sources.tables.cells import plain_text
from data.sources.tables.header import Header, column_names
from data.sources.tables.moments import combine_cells
from data.sources.tables.records import Grid, Item, Record, is_blank


class TableBody:
    """Items below a header.

    ``left_out`` counts the rows that are no reports and not read: totals, and headers repeated on every
    page. Neither has a filing time, so that no report is lost.

    :param filing_columns: the columns of the filing time
    :param required_columns: the columns without which a row is no report
    :param is_time: whether a text is a time, in any order of day and month
    """

    def __init__(
        self,
        grid: Grid,
        header: Header,
        *,
        filing_columns: Sequence[str],
        required_columns: Sequence[str],
        total_words: Iterable[str],
        is_time: Callable[[str], bool],
    ) -> None:
        self._grid, self._header, self._is_time = grid, header, is_time
        index_by_name = {name: index for index, name in enumerate(header.names)}
        self._filing_columns = [index_by_name[name] for name in filing_columns]
        self._last_required = max((index_by_name[name] for name in required_columns), default=0)
        alternatives = "|".join(re.escape(word).replace(r"\ ", r"[\W_]*") for word in total_words) or "(?!)"
        self._total_pattern = re.compile(rf"[\W_]*({alternatives})\b", re.IGNORECASE)
        self._first_name = next((name for name in header.names if name), "").partition("#")[0]
        self._columns = [(index, name) for index, name in enumerate(header.names) if name]
        self.left_out = Counter[str]()

    def items(self) -> Iterator[Item]:
        """Yield every row that may be a report, in the order of the file."""
        self.left_out.clear()
        has_rows = False
        for record, following in _with_following(islice(self._grid.records(), self._header.row + 1, None)):
            if reason := self._skip_reason(record):
                self.left_out[reason] += 1
                continue
            has_rows = True
            yield self._item(record, following)
        if not has_rows:
            raise FeedError(f"the table {EMPTY_MESSAGE}")

    def _skip_reason(self, record: Record) -> str | None:
        if record.problem:
            return None
        first_cell = next((cell for cell in record.cells if not is_blank(cell)), "")
        if not isinstance(first_cell, str):
            return None
        if (
            first_cell.strip() == self._first_name
            and column_names(record.cells)[: len(self._header.names)] == self._header.names
        ):
            return "headers"
        return (
            "totals" if self._total_pattern.match(first_cell) and not self._has_filing_time(record) else None
        )

    def _item(self, record: Record, following: Record | None) -> Item:
        cells = record.cells
        problem = record.problem or (
            None if self._grid.positioned else self._ragged_reason(record, following)
        )
        values = {
            name: cells[index]
            for index, name in self._columns
            if index < len(cells) and not is_blank(cells[index])
        }
        is_uneven = problem or (not self._grid.positioned and len(cells) != len(self._header.names))
        cell_texts = [plain_text(cell) or "" for cell in cells] if is_uneven else None
        return Item(values, problem, cell_texts, is_parsed=not record.problem)

    def _ragged_reason(self, record: Record, following: Record | None) -> str | None:
        """Return why a row of another length cannot be trusted; None if only empty cells are missing."""
        count, width = len(record.cells), len(self._header.names)
        message = f"{count} cells where the header has {width}"
        if count > width:
            return None if all(map(is_blank, record.cells[width:])) else message
        if count == width:
            return None
        if count <= self._last_required:
            return message
        is_torn = (
            following is not None
            and not self._skip_reason(following)
            and not self._has_filing_time(following)
        )
        return (
            f"{message}, and the line below is no row of its own: a text torn over lines?"
            if is_torn
            else None
        )

    def _has_filing_time(self, record: Record) -> bool:
        """Return whether the row has a filing time, in any order of day and month."""
        cells = [record.cells[index] if index < len(record.cells) else None for index in self._filing_columns]
        time_value = combine_cells(cells)
        return self._is_time(time_value) if isinstance(time_value, str) else time_value is not None


def _with_following(records: Iterator[Record]) -> Iterator[tuple[Record, Record | None]]:
    previous: Record | None = None
    for record in records:
        if previous is not None:
            yield previous, record
        previous = record
    if previous is not None:
        yield previous, None


def cells_as_text(values: dict[str, Any]) -> dict[str, str]:
    """Return the values as texts, for a raw row that is the same from every format."""
    return {name: text for name, value in values.items() if (text := plain_text(value)) is not None}
