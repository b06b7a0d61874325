"""Photos as links that open in a tab of their own, and the headers they are sent with."""

from typing import Any

from dash import html
from dash.development.base_component import Component


def photo_link(url: str, label: str) -> Component:
    """A link to a photo; the browser puts the photo itself in when it comes into view."""
    attributes: dict[str, Any] = {"data-photo": url}
    return html.A("Foto", href=url, className="way photo", **attributes, **_external_link_attributes(label))


def _external_link_attributes(label: str) -> dict[str, Any]:
    """A link that leaves the board and tells nobody where from."""
    return {
        "target": "_blank",
        "rel": "noopener noreferrer",
        "referrerPolicy": "no-referrer",
        **_aria_label(label),
    }


def _aria_label(label: str) -> dict[str, Any]:
    return {"aria-label": label}


HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}
