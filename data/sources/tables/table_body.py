"""The rows below a header as items: blank rows, totals and repeated headers apart, ragged rows judged."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from data.sources.base import FeedError
from data.sources.columns import EMPTY
from data.sources.tables.cells import plain_text
from data.sources.tables.header import Header, names_of
from data.sources.tables.moments import combined
from data.sources.tables.records import Grid, Item, Record, is_blank


class Below:
    """Items below a header.

    ``left_out`` counts what is no report by its nature and therefore not *read*: totals, and the header
    printed again on every page. Each is known by having no filing time, so no report can be lost by it.

    :param filed: the columns of the filing time
    :param required: the columns without which a row is no report
    :param readable: whether a text is a time, in whatever order of day and month
    """

    def __init__(
        self,
        grid: Grid,
        header: Header,
        *,
        filed: Sequence[str],
        required: Sequence[str],
        total_words: Iterable[str],
        readable: Callable[[str], bool],
    ) -> None:
        self._grid, self._header, self._readable = grid, header, readable
        at = {name: index for index, name in enumerate(header.names)}
        self._filed = [at[name] for name in filed]
        self._last_required = max((at[name] for name in required), default=0)
        words = "|".join(re.escape(word).replace(r"\ ", r"[\W_]*") for word in total_words) or "(?!)"
        self._total = re.compile(rf"[\W_]*({words})\b", re.IGNORECASE)
        self._first = next((name for name in header.names if name), "").partition("#")[0]
        self._columns = [(index, name) for index, name in enumerate(header.names) if name]
        self.left_out = Counter[str]()

    def items(self) -> Iterator[Item]:
        """Every row that could be a report, in the order of the file."""
        self.left_out.clear()
        found = False
        for record, below in _with_next(islice(self._grid.records(), self._header.row + 1, None)):
            if reason := self._no_report(record):
                self.left_out[reason] += 1
                continue
            found = True
            yield self._item(record, below)
        if not found:
            raise FeedError(f"the table {EMPTY}")

    def _no_report(self, record: Record) -> str | None:
        if record.problem:
            return None
        first = next((cell for cell in record.cells if not is_blank(cell)), "")
        if not isinstance(first, str):
            return None
        if (
            first.strip() == self._first
            and names_of(record.cells)[: len(self._header.names)] == self._header.names
        ):
            return "headers"
        return "totals" if self._total.match(first) and not self._is_filed(record) else None

    def _item(self, record: Record, below: Record | None) -> Item:
        cells = record.cells
        problem = record.problem or (None if self._grid.positioned else self._ragged(record, below))
        values = {
            name: cells[at] for at, name in self._columns if at < len(cells) and not is_blank(cells[at])
        }
        uneven = problem or (not self._grid.positioned and len(cells) != len(self._header.names))
        whole = [plain_text(cell) or "" for cell in cells] if uneven else None
        return Item(values, problem, whole, taken_apart=not record.problem)

    def _ragged(self, record: Record, below: Record | None) -> str | None:
        """Why a row of another length cannot be trusted; None if what it lacks is only empty at its end."""
        count, width = len(record.cells), len(self._header.names)
        said = f"{count} cells where the header has {width}"
        if count > width:
            return None if all(map(is_blank, record.cells[width:])) else said
        if count == width:
            return None
        if count <= self._last_required:
            return said
        torn = below is not None and not self._no_report(below) and not self._is_filed(below)
        return f"{said}, and the line below is no row of its own: a text torn over lines?" if torn else None

    def _is_filed(self, record: Record) -> bool:
        """Whether a filing time stands where it should, in whatever order of day and month."""
        cells = [record.cells[at] if at < len(record.cells) else None for at in self._filed]
        written = combined(cells)
        return self._readable(written) if isinstance(written, str) else written is not None


def _with_next(records: Iterator[Record]) -> Iterator[tuple[Record, Record | None]]:
    held: Record | None = None
    for record in records:
        if held is not None:
            yield held, record
        held = record
    if held is not None:
        yield held, None


def text_cells(values: dict[str, Any]) -> dict[str, str]:
    """The values as texts, for a raw row that reads alike from every format."""
    return {name: found for name, value in values.items() if (found := plain_text(value)) is not None}
