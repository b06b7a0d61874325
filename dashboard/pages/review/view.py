"""The sheet as components see it: numbers that lead to their reports, beside what they give today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review import labels
from dashboard.pages.review.query import detail_query
from dashboard.ui.format import number
from dashboard.ui.responsive_table import CLASS as CARDS
from dashboard.ui.responsive_table import carded
from data.core.config.city import City
from data.core.review.metric_key import Cell, Figure

MINUS = "\N{MINUS SIGN}"


def marked(**values: str) -> dict[str, Any]:
    """Attributes whose names have a hyphen: ``aria_label`` as ``aria-label``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def moments(since: str, until: str) -> Component:
    """Where the browser puts two fields for moments and a button; Dash has no field for a moment."""
    return html.Div(key=f"{since}-{until}", className="moments", **marked(data_since=since, data_until=until))


@dataclass(frozen=True)
class View:
    """One sheet on a screen.

    :param sheet: as JSON values (:func:`data.core.review.pack.as_json`)
    :param query: what the address asks for, without a number
    :param today: for a frozen sheet, what the same moments give today
    """

    sheet: dict[str, Any]
    city: City
    query: str
    today: dict[str, Any] | None = None

    @property
    def parents(self) -> list[dict[str, str]]:
        """The kecamatan, and last those that lie in none (code ``""``)."""
        rows: list[dict[str, str]] = self.sheet["parents"]
        return rows

    def name_of(self, code: str | None) -> str:
        """A kecamatan's name."""
        if code is None:
            return labels.WHOLE
        named = {row["code"]: row["name"] for row in self.parents}
        return named.get(code) or labels.NOWHERE

    def category(self, code: str) -> str:
        """A category's name."""
        return self.city.category_of(code).name

    def moment(self, name: str) -> datetime:
        """A moment of the sheet."""
        return self.moment_of(self.sheet[name])

    @staticmethod
    def moment_of(text: str) -> datetime:
        """A moment as the sheet writes it."""
        return datetime.fromisoformat(text)

    def count(self, figure: Figure, parent: str | None = None, detail: str | None = None) -> int:
        """A number."""
        found: int = self.sheet["counts"].get(str(Cell(figure, parent, detail)), 0)
        return found

    def figure(self, figure: Figure, parent: str | None = None, detail: str | None = None) -> Component:
        """A number that leads to exactly the reports behind it."""
        cell = Cell(figure, parent, detail)
        value = self.count(figure, parent, detail)
        body: list[Any] = [number(value), *self._differs(cell, value)]
        if not value:
            return html.Span(body, className="figure zero")
        return html.A(
            body, href=detail_query(self.query, cell), className="figure", **marked(data_cell=str(cell))
        )

    def _differs(self, cell: Cell, value: int) -> list[Component]:
        if self.today is None:
            return []
        now = self.today["counts"].get(str(cell), 0)
        return [] if now == value else [html.Small(f"kini {number(now)}", className="today")]


def signed(value: float, decimals: int = 0) -> str:
    """A change with its sign; what rounds to nothing has none."""
    text = number(abs(value), decimals)
    if not any(digit in text for digit in "123456789"):
        return text
    return f"+{text}" if value > 0 else f"{MINUS}{text}"


def section(anchor: str, title: str, note: str, body: list[Any], name: str) -> Component:
    """A part of the page, with its formula one tap away."""
    return html.Section(
        [
            html.Div(
                [html.H2(title, id=f"{name}-judul"), how(anchor)],
                className="section-head",
            ),
            html.P(note, className="note"),
            *body,
        ],
        id=name,
        className="review-section",
        **marked(aria_labelledby=f"{name}-judul"),
    )


def how(anchor: str) -> Component:
    """The way to a formula."""
    return html.A(labels.HOW, href=f"/cara-hitung#{anchor}", className="how")


def table(head: list[Any], rows: Sequence[Component], label: str, kind: str = "") -> Component:
    """A table that can be scrolled sideways, also by keyboard; a phone shows its rows as cards."""
    carded(head, rows)
    top = html.Thead(
        html.Tr([cell if isinstance(cell, html.Th) else html.Th(cell, scope="col") for cell in head])
    )
    body = html.Table([top, html.Tbody(list(rows))], className=f"figures {CARDS} {kind}")
    return html.Div(body, className="table", tabIndex=0, role="region", **marked(aria_label=label))
