"""Excel workbooks streamed row by row, so that a hundred thousand rows need no memory.

A subset of Office Open XML (ECMA-376): sheets of inline strings, numbers and dates. Nothing is written as a
formula, and text that looks like one has ``quotePrefix``, so that it stays text when it is edited. The same
rows give the same bytes.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

from dashboard.pages.recap.exports.cells import looks_like_formula, one_line, yes_or_no
from dashboard.pages.recap.exports.columns import COUNT, DAY, DEGREES, MOMENT, SHARE, TEXT, Heading, Row
from dashboard.web.templates import render

EXCEL_EPOCH = date(1899, 12, 30).toordinal()  # Excel's day 0, for days since March 1900
ROWS_PER_CHUNK = 200
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment of the zip format
MAIN_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE_PARTS = {  # beside the sheets; their templates
    "[Content_Types].xml": "content_types",
    "_rels/.rels": "package_relationships",
    "xl/workbook.xml": "workbook",
    "xl/_rels/workbook.xml.rels": "workbook_relationships",
    "xl/styles.xml": "styles",
}
XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = {TEXT: 1, COUNT: 2, SHARE: 3, MOMENT: 4, DAY: 5, DEGREES: 6}
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads "_x0041_" as "A"
HEADING_STYLE, GUARDED_STYLE, DATE_STYLES = 7, 8, {True: 4, False: 5}


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet: name (at most 31 characters), columns, and rows, which are iterated once."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Row]


class _ZipBuffer:
    """A file for ``zipfile``: it collects what is written until it is drained."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing; ``zipfile`` calls it."""

    def drain(self) -> bytes:
        """Return all bytes since the last call."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def write_workbook(sheets: Sequence[WorkbookSheet]) -> Iterator[bytes]:
    """Yield the file in chunks."""
    buffer = _ZipBuffer()
    with zipfile.ZipFile(buffer, "w") as archive:  # type: ignore[call-overload]  # it only ever writes
        for name, template in PACKAGE_PARTS.items():
            archive.writestr(_entry(name), render(f"recap/workbook/{template}.xml", sheets=sheets))
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as file:
                for piece in _sheet_xml(sheet, first=number == 1):
                    file.write(piece.encode("utf-8"))
                    if chunk := buffer.drain():
                        yield chunk
    yield buffer.drain()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet_xml(sheet: WorkbookSheet, *, first: bool) -> Iterator[str]:
    """Yield a sheet's XML in chunks; headings and the first column stay visible when scrolling."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
        for n, column in enumerate(sheet.headings, 1)
    )
    yield (
        f'{XML_DECLARATION}<worksheet xmlns="{MAIN_NAMESPACE}"><sheetViews><sheetView workbookViewId="0"'
        f"{' tabSelected=' + chr(34) + '1' + chr(34) if first else ''}>"
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{widths}</cols><sheetData>"
    )
    yield _row_xml([_text_cell(column.label, HEADING_STYLE) for column in sheet.headings])
    styles = [STYLES[heading.kind] for heading in sheet.headings]
    count, pending_rows = 1, []
    for row in sheet.rows:
        pending_rows.append(_row_xml(map(_cell_xml, row, styles)))
        count += 1
        if len(pending_rows) == ROWS_PER_CHUNK:
            yield "".join(pending_rows)
            pending_rows = []
    last = f"{column_letters(len(sheet.headings))}{count}"
    yield f'{"".join(pending_rows)}</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def column_letters(column: int) -> str:
    """Return the letters of a column: A for 1, AA for 27."""
    column_name = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        column_name = chr(ord("A") + remainder) + column_name
    return column_name


def _row_xml(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell_xml(value: Any, style: int) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return _text_cell(yes_or_no(value), style)
    if isinstance(value, int | float):
        return f'<c s="{style}"><v>{value!r}</v></c>'
    if isinstance(value, date):
        return f'<c s="{DATE_STYLES[isinstance(value, datetime)]}"><v>{excel_serial(value)!r}</v></c>'
    text = one_line(str(value))
    return _text_cell(text, GUARDED_STYLE if looks_like_formula(text) else STYLES[TEXT])


def excel_serial(value: date) -> float | int:
    """Return Excel's serial number of a day, or of a moment without time zone."""
    day = value.toordinal() - EXCEL_EPOCH
    if not isinstance(value, datetime):
        return day
    return day + (value.hour * 3600 + value.minute * 60 + value.second) / 86_400


def _text_cell(text: str, style: int) -> str:
    escaped = _ESCAPE_LIKE.sub("_x005F_", escape(text)) if "_x" in text else escape(text)
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
