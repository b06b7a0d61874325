"""CSV for Indonesian spreadsheets: UTF-8 with byte order mark, semicolons and decimal commas.

Excel with Indonesian regional settings splits at semicolons, because there a comma is a decimal sign.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from dashboard.pages.recap.exports.cells import csv_value
from dashboard.pages.recap.exports.columns import Heading, Row

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
ROWS_PER_CHUNK = 500


def encode_csv(headings: Iterable[Heading], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the file in chunks."""
    yield BYTE_ORDER_MARK
    lines = (";".join(map(csv_value, row)) for row in chain([[heading.label for heading in headings]], rows))
    while chunk := list(islice(lines, ROWS_PER_CHUNK)):
        yield ("\r\n".join(chunk) + "\r\n").encode("utf-8")
