"""Dash's HTML components as elements of a template, for a document that shows them before Dash has loaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash.development.base_component import Component

from data.lib.translation import Text

ATTRIBUTE_NAMES = {"className": "class", "htmlFor": "for", "referrerPolicy": "referrerpolicy"}
# Ids stay those of Dash's own elements, which come into the same document.
LEFT_OUT = frozenset({"children", "id", "key", "n_clicks"})
VOID_TAGS = frozenset({"br", "hr", "img", "input"})


@dataclass(frozen=True)
class StaticElement:
    """An element: a tag with attributes, around other elements and texts."""

    tag: str
    attributes: dict[str, str]
    children: tuple["StaticElement | Text", ...]

    @property
    def is_void(self) -> bool:
        """Return whether the element has no closing tag."""
        return self.tag in VOID_TAGS


def static_element(component: Component) -> StaticElement:
    """Return a component of ``dash.html``, with all that is in it.

    :raises TypeError: the component, or one in it, is of another library, which draws only in a browser
    """
    if component._namespace != "dash_html_components":
        raise TypeError(f"{component._type} is no HTML")
    properties: dict[str, Any] = component.to_plotly_json()["props"]
    attributes = {
        ATTRIBUTE_NAMES.get(name, name): _attribute(value)
        for name, value in properties.items()
        if name not in LEFT_OUT and value is not None and value is not False
    }
    return StaticElement(component._type.lower(), attributes, _children(properties.get("children")))


def _attribute(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {setting}" for name, setting in value.items())
    return "" if value is True else str(value)


def _children(content: Any) -> tuple[StaticElement | Text, ...]:
    parts = content if isinstance(content, Sequence) and not isinstance(content, str) else [content]
    return tuple(
        static_element(part) if isinstance(part, Component) else str(part)
        for part in parts
        if part is not None
    )
