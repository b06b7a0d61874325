"""A file laid open: its format, encoding, header and items, found by content and the source's mapping."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import BinaryIO

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder, Format, TableOptions
from data.sources.base import FeedError
from data.sources.columns import reach
from data.sources.tables.date_order import DateOrders
from data.sources.tables.delimited import Delimited, separator_of
from data.sources.tables.excel import sheets_of
from data.sources.tables.file_type import encoding_of, format_of, sample_of
from data.sources.tables.header import Header, find_header
from data.sources.tables.json_rows import JsonLines, JsonList
from data.sources.tables.mapping import TIMES, Mapped, Reading
from data.sources.tables.moments import readable, words_of
from data.sources.tables.records import Grid, Items
from data.sources.tables.table_body import Below

KEYS = ("service_request_id", "requested_datetime")


@dataclass(frozen=True)
class Wanted:
    """The columns a file is searched for; ``optional`` ones may be missing from it."""

    fields: Mapped
    id_from: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    date_format: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column once, in the mapping's order."""
        return tuple(dict.fromkeys(chain(*self.fields.values(), self.id_from)))

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a file is another file."""
        return tuple(name for name in self.columns if name not in self.optional)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns without which a row is no report."""
        made = self.id_from or self.fields.get(KEYS[0], ())
        return tuple(dict.fromkeys(chain(made, self.fields.get(KEYS[1], ())[:1])))


@dataclass(frozen=True)
class Layout:
    """What was found, for people as well as for reading."""

    format: Format
    items: Items
    fields: Mapped
    id_from: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header: Header | None = None
    left_out: dict[str, int] = field(default_factory=dict)


def lay_open(stream: BinaryIO, options: TableOptions, wanted: Wanted) -> Layout:
    """The layout of an unpacked file.

    :raises FeedError: not a table, not decodable, or without the wanted columns
    """
    kind = options.format or format_of(stream, options.encoding)
    if kind == "excel":
        return _excel(stream, options, wanted)
    encoding = encoding_of(stream, options.encoding)
    if kind == "jsonl":
        return Layout(kind, JsonLines(stream, encoding), wanted.fields, wanted.id_from, encoding)
    if kind == "json":
        items = JsonList(stream, encoding, options.items)
        return Layout(kind, items, wanted.fields, wanted.id_from, encoding)
    return _delimited(stream, options, wanted, encoding, kind)


def _delimited(
    stream: BinaryIO, options: TableOptions, wanted: Wanted, encoding: str, kind: Format
) -> Layout:
    sample = sample_of(stream).decode(encoding, "replace")
    given = options.separator or ("\t" if kind == "tsv" else None)
    separator = given or separator_of(sample, wanted.columns)
    grid = Delimited(stream, encoding, separator)
    kind = "tsv" if separator == "\t" else "csv"
    header = find_header(grid, wanted.columns, wanted.required, options.header_rows)
    return _tabular(kind, grid, header, options, wanted, encoding=encoding, separator=separator)


def _excel(stream: BinaryIO, options: TableOptions, wanted: Wanted) -> Layout:
    """The first sheet that has the columns; else what the first sheet that is not empty lacks."""
    fault: FeedError | None = None
    for sheet in sheets_of(stream, options.sheet):
        try:
            header = find_header(sheet, wanted.columns, wanted.required, options.header_rows)
        except FeedError as error:
            fault = fault or error
            continue
        followed = sheet.following(stream, _places(header, options.links))
        return _tabular("excel", followed, header, options, wanted, sheet=sheet.name)
    raise fault or FeedError("the workbook has no visible sheet")


def _places(header: Header, columns: Iterable[str]) -> list[int]:
    found = (header.find(column) for column in columns)
    return [header.names.index(name) for name in found if name]


def _tabular(
    kind: Format, grid: Grid, header: Header, options: TableOptions, wanted: Wanted, **found: str
) -> Layout:
    fields = _as_spelt(header, wanted.fields)
    id_from = tuple(filter(None, map(header.find, wanted.id_from)))
    filed = fields.get("requested_datetime", ())
    required = [name for name in map(header.find, wanted.keys) if name]
    below = Below(
        grid,
        header,
        filed=filed,
        required=required,
        total_words=options.total_words,
        readable=partial(readable, layout=wanted.date_format),
    )
    return Layout(
        kind, below, fields, id_from, header=header, left_out=below.left_out, **found
    )  # fmt: skip


def _as_spelt(header: Header, fields: Mapped) -> dict[str, tuple[str, ...]]:
    """The mapping with each column as the header spells it; fields without any column are dropped."""
    found = {ours: tuple(filter(None, map(header.find, columns))) for ours, columns in fields.items()}
    return {ours: columns for ours, columns in found.items() if columns}


def date_order(layout: Layout, source: TabularSource) -> DateOrder | None:
    """The order of day and month in this file: configured, or proved by its own dates.

    :raises FeedError: neither tells
    """
    if source.date_order or source.date_format:
        return source.date_order
    orders = DateOrders()
    for written in dates_of(layout, source):
        orders.observe(written)
    return orders.decided()


def dates_of(layout: Layout, source: TabularSource) -> Iterator[str]:
    """The text of every time of a file, as it is written."""
    reading = Reading(source, layout.fields, layout.id_from, None)
    columns = [layout.fields[name] for name in TIMES if name in layout.fields]
    for item in layout.items.items():
        for names in () if item.problem else columns:
            yield from words_of(reading.cells(item, names))


def check_keys(layout: Layout, wanted: Wanted) -> None:
    """A JSON file in which no object has an id or a filing time is another file than the mapping means.

    :raises FeedError: naming the columns and what the first object has
    """
    if layout.header is not None:
        return
    missing, first = set[str](wanted.keys), None
    for item in layout.items.items():
        first = first or item
        missing = {name for name in missing if reach(item.values, name) is None}
        if not missing:
            return
    there: Sequence[str] = list(map(str, first.values)) if first else []
    raise FeedError(f"no column {', '.join(sorted(missing))}; the first row has {', '.join(there)}"[:1_000])
