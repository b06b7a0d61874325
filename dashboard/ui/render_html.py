"""Components rendered to HTML text, for pages of thousands of cells.

Dash keeps every component in its own store and visits each of them at every change; with some thousands, a
click takes seconds. Such a page's parts are still built as components (values in, component out), sent as
text, and inserted by the browser (``window.pantau.insertHtml`` in ``render_html.js``).
"""

import re
from html import escape
from typing import Any

from dash.development.base_component import Component

ATTRIBUTE_NAMES = {"className": "class", "colSpan": "colspan", "rowSpan": "rowspan", "tabIndex": "tabindex"}
ALLOWED_NAMESPACES = ("dash_html_components", "dash_svg")


def markup(component: Any) -> str:
    """Return a component, a text or a list of them as HTML; every text and value is escaped.

    Styles become ``data-style``, which the browser applies by script: a content security policy may forbid
    ``style`` in a text.

    :raises TypeError: a component is no plain HTML or SVG element, as those of ``dcc`` are not
    """
    if component is None:
        return ""
    if isinstance(component, list | tuple):
        return "".join(markup(item) for item in component)
    if not isinstance(component, Component):
        return escape(str(component))
    element = component.to_plotly_json()
    if element["namespace"] not in ALLOWED_NAMESPACES:
        raise TypeError(f"{element['type']} of {element['namespace']} is no plain element")
    tag, props = element["type"].lower(), dict(element["props"])
    children = markup(props.pop("children", None))
    return f"<{tag}{_attributes(props)}>{children}</{tag}>"


def _attributes(props: dict[str, Any]) -> str:
    return "".join(
        f" {_name(name)}{_value(name, value)}" for name, value in props.items() if _is_rendered(name, value)
    )


def _is_rendered(name: str, value: Any) -> bool:
    return name != "key" and value is not None and value is not False


def _name(name: str) -> str:
    return "data-style" if name == "style" else ATTRIBUTE_NAMES.get(name, name)


def _value(name: str, value: Any) -> str:
    if value is True:
        return '=""'
    text = _style(value) if name == "style" else str(value)
    return f'="{escape(text, quote=True)}"'


def _style(style: dict[str, Any]) -> str:
    """Return a style as CSS text: ``backgroundColor`` becomes ``background-color``."""
    pairs = (
        (re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name), value) for name, value in style.items()
    )
    return ";".join(f"{name}:{value}" for name, value in pairs)
