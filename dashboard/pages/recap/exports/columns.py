"""The tables that are written to files: headings, widths, and how each column's cells are shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.exports.cells import to_local_value
from dashboard.pages.recap.view import RecapView
from dashboard.ui.format import zone_name
from data.core.config.city import City
from data.core.recap.groups import GroupBy
from data.core.recap.report_list import LISTED_COLUMNS
from data.core.status import STATUS_BY_CODE

Row = Sequence[Any]
TEXT, COUNT, SHARE, MOMENT, DAY, DEGREES = "text", "count", "share", "moment", "day", "degrees"
WIDTHS = {"description": 60, "service_name": 24, "service_request_id": 18, "agency_responsible": 28}


@dataclass(frozen=True)
class Heading:
    """A column of a file."""

    label: str
    kind: str
    width: int


def recap_headings(view: RecapView) -> list[Heading]:
    """What the rows are, their code, and the figures."""
    by_time = view.page_query.by in (GroupBy.DAY, GroupBy.WEEK, GroupBy.MONTH)
    code = Heading("Mulai", DAY, 12) if by_time else Heading("Kode", TEXT, 18)
    figures = [
        Heading(column.full_heading, SHARE if column.kind == "share" else COUNT, 14)
        for column in recap_labels.columns()
    ]
    return [Heading(view.row_heading, TEXT, 30), code, *figures]


def recap_rows(view: RecapView) -> list[Row]:
    """The rows and, last, their total."""
    return [
        [line.name, line.code or None, *[line.figures[column.key] for column in recap_labels.columns()]]
        for line in (*view.rows, view.total)
    ]


def list_headings(city: City, view: RecapView) -> list[Heading]:
    """The columns of the list of reports; moments say in whose clock."""
    zone = zone_name(view.data_as_of, city.zone)
    return [_list_heading(name, zone) for name in LISTED_COLUMNS]


def _list_heading(name: str, zone: str) -> Heading:
    label = recap_labels.LIST_HEADINGS[name]
    if name in recap_labels.MOMENT_COLUMNS:
        return Heading(f"{label} ({zone})", MOMENT, 17)
    kind = {"lat": DEGREES, "long": DEGREES, "reopened": COUNT}.get(name, TEXT)
    return Heading(label, kind, WIDTHS.get(name, 14))


def list_rows(chunks: Iterable[pd.DataFrame], city: City) -> Iterator[Row]:
    """Each report as plain values in the city's clock and words."""
    for chunk in chunks:
        for row in _with_labels(chunk).itertuples(index=False, name=None):
            yield [to_local_value(value, city.zone) for value in row]


def _with_labels(chunk: pd.DataFrame) -> pd.DataFrame:
    label_columns = {
        name: chunk[name].map(labels_by_code)
        for name, labels_by_code in recap_labels.LIST_VALUE_LABELS.items()
    }
    labels = {code: status_entry.label for code, status_entry in STATUS_BY_CODE.items()}
    status = chunk["status_description"].map(labels).fillna(chunk["status_description"])
    return chunk.assign(**label_columns, status_description=status).astype(object)


def definition_rows() -> list[Row]:
    """Each figure in words, and where its formula stands."""
    return [
        [column.full_heading, column.definition, f"/cara-hitung#{column.anchor}"]
        for column in recap_labels.columns()
    ]


def about_rows(view: RecapView) -> list[Row]:
    """Which recap this is: filter, moment, configuration."""
    data_origin = "DATA LATIHAN: laporan tiruan untuk berlatih" if view.simulated else "laporan warga"
    return [
        ["Isi", recap_labels.TITLE],
        ["Kota", view.city.name],
        ["Wilayah", view.place_label],
        ["Periode", view.period_label],
        ["Dihitung sampai", view.counted_until],
        ["Periode selesai", "ya" if view.complete else "belum: angka masih dapat berubah"],
        ["Data per", to_local_value(view.data_as_of, view.city.zone)],
        ["Zona waktu", view.city.timezone],
        ["Menurut", view.row_heading],
        ["Sumber data", data_origin],
        ["Konfigurasi kota (sidik)", view.configuration],
        ["Catatan", recap_labels.catalogue()["list_note"]],
    ]
