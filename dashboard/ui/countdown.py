"""A countdown that the browser fills each second with the time left or exceeded."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels
from dashboard.ui.format import milliseconds


def countdown(due: datetime | None, stopped_at: datetime | None = None) -> Component:
    """Return the element that ``kecamatan.js`` fills, or a label where there is no deadline."""
    if milliseconds(due) is None:
        return html.Span(str(labels.NO_TARGET), className="ticking none")
    milliseconds_by_name = {"data-due": milliseconds(due), "data-stopped": milliseconds(stopped_at)}
    attributes: dict[str, Any] = {
        name: value for name, value in milliseconds_by_name.items() if value is not None
    }
    return html.Span(className="ticking", **attributes)
