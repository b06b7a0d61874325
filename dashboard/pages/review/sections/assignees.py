"""Who held reports for how long: the kecamatan's own time and that of each dinas, kept apart."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.view import View, section, table
from dashboard.ui.format import number, percent
from dashboard.ui.report_labels import HOLDERS
from data.core.history.assignees import KECAMATAN, OUTSIDE, REPORTER
from data.core.review.metric_key import Figure

GROUPS = {
    KECAMATAN: "Kecamatan",
    "dinas": "Perangkat daerah",
    OUTSIDE: "Instansi di luar kota",
    REPORTER: "Pelapor",
}


def held(view: View) -> Component:
    """A bar per kecamatan, and the city's holders by name."""
    keys = html.Div(
        [html.Span([html.I(className=f"key {_css(group)}"), said]) for group, said in GROUPS.items()],
        className="keys",
    )
    bars = [_bar(view, row["code"]) for row in view.parents]
    rows = [
        _holder(view, row, sum(r["hours"] for r in view.sheet["holders"])) for row in view.sheet["holders"]
    ]
    return section(
        "pemegang",
        "Waktu di kecamatan dan di perangkat daerah",
        "Jumlah waktu laporan terbuka selama periode, menurut siapa yang memegangnya. Waktu di dinas "
        "tidak dibebankan "
        "kepada camat.",
        [
            keys,
            table(
                ["Kecamatan", "Bagian waktu", "Laporan dipegang kecamatan", "Waktu di kecamatan"],
                bars,
                "Pemegang",
            ),
            html.Details(
                [
                    html.Summary("Semua pemegang di kota"),
                    table(["Pemegang", "Jam", "Bagian", "Laporan"], rows, "Pemegang di kota"),
                ]
            ),
        ],
        "pemegang",
    )


def _css(group: str) -> str:
    return group.replace(" ", "-")


def _bar(view: View, code: str) -> Component:
    sums: dict[str, float] = dict.fromkeys(GROUPS, 0.0)
    for row in view.sheet["parents_holders"].get(code, []):
        sums[row["holder"] if row["holder"] in GROUPS else "dinas"] += row["hours"]
    whole = sum(sums.values())
    parts = [
        html.I(
            className=_css(group), style={"width": f"{100 * hours / whole:.2f}%"},
            title=f"{GROUPS[group]}: {number(hours)} jam",
        )
        for group, hours in sums.items() if whole
    ]  # fmt: skip
    own = f"{number(sums[KECAMATAN])} jam ({percent(sums[KECAMATAN] / whole)})" if whole else "tidak ada"
    return html.Tr(
        [
            html.Th(view.name_of(code), scope="row"),
            html.Td(html.Div(parts, className="stack"), className="wide"),
            html.Td(view.figure(Figure.HELD, code, KECAMATAN)),
            html.Td(own),
        ]
    )


def _holder(view: View, row: dict[str, Any], whole: float) -> Component:
    return html.Tr(
        [
            html.Th(HOLDERS.get(row["holder"], row["holder"]), scope="row"),
            html.Td(number(row["hours"])),
            html.Td(percent(row["hours"] / whole)),
            html.Td(view.figure(Figure.HELD_CITY, None, row["holder"])),
        ]
    )
