"""The panel beside the page: the reports behind one number, and why each of them is in its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.pages.review.view import ReviewView
from dashboard.ui.format import number
from dashboard.ui.report_labels import INDICATOR_LABELS
from data.core.review.metric_key import Metric, MetricKey
from data.lib.translation import Text, gettext

PAGE_SIZE = 100
DETAIL_LABELS: Mapping[Metric, Mapping[str, Text]] = {
    Metric.STATE: labels.STATES,
    Metric.AGE: {str(band): label for band, label in enumerate(labels.AGES)},
    Metric.JUDGED: labels.OUTCOMES,
    Metric.JUDGED_BEFORE: labels.OUTCOMES,
    Metric.EVIDENCE: labels.EVIDENCE,
    Metric.SIGN: INDICATOR_LABELS,
}


@dataclass(frozen=True)
class DetailPanel:
    """The reports behind a number, one part of the list at a time; ``rows`` are those of the part.

    :param count: how many there are in all
    :param part: which part of the list, from 0
    """

    view: ReviewView
    metric_key: MetricKey
    count: int
    rows: list[dict[str, Any]]
    part: int

    @property
    def title(self) -> str:
        """Return the label of the number."""
        return metric_label(self.view, self.metric_key)

    @property
    def anchor(self) -> str:
        """Return that of the number's formula."""
        return labels.FORMULA_ANCHORS[self.metric_key.metric]

    @property
    def first(self) -> int:
        """Return the place of the first row in the whole list, from 1."""
        return self.part * PAGE_SIZE + 1

    @property
    def has_next(self) -> bool:
        """Return whether there are parts after this one."""
        return (self.part + 1) * PAGE_SIZE < self.count

    def part_url(self, part: int) -> str:
        """Return the address of another part of the list."""
        return detail_query(self.view.query, self.metric_key, part)


def metric_label(view: ReviewView, metric_key: MetricKey) -> str:
    """Return the label of a metric key."""
    detail = [] if metric_key.detail is None else [_detail_label(view, metric_key.metric, metric_key.detail)]
    label = view.with_level(labels.FIGURES[metric_key.metric])
    return " · ".join([label, *detail, view.kecamatan_name(metric_key.parent)])


def _detail_label(view: ReviewView, metric: Metric, detail: str) -> str:
    if metric in DETAIL_LABELS:
        return str(DETAIL_LABELS[metric].get(detail, detail))
    if metric in (Metric.HELD, Metric.HELD_CITY):
        return view.assignee_name(detail)
    if metric in (Metric.WEEK_NEW, Metric.WEEK_CLOSED, Metric.WEEK_OPEN):
        return _week_label(view, detail)
    return view.category_name(detail)


def _week_label(view: ReviewView, detail: str) -> str:
    week_ends = view.review_report["weeks"]
    if not detail.isdecimal() or int(detail) + 1 >= len(week_ends):
        return detail
    return gettext("week until {date}").format(date=view.date(week_ends[int(detail) + 1]))


def reason_text(view: ReviewView, reasons: dict[str, Any] | None) -> str:
    """Return the figures for which a report is in this list."""
    return " · ".join(
        labels.REASONS[name].format(value=_format_reason(view, name, value))
        for name, value in (reasons or {}).items()
        if name in labels.REASONS and value is not None
    )


def _format_reason(view: ReviewView, name: str, value: Any) -> str:
    if name == "service_code_before":
        return view.category_name(value)
    return number(value, 0 if float(value).is_integer() else 1)
