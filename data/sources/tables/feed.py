"""Rows of a table, streamed from a file or taken from a response."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder
from data.core.findings import FindingCounter, FindingKind
from data.sources.base import Row
from data.sources.column_usage import ColumnUsage
from data.sources.columns import canonical_json
from data.sources.redaction import redact, redact_cells
from data.sources.tables.alternatives import column_alternatives, optional_columns
from data.sources.tables.decompression import open_content
from data.sources.tables.header import Header
from data.sources.tables.ids import has_fraction_ids, strip_fraction
from data.sources.tables.layout import (
    ColumnSpec,
    FileLayout,
    Layout,
    detect_date_order,
    detect_layout,
    require_key_columns,
)
from data.sources.tables.mapping import FieldMapper, column_map
from data.sources.tables.records import Item, SingleItem
from data.sources.tables.table_body import TableBody, cells_as_text
from data.sources.tables.torn_rows import with_nearby

SHEET_LIMITS = (65_536, 1_048_576)  # rows that a sheet of an office program can hold
FULL_SHEET = "it fills its last row and may be cut off"


@dataclass(frozen=True)
class TableReader:
    """What reads one table of a file: a sheet, or the whole file."""

    layout: Layout
    field_mapper: FieldMapper
    usage: ColumnUsage


class TableRows:
    """The rows of one file by the mapping of its source.

    ``left_out`` counts, after a reading, the rows that are no reports: totals, notes, repeated headers;
    ``findings`` counts these and the sheets and columns that were not read.
    """

    def __init__(self, source: TabularSource, content: Path | bytes) -> None:
        """:param content: a file, which is streamed, or a response in memory"""
        self.source, self._content = source, content
        self._stream: BinaryIO | None = None
        self._size = 0
        self.left_out, self.findings = Counter[str](), FindingCounter()

    def __iter__(self) -> Iterator[Row]:
        """Yield every row.

        :raises FeedError: before the first row, if the file is not the table that the source describes
        """
        with open_content(self._content) as stream:
            self._size, self._stream = stream.seek(0, 2), stream
            stream.seek(0)
            layout = detect_layout(stream, self.source, self.column_spec())
            self._count_unread(layout)
            self.check_layout(layout)
            yield from self._read_layout(layout)

    def share(self) -> float | None:
        """Return how much of the file has been read, from 0 to 1; None before and after."""
        if self._stream is None or self._stream.closed or not self._size:
            return None
        return self._stream.tell() / self._size

    def column_spec(self) -> ColumnSpec:
        """Return the columns to look for."""
        source = self.source
        return ColumnSpec(
            column_map(source),
            source.id_from,
            optional_columns(source),
            source.date_format,
            column_alternatives(source),
        )

    def _count_unread(self, file_layout: FileLayout) -> None:
        """Count the sheets, lists and pages that are not read."""
        for name, reason in file_layout.sheets_left_out.items():
            self.findings.add(FindingKind.SHEET_LEFT_OUT, name, hint=reason)
        for found in file_layout.findings:
            self.findings.add(found.kind, found.subject, found.count, found.hint)

    def check_layout(self, file_layout: FileLayout) -> None:
        """Check that it is a file of this kind.

        :raises FeedError: it is not
        """
        require_key_columns(file_layout, self.column_spec())

    def row(self, number: int, item: Item, field_mapper: FieldMapper) -> Row:
        """Return one row; its raw text is JSON by column name, so that it can be repaired and reread."""
        raw = raw_row_text(number, item, field_mapper)
        return Row(number, raw, {} if item.problem else field_mapper.values(item), item.problem)

    def unmapped_columns_read(self, _layout: Layout) -> Iterable[str]:
        """Return the columns that are read although no field takes them."""
        return ()

    def reread(self, values: Mapping[str, Any]) -> Row:
        """Read one row given by its columns; empty columns may be missing.

        :raises FeedError: its dates are ambiguous
        """
        spec = self.column_spec()
        header = Header(0, tuple(map(str, values)), spec.alternatives)
        fields = {
            field_name: _resolve_columns(header, columns) for field_name, columns in spec.fields.items()
        }
        id_from = _resolve_columns(header, spec.id_from)
        layout = Layout("json", SingleItem(Item(values)), fields, id_from, header=header)
        return next(self._read_layout(FileLayout([layout])))

    def _read_layout(self, file_layout: FileLayout) -> Iterator[Row]:
        day_order = detect_date_order(file_layout, self.source)
        readers = [self._table_reader(layout, day_order) for layout in file_layout.tables]
        has_fractions = has_fraction_ids(readers)
        try:
            for number, (reader, item, nearby) in enumerate(with_nearby(_items_of(readers)), start=1):
                row = self.row(number, item, reader.field_mapper)
                row = replace(row, nearby=nearby) if nearby else row
                yield replace(row, fields=strip_fraction(row.fields)) if has_fractions else row
        finally:
            self._count_left_out(readers)

    def _table_reader(self, layout: Layout, day_order: DateOrder | None) -> TableReader:
        names = layout.header.names if layout.header else ()
        field_mapper = FieldMapper(self.source, layout.fields, layout.id_from, day_order, names)
        columns = chain(*map(field_mapper.columns_of, layout.fields))
        usage = ColumnUsage(chain(columns, layout.id_from, self.unmapped_columns_read(layout)))
        return TableReader(layout, field_mapper, usage)

    def _count_left_out(self, readers: Iterable[TableReader]) -> None:
        """Count what this reading left out."""
        self.left_out = Counter[str]()
        for reader in readers:
            self.left_out.update(reader.layout.left_out)
            reader.usage.add_to(self.findings)
            self._count_full_sheet(reader.layout)
        for reason, count in self.left_out.items():
            self.findings.add(FindingKind.ROW_LEFT_OUT, reason, count)

    def _count_full_sheet(self, layout: Layout) -> None:
        """Note a table that ends where office programs cut it off."""
        body = layout.items
        if isinstance(body, TableBody) and body.row_count in SHEET_LIMITS:
            self.findings.add(FindingKind.IMPLAUSIBLE, f"{layout.sheet or 'the table'}: {FULL_SHEET}")


def _items_of(readers: Iterable[TableReader]) -> Iterator[tuple[TableReader, Item]]:
    """Yield the items of every table, and note which columns they have."""
    for reader in readers:
        for item in reader.layout.items.items():
            if not item.problem:
                reader.usage.observe(item.values)
            yield reader, item


def _resolve_columns(header: Header, columns: Iterable[str]) -> tuple[str, ...]:
    """Return the columns as the header spells them; others are paths into nested values."""
    return tuple(header.find(column) or column for column in columns)


def raw_row_text(number: int, item: Item, field_mapper: FieldMapper) -> str:
    """Return the row as JSON without its reporter: by column, or as cells if it has another length."""
    reporters = field_mapper.columns_of("reporter")
    if not item.is_parsed and reporters:
        return canonical_json({"row": number})  # the name may be anywhere in it
    if item.cells is not None:
        cells = item.cells
        for column in reporters:
            cells = redact_cells(cells, field_mapper.names, column)
        return canonical_json({"": cells})
    values: Any = cells_as_text(item.values)
    for column in reporters:
        values = redact(values, column)
    return canonical_json(values)
