"""Rejected rows as a CSV sheet that people repair in Excel, and the parser of the repaired sheet."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.sources.base import FeedError
from data.sources.midnights import DATED_FIELDS
from data.sources.repaired_cells import cell_text
from data.sources.spreadsheet_cells import disarm, protect, unprotect
from data.sources.tables.cells import plain_text
from data.sources.tables.excel import open_workbook
from data.sources.tables.file_type import ZIP
from data.store.rejected_rows import QuarantinedRow

ID_COLUMN = "rejected_id"
METADATA_COLUMNS = (ID_COLUMN, "source", "reason", "times", "first_seen_at", "last_seen_at", "row_number")
REQUIRED_FIELDS = (
    "service_request_id",
    "requested_datetime",
    "status_description",
    "service_name",
    "description",
)
RAW_COLUMN = "raw"
SEPARATORS = ";,\t"
MAX_CELL_LENGTH = 1_000_000


class SheetError(ValueError):
    """The file is not a sheet of rejected rows."""


@dataclass(frozen=True)
class SheetLine:
    """One line of a sheet: which rejected row it is, and its cells by our field names, blank ones too."""

    rejected_id: int
    cells: Mapping[str, str]


def to_csv(rows: Sequence[QuarantinedRow]) -> bytes:
    """Return one line per row: its metadata, its fields under our names, and its raw text.

    No cell is a formula, and texts that Excel would rewrite, such as 000417, have an apostrophe before them.
    Semicolons and a byte order mark, so that an Indonesian Excel opens it with a double click.
    """
    field_names = list(
        dict.fromkeys([*REQUIRED_FIELDS, *sorted({name for row in rows for name in row.fields or ()})])
    )
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=SEPARATORS[0])
    writer.writerow([*METADATA_COLUMNS, *field_names, RAW_COLUMN])
    for row in rows:
        metadata = [disarm(str(getattr(row, name))) for name in METADATA_COLUMNS]
        cells = [_field_cell(name, (row.fields or {}).get(name)) for name in field_names]
        writer.writerow([*metadata, *cells, disarm(row.raw)])
    return buffer.getvalue().encode("utf-8-sig")


def _field_cell(name: str, value: Any) -> str:
    """Return the cell of a field; numbers and times stay what a spreadsheet may show in its own way."""
    is_text = isinstance(value, str) and name not in DATED_FIELDS
    return protect(value) if is_text else disarm(cell_text(value))


def is_sheet(content: bytes) -> bool:
    """Return whether a file is such a sheet, judging by its first column; every workbook may be one."""
    return content.startswith(ZIP) or _decode(content).lstrip('"').startswith(ID_COLUMN)


def parse_lines(content: bytes) -> Iterator[SheetLine]:
    """Yield the lines of a sheet as CSV or workbook. The raw text is for reading only: Excel cuts long texts.

    :raises SheetError: not such a sheet, or a line without the number of its row
    """
    records = _workbook_rows(content) if content.startswith(ZIP) else _csv_rows(_decode(content))
    header = next(records, [])
    if ID_COLUMN not in header:
        raise SheetError(f"the sheet has no column {ID_COLUMN}: it must stay as it is")
    for cells in records:
        if any(cell.strip() for cell in cells):
            yield _parse_line(dict(zip(header, cells, strict=False)))


def _decode(content: bytes) -> str:
    """Decode what Excel saves as CSV UTF-8, Unicode text, or CSV in Windows' character set."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_rows(text: str) -> Iterator[list[str]]:
    after_key = text.lstrip('"')[len(ID_COLUMN) :].lstrip('"')
    separator = after_key[:1] if after_key[:1] in tuple(SEPARATORS) else SEPARATORS[0]
    csv.field_size_limit(MAX_CELL_LENGTH)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise SheetError(f"the sheet cannot be read: {error}") from None


def _workbook_rows(content: bytes) -> Iterator[list[str]]:
    try:
        sheets = open_workbook(io.BytesIO(content), None).sheets
    except FeedError as error:
        raise SheetError(str(error)) from None
    for record in sheets[0].records() if sheets else ():
        yield [plain_text(cell) or "" for cell in record.cells]


def _parse_line(named_cells: Mapping[str, str]) -> SheetLine:
    number = named_cells.get(ID_COLUMN, "").strip()
    if not number.isdecimal():
        raise SheetError(f"a line has no {ID_COLUMN}: that column must stay as it is")
    cells = {
        name: unprotect(cell)
        for name, cell in named_cells.items()
        if name and name not in (*METADATA_COLUMNS, RAW_COLUMN)
    }
    return SheetLine(int(number), cells)


def row_numbers(lines: Iterable[SheetLine]) -> list[int]:
    """Return the numbers of the rejected rows, each once."""
    return list(dict.fromkeys(line.rejected_id for line in lines))
