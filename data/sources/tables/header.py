"""Search for the header row by the columns that the mapping names."""

import re
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, zip_longest
from types import MappingProxyType
from typing import Any

from data.sources.base import FeedError
from data.sources.columns import EMPTY_MESSAGE
from data.sources.tables.cells import plain_text
from data.sources.tables.records import Grid, is_blank
from data.sources.values import normalize

# What stands in rows, not in headers: a number of three digits that is no year, a date, a clock, a long text.
DATA_CELL = re.compile(r"^(?!(19|20)\d\d$)\d{3,}$|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[:.]\d\d\b|.{80}")
SEARCH_ROWS = 100  # rows in which the header is looked for

Alternatives = Mapping[str, Sequence[str]]
NO_ALTERNATIVES: Alternatives = MappingProxyType({})


@dataclass(frozen=True)
class Header:
    """The header: its index among the rows that are not blank, and the name of each column."""

    row: int
    names: tuple[str, ...]
    alternatives: Alternatives = field(default_factory=dict)  # other names of a column, by its first one

    def find(self, column: str) -> str | None:
        """Return the column of a name of the mapping, or of another name that it has.

        :raises FeedError: more than one column has the name
        """
        names = (column, *self.alternatives.get(column, ()))
        return next(filter(None, map(self._find_spelling, names)), None)

    def _find_spelling(self, column: str) -> str | None:
        """Return the column of a name, regardless of case and punctuation."""
        if column in self.names:
            return column
        same_spelling = [name for name in self.names if name and normalize(name) == normalize(column)]
        numbered = [name for name in self.names if name.rpartition("#")[0] == " ".join(column.split())]
        if len(candidates := same_spelling or numbered) > 1:
            raise FeedError(f"{len(candidates)} columns are called {column}: write {' or '.join(candidates)}")
        return candidates[0] if candidates else None

    def missing(self, columns: Iterable[str]) -> list[str]:
        """Return the names without a column."""
        return sorted(name for name in columns if self.find(name) is None)


def find_header(
    grid: Grid,
    columns: Sequence[str],
    required: Sequence[str] | None = None,
    header_rows: int = 1,
    alternatives: Alternatives = NO_ALTERNATIVES,
) -> Header:
    """Return the first row that names every required column; titles and notes above it are skipped.

    :param columns: all columns of the mapping
    :param header_rows: number of rows of the heading, the upper ones merged over several columns
    :param required: the columns without which the row is no header; None: all of them
    :param alternatives: other names of a column, by its name in the mapping
    :raises FeedError: no row names them all; the message names what the most likely row lacks
    """
    best_header, best_hits = None, -1
    recent_rows = deque[Sequence[Any]](maxlen=header_rows)
    for row, record in enumerate(islice(grid.records(), SEARCH_ROWS)):
        recent_rows.append(record.cells)
        header = Header(row, column_names(_merge_headings(recent_rows)), alternatives)
        spellings = {normalize(name) for name in header.names} | {
            normalize(n.rpartition("#")[0]) for n in header.names
        }
        hits = sum(any(normalize(n) in spellings for n in (c, *alternatives.get(c, ()))) for c in columns)
        if hits > best_hits:
            best_header, best_hits = header, hits
        if hits and not header.missing(required if required is not None else columns):
            return header
    if best_header is None:
        raise FeedError(f"the file {EMPTY_MESSAGE}")
    missing = best_header.missing(required if required is not None else columns)
    raise FeedError(f"no column {', '.join(missing)}; {describe_columns(best_header.names)}"[:1_000])


def describe_columns(names: Sequence[str]) -> str:
    """Return what the columns of a file are called; of a row that is rather a report nothing is told."""
    if any(DATA_CELL.search(name) for name in names):
        return "no row of the file looks like a header"
    return f"the file has {', '.join(filter(None, names))}"


def _merge_headings(rows: Iterable[Sequence[Any]]) -> Sequence[Any]:
    """Combine headings of several rows: a cell merged over some columns is repeated before each of them.

    A heading with nothing below it is merged downwards and does not apply to the columns beside it.
    """
    upper, *lower = rows
    for lower_row in lower:
        merged: list[Any] = []
        last: Any = None
        for upper_cell, lower_cell in zip_longest(upper, lower_row, fillvalue=None):
            last = upper_cell if not is_blank(upper_cell) or is_blank(lower_cell) else last
            merged.append(" ".join(filter(None, (plain_text(last), plain_text(lower_cell)))))
            last = None if is_blank(lower_cell) else last
        upper = merged
    return upper


def column_names(cells: Sequence[Any]) -> tuple[str, ...]:
    """Return the cells as column names; repeated names are numbered: Status#1, Status#2."""
    labels = [" ".join((plain_text(cell) or "").split()) for cell in cells]
    counts, seen = Counter(labels), Counter[str]()
    names = []
    for name in labels:
        seen[name] += 1
        names.append(f"{name}#{seen[name]}" if name and counts[name] > 1 else name)
    return tuple(names)
