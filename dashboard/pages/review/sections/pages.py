"""Long lists of areas in pages, which open one by one, also without scripts; and rows of numbers per area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from dashboard.pages.review.view import FigureLink, SectionHead, TableColumn
from dashboard.ui.format import number

PAGE_LENGTH = 40  # a list up to this length is one page, without any sign of it
T = TypeVar("T")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """Some items of a list.

    :param title: under which the page is closed; empty for the first, which is open
    """

    items: Sequence[T]
    title: str = ""


class FigureRow(NamedTuple):
    """The numbers of an area; ``code`` None: of the whole city."""

    code: str | None
    name: str
    figures: list[FigureLink]


@dataclass(frozen=True)
class FigureTable:
    """A section with one row of numbers per area."""

    head: SectionHead
    columns: list[TableColumn]
    pages: list[ListPage[FigureRow]]


def in_pages(
    items: Sequence[T], name_of: Callable[[T], str], *, before: Sequence[T] = (), after: Sequence[T] = ()
) -> list[ListPage[T]]:
    """Return the first page, and the others closed under a line that tells what is in them.

    :param before: stands on the first page, before its items
    :param after: stands on the first page, after its items
    """
    starts = range(PAGE_LENGTH, len(items), PAGE_LENGTH)
    first = ListPage([*before, *items[:PAGE_LENGTH], *after])
    return [first, *(_closed_page(items, start, name_of) for start in starts)]


def _closed_page(items: Sequence[T], start: int, name_of: Callable[[T], str]) -> ListPage[T]:
    page = items[start : start + PAGE_LENGTH]
    span = f"{number(start + 1)} sampai {number(start + len(page))} dari {number(len(items))}"
    return ListPage(page, f"{span}: {name_of(page[0])} … {name_of(page[-1])}")


def figure_pages(rows: Sequence[FigureRow]) -> list[ListPage[FigureRow]]:
    """Return rows of areas in pages; the city's own row, if there is one, is the last on the first."""
    own = [row for row in rows if row.code is None]
    return in_pages([row for row in rows if row.code is not None], lambda row: row.name, after=own)
