"""The section of assignees: time with the kecamatan, apart from time with agencies."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.sections.pages import area_table
from dashboard.pages.review.view import ReviewView, scrollable_table, section
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
TIME_HEADINGS = ["Bagian waktu", "Laporan dipegang {parent}", "Waktu di {parent}"]


def assignee_section(view: ReviewView) -> Component:
    """Return a bar for each kecamatan, and the city's assignees by name."""
    rows = [_time_row(view, row["code"]) for row in view.parents]
    headings = [view.city.areas.parent_level, *map(view.with_level, TIME_HEADINGS)]
    return section(
        "pemegang",
        view.with_level("Waktu di {parent} dan di perangkat daerah"),
        "Jumlah waktu laporan terbuka selama periode, menurut siapa yang memegangnya. Waktu di dinas "
        "tidak dibebankan kepada camat.",
        [_legend(view), *area_table(headings, rows, "Pemegang"), _city_details(view)],
        "pemegang",
    )


def _legend(view: ReviewView) -> Component:
    keys = [
        html.Span([html.I(className=f"key {_css_class(group)}"), view.with_level(label)])
        for group, label in GROUP_LABELS.items()
    ]
    return html.Div(keys, className="keys")


def _city_details(view: ReviewView) -> Component:
    assignees = view.review_report["holders"]
    total_hours = sum(row["hours"] for row in assignees)
    rows = [_assignee_row(view, row, total_hours) for row in assignees]
    table = scrollable_table(["Pemegang", "Jam", "Bagian", "Laporan"], rows, "Pemegang di kota")
    return html.Details([html.Summary("Semua pemegang di kota"), table])


def _css_class(group: str) -> str:
    return group.replace(" ", "-")


def _time_row(view: ReviewView, code: str) -> Component:
    hours_by_group = _hours_by_group(view, code)
    total_hours, own_hours = sum(hours_by_group.values()), hours_by_group[KECAMATAN]
    own_time = f"{number(own_hours)} jam ({percent(own_hours / total_hours)})" if total_hours else "tidak ada"
    return html.Tr(
        [
            html.Th(view.kecamatan_name(code), scope="row"),
            html.Td(_stacked_bar(view, hours_by_group, total_hours), className="wide"),
            html.Td(view.figure_link(Metric.HELD, code, KECAMATAN)),
            html.Td(own_time),
        ]
    )


def _hours_by_group(view: ReviewView, code: str) -> dict[str, float]:
    hours_by_group: dict[str, float] = dict.fromkeys(GROUP_LABELS, 0.0)
    for row in view.review_report["parents_holders"].get(code, []):
        hours_by_group[row["holder"] if row["holder"] in GROUP_LABELS else "dinas"] += row["hours"]
    return hours_by_group


def _stacked_bar(view: ReviewView, hours_by_group: dict[str, float], total_hours: float) -> Component:
    parts = [
        html.I(
            className=_css_class(group),
            style={"width": f"{100 * hours / total_hours:.2f}%"},
            title=f"{view.with_level(GROUP_LABELS[group])}: {number(hours)} jam",
        )
        for group, hours in hours_by_group.items()
        if total_hours
    ]
    return html.Div(parts, className="stack")


def _assignee_row(view: ReviewView, row: dict[str, Any], total_hours: float) -> Component:
    return html.Tr(
        [
            html.Th(_assignee_label(view, row["holder"]), scope="row"),
            html.Td(number(row["hours"])),
            html.Td(percent(row["hours"] / total_hours)),
            html.Td(view.figure_link(Metric.HELD_CITY, None, row["holder"])),
        ]
    )


def _assignee_label(view: ReviewView, assignee: str) -> str:
    if assignee == KECAMATAN:
        return view.city.areas.parent_level
    return ASSIGNEE_LABELS.get(assignee, assignee)
