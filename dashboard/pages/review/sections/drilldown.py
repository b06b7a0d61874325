"""The panel beside the page: the reports behind one number."""

from dataclasses import dataclass
from typing import Any

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.pages.review.sections.reports import ReportTable, report_table
from dashboard.pages.review.view import ReviewView
from dashboard.ui.format import format_long_date, number
from dashboard.ui.report_labels import ASSIGNEE_LABELS, INDICATOR_LABELS
from data.core.review.metric_key import Metric, MetricKey

PAGE_SIZE = 100
DETAIL_LABELS: dict[Metric, Any] = {
    Metric.STATE: labels.STATE_LABELS,
    Metric.JUDGED: labels.OUTCOME_LABELS,
    Metric.JUDGED_BEFORE: labels.OUTCOME_LABELS,
    Metric.EVIDENCE: labels.EVIDENCE_LABELS,
    Metric.SIGN: INDICATOR_LABELS,
    Metric.HELD: ASSIGNEE_LABELS,
    Metric.HELD_CITY: ASSIGNEE_LABELS,
}


@dataclass(frozen=True)
class DetailPanel:
    """The reports behind a number, one part of the list at a time.

    :param anchor: of the number's formula
    :param links: to the other parts of the list, by label
    """

    title: str
    close_url: str
    count: str
    anchor: str
    table: ReportTable
    links: list[tuple[str, str]]


def metric_label(view: ReviewView, metric_key: MetricKey) -> str:
    """Return the label of a metric key."""
    detail = [] if metric_key.detail is None else [_detail_label(view, metric_key, metric_key.detail)]
    return " · ".join(
        [
            view.with_level(labels.FIGURE_LABELS[metric_key.metric]),
            *detail,
            view.kecamatan_name(metric_key.parent),
        ]
    )


def _detail_label(view: ReviewView, metric_key: MetricKey, detail: str) -> str:
    if metric_key.metric in DETAIL_LABELS:
        return str(DETAIL_LABELS[metric_key.metric].get(detail, detail))
    if metric_key.metric is Metric.AGE:
        is_band = detail.isdecimal() and int(detail) < len(labels.AGE_LABELS)
        return labels.AGE_LABELS[int(detail)] if is_band else detail
    if metric_key.metric in (Metric.WEEK_NEW, Metric.WEEK_CLOSED, Metric.WEEK_OPEN):
        return _week_label(view, detail)
    return view.category_name(detail)


def _week_label(view: ReviewView, detail: str) -> str:
    week_ends = view.review_report["weeks"]
    if not detail.isdecimal() or int(detail) + 1 >= len(week_ends):
        return detail
    return f"minggu sampai {format_long_date(view.parse_moment(week_ends[int(detail) + 1]), view.city.zone)}"


def detail_panel(
    view: ReviewView, metric_key: MetricKey, count: int, rows: list[dict[str, Any]], part: int
) -> DetailPanel:
    """Return the reports of a number.

    :param count: how many there are in all
    :param rows: the reports of this part
    :param part: which part of the list, from 0
    """
    return DetailPanel(
        metric_label(view, metric_key),
        f"?{view.query}",
        _count_text(count, len(rows), part),
        labels.FORMULA_ANCHORS[metric_key.metric],
        report_table(view, rows, "Laporan di balik angka"),
        _page_links(view, metric_key, count, part),
    )


def _count_text(count: int, shown_count: int, part: int) -> str:
    if not count:
        return labels.NO_REPORTS
    if shown_count == count:
        return f"{number(count)} laporan, semuanya tampil."
    first = part * PAGE_SIZE + 1
    last = first + shown_count - 1
    return f"Menampilkan {number(first)} sampai {number(last)} dari {number(count)} laporan."


def _page_links(view: ReviewView, metric_key: MetricKey, count: int, part: int) -> list[tuple[str, str]]:
    pages = [("Sebelumnya", part - 1)] if part > 0 else []
    pages += [("Berikutnya", part + 1)] if (part + 1) * PAGE_SIZE < count else []
    return [(label, detail_query(view.query, metric_key, page)) for label, page in pages]
