"""Long lists of areas in pages, which open one by one, also without scripts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dashboard.ui.format import number
from data.lib.translation import gettext

PAGE_LENGTH = 40  # a list up to this length is one page, without any sign of it
T = TypeVar("T")


@dataclass(frozen=True)
class ListPage(Generic[T]):
    """Some items of a list.

    :param title: under which the page is closed; empty for the first, which is open
    """

    items: Sequence[T]
    title: str = ""


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
    title = gettext("{first} to {last} of {count}: {first_name} … {last_name}").format(
        first=number(start + 1),
        last=number(start + len(page)),
        count=number(len(items)),
        first_name=name_of(page[0]),
        last_name=name_of(page[-1]),
    )
    return ListPage(page, title)
