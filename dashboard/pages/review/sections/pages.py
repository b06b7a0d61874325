"""Long lists of areas in pages, which open one by one, also without scripts."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.review.view import scrollable_table
from dashboard.ui.format import number
from dashboard.ui.responsive_table import visible_text

PAGE_LENGTH = 40  # a list up to this length is one page, without any sign of it
CITY_CLASS = "whole"  # of the city's own row


def area_table(headings: list[Any], rows: Sequence[Component], label: str, css_class: str = "") -> list[Any]:
    """Return the table of a row per area; a long one in pages, the city's row on the first."""
    own = [row for row in rows if getattr(row, "className", None) == CITY_CLASS]
    areas = [row for row in rows if row not in own]
    if len(areas) <= PAGE_LENGTH:
        return [scrollable_table(headings, rows, label, css_class)]

    def table(page: Sequence[Component]) -> Component:
        pinned = own if page[0] is areas[0] else []
        return scrollable_table(headings, [*page, *pinned], label, css_class)

    return in_pages(areas, table, _row_name)


def in_pages(
    items: Sequence[Component],
    as_page: Callable[[Sequence[Component]], Component],
    name_of: Callable[[Component], str],
) -> list[Component]:
    """Return the first page, and the others closed under a line that tells what is in them."""
    starts = range(PAGE_LENGTH, len(items), PAGE_LENGTH)
    rest = [_closed_page(items, start, as_page, name_of) for start in starts]
    return [as_page(items[:PAGE_LENGTH]), *rest]


def _closed_page(
    items: Sequence[Component],
    start: int,
    as_page: Callable[[Sequence[Component]], Component],
    name_of: Callable[[Component], str],
) -> Component:
    page = items[start : start + PAGE_LENGTH]
    span = f"{number(start + 1)} sampai {number(start + len(page))} dari {number(len(items))}"
    title = f"{span}: {name_of(page[0])} … {name_of(page[-1])}"
    return html.Details([html.Summary(title), as_page(page)], className="page")


def _row_name(row: Component) -> str:
    """Return the text of a row's heading; in the ranking, its first part."""
    heading = next(cell for cell in row.children if isinstance(cell, html.Th))
    content = heading.children
    return visible_text(content[0] if isinstance(content, list) else content)
