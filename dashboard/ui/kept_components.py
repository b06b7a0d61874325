"""Components that many frames share: each is encoded once, as long as somebody keeps it."""

from typing import Any
from weakref import WeakKeyDictionary

import orjson
from dash.development.base_component import Component

from data.lib.translation import LazyText

_encoded: "WeakKeyDictionary[Component, orjson.Fragment | None]" = WeakKeyDictionary()


def keep(component: Component) -> Component:
    """Let a component, which must not change any more, be encoded once."""
    _encoded[component] = None
    return component


def encode(value: Any) -> bytes:
    """Return a value with components as JSON; kept components cost their bytes only."""
    return orjson.dumps(value, default=_encode_component)


def _encode_component(value: Any) -> Any:
    if isinstance(value, LazyText):
        return str(value)
    if not isinstance(value, Component):
        raise TypeError(f"{type(value).__name__} has no place in a frame")
    if value not in _encoded:
        return _plain(value)
    if _encoded[value] is None:
        _encoded[value] = orjson.Fragment(encode(_plain(value)))
    return _encoded[value]


def _plain(component: Component) -> dict[str, Any]:
    """Return a component for JSON, in order: Dash keeps its properties in the order of a set."""
    encoded = component.to_plotly_json()
    return {**encoded, "props": dict(sorted(encoded["props"].items()))}
