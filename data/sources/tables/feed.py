"""The rows of a table, streamed from a file or taken from an answer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from data.core.config.city import TabularSource
from data.sources.base import Row
from data.sources.columns import raw_text
from data.sources.redaction import veiled, veiled_cells
from data.sources.tables.decompression import opened
from data.sources.tables.header import Header
from data.sources.tables.ids import ids_are_fractions, whole
from data.sources.tables.layout import Layout, Wanted, check_keys, date_order, lay_open
from data.sources.tables.mapping import Reading, mapping_of
from data.sources.tables.records import Item, One
from data.sources.tables.table_body import text_cells


class TableRows:
    """The rows of one file by the mapping of its source.

    ``left_out`` counts, after a walk, the rows that were no reports: totals, and headers printed again.
    """

    def __init__(self, source: TabularSource, content: Path | bytes) -> None:
        """:param content: a file, streamed from its disk, or an answer that is held already"""
        self.source, self._content = source, content
        self._stream: BinaryIO | None = None
        self._size = 0
        self.left_out = Counter[str]()

    def __iter__(self) -> Iterator[Row]:
        """Every row.

        :raises FeedError: before the first row, if the file is not the table that the source describes
        """
        with opened(self._content) as stream:
            self._size, self._stream = stream.seek(0, 2), stream
            stream.seek(0)
            layout = lay_open(stream, self.source, self.wanted())
            check_keys(layout, self.wanted())
            yield from self._walk(layout)

    def share(self) -> float | None:
        """How much of the file has been read, from 0 to 1; None before and after."""
        if self._stream is None or self._stream.closed or not self._size:
            return None
        return self._stream.tell() / self._size

    def wanted(self) -> Wanted:
        """The columns to look for."""
        return Wanted(mapping_of(self.source), self.source.id_from, date_format=self.source.date_format)

    def row(self, number: int, item: Item, reading: Reading) -> Row:
        """One row; its raw text is JSON by column name, so that it can be repaired and imported again."""
        raw = raw_of(number, item, reading)
        return Row(number, raw, {} if item.problem else reading.values(item), item.problem)

    def again(self, values: Mapping[str, Any]) -> Row:
        """One row by its columns; columns that were empty may be missing.

        :raises FeedError: its dates can be read in more than one way
        """
        wanted, header = self.wanted(), Header(0, tuple(map(str, values)))
        fields = {ours: _found(header, columns) for ours, columns in wanted.fields.items()}
        id_from = _found(header, wanted.id_from)
        layout = Layout("json", One(Item(values)), fields, id_from, header=header)
        return next(self._walk(layout))

    def _walk(self, layout: Layout) -> Iterator[Row]:
        order, names = date_order(layout, self.source), layout.header.names if layout.header else ()
        reading = Reading(self.source, layout.fields, layout.id_from, order, names)
        fractions = ids_are_fractions(layout, reading)
        for number, item in enumerate(layout.items.items(), start=1):
            row = self.row(number, item, reading)
            yield replace(row, fields=whole(row.fields)) if fractions else row
        self.left_out = Counter(layout.left_out)  # of this walk, not of earlier ones too


def _found(header: Header, columns: Iterable[str]) -> tuple[str, ...]:
    """Columns as the header spells them; others are paths into nested values."""
    return tuple(header.find(column) or column for column in columns)


def raw_of(number: int, item: Item, reading: Reading) -> str:
    """The row as JSON without its reporter: by column, or as a list of cells if it is of another length."""
    reporters = reading.fields.get("reporter", ())
    if not item.taken_apart and reporters:
        return raw_text({"row": number})  # a name may stand anywhere in it
    if item.cells is not None:
        cells = item.cells
        for column in reporters:
            cells = veiled_cells(cells, reading.names, column)
        return raw_text({"": cells})
    values: Any = {**item.values, **text_cells(dict(item.values))}
    for column in reporters:
        values = veiled(values, column)
    return raw_text(values)
