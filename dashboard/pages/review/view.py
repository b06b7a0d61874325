"""The review report as values for templates: numbers that link to their reports, beside those of today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query, local_iso
from dashboard.ui.format import format_date_time, format_long_date, format_moment, number
from dashboard.ui.report_labels import assignee_label
from data.core.config.city import City
from data.core.history.assignees import KECAMATAN
from data.core.review.metric_key import Metric, MetricKey
from data.lib.translation import Text, gettext


class FigureLink(NamedTuple):
    """A number with a link to its reports.

    :param key: its metric key
    :param url: of the page with its reports; empty where there are none to list
    :param today: what a frozen number is today, if that differs
    """

    text: Text
    key: str = ""
    url: str = ""
    today: str = ""
    css_class: str = "figure"


ZERO = FigureLink("0", css_class="figure zero")
NOT_KNOWN = FigureLink(labels.UNKNOWN, css_class="few")


@dataclass(frozen=True)
class ReviewView:
    """One review report on a screen.

    :param review_report: as JSON values (:func:`data.core.review.pack.as_json`)
    :param query: the page's query without a metric key
    :param today: for a frozen report, what the same period gives today
    """

    review_report: dict[str, Any]
    city: City
    query: str
    today: dict[str, Any] | None = None

    @property
    def parents(self) -> list[dict[str, str]]:
        """Return code and name of each kecamatan, and last of no kecamatan (code ``""``)."""
        rows: list[dict[str, str]] = self.review_report["parents"]
        return rows

    @cached_property
    def _names(self) -> dict[str, str]:
        return {row["code"]: row["name"] for row in self.parents}

    @cached_property
    def _counts(self) -> dict[str, int]:
        counts: dict[str, int] = self.review_report["counts"]
        return counts

    @property
    def level(self) -> str:
        """Return what the city calls its parent areas."""
        return self.city.areas.parent_level

    def with_level(self, label: Text) -> str:
        """Return a label with what the city calls its parent areas in place of ``{parent}``, ``{Parent}``."""
        return label.format(parent=self.level.lower(), Parent=self.level)

    @property
    def no_kecamatan(self) -> str:
        """Return what reports in no kecamatan are called."""
        return self.with_level(labels.NO_KECAMATAN)

    def kecamatan_name(self, code: str | None) -> str:
        """Return the name of a kecamatan; for None that of the city."""
        if code is None:
            return str(labels.WHOLE_CITY)
        return self._names.get(code) or self.no_kecamatan

    def category_name(self, code: str) -> str:
        """Return the name of a category."""
        return self.city.get_category(code).name

    def assignee_name(self, assignee: str) -> str:
        """Return the name of an assignee in the city."""
        return self.level if assignee == KECAMATAN else assignee_label(assignee)

    def date(self, text: str) -> str:
        """Return the date of a moment in the report."""
        return format_long_date(datetime.fromisoformat(text), self.city.zone)

    def date_time(self, text: str) -> str:
        """Return date and time of a moment in the report."""
        return format_date_time(datetime.fromisoformat(text), self.city.zone)

    def moment(self, text: str) -> str:
        """Return a moment in the report, with the name of the city's time zone."""
        return format_moment(datetime.fromisoformat(text), self.city.zone)

    def field_moment(self, text: str) -> str:
        """Return a moment in the report as a form field has it."""
        return local_iso(datetime.fromisoformat(text), self.city.zone)

    def count(self, figure: Metric, parent: str | None = None, detail: str | None = None) -> int:
        """Return a number of the report; 0 if it has none."""
        return self._counts.get(str(MetricKey(figure, parent, detail)), 0)

    def figure_link(self, figure: Metric, parent: str | None = None, detail: str | None = None) -> FigureLink:
        """Return a number that links to its reports."""
        key = str(MetricKey(figure, parent, detail))
        value = self._counts.get(key, 0)
        today = self._today_note(key, value)
        if not value:
            return ZERO._replace(today=today) if today else ZERO
        return FigureLink(number(value), key, detail_query(self.query, key), today)

    def _today_note(self, key: str, value: int) -> str:
        today_value = value if self.today is None else self.today["counts"].get(key, 0)
        return "" if today_value == value else gettext("now {count}").format(count=number(today_value))
