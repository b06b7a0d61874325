"""The tables that are written to files: headings, widths, and how each column's cells are shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.pages.recap import labels as recap_labels
from dashboard.pages.recap.exports.cells import local
from dashboard.pages.recap.view import View
from dashboard.ui.format import zone_name
from data.core.config.city import City
from data.core.recap.groups import By
from data.core.recap.report_list import LISTED
from data.core.status import BY_CODE

Row = Sequence[Any]
TEXT, COUNT, SHARE, MOMENT, DAY, DEGREES = "text", "count", "share", "moment", "day", "degrees"
WIDTHS = {"description": 60, "service_name": 24, "service_request_id": 18, "agency_responsible": 28}


@dataclass(frozen=True)
class Heading:
    """A column of a file."""

    words: str
    kind: str
    width: int


def recap_headings(view: View) -> list[Heading]:
    """What the rows are, their code, and the figures."""
    timed = view.ask.by in (By.DAY, By.WEEK, By.MONTH)
    code = Heading("Mulai", DAY, 12) if timed else Heading("Kode", TEXT, 18)
    figures = [Heading(c.full, SHARE if c.kind == "share" else COUNT, 14) for c in recap_labels.columns()]
    return [Heading(view.head, TEXT, 30), code, *figures]


def recap_rows(view: View) -> list[Row]:
    """The rows and, last, their total."""
    return [
        [line.name, line.code or None, *[line.figures[column.key] for column in recap_labels.columns()]]
        for line in (*view.rows, view.total)
    ]


def list_headings(city: City, view: View) -> list[Heading]:
    """The columns of the list of reports; moments say in whose clock."""
    zone = zone_name(view.made, city.zone)
    return [_list_heading(name, zone) for name in LISTED]


def _list_heading(name: str, zone: str) -> Heading:
    words = recap_labels.LIST_HEADINGS[name]
    if name in recap_labels.MOMENTS:
        return Heading(f"{words} ({zone})", MOMENT, 17)
    kind = {"lat": DEGREES, "long": DEGREES, "reopened": COUNT}.get(name, TEXT)
    return Heading(words, kind, WIDTHS.get(name, 14))


def list_rows(chunks: Iterable[pd.DataFrame], city: City) -> Iterator[Row]:
    """Each report as plain values in the city's clock and words."""
    for chunk in chunks:
        for row in _worded(chunk).itertuples(index=False, name=None):
            yield [local(value, city.zone) for value in row]


def _worded(chunk: pd.DataFrame) -> pd.DataFrame:
    words = {name: chunk[name].map(known) for name, known in recap_labels.LIST_WORDS.items()}
    labels = {code: word.label for code, word in BY_CODE.items()}
    status = chunk["status_description"].map(labels).fillna(chunk["status_description"])
    return chunk.assign(**words, status_description=status).astype(object)


def definition_rows() -> list[Row]:
    """Each figure in words, and where its formula stands."""
    return [[c.full, c.definition, f"/cara-hitung#{c.anchor}"] for c in recap_labels.columns()]


def about_rows(view: View) -> list[Row]:
    """Which recap this is: filter, moment, configuration."""
    from_data = "DATA LATIHAN: laporan tiruan untuk berlatih" if view.simulated else "laporan warga"
    return [
        ["Isi", recap_labels.TITLE],
        ["Kota", view.city.name],
        ["Wilayah", view.place],
        ["Periode", view.period],
        ["Dihitung sampai", view.moment],
        ["Periode selesai", "ya" if view.complete else "belum: angka masih dapat berubah"],
        ["Data per", local(view.made, view.city.zone)],
        ["Zona waktu", view.city.timezone],
        ["Menurut", view.head],
        ["Sumber data", from_data],
        ["Konfigurasi kota (sidik)", view.configuration],
        ["Catatan", recap_labels.said()["list_note"]],
    ]
