"""Items of the rows below a header, without totals and repeated headers; ragged rows are checked."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from data.sources.base import FeedError
from data.sources.columns import EMPTY_MESSAGE
from data.sources.tables.cells import plain_text
from data.sources.tables.header import Header
from data.sources.tables.records import Grid, Item, Record, is_blank
from data.sources.tables.row_classifier import RowClassifier, SkipReason


class TableBody:
    """Items below a header.

    ``left_out`` counts the rows that are no reports and not read, by :class:`SkipReason`; blank rows only
    between others, for a sheet may end with a million of them.

    :param classifier: tells the rows that are no reports
    :param required_columns: the columns without which a row is no report
    """

    def __init__(
        self, grid: Grid, header: Header, classifier: RowClassifier, *, required_columns: Sequence[str]
    ) -> None:
        self._grid, self._header, self._classifier = grid, header, classifier
        index_by_name = {name: index for index, name in enumerate(header.names)}
        self._last_required = max((index_by_name[name] for name in required_columns), default=0)
        self.left_out = Counter[str]()
        self.row_count = 0  # of the whole table, with its header

    def items(self) -> Iterator[Item]:
        """Yield every row that may be a report, in the order of the file."""
        self.left_out.clear()
        self.row_count = 0
        has_rows = False
        for record, following in _with_following(self._body_records()):
            if reason := self._classifier.skip_reason(record):
                self.left_out[reason.value] += 1
                continue
            has_rows = True
            yield self._item(record, following)
        if not has_rows:
            raise FeedError(f"the table {EMPTY_MESSAGE}")

    def _body_records(self) -> Iterator[Record]:
        """Yield the records below the header; count all rows of the table, and the blank ones in its body."""
        for index, record in enumerate(self._grid.records()):
            self.row_count += 1 + record.blank_rows
            if index <= self._header.row:
                continue
            if record.blank_rows:
                self.left_out[SkipReason.BLANK.value] += record.blank_rows
            yield record

    def _item(self, record: Record, following: Record | None) -> Item:
        cells = record.cells
        problem = record.problem or (
            None if self._grid.positioned else self._ragged_reason(record, following)
        )
        values = {
            name: cell
            for name, cell in zip(self._header.names, cells, strict=False)
            if name and (cell.strip() if isinstance(cell, str) else cell is not None)
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
            and not self._classifier.skip_reason(following)
            and not self._classifier.has_filing_time(following)
        )
        return (
            f"{message}, and the line below is no row of its own: a text torn over lines?"
            if is_torn
            else None
        )


def _with_following(records: Iterator[Record]) -> Iterator[tuple[Record, Record | None]]:
    previous: Record | None = None
    for record in records:
        if previous is not None:
            yield previous, record
        previous = record
    if previous is not None:
        yield previous, None


def cells_as_text(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values, as texts where they have one, for a raw row that is the same from every format."""
    return {
        name: (value.strip() or value) if isinstance(value, str) else _text_or_value(value)
        for name, value in values.items()
    }


def _text_or_value(value: Any) -> Any:
    text = plain_text(value)
    return value if text is None else text
