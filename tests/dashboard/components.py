"""Looking into components without a browser."""

from collections.abc import Iterator
from typing import Any


def walk(part: Any) -> Iterator[Any]:
    """A component and everything inside it, text included."""
    if isinstance(part, list | tuple):
        for item in part:
            yield from walk(item)
        return
    yield part
    children = getattr(part, "children", None)
    if children is not None:  # a component without children is false, yet may have an id
        yield from walk(children)


def words(part: Any) -> str:
    """The text a reader would see, parts apart by one space."""
    return " ".join(item for item in walk(part) if isinstance(item, str) and item)


def classes(part: Any) -> list[str]:
    """The class names of everything inside, in order."""
    return [item.className for item in walk(part) if hasattr(item, "className")]
