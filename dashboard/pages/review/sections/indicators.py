"""The section of evidence, reopenings and anomaly indicators."""

from typing import Any

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import FigureRow, FigureTable, figure_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui.format import number
from dashboard.ui.report_labels import INDICATOR_LABELS
from data.core.review.metric_key import Metric

OWN_COLUMN = "closed_without_evidence"  # shown among the columns of evidence
NOT_KNOWN = FigureLink(labels.UNKNOWN, css_class="few")


def indicator_section(view: ReviewView) -> FigureTable:
    """Return the indicators of each kecamatan; one without data is unknown, which is not zero."""
    indicators = [row for row in view.review_report["signs"] if row["sign"] != OWN_COLUMN]
    codes: list[str | None] = [row["code"] for row in view.parents]
    note = labels.INDICATOR_NOTE + _threshold_text(view.review_report["signs_rule"])
    return FigureTable(
        SectionHead("tanda", "tanda", "Bukti, dibuka kembali, dan tanda untuk diperiksa", note),
        [
            *map(TableColumn, (view.city.areas.parent_level, "Selesai", *labels.EVIDENCE_LABELS.values())),
            TableColumn("Dibuka kembali"),
            *(_indicator_column(row["sign"]) for row in indicators),
        ],
        figure_pages([_row(view, code, indicators) for code in (*codes, None)]),
    )


def _indicator_column(code: str) -> TableColumn:
    return TableColumn(labels.INDICATOR_SHORT_LABELS[code], "sign", title=INDICATOR_LABELS[code])


def _row(view: ReviewView, code: str | None, indicators: list[dict[str, Any]]) -> FigureRow:
    figures = [
        view.figure_link(Metric.CLOSED, code),
        *(view.figure_link(Metric.EVIDENCE, code, detail) for detail in labels.EVIDENCE_LABELS),
        view.figure_link(Metric.REOPENED, code),
        *(
            view.figure_link(Metric.SIGN, code, indicator["sign"]) if indicator["known"] else NOT_KNOWN
            for indicator in indicators
        ),
    ]
    return FigureRow(code, view.kecamatan_name(code), figures)


def _threshold_text(rule: dict[str, Any]) -> str:
    return (
        f"Ambang: selesai dalam {number(rule['quick_minutes'])} menit; "
        f"paling sedikit {number(rule['burst_minimum'])} penyelesaian "
        f"dalam {number(rule['burst_minutes'])} menit; "
        f"dibuka kembali dalam {number(rule['reopened_days'])} hari; "
        f"{number(rule['reports_a_day'])} laporan sehari dari satu pelapor."
    )
