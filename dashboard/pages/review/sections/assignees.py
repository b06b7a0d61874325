"""The section of assignees: time with the kecamatan, apart from time with agencies."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui.format import number, percent
from dashboard.ui.report_labels import ASSIGNEE_LABELS
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER
from data.core.review.metric_key import Metric

GROUP_LABELS = {
    KECAMATAN: "{Parent}",
    "dinas": "Perangkat daerah",
    EXTERNAL_AGENCY: "Instansi di luar kota",
    REPORTER: "Pelapor",
}
TIME_HEADINGS = ("Bagian waktu", "Laporan dipegang {parent}", "Waktu di {parent}")
CITY_HEADINGS = ("Pemegang", "Jam", "Bagian", "Laporan")


class BarPart(NamedTuple):
    """One group's part of a bar; ``width`` in per cent."""

    css_class: str
    width: str
    title: str


class TimeLine(NamedTuple):
    """Who had the reports of a kecamatan."""

    name: str
    parts: list[BarPart]
    figure: FigureLink
    own_time: str


class AssigneeLine(NamedTuple):
    """One assignee in the city."""

    name: str
    hours: str
    share: str
    figure: FigureLink


@dataclass(frozen=True)
class AssigneeTables:
    """The section of assignees."""

    head: SectionHead
    keys: list[tuple[str, str]]
    columns: list[TableColumn]
    pages: list[ListPage[TimeLine]]
    city_columns: list[TableColumn]
    city_lines: list[AssigneeLine]


def assignee_section(view: ReviewView) -> AssigneeTables:
    """Return a bar for each kecamatan, and the city's assignees by name."""
    headings = (view.city.areas.parent_level, *map(view.with_level, TIME_HEADINGS))
    title = view.with_level("Waktu di {parent} dan di perangkat daerah")
    assignees = view.review_report["holders"]
    total_hours = sum(row["hours"] for row in assignees)
    return AssigneeTables(
        SectionHead("pemegang", "pemegang", title, labels.ASSIGNEE_NOTE),
        [(_css_class(group), view.with_level(label)) for group, label in GROUP_LABELS.items()],
        list(map(TableColumn, headings)),
        in_pages([_time_line(view, row["code"]) for row in view.parents], lambda line: line.name),
        list(map(TableColumn, CITY_HEADINGS)),
        [_assignee_line(view, row, total_hours) for row in assignees],
    )


def _css_class(group: str) -> str:
    return group.replace(" ", "-")


def _time_line(view: ReviewView, code: str) -> TimeLine:
    hours_by_group = _hours_by_group(view, code)
    total_hours, own_hours = sum(hours_by_group.values()), hours_by_group[KECAMATAN]
    own_time = f"{number(own_hours)} jam ({percent(own_hours / total_hours)})" if total_hours else "tidak ada"
    parts = _time_parts(view, hours_by_group, total_hours) if total_hours else []
    return TimeLine(
        view.kecamatan_name(code), parts, view.figure_link(Metric.HELD, code, KECAMATAN), own_time
    )


def _hours_by_group(view: ReviewView, code: str) -> dict[str, float]:
    hours_by_group: dict[str, float] = dict.fromkeys(GROUP_LABELS, 0.0)
    for row in view.review_report["parents_holders"].get(code, []):
        hours_by_group[row["holder"] if row["holder"] in GROUP_LABELS else "dinas"] += row["hours"]
    return hours_by_group


def _time_parts(view: ReviewView, hours_by_group: dict[str, float], total_hours: float) -> list[BarPart]:
    return [
        BarPart(
            _css_class(group),
            f"{100 * hours / total_hours:.2f}",
            f"{view.with_level(GROUP_LABELS[group])}: {number(hours)} jam",
        )
        for group, hours in hours_by_group.items()
    ]


def _assignee_line(view: ReviewView, row: dict[str, Any], total_hours: float) -> AssigneeLine:
    return AssigneeLine(
        _assignee_label(view, row["holder"]),
        number(row["hours"]),
        percent(row["hours"] / total_hours),
        view.figure_link(Metric.HELD_CITY, None, row["holder"]),
    )


def _assignee_label(view: ReviewView, assignee: str) -> str:
    if assignee == KECAMATAN:
        return view.city.areas.parent_level
    return ASSIGNEE_LABELS.get(assignee, assignee)
