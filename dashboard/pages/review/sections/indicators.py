"""Closings with and without evidence, reopenings, and the signs that a number was made to look good."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.view import ReviewView, scrollable_table, section
from dashboard.ui.format import number
from dashboard.ui.report_labels import INDICATOR_LABELS
from data.core.review.metric_key import Metric


def indicator_section(view: ReviewView) -> Component:
    """Per kecamatan; a sign that the data does not tell of is unknown and no zero."""
    evidence_headers = [html.Th(label, scope="col") for label in labels.EVIDENCE_LABELS.values()]
    indicators = [
        indicator
        for indicator in view.review_report["signs"]
        if indicator["sign"] != "closed_without_evidence"
    ]  # its own column
    indicator_headers = [
        html.Th(
            labels.INDICATOR_SHORT_LABELS[indicator["sign"]],
            scope="col",
            title=INDICATOR_LABELS[indicator["sign"]],
        )
        for indicator in indicators
    ]
    codes: list[str | None] = [row["code"] for row in view.parents]
    rows = [_row(view, code, indicators) for code in (*codes, None)]
    head = ["Kecamatan", "Selesai", *evidence_headers, "Dibuka kembali", *indicator_headers]
    return section(
        "tanda",
        "Bukti, dibuka kembali, dan tanda untuk diperiksa",
        "Tanda bukan putusan dan tidak masuk ke dalam nilai; sebabnya dapat wajar. "
        + _threshold_text(view.review_report["signs_rule"]),
        [scrollable_table(head, rows, "Bukti dan tanda", "signs")],
        "tanda",
    )


def _row(view: ReviewView, code: str | None, indicators: list[dict[str, Any]]) -> Component:
    return html.Tr(
        [
            html.Th(view.kecamatan_name(code), scope="row"),
            html.Td(view.figure_link(Metric.CLOSED, code)),
            *(html.Td(view.figure_link(Metric.EVIDENCE, code, detail)) for detail in labels.EVIDENCE_LABELS),
            html.Td(view.figure_link(Metric.REOPENED, code)),
            *(html.Td(_indicator_cell(view, code, indicator), className="sign") for indicator in indicators),
        ],
        className="whole" if code is None else "",
    )


def _indicator_cell(view: ReviewView, code: str | None, indicator: dict[str, Any]) -> Component:
    if not indicator["known"]:
        return html.Span(labels.UNKNOWN, className="few")
    return view.figure_link(Metric.SIGN, code, indicator["sign"])


def _threshold_text(rule: dict[str, Any]) -> str:
    return (
        f"Ambang: selesai dalam {number(rule['quick_minutes'])} menit; paling sedikit "
        f"{number(rule['burst_minimum'])} "
        f"penyelesaian dalam {number(rule['burst_minutes'])} menit; dibuka kembali dalam "
        f"{number(rule['reopened_days'])} hari; {number(rule['reports_a_day'])} laporan sehari dari satu "
        "pelapor."
    )
