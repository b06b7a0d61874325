"""Rejected rows as a CSV sheet that people repair in Excel, and the parser of the repaired sheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from data.sources.columns import canonical_json
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
FORMULA_PREFIXES = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # a spreadsheet executes a cell that begins so
ESCAPE_PREFIX = "'"
MAX_CELL_LENGTH = 1_000_000


class SheetError(ValueError):
    """The file is not a sheet of rejected rows."""


def to_csv(rows: Sequence[QuarantinedRow]) -> bytes:
    """Return one line per row: its metadata, its fields under our names, and its raw text.

    No cell is a formula. Semicolons and a byte order mark, so that an Indonesian Excel opens it with a double
    click.
    """
    field_names = list(
        dict.fromkeys([*REQUIRED_FIELDS, *sorted({name for row in rows for name in row.fields or ()})])
    )
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=SEPARATORS[0])
    writer.writerow([*METADATA_COLUMNS, *field_names, RAW_COLUMN])
    for row in rows:
        fields = row.fields or {}
        metadata = [getattr(row, name) for name in METADATA_COLUMNS]
        cells = [*metadata, *(_cell_text(fields.get(name)) for name in field_names), row.raw]
        writer.writerow([_escape_formula(str(cell)) for cell in cells])
    return buffer.getvalue().encode("utf-8-sig")


def is_sheet(content: bytes) -> bool:
    """Return whether a file is such a sheet, judging by its first column."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(b'"').startswith(ID_COLUMN.encode())


def parse_rows(content: bytes, rejected_rows: Iterable[QuarantinedRow]) -> Iterator[dict[str, Any]]:
    """Yield the sheet's rows as ``python -m jobs reimport`` reads them, with the changes of our fields.

    The raw text is for reading only: spreadsheets cut and rewrite long texts.

    :raises SheetError: not UTF-8, a missing column, or a row that is not in quarantine
    """
    rows_by_id = {row.rejected_id: row for row in rejected_rows}
    for rejected_id, cells in _parse_cells(content):
        row = rows_by_id.get(rejected_id)
        if row is None:
            raise SheetError(f"no row {rejected_id} waits in quarantine: is it stored already?")
        yield {
            ID_COLUMN: rejected_id,
            "source": row.source,
            RAW_COLUMN: row.raw,
            "fields": _merge_repairs(row.fields or {}, cells),
        }


def _parse_cells(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the quarantine number of each line with its filled cells, by our field names."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError("the sheet is not UTF-8: save it as CSV UTF-8") from None
    after_key = text.lstrip('"')[len(ID_COLUMN) :].lstrip('"')
    separator = after_key[:1] if after_key[:1] in tuple(SEPARATORS) else SEPARATORS[0]
    csv.field_size_limit(MAX_CELL_LENGTH)
    try:
        yield from map(_parse_line, csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise SheetError(f"the sheet cannot be read: {error}") from None


def _parse_line(cells: Mapping[str | None, Any]) -> tuple[int, dict[str, str]]:
    named_cells = {
        name: _unescape_formula(cell) for name, cell in cells.items() if name and isinstance(cell, str)
    }
    if not named_cells.get(ID_COLUMN, "").isdecimal():
        raise SheetError(f"a line has no {ID_COLUMN}: that column must stay as it is")
    field_cells = {
        name: cell
        for name, cell in named_cells.items()
        if name not in (*METADATA_COLUMNS, RAW_COLUMN) and cell.strip()
    }
    return int(named_cells[ID_COLUMN]), field_cells


def _merge_repairs(original: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields with those cells that were changed, filled or emptied; the others unchanged."""
    untouched = {
        name: value for name, value in original.items() if _cell_text(value).strip() in ("", cells.get(name))
    }
    changed = {name: cell for name, cell in cells.items() if cell != _cell_text(original.get(name))}
    return {**untouched, **changed}


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else canonical_json(value)


def _escape_formula(cell: str) -> str:
    return ESCAPE_PREFIX + cell if cell.startswith(FORMULA_PREFIXES) else cell


def _unescape_formula(cell: str) -> str:
    return cell[1:] if cell.startswith(ESCAPE_PREFIX) and cell[1:].startswith(FORMULA_PREFIXES) else cell
