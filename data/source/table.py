"""CSV tables with a header row."""

import csv
import io
from collections.abc import Iterator, Sequence

from data.core.city import CsvSource
from data.source.base import FeedError, Row
from data.source.columns import EMPTY, mapped
from data.source.veil import veiled_cells


def csv_rows(source: CsvSource, body: bytes) -> Iterator[Row]:
    """The rows below the header; one with too many or too few cells is rejected, not bent.

    :raises FeedError: another encoding, an HTML page, no header, or a mapped column that is missing
    """
    content = _decoded(body, source.encoding)
    table = csv.reader(io.StringIO(content, newline=""), delimiter=source.separator)
    header = _header(table)
    if missing := sorted({*source.fields.values(), *source.id_from} - set(header)):
        raise FeedError(f"no column {', '.join(missing)}; the file has {', '.join(header)}")
    return _rows(source, header, table)


def _decoded(body: bytes, encoding: str) -> str:
    try:
        content = body.decode(encoding).replace("\0", "")
    except (UnicodeError, LookupError) as error:
        raise FeedError(f"not readable as {encoding}: {error}") from error
    if content.lstrip()[:1] == "<":
        raise FeedError("the answer is an HTML or XML page, not CSV: is a sign-in needed?")
    return content


def _header(table: Iterator[list[str]]) -> list[str]:
    names = _next(table)
    if names is None:
        raise FeedError(f"the file {EMPTY}")
    if isinstance(names, csv.Error):
        raise FeedError(f"not a CSV table: {names}") from names
    return [name.strip() for name in names]


def _rows(source: CsvSource, header: Sequence[str], table: Iterator[list[str]]) -> Iterator[Row]:
    number, cells = 0, _next(table)
    if cells is None:
        raise FeedError(f"the table {EMPTY}")
    while cells is not None:
        number += 1
        yield _row(source, header, number, cells)
        cells = _next(table)


def _next(table: Iterator[list[str]]) -> list[str] | csv.Error | None:
    """The next row that is not blank; the parser's complaint if it cannot be read; None at the end.

    Blank is also a row of separators only: Excel writes them below a table that was once longer.
    """
    try:
        return next((cells for cells in table if any(map(str.strip, cells))), None)
    except csv.Error as error:
        return error


def _row(source: CsvSource, header: Sequence[str], number: int, cells: list[str] | csv.Error) -> Row:
    if isinstance(cells, csv.Error):
        return Row(number, f"row {number}", {}, f"not a CSV row: {cells}")
    raw = source.separator.join(veiled_cells(cells, header, source.fields.get("reporter")))
    if len(cells) != len(header):
        return Row(number, raw, {}, f"{len(cells)} cells where the header has {len(header)}")
    item = {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
    row = next(mapped(source, source.fields, [item]))
    return Row(number, raw, row.fields, row.problem)
