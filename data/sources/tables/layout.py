"""Detection of a file's layout: format, encoding, header and items, by its content and the mapping."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import Any, BinaryIO

from data.core.config.city import TabularSource
from data.core.config.table_config import DateOrder, TableFormat, TableOptions
from data.core.findings import Finding
from data.sources.base import FeedError
from data.sources.columns import get_path
from data.sources.tables.date_order import DateOrderDetector
from data.sources.tables.delimited import DelimitedGrid, detect_separator
from data.sources.tables.excel import ExcelSheet, open_workbook
from data.sources.tables.file_type import detect_encoding, detect_format, read_sample
from data.sources.tables.header import Alternatives, Header, find_header
from data.sources.tables.json_rows import JsonLines, JsonList
from data.sources.tables.mapping import TIME_FIELDS, ColumnMap, FieldMapper
from data.sources.tables.moments import is_readable_time, unparsed_texts
from data.sources.tables.records import Grid, Items
from data.sources.tables.row_classifier import RowClassifier
from data.sources.tables.table_body import TableBody

NAMED_COLUMNS = 3  # in the reason why a sheet is not read
KEY_FIELDS = ("service_request_id", "requested_datetime")


@dataclass(frozen=True)
class ColumnSpec:
    """The columns to find in a file; the ``optional`` ones may be missing."""

    fields: ColumnMap
    id_from: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()
    date_format: str | None = None
    alternatives: Alternatives = field(default_factory=dict)  # other names of a column, by its name here

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column once, in the order of the mapping."""
        return tuple(dict.fromkeys(chain(*self.fields.values(), self.id_from)))

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that a column may have."""
        return (*self.columns, *chain(*self.alternatives.values()))

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which it is another file."""
        return tuple(name for name in self.columns if name not in self.optional)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns without which a row is no report: id and filing time."""
        id_columns = self.id_from or self.fields.get(KEY_FIELDS[0], ())
        return tuple(dict.fromkeys(chain(id_columns, self.fields.get(KEY_FIELDS[1], ())[:1])))


@dataclass(frozen=True)
class Layout:
    """The layout of a file, for reading it and for showing it to people."""

    format: TableFormat
    items: Items
    fields: ColumnMap
    id_from: tuple[str, ...] = ()
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header: Header | None = None
    left_out: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FileLayout:
    """The layouts of a file's tables, and why other sheets or lists of reports are not read, by name."""

    tables: Sequence[Layout]
    sheets_left_out: Mapping[str, str] = field(default_factory=dict)
    findings: Sequence[Finding] = ()  # pages that are not read

    @property
    def first(self) -> Layout:
        """The first table."""
        return self.tables[0]


def detect_layout(stream: BinaryIO, options: TableOptions, spec: ColumnSpec) -> FileLayout:
    """Return the layout of a decompressed file.

    :raises FeedError: not a table, not decodable, or without the required columns
    """
    file_format = options.format or detect_format(stream, options.encoding)
    if file_format == "excel":
        return _excel_layout(stream, options, spec)
    encoding = detect_encoding(stream, options.encoding)
    if file_format == "jsonl":
        lines = JsonLines(stream, encoding)
        return FileLayout([Layout(file_format, lines, spec.fields, spec.id_from, encoding)])
    if file_format == "json":
        return _json_layout(JsonList(stream, encoding, options.items), spec, encoding)
    return FileLayout([_delimited_layout(stream, options, spec, encoding, file_format)])


def _json_layout(items: JsonList, spec: ColumnSpec, encoding: str) -> FileLayout:
    """Return the layout of a list; another list of the document that has the key columns is left out."""
    layout = Layout("json", items, spec.fields, spec.id_from, encoding)
    left_out = {
        name: "another list of the document"
        for name, item in items.other_lists.items()
        if spec.keys and all(get_path(item, key) is not None for key in spec.keys)
    }
    return FileLayout([layout], left_out, items.findings.take())


def _delimited_layout(
    stream: BinaryIO, options: TableOptions, spec: ColumnSpec, encoding: str, file_format: TableFormat
) -> Layout:
    sample = read_sample(stream).decode(encoding, "replace")
    configured = options.separator or ("\t" if file_format == "tsv" else None)
    separator = configured or detect_separator(sample, spec.all_names)
    grid = DelimitedGrid(stream, encoding, separator)
    file_format = "tsv" if separator == "\t" else "csv"
    header = _find_header(grid, options, spec)
    return _table_layout(file_format, grid, header, options, spec, encoding=encoding, separator=separator)


def _find_header(grid: Grid, options: TableOptions, spec: ColumnSpec) -> Header:
    return find_header(grid, spec.columns, spec.required, options.header_rows, spec.alternatives)


def _excel_layout(stream: BinaryIO, options: TableOptions, spec: ColumnSpec) -> FileLayout:
    """Return every sheet with the columns; if none has them, raise what the first sheet lacks."""
    workbook = open_workbook(stream, options.sheet)
    layouts, left_out, errors = list[Layout](), dict(workbook.left_out), list[FeedError]()
    for sheet in workbook.sheets:
        try:
            layouts.append(_sheet_layout(sheet, stream, options, spec))
        except FeedError as error:
            errors.append(error)
            if has_rows(sheet.records()):
                left_out[sheet.name] = _short_reason(error)
    if not layouts:
        raise errors[0] if errors else FeedError("the workbook has no visible sheet")
    return FileLayout([layout for layout in layouts if has_rows(layout.items.items())] or layouts, left_out)


def _short_reason(error: FeedError) -> str:
    """Return why a sheet is not read, with some of the columns that it lacks and no text of its own."""
    names = str(error).partition(";")[0].split(", ")
    rest = len(names) - NAMED_COLUMNS
    return ", ".join(names[:NAMED_COLUMNS]) + (f" and {rest} more" if rest > 0 else "")


def _sheet_layout(sheet: ExcelSheet, stream: BinaryIO, options: TableOptions, spec: ColumnSpec) -> Layout:
    header = _find_header(sheet, options, spec)
    linked_sheet = sheet.with_links(stream, _column_indexes(header, options.links))
    grid = replace(linked_sheet, header=header)
    return _table_layout("excel", grid, header, options, spec, sheet=sheet.name)


def has_rows(rows: Iterator[Any]) -> bool:
    """Return whether there is a row."""
    try:
        return next(rows, None) is not None
    except FeedError:
        return False


def _column_indexes(header: Header, columns: Iterable[str]) -> list[int]:
    matches = (header.find(column) for column in columns)
    return [header.names.index(name) for name in matches if name]


def _table_layout(
    file_format: TableFormat,
    grid: Grid,
    header: Header,
    options: TableOptions,
    spec: ColumnSpec,
    **details: str,
) -> Layout:
    fields = _resolve_fields(header, spec.fields)
    id_from = tuple(filter(None, map(header.find, spec.id_from)))
    required_columns = [name for name in map(header.find, spec.keys) if name]
    classifier = RowClassifier(
        header,
        filing_columns=fields.get("requested_datetime", ()),
        id_columns=id_from or fields.get("service_request_id", ()),
        total_words=options.total_words,
        is_time=partial(is_readable_time, layout=spec.date_format),
        positioned=grid.positioned,
    )
    body = TableBody(grid, header, classifier, required_columns=required_columns)
    return Layout(file_format, body, fields, id_from, header=header, left_out=body.left_out, **details)


def _resolve_fields(header: Header, fields: ColumnMap) -> dict[str, tuple[str, ...]]:
    """Return the mapping with the header's spelling of each column; fields without a column are dropped."""
    resolved = {
        field_name: tuple(filter(None, map(header.find, columns))) for field_name, columns in fields.items()
    }
    return {field_name: columns for field_name, columns in resolved.items() if columns}


def detect_date_order(file_layout: FileLayout, source: TabularSource) -> DateOrder | None:
    """Return the order of day and month in this file: configured, or proved by its dates.

    :raises FeedError: its dates are ambiguous or contradict each other
    """
    if source.date_order or source.date_format:
        return source.date_order
    orders = DateOrderDetector()
    for text in date_texts(file_layout, source):
        orders.observe(text)
    return orders.decide()


def date_texts(file_layout: FileLayout, source: TabularSource) -> Iterator[str]:
    """Yield every time of a file that is text, as written."""
    for layout in file_layout.tables:
        field_mapper = FieldMapper(source, layout.fields, layout.id_from, None)
        columns = [layout.fields[name] for name in TIME_FIELDS if name in layout.fields]
        for item in layout.items.items():
            for names in () if item.problem else columns:
                yield from unparsed_texts(field_mapper.cells(item, names))


def _has_value(values: Mapping[str, Any], column: str, spec: ColumnSpec) -> bool:
    names = (column, *spec.alternatives.get(column, ()))
    return any(get_path(values, name) is not None for name in names)


def require_key_columns(file_layout: FileLayout, spec: ColumnSpec) -> None:
    """Check that some object of a JSON file has an id and a filing time: else it is another file.

    :raises FeedError: the message names the missing columns and those of the first object
    """
    layout = file_layout.first
    if layout.header is not None:
        return
    missing, first_item = set[str](spec.keys), None
    for item in layout.items.items():
        first_item = first_item or item
        missing = {name for name in missing if not _has_value(item.values, name, spec)}
        if not missing:
            return
    available: Sequence[str] = list(map(str, first_item.values)) if first_item else []
    raise FeedError(
        f"no column {', '.join(sorted(missing))}; the first row has {', '.join(available)}"[:1_000]
    )
