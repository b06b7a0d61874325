"""The two workbooks: the recap, and the reports behind it; each with its definitions and what it is of."""

from collections.abc import Iterable, Iterator

from dashboard.pages.recap.exports.columns import (
    TEXT,
    Heading,
    Row,
    about_rows,
    definition_rows,
    list_headings,
    recap_headings,
    recap_rows,
)
from dashboard.pages.recap.exports.workbook import Sheet, workbook
from dashboard.pages.recap.view import View


def recap_book(view: View) -> Iterator[bytes]:
    """The recap as a workbook, in pieces."""
    return workbook([Sheet("Rekap", recap_headings(view), recap_rows(view)), *_told(view)])


def list_book(view: View, rows: Iterable[Row]) -> Iterator[bytes]:
    """The reports as a workbook, in pieces; ``rows`` are taken as it grows."""
    return workbook([Sheet("Laporan", list_headings(view.city, view), rows), *_told(view)])


def _told(view: View) -> list[Sheet]:
    definitions = [Heading("Kolom", TEXT, 28), Heading("Definisi", TEXT, 110), Heading("Rumus", TEXT, 34)]
    about = [Heading("Keterangan", TEXT, 28), Heading(view.city.name, TEXT, 110)]
    return [Sheet("Definisi", definitions, definition_rows()), Sheet("Keterangan", about, about_rows(view))]
