"""Closings with and without evidence, reopenings, and the signs that a number was made to look good."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import View, section, table
from dashboard.ui.format import number
from dashboard.ui.report_labels import SIGNS
from data.core.review.metric_key import Figure


def signs(view: View) -> Component:
    """Per kecamatan; a sign that the data does not tell of is unknown and no zero."""
    evidence = [html.Th(said, scope="col") for said in labels.EVIDENCE.values()]
    found = [
        sign for sign in view.sheet["signs"] if sign["sign"] != "closed_without_evidence"
    ]  # its own column
    heads = [
        html.Th(labels.SIGNS_SHORT[sign["sign"]], scope="col", title=SIGNS[sign["sign"]]) for sign in found
    ]
    codes: list[str | None] = [row["code"] for row in view.parents]
    rows = [_row(view, code, found) for code in (*codes, None)]
    head = ["Kecamatan", "Selesai", *evidence, "Dibuka kembali", *heads]
    return section(
        "tanda",
        "Bukti, dibuka kembali, dan tanda untuk diperiksa",
        "Tanda bukan putusan dan tidak masuk ke dalam nilai; sebabnya dapat wajar. "
        + _rule(view.sheet["signs_rule"]),
        [table(head, rows, "Bukti dan tanda", "signs")],
        "tanda",
    )


def _row(view: View, code: str | None, found: list[dict[str, Any]]) -> Component:
    return html.Tr(
        [
            html.Th(view.name_of(code), scope="row"),
            html.Td(view.figure(Figure.CLOSED, code)),
            *(html.Td(view.figure(Figure.EVIDENCE, code, detail)) for detail in labels.EVIDENCE),
            html.Td(view.figure(Figure.REOPENED, code)),
            *(html.Td(_sign(view, code, sign), className="sign") for sign in found),
        ],
        className="whole" if code is None else "",
    )


def _sign(view: View, code: str | None, sign: dict[str, Any]) -> Component:
    if not sign["known"]:
        return html.Span(labels.UNKNOWN, className="few")
    return view.figure(Figure.SIGN, code, sign["sign"])


def _rule(rule: dict[str, Any]) -> str:
    return (
        f"Ambang: selesai dalam {number(rule['quick_minutes'])} menit; paling sedikit "
        f"{number(rule['burst_minimum'])} "
        f"penyelesaian dalam {number(rule['burst_minutes'])} menit; dibuka kembali dalam "
        f"{number(rule['reopened_days'])} hari; {number(rule['reports_a_day'])} laporan sehari dari satu "
        "pelapor."
    )
