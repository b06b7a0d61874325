"""Date cells whose number format has no clock, in columns in which other cells have one.

calamine returns a midnight and a day alike. Only where a workbook has formats of both kinds, the sheet's own
XML is streamed to tell them apart.
"""

import io
import re
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import IO, Any

from defusedxml.ElementTree import fromstring

from data.sources.tables.hyperlinks import BROKEN_ARCHIVE, sheet_part
from data.sources.tables.workbook_size import column_number

STYLES_PART = "xl/styles.xml"
CHUNK_SIZE, TAIL_SIZE = 2**20, 256  # bytes; the tail is longer than the beginning of a cell
_CELL = re.compile(
    rb'<(?:\w+:)?c\s[^<>]{0,100}?\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,100}?\bs="(\d{1,6})"'
)  # bounded, so that the time grows with the size of the sheet
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


class FormattedDay(date):
    """A date cell whose number format has no clock: a day, whatever else its column holds."""


class TimeFormat(Enum):
    """What a number format shows of a time."""

    DAY = "day"
    CLOCK = "clock"


# Formats of every workbook by their number; those up to 58 are dates of East Asian editions.
BUILT_IN = {
    **dict.fromkeys([*range(14, 18), *range(27, 32), *range(50, 59)], TimeFormat.DAY),
    **dict.fromkeys([*range(18, 23), *range(32, 36), *range(45, 48)], TimeFormat.CLOCK),
}


def mark_formatted_days(
    rows: Iterable[Any], days: Mapping[int, frozenset[int]], column_offset: int
) -> Iterator[list[Any]]:
    """Yield the rows of a sheet with its formatted days.

    :param days: by column, the rows of :func:`read_day_cells`
    """
    columns = [(column - column_offset, day_rows) for column, day_rows in days.items()]
    for number, row in enumerate(rows):
        cells = list(row)
        for index, day_rows in columns:
            if 0 <= index < len(cells) and number in day_rows and type(cells[index]) is date:
                cells[index] = FormattedDay(*cells[index].timetuple()[:3])
        yield cells


def read_day_cells(content: bytes, sheet: str) -> dict[int, frozenset[int]]:
    """Return the rows of the cells whose format has no clock, by column, in columns that hold both kinds.

    A workbook that is no ``.xlsx``, or is broken, has none: its columns are judged by their values.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            formats = _formats_of_styles(archive.read(STYLES_PART))
            if set(formats.values()) != set(TimeFormat):
                return {}
            with archive.open(sheet_part(archive, sheet)) as part:
                return _mixed_columns(part, formats)
    except BROKEN_ARCHIVE:
        return {}


@dataclass
class _Column:
    day_rows: "array[int]" = field(default_factory=lambda: array("I"))
    has_clocks: bool = False


def _mixed_columns(part: IO[bytes], formats: Mapping[int, TimeFormat]) -> dict[int, frozenset[int]]:
    columns: defaultdict[bytes, _Column] = defaultdict(_Column)
    for letters, row, style in _cells(part):
        match formats.get(int(style)):
            case TimeFormat.DAY:
                columns[letters].day_rows.append(int(row) - 1)
            case TimeFormat.CLOCK:
                columns[letters].has_clocks = True
    return {
        column_number(letters) - 1: frozenset(column.day_rows)
        for letters, column in columns.items()
        if column.has_clocks and column.day_rows
    }


def _cells(part: IO[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Yield column, row and style of each cell; one at the edge of two chunks may come twice."""
    tail = b""
    while chunk := part.read(CHUNK_SIZE):
        yield from _CELL.findall(tail + chunk)
        tail = chunk[-TAIL_SIZE:]


def _formats_of_styles(styles: bytes) -> dict[int, TimeFormat]:
    """Return what the styles of cells show of a time, by the number of the style."""
    root = fromstring(styles, forbid_dtd=True)
    formats = dict(BUILT_IN)
    for element in root.iterfind(".//{*}numFmts/{*}numFmt"):
        if time_format := format_of_code(element.get("formatCode", "")):
            formats[int(element.get("numFmtId", "0"))] = time_format
    numbers = [int(xf.get("numFmtId", "0")) for xf in root.iterfind(".//{*}cellXfs/{*}xf")]
    return {style: formats[number] for style, number in enumerate(numbers) if number in formats}


def format_of_code(code: str) -> TimeFormat | None:
    """Return what a number format such as ``dd/mm/yyyy hh:mm`` shows of a time; None if it is of no time."""
    letters = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "h" in letters or "s" in letters:
        return TimeFormat.CLOCK
    return TimeFormat.DAY if "d" in letters or "y" in letters else None
