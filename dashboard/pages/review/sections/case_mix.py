"""The sections of categories, and of ages and deadlines of the backlog."""

from dataclasses import dataclass
from typing import NamedTuple

from dashboard.pages.review import labels
from dashboard.pages.review.sections.pages import FigureRow, FigureTable, ListPage, figure_pages, in_pages
from dashboard.pages.review.view import FigureLink, ReviewView, SectionHead, TableColumn
from dashboard.ui.format import percent
from data.core.review.drilldown import AGE_BANDS
from data.core.review.metric_key import Metric

FLOWS = (Metric.OPENING, Metric.NEW, Metric.CLOSED, Metric.CLOSING)
CATEGORY_HEADINGS = ("Kategori", "Awal", "Masuk", "Selesai", "Akhir", "Bagian dari yang masuk")
MAX_OPACITY = 0.55


class CategoryLine(NamedTuple):
    """A category of the city; ``width``: of its bar, in per cent."""

    name: str
    figures: list[FigureLink]
    width: str
    share: str


class ShadedRow(NamedTuple):
    """The reports received in a kecamatan, per category; each with the opacity of its shade."""

    name: str
    cells: list[tuple[FigureLink, float]]


@dataclass(frozen=True)
class CategoryTables:
    """The section of categories.

    :param matrix_label: of the table of kecamatan and categories
    """

    head: SectionHead
    columns: list[TableColumn]
    lines: list[CategoryLine]
    matrix_label: str
    matrix_title: str
    matrix_columns: list[TableColumn]
    matrix: list[ListPage[ShadedRow]]


def category_section(view: ReviewView) -> CategoryTables:
    """Return the categories of the city, and the reports received per kecamatan and category."""
    codes = [row["code"] for row in view.review_report["categories"]]
    received_count = view.count(Metric.NEW)
    note = labels.CATEGORY_NOTE.format(Parent=view.with_level("{Parent}"))
    return CategoryTables(
        SectionHead("kategori", "campuran", "Campuran kategori", note),
        list(map(TableColumn, CATEGORY_HEADINGS)),
        [_category_line(view, code, received_count) for code in codes],
        view.with_level("Masuk per {parent} dan kategori"),
        view.with_level("Laporan masuk per {parent} dan kategori"),
        [
            TableColumn(view.city.areas.parent_level),
            *(TableColumn(view.category_name(code)) for code in codes),
        ],
        _matrix(view, codes),
    )


def _category_line(view: ReviewView, code: str, received_count: int) -> CategoryLine:
    share = view.count(Metric.NEW, None, code) / received_count if received_count else 0.0
    figures = [view.figure_link(figure, None, code) for figure in FLOWS]
    return CategoryLine(view.category_name(code), figures, f"{100 * share:.1f}", percent(share))


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


def age_section(view: ReviewView) -> FigureTable:
    """Return ages and deadlines of the open reports of each kecamatan."""
    columns = [
        TableColumn(view.city.areas.parent_level),
        *(
            TableColumn(label, f"age-{band}")
            for band, label in zip(AGE_BANDS, labels.AGE_LABELS, strict=True)
        ),
        *(TableColumn(label, state) for state, label in labels.STATE_LABELS.items()),
        TableColumn("Jumlah", "closing"),
    ]
    codes: list[str | None] = [row["code"] for row in view.parents]
    head = SectionHead("umur", "umur", "Umur tunggakan pada akhir periode", labels.AGE_NOTE)
    return FigureTable(head, columns, figure_pages([_age_row(view, code) for code in (*codes, None)]))


def _age_row(view: ReviewView, code: str | None) -> FigureRow:
    figures = [
        *(view.figure_link(Metric.AGE, code, band) for band in AGE_BANDS),
        *(view.figure_link(Metric.STATE, code, state) for state in labels.STATE_LABELS),
        view.figure_link(Metric.CLOSING, code),
    ]
    return FigureRow(code, view.kecamatan_name(code), figures)
