"""The section of evidence, reopenings and anomaly indicators."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import area_table
from dashboard.pages.review.view import ReviewView, section
from dashboard.ui.format import number
from dashboard.ui.report_labels import INDICATOR_LABELS
from data.core.review.metric_key import Metric

OWN_COLUMN = "closed_without_evidence"  # shown among the columns of evidence


def indicator_section(view: ReviewView) -> Component:
    """Return the indicators of each kecamatan; one without data is unknown, which is not zero."""
    evidence_headers = [html.Th(label, scope="col") for label in labels.EVIDENCE_LABELS.values()]
    indicators = [row for row in view.review_report["signs"] if row["sign"] != OWN_COLUMN]
    indicator_headers = [_indicator_header(row["sign"]) for row in indicators]
    codes: list[str | None] = [row["code"] for row in view.parents]
    rows = [_row(view, code, indicators) for code in (*codes, None)]
    head = [view.city.areas.parent_level, "Selesai", *evidence_headers, "Dibuka kembali", *indicator_headers]
    return section(
        "tanda",
        "Bukti, dibuka kembali, dan tanda untuk diperiksa",
        "Tanda bukan putusan dan tidak masuk ke dalam nilai; sebabnya dapat wajar. "
        + _threshold_text(view.review_report["signs_rule"]),
        area_table(head, rows, "Bukti dan tanda", "signs"),
        "tanda",
    )


def _indicator_header(code: str) -> Component:
    return html.Th(labels.INDICATOR_SHORT_LABELS[code], scope="col", title=INDICATOR_LABELS[code])


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
        f"Ambang: selesai dalam {number(rule['quick_minutes'])} menit; "
        f"paling sedikit {number(rule['burst_minimum'])} penyelesaian "
        f"dalam {number(rule['burst_minutes'])} menit; "
        f"dibuka kembali dalam {number(rule['reopened_days'])} hari; "
        f"{number(rule['reports_a_day'])} laporan sehari dari satu pelapor."
    )
