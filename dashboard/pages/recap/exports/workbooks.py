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
from data.lib.translation import gettext


def recap_workbook(view: RecapView) -> Iterator[bytes]:
    """Yield the recap as a workbook, in chunks."""
    return write_workbook(
        [WorkbookSheet(gettext("Recap"), recap_headings(view), recap_rows(view)), *_definition_sheets(view)]
    )


def report_list_workbook(view: RecapView, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the list of reports as a workbook, in chunks; ``rows`` are read as it grows."""
    return write_workbook(
        [WorkbookSheet(gettext("Reports"), list_headings(view.city, view), rows), *_definition_sheets(view)]
    )


def _definition_sheets(view: RecapView) -> list[WorkbookSheet]:
    definitions = [
        Heading(gettext("Column"), TEXT, 28),
        Heading(gettext("Definition"), TEXT, 110),
        Heading(gettext("Formula"), TEXT, 34),
    ]
    about = [Heading(gettext("About the file"), TEXT, 28), Heading(view.city.name, TEXT, 110)]
    return [
        WorkbookSheet(gettext("Definitions"), definitions, definition_rows()),
        WorkbookSheet(gettext("About the file"), about, about_rows(view)),
    ]
