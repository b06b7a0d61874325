"""The rows of a table, streamed from a file or taken from an answer."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from data.core.city import TabularSource
from data.source.base import Row
from data.source.columns import raw_text
from data.source.tables.below import text_cells
from data.source.tables.layout import Layout, Wanted, check_keys, date_order, lay_open
from data.source.tables.reading import Reading, mapping_of
from data.source.tables.records import Item
from data.source.tables.unpack import opened


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
        return Wanted(mapping_of(self.source), self.source.id_from)

    def row(self, number: int, item: Item, reading: Reading) -> Row:
        """One row; its raw text is JSON by column name, so that it can be repaired and imported again."""
        if item.problem:
            return Row(number, raw_of(item), {}, item.problem)
        return Row(number, raw_of(item), reading.values(item))

    def _walk(self, layout: Layout) -> Iterator[Row]:
        reading = Reading(self.source, layout.fields, layout.id_from, date_order(layout, self.source))
        for number, item in enumerate(layout.items.items(), start=1):
            yield self.row(number, item, reading)
        self.left_out.update(layout.left_out)


def raw_of(item: Item) -> str:
    """The row as JSON, cells as the texts they show; nested values as they are."""
    values: dict[str, Any] = dict(item.values)
    return raw_text({**values, **text_cells(values)})
