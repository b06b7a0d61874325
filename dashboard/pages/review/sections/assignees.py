"""Who held reports for how long: the kecamatan's own time and that of each dinas, kept apart."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.view import ReviewView, scrollable_table, section
from dashboard.ui.format import number, percent
from dashboard.ui.report_labels import ASSIGNEE_LABELS
from data.core.history.assignees import EXTERNAL_AGENCY, KECAMATAN, REPORTER
from data.core.review.metric_key import Metric

GROUP_LABELS = {
    KECAMATAN: "Kecamatan",
    "dinas": "Perangkat daerah",
    EXTERNAL_AGENCY: "Instansi di luar kota",
    REPORTER: "Pelapor",
}


def assignee_section(view: ReviewView) -> Component:
    """A bar per kecamatan, and the city's holders by name."""
    keys = html.Div(
        [
            html.Span([html.I(className=f"key {_css_class(group)}"), label])
            for group, label in GROUP_LABELS.items()
        ],
        className="keys",
    )
    time_rows = [_time_row(view, row["code"]) for row in view.parents]
    assignee_rows = [
        _assignee_row(view, row, sum(other_row["hours"] for other_row in view.review_report["holders"]))
        for row in view.review_report["holders"]
    ]
    return section(
        "pemegang",
        "Waktu di kecamatan dan di perangkat daerah",
        "Jumlah waktu laporan terbuka selama periode, menurut siapa yang memegangnya. Waktu di dinas "
        "tidak dibebankan "
        "kepada camat.",
        [
            keys,
            scrollable_table(
                ["Kecamatan", "Bagian waktu", "Laporan dipegang kecamatan", "Waktu di kecamatan"],
                time_rows,
                "Pemegang",
            ),
            html.Details(
                [
                    html.Summary("Semua pemegang di kota"),
                    scrollable_table(
                        ["Pemegang", "Jam", "Bagian", "Laporan"], assignee_rows, "Pemegang di kota"
                    ),
                ]
            ),
        ],
        "pemegang",
    )


def _css_class(group: str) -> str:
    return group.replace(" ", "-")


def _time_row(view: ReviewView, code: str) -> Component:
    hours_by_group: dict[str, float] = dict.fromkeys(GROUP_LABELS, 0.0)
    for row in view.review_report["parents_holders"].get(code, []):
        hours_by_group[row["holder"] if row["holder"] in GROUP_LABELS else "dinas"] += row["hours"]
    total_hours = sum(hours_by_group.values())
    parts = [
        html.I(
            className=_css_class(group), style={"width": f"{100 * hours / total_hours:.2f}%"},
            title=f"{GROUP_LABELS[group]}: {number(hours)} jam",
        )
        for group, hours in hours_by_group.items() if total_hours
    ]  # fmt: skip
    own_time = (
        f"{number(hours_by_group[KECAMATAN])} jam ({percent(hours_by_group[KECAMATAN] / total_hours)})"
        if total_hours
        else "tidak ada"
    )
    return html.Tr(
        [
            html.Th(view.kecamatan_name(code), scope="row"),
            html.Td(html.Div(parts, className="stack"), className="wide"),
            html.Td(view.figure_link(Metric.HELD, code, KECAMATAN)),
            html.Td(own_time),
        ]
    )


def _assignee_row(view: ReviewView, row: dict[str, Any], total_hours: float) -> Component:
    return html.Tr(
        [
            html.Th(ASSIGNEE_LABELS.get(row["holder"], row["holder"]), scope="row"),
            html.Td(number(row["hours"])),
            html.Td(percent(row["hours"] / total_hours)),
            html.Td(view.figure_link(Metric.HELD_CITY, None, row["holder"])),
        ]
    )
