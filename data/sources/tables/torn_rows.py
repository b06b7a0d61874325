"""What stands near a row that could not be parsed: its report may be marked confidential in another part."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from data.sources.columns import canonical_json
from data.sources.tables.layout import Layout
from data.sources.tables.records import Item

MAX_PARTS = 50  # of one text that was split over lines


class _Reader(Protocol):
    @property
    def layout(self) -> Layout: ...


AnyReader = TypeVar("AnyReader", bound=_Reader)


def with_nearby(
    pairs: Iterable[tuple[AnyReader, Item]],
) -> Iterator[tuple[AnyReader, Item, tuple[str, ...]]]:
    """Yield items with what may mark them besides their raw text.

    For a torn row that is the header and the rows beside it; for a row of another length, of which the
    raw text has only cells, its values by column.
    """
    torn = list[tuple[AnyReader, Item]]()
    for reader, item in pairs:
        if item.problem and len(torn) < MAX_PARTS:
            torn.append((reader, item))
            continue
        yield from _torn_items(torn, item)
        torn = [(reader, item)] if item.problem else []
        if not torn:
            yield reader, item, _own_values(item)
    yield from _torn_items(torn)


def _own_values(item: Item) -> tuple[str, ...]:
    return () if item.cells is None else (canonical_json(item.values),)


def _torn_items(
    torn: Sequence[tuple[AnyReader, Item]], following: Item | None = None
) -> Iterator[tuple[AnyReader, Item, tuple[str, ...]]]:
    """Yield torn rows with all their cells; the row below them may be their last part."""
    cells = tuple(cell for _reader, item in torn for cell in item.cells or ())
    last = (canonical_json(following.values),) if following and torn else ()
    for reader, item in torn:
        header = reader.layout.header
        yield reader, item, (*(header.names if header else ()), *cells, *last)
