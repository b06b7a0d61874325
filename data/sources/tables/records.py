"""What every format is reduced to: records of cells, or items of named values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One row of cells as it stands in the file; ``problem`` says why it could not be taken apart."""

    cells: Sequence[Any]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One row below the header, its non-empty values by column name.

    A row of another length than the header also brings its ``cells``: nobody can be sure which is whose.

    :param problem: why it cannot be a report; ``values`` is then not to be used
    :param taken_apart: False for a line that is not even cells, which then stands as the only one
    """

    values: Mapping[str, Any]
    problem: str | None = None
    cells: Sequence[str] | None = None
    is_parsed: bool = True


class Grid(Protocol):
    """Rows of cells that can be walked through more than once.

    ``positioned``: a cell stands under its header whatever the row's length (Excel), so that a short row
    is whole and a long one has notes beside the table.
    """

    positioned: bool

    def records(self) -> Iterator[Record]:
        """Every row that is not blank, from the first."""
        ...


class Items(Protocol):
    """Items that can be walked through more than once."""

    def items(self) -> Iterator[Item]:
        """Every item, from the first."""
        ...


@dataclass(frozen=True)
class SingleItem:
    """A single item."""

    item: Item

    def items(self) -> Iterator[Item]:
        """It."""
        yield self.item


def is_blank(cell: Any) -> bool:
    """Nothing, or spaces only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
