"""A file looked at without any configuration: what it is, and a source that could read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from data.core.config.city import Sp4nSource, TableSource, TabularSource
from data.core.config.table_config import TableOptions
from data.sources.base import FeedError
from data.sources.tables.cells import plain_text
from data.sources.tables.column_guess import KNOWN, SP4N_MARK, Guessed, guess_fields, hits
from data.sources.tables.delimited import Delimited, separator_of
from data.sources.tables.excel import sheets_of
from data.sources.tables.feed import TableRows
from data.sources.tables.file_type import encoding_of, format_of, sample_of
from data.sources.tables.header import SEARCHED, names_of
from data.sources.tables.layout import Layout, Wanted, lay_open
from data.sources.tables.mapping import mapping_of
from data.sources.tables.records import Grid
from data.sources.tables.sp4n import KEPT, KIND, Sp4nRows
from data.sources.values import folded

SAMPLES = 100


@dataclass(frozen=True)
class Survey:
    """What a file says of itself; ``fields`` are guesses for a person to confirm."""

    columns: tuple[str, ...]
    fields: Guessed

    @property
    def is_sp4n(self) -> bool:
        """Whether it is SP4N-LAPOR's export."""
        return {SP4N_MARK, folded(KIND)} <= set(map(folded, self.columns))


def survey(stream: BinaryIO) -> Survey:
    """The columns of a file and what they may be.

    :raises FeedError: not a table, or one in which no column is known by its name
    """
    kind = format_of(stream, None)
    if kind == "excel":
        found = max((_of_grid(sheet) for sheet in sheets_of(stream, None)), key=_known)
    elif kind in ("json", "jsonl"):
        columns = _keys(lay_open(stream, TableOptions(), Wanted({})))
        found = Survey(columns, guess_fields(columns))
    else:
        encoding = encoding_of(stream, None)
        separator = separator_of(sample_of(stream).decode(encoding, "replace"), KNOWN)
        found = _of_grid(Delimited(stream, encoding, separator))
    if not found.fields:
        raise FeedError(f"no column is known by its name; the file has {', '.join(found.columns)}"[:1_000])
    return found


def _known(found: Survey) -> int:
    return hits(found.columns)


def _of_grid(grid: Grid) -> Survey:
    """The header is the row that has most known names, or else the widest."""
    rows = [names_of(record.cells) for record in islice(grid.records(), SEARCHED)]
    names = max(rows, key=lambda row: (hits(row), sum(map(bool, row))), default=())
    return Survey(names, guess_fields(names))


def _keys(layout: Layout) -> tuple[str, ...]:
    found = dict.fromkeys(str(key) for item in islice(layout.items.items(), SAMPLES) for key in item.values)
    return tuple(found)


def proposed(found: Survey, name: str) -> TabularSource:
    """A source that reads the file by what its columns are called."""
    if found.is_sp4n:
        return Sp4nSource(name=name, kind="sp4n")
    return TableSource.model_validate({"name": name, "kind": "table", "fields": found.fields})


def layout_of(rows: TableRows, stream: BinaryIO) -> Layout:
    """The layout by which these rows are read."""
    return lay_open(stream, rows.source, rows.wanted())


def samples(layout: Layout, columns: Iterable[str], count: int = 3) -> dict[str, list[str]]:
    """The first different values of each column."""
    found: dict[str, list[str]] = {name: [] for name in columns}
    for item in islice(layout.items.items(), SAMPLES):
        for name, kept in found.items():
            shown = _shown(item.values.get(name))
            if shown and shown not in kept and len(kept) < count:
                kept.append(shown)
    return found


def private(rows: TableRows) -> set[str]:
    """Columns whose values are not shown: reporters, and the texts of an export that holds secret reports."""
    fields = mapping_of(rows.source)
    if not isinstance(rows, Sp4nRows):
        return set(fields.get("reporter", ()))
    return {name for columns in rows.wanted().fields.values() for name in columns} - {
        rows.type_column,
        *(name for ours in KEPT for name in fields.get(ours, ())),
    }


def _shown(value: Any) -> str:
    return " ".join((plain_text(value) or "").split())[:40]
