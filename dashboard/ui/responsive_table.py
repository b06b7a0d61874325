"""Tables that a phone shows as cards: each cell holds its column's label, which a narrow screen shows."""

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

CARDS_CLASS = "as-cards"  # see responsive_table.css
LABEL_ATTRIBUTE = "data-label"


def add_column_labels(headers: Sequence[Any], rows: Iterable[Component]) -> None:
    """Set the label of its column on each cell.

    :param headers: one text or ``Th`` per column
    :param rows: ``Tr`` of ``Td`` and ``Th`` in the same order; a cell over several columns ends its row
    """
    labels = [visible_text(header) for header in headers]
    for row in rows:
        for cell, label in zip(row.children, labels, strict=False):
            if getattr(cell, "colSpan", None):
                break
            if isinstance(cell, html.Td):
                setattr(cell, LABEL_ATTRIBUTE, label)


def visible_text(component: Any) -> str:
    """Return the text in a component, parts separated by a space."""
    if isinstance(component, Component):
        return visible_text(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(visible_text, component)))
    return "" if component is None else str(component)
