"""The common form of every format: records of cells, or items of named values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from data.core.quick_frozen import quick


@quick
@dataclass(frozen=True, slots=True)
class Record:
    """One row of cells as in the file; ``problem`` says why it could not be parsed.

    :param merged: the indexes of the cells whose value is that of merged cells that begin elsewhere
    :param blank_rows: the blank rows between the row before and this one
    """

    cells: Sequence[Any]
    problem: str | None = None
    merged: frozenset[int] = frozenset()
    blank_rows: int = 0


@quick
@dataclass(frozen=True, slots=True)
class Item:
    """One row below the header, its non-empty values by column name.

    A row of another length than the header also has its ``cells``, because their columns are not certain.

    :param problem: why it cannot be a report; ``values`` must then not be used
    :param is_parsed: False for a line that could not be parsed, which is then the only cell
    """

    values: Mapping[str, Any]
    problem: str | None = None
    cells: Sequence[str] | None = None
    is_parsed: bool = True


class Grid(Protocol):
    """Rows of cells that can be read more than once.

    ``positioned``: a cell is under its header whatever the row's length (Excel), so that a short row
    is complete and a long one has notes beside the table.
    """

    positioned: bool

    def records(self) -> Iterator[Record]:
        """Yield every row that is not blank, from the first."""
        ...


class Items(Protocol):
    """Items that can be read more than once."""

    def items(self) -> Iterator[Item]:
        """Yield every item, from the first."""
        ...


@dataclass(frozen=True)
class SingleItem:
    """:class:`Items` of a single item."""

    item: Item

    def items(self) -> Iterator[Item]:
        """Yield the item."""
        yield self.item


def is_blank(cell: Any) -> bool:
    """Return whether a cell is None or only spaces."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
