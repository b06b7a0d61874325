"""Tables that a phone shows as cards: each cell carries its column's words, which a narrow screen prints."""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

CARDS_CLASS = "as-cards"  # how they look: responsive_table.css
LABEL_ATTRIBUTE = "data-label"


def add_column_labels(headers: Sequence[Any], rows: Iterable[Component]) -> None:
    """Gives the cells of each row the words of their columns.

    :param heads: one text or ``Th`` per column
    :param rows: ``Tr`` of ``Td`` and ``Th`` in the same order; cells over several columns end a row
    """
    labels = [text_of(header) for header in headers]
    for row in rows:
        for cell, label in zip(row.children, labels, strict=False):
            if getattr(cell, "colSpan", None):
                break
            if isinstance(cell, html.Td):
                setattr(cell, LABEL_ATTRIBUTE, label)


def text_of(component: Any) -> str:
    """The words of a component without its elements, a sign such as + apart from the word behind it."""
    if isinstance(component, Component):
        return text_of(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(text_of, component)))
    return "" if component is None else str(component)
