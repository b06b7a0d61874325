"""The review report as components: numbers that link to their reports, beside those of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.ui.format import number
from dashboard.ui.responsive_table import CARDS_CLASS, add_column_labels
from data.core.config.city import City
from data.core.review.metric_key import Metric, MetricKey


def html_attributes(**values: str) -> dict[str, Any]:
    """Return attributes whose names have a hyphen: ``aria-label`` for ``aria_label``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def period_fields(since: str, until: str) -> Component:
    """Return the place where the browser puts two moment fields and a button; Dash has no such field."""
    return html.Div(
        key=f"{since}-{until}", className="moments", **html_attributes(data_since=since, data_until=until)
    )


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

    def with_level(self, label: str) -> str:
        """Return a label with what the city calls its parent areas in place of ``{parent}``, ``{Parent}``."""
        level = self.city.areas.parent_level
        return label.format(parent=level.lower(), Parent=level)

    def kecamatan_name(self, code: str | None) -> str:
        """Return the name of a kecamatan; for None that of the city."""
        if code is None:
            return labels.WHOLE_CITY
        names = {row["code"]: row["name"] for row in self.parents}
        return names.get(code) or self.with_level(labels.NO_KECAMATAN)

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
        value: int = self.review_report["counts"].get(str(MetricKey(figure, parent, detail)), 0)
        return value

    def figure_link(self, figure: Metric, parent: str | None = None, detail: str | None = None) -> Component:
        """Return a number that links to its reports."""
        metric_key = MetricKey(figure, parent, detail)
        value = self.count(figure, parent, detail)
        body: list[Any] = [number(value), *self._today_note(metric_key, value)]
        if not value:
            return html.Span(body, className="figure zero")
        return html.A(
            body,
            href=detail_query(self.query, metric_key),
            className="figure",
            **html_attributes(data_cell=str(metric_key)),
        )

    def _today_note(self, metric_key: MetricKey, value: int) -> list[Component]:
        if self.today is None:
            return []
        today_value = self.today["counts"].get(str(metric_key), 0)
        return [] if today_value == value else [html.Small(f"kini {number(today_value)}", className="today")]


def section(anchor: str, title: str, note: str, body: list[Any], name: str) -> Component:
    """Return a section of the page with a link to its formula.

    :param anchor: of the formula in ``/cara-hitung``
    :param name: the id of the section
    """
    return html.Section(
        [
            html.Div(
                [html.H2(title, id=f"{name}-judul"), formula_link(anchor)],
                className="section-head",
            ),
            html.P(note, className="note"),
            *body,
        ],
        id=name,
        className="review-section",
        **html_attributes(aria_labelledby=f"{name}-judul"),
    )


def formula_link(anchor: str) -> Component:
    """Return a link to a formula."""
    return html.A(labels.FORMULA_LINK, href=f"/cara-hitung#{anchor}", className="how")


def scrollable_table(
    headings: list[Any], rows: Sequence[Component], label: str, css_class: str = ""
) -> Component:
    """Return a table that scrolls sideways, also by keyboard; a phone shows its rows as cards."""
    add_column_labels(headings, rows)
    table_head = html.Thead(
        html.Tr([cell if isinstance(cell, html.Th) else html.Th(cell, scope="col") for cell in headings])
    )
    body = html.Table([table_head, html.Tbody(list(rows))], className=f"figures {CARDS_CLASS} {css_class}")
    return html.Div(body, className="table", tabIndex=0, role="region", **html_attributes(aria_label=label))
