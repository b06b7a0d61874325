"""Excel's sheets as rows of cells: by calamine, and by openpyxl where calamine cannot or should not."""

import io
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO
from zipfile import BadZipFile

import openpyxl
import python_calamine as calamine
from openpyxl.utils.exceptions import InvalidFileException

from data.source.base import FeedError
from data.source.tables.records import Record, is_blank
from data.source.tables.sniff import ZIP
from data.source.tables.workbook import FILE_LIMIT, widest_sheet, without_dimensions

DENSE_LIMIT = 20_000_000  # cells; calamine holds every one between the first and the last

Rows = Callable[[], Iterable[Any]]


class Sheet:
    """A :class:`Grid` over one sheet."""

    positioned = True

    def __init__(self, name: str, rows: Rows) -> None:
        self.name, self._rows = name, rows

    def records(self) -> Iterator[Record]:
        """The rows that are not blank, cells behind the last filled one left off."""
        for row in self._rows():
            cells = list(row)
            while cells and is_blank(cells[-1]):
                cells.pop()
            if cells:
                yield Record(cells)


def sheets_of(stream: BinaryIO, wanted: str | None) -> list[Sheet]:
    """The visible sheets, or the one wanted.

    :raises FeedError: broken, locked by a password, too large, or without that sheet
    """
    sheets = _sheets(stream)
    if wanted is None:
        return sheets
    found = [sheet for sheet in sheets if sheet.name.strip().casefold() == wanted.strip().casefold()]
    if not found:
        raise FeedError(f"no sheet {wanted}; the workbook has {', '.join(sheet.name for sheet in sheets)}")
    return found


def _sheets(stream: BinaryIO) -> list[Sheet]:
    if stream.seek(0, 2) > FILE_LIMIT:
        raise FeedError(f"a workbook larger than {FILE_LIMIT // 2**20} MiB")
    stream.seek(0)
    zipped = stream.read(4) == ZIP
    dense = not zipped or widest_sheet(stream) <= DENSE_LIMIT
    stream.seek(0)
    content, fault = stream.read(), "its cells lie too far apart"
    repairs = (bytes, without_dimensions) if zipped else (bytes,)
    for repaired in repairs if dense else ():
        sheets, fault = _tried(repaired, content)
        if sheets is not None:
            return sheets
    return _by_openpyxl(io.BytesIO(content), fault)


def _tried(repaired: Callable[[bytes], bytes], content: bytes) -> tuple[list[Sheet] | None, str]:
    """What calamine makes of the content, or why it cannot."""
    try:
        return _by_calamine(repaired(content)), ""
    except _BROKEN as error:
        return None, str(error) or type(error).__name__
    except BaseException as panic:
        # A panic of the Rust library is no Exception; nothing else is held back here.
        if type(panic).__name__ != "PanicException":
            raise
        return None, "it cannot be taken apart"


_BROKEN = (calamine.CalamineError, OSError, ValueError, BadZipFile)
# What openpyxl lets through of a damaged file: it checks little of what it finds.
_UNREADABLE = (
    InvalidFileException, BadZipFile, zlib.error, LookupError, ValueError, OSError, TypeError, AttributeError,
    SyntaxError, EOFError, RuntimeError,
)  # fmt: skip


def _by_calamine(content: bytes) -> list[Sheet]:
    import io

    try:
        book = calamine.load_workbook(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise FeedError("the workbook is locked by a password: save it without one") from error
    visible = [meta.name for meta in book.sheets_metadata if _is_shown(meta)]
    return [Sheet(name, book.get_sheet_by_name(name).iter_rows) for name in visible]


def _is_shown(sheet: calamine.SheetMetadata) -> bool:
    visible, table = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
    return bool(sheet.visible == visible and sheet.typ == table)


def _by_openpyxl(stream: BinaryIO, fault: str) -> list[Sheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and drawings, of which nothing is read
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
    except _UNREADABLE as error:
        raise FeedError(f"the workbook cannot be read: {fault}; {error}"[:500]) from error
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [Sheet(sheet.title, _walk(sheet)) for sheet in sheets]


def _walk(sheet: Any) -> Rows:
    def rows() -> Iterator[Any]:
        try:
            sheet.reset_dimensions()
            yield from sheet.iter_rows(values_only=True)
        except _UNREADABLE as error:
            raise FeedError(f"the workbook cannot be read: {error}"[:500]) from error

    return rows
