"""The two workbooks, recap and list of reports, each with definitions and a description of the recap."""

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
from dashboard.pages.recap.exports.workbook import WorkbookSheet, write_workbook
from dashboard.pages.recap.view import RecapView


def recap_workbook(view: RecapView) -> Iterator[bytes]:
    """Yield the recap as a workbook, in chunks."""
    return write_workbook(
        [WorkbookSheet("Rekap", recap_headings(view), recap_rows(view)), *_definition_sheets(view)]
    )


def report_list_workbook(view: RecapView, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the list of reports as a workbook, in chunks; ``rows`` are read as it grows."""
    return write_workbook(
        [WorkbookSheet("Laporan", list_headings(view.city, view), rows), *_definition_sheets(view)]
    )


def _definition_sheets(view: RecapView) -> list[WorkbookSheet]:
    definitions = [Heading("Kolom", TEXT, 28), Heading("Definisi", TEXT, 110), Heading("Rumus", TEXT, 34)]
    about = [Heading("Keterangan", TEXT, 28), Heading(view.city.name, TEXT, 110)]
    return [
        WorkbookSheet("Definisi", definitions, definition_rows()),
        WorkbookSheet("Keterangan", about, about_rows(view)),
    ]
