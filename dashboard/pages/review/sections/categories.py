"""The section of categories: those of the city, and what each kecamatan received of them."""

from typing import NamedTuple

from dashboard.pages.review.sections.pages import ListPage, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView
from dashboard.ui.table_columns import TableColumn
from data.core.review.metric_key import Metric

FLOWS = (Metric.OPENING, Metric.NEW, Metric.CLOSED, Metric.CLOSING)
MAX_OPACITY = 0.55


class CategoryLine(NamedTuple):
    """A category of the city; ``share`` of what was received."""

    name: str
    figures: list[FigureLink]
    share: float


class ShadedRow(NamedTuple):
    """The reports received in a kecamatan, per category; each with the opacity of its shade."""

    name: str
    cells: list[tuple[FigureLink, float]]


class CategoryTables(NamedTuple):
    """The section of categories: a table of lines, and one of kecamatan and categories."""

    lines: list[CategoryLine]
    columns: list[TableColumn]
    matrix: list[ListPage[ShadedRow]]


def category_section(view: ReviewView) -> CategoryTables:
    """Return the categories of the city, and the reports received per kecamatan and category."""
    codes = [row["code"] for row in view.review_report["categories"]]
    lines = [_category_line(view, code) for code in codes]
    return CategoryTables(lines, [TableColumn(line.name) for line in lines], _matrix(view, codes))


def _category_line(view: ReviewView, code: str) -> CategoryLine:
    share = view.count(Metric.NEW, None, code) / max(1, view.count(Metric.NEW))
    return CategoryLine(
        view.category_name(code), [view.figure_link(figure, None, code) for figure in FLOWS], share
    )


def _matrix(view: ReviewView, codes: list[str]) -> list[ListPage[ShadedRow]]:
    parents = [row["code"] for row in view.parents]
    max_count = max([view.count(Metric.NEW, parent, code) for parent in parents for code in codes] + [1])
    rows = [_shaded_row(view, parent, codes, max_count) for parent in parents]
    return in_pages(rows, lambda row: row.name)


def _shaded_row(view: ReviewView, parent: str, codes: list[str], max_count: int) -> ShadedRow:
    cells = [
        (
            view.figure_link(Metric.NEW, parent, code),
            round(MAX_OPACITY * view.count(Metric.NEW, parent, code) / max_count, 2),
        )
        for code in codes
    ]
    return ShadedRow(view.kecamatan_name(parent), cells)
