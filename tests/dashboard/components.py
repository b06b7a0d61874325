"""Inspection of components without a browser."""

from collections.abc import Iterator
from typing import Any

from data.lib.translation import Text


def walk(component: Any) -> Iterator[Any]:
    """Yield a component and everything in it, text included."""
    if isinstance(component, list | tuple):
        for item in component:
            yield from walk(item)
        return
    yield component
    children = getattr(component, "children", None)
    if children is not None:  # a component without children is false, yet may have an id
        yield from walk(children)


def visible_text(component: Any) -> str:
    """Return the text a reader would see, parts separated by a space."""
    return " ".join(str(item) for item in walk(component) if isinstance(item, Text) and str(item))


def class_names(component: Any) -> list[str]:
    """Return the class names of everything in a component, in order."""
    return [item.className for item in walk(component) if hasattr(item, "className")]
