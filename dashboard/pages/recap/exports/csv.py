"""CSV as an office in Indonesia opens it: UTF-8 with its mark, semicolons and decimal commas.

Excel with Indonesian regional settings splits at semicolons, because there a comma is a decimal sign.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from dashboard.pages.recap.exports.cells import written
from dashboard.pages.recap.exports.columns import Heading, Row

MARK = b"\xef\xbb\xbf"
AT_ONCE = 500


def csv_of(headings: Iterable[Heading], rows: Iterable[Row]) -> Iterator[bytes]:
    """The file in pieces."""
    yield MARK
    lines = (";".join(map(written, row)) for row in chain([[h.words for h in headings]], rows))
    while part := list(islice(lines, AT_ONCE)):
        yield ("\r\n".join(part) + "\r\n").encode("utf-8")
