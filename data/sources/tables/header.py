"""The header row, searched for by the columns that the mapping names."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Any

from data.sources.base import FeedError
from data.sources.columns import EMPTY
from data.sources.tables.cells import plain_text
from data.sources.tables.records import Grid, is_blank
from data.sources.values import folded

SEARCHED = 100  # rows in which the header is looked for


@dataclass(frozen=True)
class Header:
    """Where the header stands among the rows that are not blank, and the name of each column."""

    row: int
    names: tuple[str, ...]

    def find(self, wanted: str) -> str | None:
        """The column meant by a name of the mapping, upper case and punctuation aside.

        :raises FeedError: the name stands over more than one column
        """
        if wanted in self.names:
            return wanted
        same = [name for name in self.names if name and folded(name) == folded(wanted)]
        twins = [name for name in self.names if name.rpartition("#")[0] == " ".join(wanted.split())]
        if len(found := same or twins) > 1:
            raise FeedError(f"{len(found)} columns are called {wanted}: write {' or '.join(found)}")
        return found[0] if found else None

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """Those names that stand over no column."""
        return sorted(name for name in wanted if self.find(name) is None)


def find_header(
    grid: Grid, wanted: Sequence[str], required: Sequence[str] | None = None, rows: int = 1
) -> Header:
    """The first row that names every required column; titles and notes above it are passed over.

    :param wanted: all columns of the mapping
    :param rows: over how many rows the headings go, the upper ones merged over several columns
    :param required: those without which the row is no header; all of them if not given
    :raises FeedError: no row names them all; the message says what the likeliest row lacks
    """
    best, most = None, -1
    above = deque[Sequence[Any]](maxlen=rows)
    for row, record in enumerate(islice(grid.records(), SEARCHED)):
        above.append(record.cells)
        header = Header(row, names_of(_merged(above)))
        known = {folded(name) for name in header.names} | {folded(n.rpartition("#")[0]) for n in header.names}
        hits = sum(folded(name) in known for name in wanted)
        if hits > most:
            best, most = header, hits
        if hits and not header.missing(required if required is not None else wanted):
            return header
    if best is None:
        raise FeedError(f"the file {EMPTY}")
    missing = best.missing(required if required is not None else wanted)
    raise FeedError(
        f"no column {', '.join(missing)}; the file has {', '.join(filter(None, best.names))}"[:1_000]
    )


def _merged(rows: Iterable[Sequence[Any]]) -> Sequence[Any]:
    """Headings over several rows as one: what is merged over some columns stands before each of them.

    A heading with nothing below it is merged downwards: it says nothing of the columns beside it.
    """
    upper, *lower = rows
    for below in lower:
        merged: list[Any] = []
        last: Any = None
        for over, under in zip_longest(upper, below, fillvalue=None):
            last = over if not is_blank(over) or is_blank(under) else last
            merged.append(" ".join(filter(None, (plain_text(last), plain_text(under)))))
            last = None if is_blank(under) else last
        upper = merged
    return upper


def names_of(cells: Sequence[Any]) -> tuple[str, ...]:
    """The cells as column names; a name that comes twice is numbered: Status#1, Status#2."""
    plain = [" ".join((plain_text(cell) or "").split()) for cell in cells]
    total, seen = Counter(plain), Counter[str]()
    names = []
    for name in plain:
        seen[name] += 1
        names.append(f"{name}#{seen[name]}" if name and total[name] > 1 else name)
    return tuple(names)
