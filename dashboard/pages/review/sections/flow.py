"""The section of stock and flow; each line shows whether it adds up."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui.format import signed_number


class FlowLine(NamedTuple):
    """The stock and flow of an area; ``code`` None: of the whole city, empty: of no kecamatan."""

    code: str | None
    name: str
    figures: list[FigureLink]
    change: str
    change_class: str
    balances: bool


@dataclass(frozen=True)
class FlowTable:
    """The section of stock and flow."""

    head: SectionHead
    columns: list[TableColumn]
    pages: list[ListPage[FlowLine]]
    label: str


def flow_section(view: ReviewView) -> FlowTable:
    """Return the stock and flow of each kecamatan, of no kecamatan, and of the city."""
    columns = [
        TableColumn(view.city.areas.parent_level),
        *(TableColumn(label, figure, sign) for figure, (sign, label) in labels.FLOW_LABELS.items()),
        TableColumn("Berubah"),
        TableColumn("Periksa"),
    ]
    lines = [_line(view, entry) for entry in view.review_report["flows"]]
    own = [line for line in lines if line.code is None]
    title = view.with_level("Arus dan tunggakan per {parent}")
    return FlowTable(
        SectionHead("arus", "arus", title, labels.FLOW_NOTE),
        columns,
        in_pages([line for line in lines if line.code is not None], lambda line: line.name, after=own),
        view.with_level("Arus per {parent}"),
    )


def _line(view: ReviewView, entry: dict[str, Any]) -> FlowLine:
    code, change = entry["code"], entry["change"]
    direction = " up" if change > 0 else " down" if change < 0 else ""
    figures = [view.figure_link(figure, code) for figure in labels.FLOW_LABELS]
    name = view.kecamatan_name(code)
    return FlowLine(code, name, figures, signed_number(change), f"change{direction}", entry["balances"])
