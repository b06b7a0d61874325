"""What the city's file said at the last start: where each source reads from, and the names of categories.

A source or category that has another code now is recognised by it. Stored in the table of feeds' states,
under a name that no source can have.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection

from data.store.named_values import load_value, save_value

NAME = "city-file:identities"


@dataclass(frozen=True)
class CityMemory:
    """The identities of a city's file.

    Attributes:
        sources: a digest of what each source reads, by its name
        categories: the names by code
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)

    def updated(self, present: "CityMemory") -> "CityMemory":
        """Return the memory with what a file says now; what it no longer says stays."""
        sources = {**self.sources, **present.sources}
        return CityMemory(sources, {**self.categories, **present.categories})


def load(connection: Connection) -> CityMemory:
    """Return the memory; an empty one before the first start."""
    return CityMemory(**(load_value(connection, NAME) or {}))


def save(connection: Connection, memory: CityMemory) -> None:
    """Store the memory in place of the previous one."""
    save_value(connection, NAME, asdict(memory))
