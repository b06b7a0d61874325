"""Rows of cells of Excel sheets: by calamine, or by openpyxl if calamine fails or needs too much memory."""

import io
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO
from zipfile import BadZipFile

import openpyxl
import python_calamine as calamine
from openpyxl.utils.exceptions import InvalidFileException

from data.sources.base import FeedError
from data.sources.tables.file_type import ZIP
from data.sources.tables.hyperlinks import CellPosition, read_links
from data.sources.tables.records import Record, is_blank
from data.sources.tables.workbook_size import FILE_LIMIT, largest_sheet_cells, without_dimensions

MAX_DENSE_CELLS = 20_000_000  # calamine holds every cell between the first and the last

RowSource = Callable[[], Iterable[Any]]


@dataclass(frozen=True)
class ExcelSheet:
    """A :class:`Grid` over one sheet.

    :param column_offset: how many columns are left of the first cell of a row
    :param links: URLs that replace the texts of their cells, by position in the whole sheet
    """

    name: str
    rows: RowSource
    column_offset: int = 0
    links: Mapping[CellPosition, str] = field(default_factory=dict)
    positioned = True

    def with_links(self, stream: BinaryIO, columns: Iterable[int]) -> "ExcelSheet":
        """Return the sheet with the URLs behind the cells of some columns in place of their texts.

        :param columns: by their index in a record, from 0
        """
        sheet_columns = frozenset(self.column_offset + column for column in columns)
        return replace(self, links=read_links(stream, self.name, sheet_columns)) if sheet_columns else self

    def records(self) -> Iterator[Record]:
        """Yield the rows that are not blank, without the empty cells at their end."""
        by_row: dict[int, dict[int, str]] = {}
        for (number, column), url in self.links.items():
            by_row.setdefault(number, {})[column - self.column_offset] = url
        for number, row in enumerate(self.rows()):
            cells = _insert_links(list(row), by_row.get(number, {}))
            while cells and is_blank(cells[-1]):
                cells.pop()
            if cells:
                yield Record(cells)


def _insert_links(cells: list[Any], links: Mapping[int, str]) -> list[Any]:
    """Return the cells with their URLs; a formula without a value may be beyond the last cell."""
    missing = max(links, default=-1) + 1 - len(cells)
    return [links.get(index, cell) for index, cell in enumerate([*cells, *[None] * missing])]


def open_sheets(stream: BinaryIO, sheet_name: str | None) -> list[ExcelSheet]:
    """Return the visible sheets, or only the named one.

    :raises FeedError: broken, protected by a password, too large, or without that sheet
    """
    sheets = _open_workbook(stream)
    if sheet_name is None:
        return sheets
    matches = [sheet for sheet in sheets if sheet.name.strip().casefold() == sheet_name.strip().casefold()]
    if not matches:
        raise FeedError(
            f"no sheet {sheet_name}; the workbook has {', '.join(sheet.name for sheet in sheets)}"
        )
    return matches


def _open_workbook(stream: BinaryIO) -> list[ExcelSheet]:
    if stream.seek(0, 2) > FILE_LIMIT:
        raise FeedError(f"a workbook larger than {FILE_LIMIT // 2**20} MiB")
    stream.seek(0)
    zipped = stream.read(4) == ZIP
    dense = not zipped or largest_sheet_cells(stream) <= MAX_DENSE_CELLS
    stream.seek(0)
    content, reason = stream.read(), "its cells lie too far apart"
    repairs = (bytes, without_dimensions) if zipped else (bytes,)
    for repair in repairs if dense else ():
        sheets, reason = _try_calamine(repair, content)
        if sheets is not None:
            return sheets
    return _by_openpyxl(io.BytesIO(content), reason)


def _try_calamine(repair: Callable[[bytes], bytes], content: bytes) -> tuple[list[ExcelSheet] | None, str]:
    """Return calamine's sheets, or None and the reason."""
    try:
        return _by_calamine(repair(content)), ""
    except _CALAMINE_ERRORS as error:
        return None, str(error) or type(error).__name__
    except BaseException as panic:
        # A panic of the Rust library is no Exception; everything else is raised again.
        if type(panic).__name__ != "PanicException":
            raise
        return None, "it cannot be taken apart"


_CALAMINE_ERRORS = (calamine.CalamineError, OSError, ValueError, BadZipFile)
# What openpyxl raises for a damaged file, which it hardly checks.
_OPENPYXL_ERRORS = (
    InvalidFileException, BadZipFile, zlib.error, LookupError, ValueError, OSError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError,
)  # fmt: skip


def _by_calamine(content: bytes) -> list[ExcelSheet]:
    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise FeedError("the workbook is locked by a password: save it without one") from error
    visible = [meta.name for meta in book.sheets_metadata if _is_visible(meta)]
    sheets = {name: book.get_sheet_by_name(name) for name in visible}
    return [ExcelSheet(name, sheet.iter_rows, (sheet.start or (0, 0))[1]) for name, sheet in sheets.items()]


def _is_visible(sheet: calamine.SheetMetadata) -> bool:
    visible, table = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
    return bool(sheet.visible == visible and sheet.typ == table)


def _by_openpyxl(stream: BinaryIO, reason: str) -> list[ExcelSheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drawings, which are not read
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except _OPENPYXL_ERRORS as error:
        raise FeedError(f"the workbook cannot be read: {reason}; {error}"[:500]) from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [ExcelSheet(sheet.title, _row_source(sheet)) for sheet in sheets]


def _row_source(sheet: Any) -> RowSource:
    def rows() -> Iterator[Any]:
        try:
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)
        except _OPENPYXL_ERRORS as error:
            raise FeedError(f"the workbook cannot be read: {error}"[:500]) from error

    return rows
