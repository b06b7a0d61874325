"""Rejected rows as a sheet that a person repairs in Excel, and the sheet read again."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from data.sources.columns import raw_text
from data.store.rejected_rows import Quarantined

KEY = "rejected_id"
ABOUT = (KEY, "source", "reason", "times", "first_seen_at", "last_seen_at", "row_number")
NEEDED = ("service_request_id", "requested_datetime", "status_description", "service_name", "description")
RAW = "raw"
SEPARATORS = ";,\t"
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # a spreadsheet would run what begins so
GUARD = "'"
LONGEST_CELL = 1_000_000


class SheetError(ValueError):
    """The file is no such sheet."""


def to_csv(rows: Sequence[Quarantined]) -> bytes:
    """One line a row: what it is, its fields under our names, and its raw text. No cell is a formula.

    Semicolons and a byte order mark: what an Indonesian Excel opens by a double click.
    """
    names = list(dict.fromkeys([*NEEDED, *sorted({name for row in rows for name in row.fields or ()})]))
    page = io.StringIO(newline="")
    writer = csv.writer(page, delimiter=SEPARATORS[0])
    writer.writerow([*ABOUT, *names, RAW])
    for row in rows:
        fields = row.fields or {}
        about = [getattr(row, name) for name in ABOUT]
        cells = [*about, *(_cell(fields.get(name)) for name in names), row.raw]
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return page.getvalue().encode("utf-8-sig")


def is_sheet(content: bytes) -> bool:
    """Whether a file is such a sheet, by its first column."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip(b'"').startswith(KEY.encode())


def lines_of(content: bytes, waiting: Iterable[Quarantined]) -> Iterator[dict[str, Any]]:
    """The sheet's rows as ``python -m jobs reimport`` takes them: what was changed in our fields counts.

    The raw text is there to look at: a spreadsheet cuts and rewrites long texts by itself.

    :raises SheetError: not UTF-8, without its columns, or a number that quarantine does not know
    """
    rows = {row.rejected_id: row for row in waiting}
    for number, cells in _cells_of(content):
        row = rows.get(number)
        if row is None:
            raise SheetError(f"no row {number} waits in quarantine: is it stored already?")
        yield {KEY: number, "source": row.source, RAW: row.raw, "fields": _repaired(row.fields or {}, cells)}


def _cells_of(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Of each line its number in quarantine and its filled cells under our names."""
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetError("the sheet is not UTF-8: save it as CSV UTF-8") from None
    after_key = written.lstrip('"')[len(KEY) :].lstrip('"')
    separator = after_key[:1] if after_key[:1] in tuple(SEPARATORS) else SEPARATORS[0]
    csv.field_size_limit(LONGEST_CELL)
    try:
        yield from map(_line, csv.DictReader(io.StringIO(written, newline=""), delimiter=separator))
    except csv.Error as error:
        raise SheetError(f"the sheet cannot be read: {error}") from None


def _line(cells: Mapping[str | None, Any]) -> tuple[int, dict[str, str]]:
    known = {name: _bare(cell) for name, cell in cells.items() if name and isinstance(cell, str)}
    if not known.get(KEY, "").isdecimal():
        raise SheetError(f"a line has no {KEY}: that column must stay as it is")
    own = {name: cell for name, cell in known.items() if name not in (*ABOUT, RAW) and cell.strip()}
    return int(known[KEY]), own


def _repaired(before: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    """The fields with those cells that a person changed, filled or emptied; the others as they were."""
    kept = {name: value for name, value in before.items() if _cell(value).strip() in ("", cells.get(name))}
    changed = {name: cell for name, cell in cells.items() if cell != _cell(before.get(name))}
    return {**kept, **changed}


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else raw_text(value)


def _harmless(cell: str) -> str:
    return GUARD + cell if cell.startswith(FORMULA) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith(GUARD) and cell[1:].startswith(FORMULA) else cell
