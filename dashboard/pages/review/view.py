"""The review report as values for templates: numbers that link to their reports, beside those of today."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.ui.format import number
from data.core.config.city import City
from data.core.review.metric_key import Metric, MetricKey


class SectionHead(NamedTuple):
    """What stands above a section.

    :param name: the id of the section
    :param anchor: of its formula in ``/cara-hitung``
    """

    name: str
    anchor: str
    title: str
    note: str


class TableColumn(NamedTuple):
    """A column of a table; ``sign`` stands above its text."""

    text: str
    css_class: str = ""
    sign: str = ""
    title: str = ""

    @property
    def label(self) -> str:
        """Return what a phone shows beside each cell."""
        return f"{self.sign} {self.text}" if self.sign else self.text


class FigureLink(NamedTuple):
    """A number with a link to its reports.

    :param key: its metric key
    :param url: of the page with its reports; empty where there are none to list
    :param today: what a frozen number is today, if that differs
    """

    text: str
    key: str = ""
    url: str = ""
    today: str = ""
    css_class: str = "figure"


ZERO = FigureLink("0", css_class="figure zero")


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

    def with_level(self, label: str) -> str:
        """Return a label with what the city calls its parent areas in place of ``{parent}``, ``{Parent}``."""
        level = self.city.areas.parent_level
        return label.format(parent=level.lower(), Parent=level)

    def kecamatan_name(self, code: str | None) -> str:
        """Return the name of a kecamatan; for None that of the city."""
        if code is None:
            return labels.WHOLE_CITY
        return self._names.get(code) or self.with_level(labels.NO_KECAMATAN)

    def category_name(self, code: str) -> str:
        """Return the name of a category."""
        return self.city.get_category(code).name

    def moment_at(self, name: str) -> datetime:
        """Return the moment under a name in the report."""
        return self.parse_moment(self.review_report[name])

    @staticmethod
    def parse_moment(text: str) -> datetime:
        """Return the moment of a text in the report."""
        return datetime.fromisoformat(text)

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
        return "" if today_value == value else f"kini {number(today_value)}"
