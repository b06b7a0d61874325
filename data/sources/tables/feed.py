"""Rows of a table, streamed from a file or taken from a response."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from data.core.config.city import TabularSource
from data.sources.base import Row
from data.sources.columns import canonical_json
from data.sources.redaction import redact, redact_cells
from data.sources.tables.decompression import open_content
from data.sources.tables.header import Header
from data.sources.tables.ids import has_fraction_ids, strip_fraction
from data.sources.tables.layout import (
    ColumnSpec,
    Layout,
    detect_date_order,
    detect_layout,
    require_key_columns,
)
from data.sources.tables.mapping import FieldMapper, column_map
from data.sources.tables.records import Item, SingleItem
from data.sources.tables.table_body import cells_as_text


class TableRows:
    """The rows of one file by the mapping of its source.

    ``left_out`` counts, after a reading, the rows that are no reports: totals, and repeated headers.
    """

    def __init__(self, source: TabularSource, content: Path | bytes) -> None:
        """:param content: a file, which is streamed, or a response in memory"""
        self.source, self._content = source, content
        self._stream: BinaryIO | None = None
        self._size = 0
        self.left_out = Counter[str]()

    def __iter__(self) -> Iterator[Row]:
        """Yield every row.

        :raises FeedError: before the first row, if the file is not the table that the source describes
        """
        with open_content(self._content) as stream:
            self._size, self._stream = stream.seek(0, 2), stream
            stream.seek(0)
            layout = detect_layout(stream, self.source, self.column_spec())
            require_key_columns(layout, self.column_spec())
            yield from self._read_layout(layout)

    def share(self) -> float | None:
        """Return how much of the file has been read, from 0 to 1; None before and after."""
        if self._stream is None or self._stream.closed or not self._size:
            return None
        return self._stream.tell() / self._size

    def column_spec(self) -> ColumnSpec:
        """Return the columns to look for."""
        return ColumnSpec(column_map(self.source), self.source.id_from, date_format=self.source.date_format)

    def row(self, number: int, item: Item, field_mapper: FieldMapper) -> Row:
        """Return one row; its raw text is JSON by column name, so that it can be repaired and reread."""
        raw = raw_row_text(number, item, field_mapper)
        return Row(number, raw, {} if item.problem else field_mapper.values(item), item.problem)

    def reread(self, values: Mapping[str, Any]) -> Row:
        """Read one row given by its columns; empty columns may be missing.

        :raises FeedError: its dates are ambiguous
        """
        spec, header = self.column_spec(), Header(0, tuple(map(str, values)))
        fields = {
            field_name: _resolve_columns(header, columns) for field_name, columns in spec.fields.items()
        }
        id_from = _resolve_columns(header, spec.id_from)
        layout = Layout("json", SingleItem(Item(values)), fields, id_from, header=header)
        return next(self._read_layout(layout))

    def _read_layout(self, layout: Layout) -> Iterator[Row]:
        day_order, names = (
            detect_date_order(layout, self.source),
            layout.header.names if layout.header else (),
        )
        field_mapper = FieldMapper(self.source, layout.fields, layout.id_from, day_order, names)
        has_fractions = has_fraction_ids(layout, field_mapper)
        for number, item in enumerate(layout.items.items(), start=1):
            row = self.row(number, item, field_mapper)
            yield replace(row, fields=strip_fraction(row.fields)) if has_fractions else row
        self.left_out = Counter(layout.left_out)  # of this reading only


def _resolve_columns(header: Header, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns as the header spells them; others are paths into nested values."""
    return tuple(header.find(column) or column for column in columns)


def raw_row_text(number: int, item: Item, field_mapper: FieldMapper) -> str:
    """Return the row as JSON without its reporter: by column, or as cells if it has another length."""
    reporters = field_mapper.fields.get("reporter", ())
    if not item.is_parsed and reporters:
        return canonical_json({"row": number})  # the name may be anywhere in it
    if item.cells is not None:
        cells = item.cells
        for column in reporters:
            cells = redact_cells(cells, field_mapper.names, column)
        return canonical_json({"": cells})
    values: Any = {**item.values, **cells_as_text(dict(item.values))}
    for column in reporters:
        values = redact(values, column)
    return canonical_json(values)
