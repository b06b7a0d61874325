"""Rows of cells of Excel sheets: by calamine, or by openpyxl if calamine fails or needs too much memory."""

import io
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, BinaryIO
from zipfile import BadZipFile

import python_calamine as calamine

from data.sources.base import FeedError
from data.sources.tables.day_formats import mark_formatted_days, read_day_cells
from data.sources.tables.file_type import ZIP
from data.sources.tables.header import Header
from data.sources.tables.hyperlinks import CellPosition, read_links
from data.sources.tables.merges import (
    MergedRange,
    MergedValues,
    links_by_row,
    merged_ranges,
    read_merged_ranges,
    shift_columns,
)
from data.sources.tables.records import Record, is_blank
from data.sources.tables.workbook_size import FILE_LIMIT, largest_sheet_cells, without_dimensions

MAX_DENSE_CELLS = 20_000_000  # calamine holds every cell between the first and the last

RowSource = Callable[[], Iterable[Any]]
HIDDEN, NOT_CONFIGURED = "hidden", "not the configured sheet"


@dataclass(frozen=True)
class ExcelSheet:
    """A :class:`Grid` over one sheet.

    :param column_offset: how many columns are left of the first cell of a row
    :param ranges: the merged cells, sorted, by position in the whole sheet
    :param links: URLs that replace the texts of their cells, by position in the whole sheet
    :param header: the header, below which merged cells stand for all that they cover; None while it is sought
    """

    name: str
    rows: RowSource
    column_offset: int = 0
    ranges: Sequence[MergedRange] = ()
    links: Mapping[CellPosition, str] = field(default_factory=dict)
    header: Header | None = None
    positioned = True

    def with_links(self, stream: BinaryIO, columns: Iterable[int]) -> "ExcelSheet":
        """Return the sheet with the URLs behind the cells of some columns in place of their texts.

        :param columns: by their index in a record, from 0
        """
        sheet_columns = frozenset(self.column_offset + column for column in columns)
        return replace(self, links=read_links(stream, self.name, sheet_columns)) if sheet_columns else self

    def records(self) -> Iterator[Record]:
        """Yield the rows that are not blank, without the empty cells at their end."""
        links, merged_values = links_by_row(self.links, self.column_offset), self._merged_values()
        count, blank_rows = 0, 0
        for number, row in enumerate(self.rows()):
            cells = _insert_links(list(row), links.get(number, {}))
            while cells and is_blank(cells[-1]):
                cells.pop()
            if not cells:
                blank_rows += 1
                continue
            yield self._record(number, cells, count, blank_rows, merged_values)
            count, blank_rows = count + 1, 0

    def _record(
        self, number: int, cells: list[Any], count: int, blank_rows: int, merged_values: MergedValues
    ) -> Record:
        """Return a row; below the header with the values of merged cells."""
        if not self.ranges or self.header is None or count <= self.header.row:
            merged_values.skip_to(number + 1)
            return Record(cells, blank_rows=blank_rows)
        cells, merged = merged_values.fill(number, cells)
        return Record(cells, merged=merged, blank_rows=blank_rows)

    def _merged_values(self) -> MergedValues:
        width = len(self.header.names) if self.header else 0
        return MergedValues(shift_columns(self.ranges, self.column_offset), width)


def _insert_links(cells: list[Any], links: Mapping[int, str]) -> list[Any]:
    """Return the cells with their URLs; a formula without a value may be beyond the last cell."""
    missing = max(links, default=-1) + 1 - len(cells)
    return [links.get(index, cell) for index, cell in enumerate([*cells, *[None] * missing])]


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook that may be read, and why the others are not, by name."""

    sheets: Sequence[ExcelSheet]
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _SheetNames:
    """The names of a workbook's tables, and which of them are hidden."""

    names: Sequence[str]
    hidden: frozenset[str]

    def choose(self, configured: str | None) -> list[str]:
        """Return the visible ones, or only the configured one.

        :raises FeedError: there is none of that name
        """
        visible = [name for name in self.names if name not in self.hidden]
        if configured is None:
            return visible
        matches = [name for name in self.names if _same_name(name, configured)]
        if not matches:
            raise FeedError(f"no sheet {configured}; the workbook has {', '.join(visible)}")
        return [name for name in matches if name in visible] or matches

    def left_out(self, chosen: Iterable[str], configured: str | None) -> dict[str, str]:
        """Return why the others are not read."""
        reason = HIDDEN if configured is None else NOT_CONFIGURED
        return dict.fromkeys((name for name in self.names if name not in set(chosen)), reason)


def _same_name(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def open_workbook(stream: BinaryIO, sheet_name: str | None) -> Workbook:
    """Return the workbook with its visible sheets, or with only the named one.

    :raises FeedError: broken, protected by a password, too large, or without that sheet
    """
    if stream.seek(0, 2) > FILE_LIMIT:
        raise FeedError(f"a workbook larger than {FILE_LIMIT // 2**20} MiB")
    stream.seek(0)
    zipped = stream.read(4) == ZIP
    dense = not zipped or largest_sheet_cells(stream) <= MAX_DENSE_CELLS
    stream.seek(0)
    content, reason = stream.read(), "its cells lie too far apart"
    repairs = (bytes, without_dimensions) if zipped else (bytes,)
    for repair in repairs if dense else ():
        workbook, reason = _try_calamine(repair, content, sheet_name)
        if workbook is not None:
            return workbook
    return _by_openpyxl(content, reason, sheet_name)


def _try_calamine(
    repair: Callable[[bytes], bytes], content: bytes, sheet_name: str | None
) -> tuple[Workbook | None, str]:
    """Return the workbook by calamine, or None and the reason."""
    try:
        return _by_calamine(repair(content), sheet_name), ""
    except _CALAMINE_ERRORS as error:
        return None, str(error) or type(error).__name__
    except BaseException as panic:
        # A panic of the Rust library is no Exception; everything else is raised again.
        if type(panic).__name__ != "PanicException":
            raise
        return None, "it cannot be taken apart"


# What reading and repairing the parts of a cut or damaged file raise.
_CALAMINE_ERRORS = (
    calamine.CalamineError, OSError, ValueError, BadZipFile, zlib.error, EOFError, LookupError, RuntimeError,
)  # fmt: skip
# What openpyxl raises for a damaged file, which it hardly checks, besides its own exception.
_OPENPYXL_ERRORS = (
    BadZipFile, zlib.error, LookupError, ValueError, OSError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError,
)  # fmt: skip


def _by_calamine(content: bytes, sheet_name: str | None) -> Workbook:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise FeedError("the workbook is locked by a password: save it without one") from error
    tables = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    hidden = (meta.name for meta in tables if meta.visible != calamine.SheetVisibleEnum.Visible)
    names = _SheetNames([meta.name for meta in tables], frozenset(hidden))
    chosen = names.choose(sheet_name)
    load = lru_cache(maxsize=1)(book.get_sheet_by_name)  # a sheet is dense: one at a time
    sheets = [_calamine_sheet(name, load, content) for name in chosen]
    return Workbook(sheets, names.left_out(chosen, sheet_name))


def _calamine_sheet(name: str, load: Callable[[str], calamine.CalamineSheet], content: bytes) -> ExcelSheet:
    sheet, days = load(name), read_day_cells(content, name)
    ranges, offset = merged_ranges(sheet.merged_cell_ranges or (), name), (sheet.start or (0, 0))[1]

    def rows() -> Iterable[Any]:
        return mark_formatted_days(load(name).iter_rows(), days, offset) if days else load(name).iter_rows()

    return ExcelSheet(name, rows, offset, ranges)


def _by_openpyxl(content: bytes, reason: str, sheet_name: str | None) -> Workbook:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    stream = io.BytesIO(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drawings, which are not read
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except (InvalidFileException, *_OPENPYXL_ERRORS) as error:
        raise FeedError(f"the workbook cannot be read: {reason}; {error}"[:500]) from error
    tables = {sheet.title: sheet for sheet in book.worksheets}
    hidden = frozenset(name for name, sheet in tables.items() if sheet.sheet_state != "visible")
    names = _SheetNames(list(tables), hidden)
    chosen = names.choose(sheet_name)
    sheets = [
        ExcelSheet(name, _row_source(tables[name]), 0, read_merged_ranges(io.BytesIO(content), name))
        for name in chosen
    ]
    return Workbook(sheets, names.left_out(chosen, sheet_name))


def _row_source(sheet: Any) -> RowSource:
    def rows() -> Iterator[Any]:
        try:
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)
        except _OPENPYXL_ERRORS as error:
            raise FeedError(f"the workbook cannot be read: {error}"[:500]) from error

    return rows
