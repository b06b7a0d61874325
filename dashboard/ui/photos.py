"""Photos as links that open in a tab of their own, and the headers they are sent with."""

from typing import Any

from dash import html
from dash.development.base_component import Component


def photo(address: str, label: str) -> Component:
    """A link to a photo; the browser puts the photo itself in when it comes into view."""
    marked: dict[str, Any] = {"data-photo": address}
    return html.A("Foto", href=address, className="way photo", **marked, **_outward(label))


def _outward(label: str) -> dict[str, Any]:
    """A link that leaves the board and tells nobody where from."""
    return {
        "target": "_blank",
        "rel": "noopener noreferrer",
        "referrerPolicy": "no-referrer",
        **_label(label),
    }


def _label(words_: str) -> dict[str, Any]:
    return {"aria-label": words_}


HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}
