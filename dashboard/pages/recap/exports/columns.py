"""Tables for files: headings with widths and formats, and rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.pages.recap import labels
from dashboard.pages.recap.exports.cells import to_local_value, yes_or_no
from dashboard.pages.recap.view import RecapView
from dashboard.ui.format import zone_name
from dashboard.ui.report_labels import status_label
from data.core.config.city import City
from data.core.recap.groups import GroupBy
from data.core.recap.report_list import LISTED_COLUMNS
from data.lib.translation import gettext

Row = Sequence[Any]
TEXT, COUNT, SHARE, MOMENT, DAY, DEGREES = "text", "count", "share", "moment", "day", "degrees"
WIDTHS = {"description": 60, "service_name": 24, "service_request_id": 18, "agency_responsible": 28}


@dataclass(frozen=True)
class Heading:
    """A column of a file; width in characters."""

    label: str
    kind: str
    width: int


def recap_headings(view: RecapView) -> list[Heading]:
    """Return the columns of the recap: label, code and figures."""
    by_time = view.page_query.by in (GroupBy.DAY, GroupBy.WEEK, GroupBy.MONTH)
    code = Heading(gettext("Begins"), DAY, 12) if by_time else Heading(gettext("Code"), TEXT, 18)
    figures = [
        Heading(column.full_heading, SHARE if column.kind == "share" else COUNT, 14)
        for column in labels.COLUMNS
    ]
    return [Heading(view.row_heading, TEXT, 30), code, *figures]


def recap_rows(view: RecapView) -> list[Row]:
    """Return the rows of the recap and, last, the total."""
    return [
        [line.name, line.code or None, *[line.figures[column.key] for column in labels.COLUMNS]]
        for line in (*view.rows, view.total)
    ]


def list_headings(city: City, view: RecapView) -> list[Heading]:
    """Return the columns of the list of reports; moments name their time zone."""
    zone = zone_name(view.data_as_of, city.zone)
    return [_list_heading(name, labels.list_heading(name, city.areas), zone) for name in LISTED_COLUMNS]


def _list_heading(name: str, label: str, zone: str) -> Heading:
    if name in labels.MOMENT_COLUMNS:
        return Heading(f"{label} ({zone})", MOMENT, 17)
    kind = {"lat": DEGREES, "long": DEGREES, "reopened": COUNT}.get(name, TEXT)
    return Heading(label, kind, WIDTHS.get(name, 14))


def list_rows(chunks: Iterable[pd.DataFrame], city: City) -> Iterator[Row]:
    """Yield each report as plain values, with local times and labels."""
    for chunk in chunks:
        for row in _with_labels(chunk).itertuples(index=False, name=None):
            yield [to_local_value(value, city.zone) for value in row]


def _with_labels(chunk: pd.DataFrame) -> pd.DataFrame:
    label_columns = {
        name: chunk[name].map({code: str(label) for code, label in value_labels.items()})
        for name, value_labels in labels.LIST_VALUE_LABELS.items()
    }
    status = chunk["status_description"].map(status_label, na_action="ignore")
    return chunk.assign(**label_columns, status_description=status).astype(object)


def definition_rows() -> list[Row]:
    """Return each figure with its definition and the address of its formula."""
    return [
        [column.full_heading, str(column.definition), f"/cara-hitung#{column.anchor}"]
        for column in labels.COLUMNS
    ]


def about_rows(view: RecapView) -> list[Row]:
    """Return which recap this is: filter, moments, configuration."""
    practice = gettext("PRACTICE DATA: invented reports to practise with")
    data_origin = practice if view.simulated else gettext("reports of citizens")
    not_over = gettext("not yet: figures may still change")
    return [
        [gettext("Content"), str(labels.TITLE)],
        [gettext("City"), view.city.name],
        [gettext("Area"), view.place_label],
        [gettext("Period"), view.period_label],
        [gettext("Counted until"), view.counted_until],
        [gettext("Period over"), yes_or_no(True) if view.complete else not_over],
        [gettext("Data as of"), to_local_value(view.data_as_of, view.city.zone)],
        [gettext("Time zone"), view.city.timezone],
        [gettext("By"), view.row_heading],
        [gettext("Data sources"), data_origin],
        [gettext("Configuration of the city (digest)"), view.configuration],
        [gettext("Remark"), str(labels.LIST_NOTE)],
    ]
