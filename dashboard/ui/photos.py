"""Photos as links that open in a new tab, and the headers of photo responses."""

from typing import Any

from dash import html
from dash.development.base_component import Component

HEADERS = {"Cache-Control": "private, max-age=86400, immutable", "Content-Disposition": "inline"}


def photo_link(url: str, label: str) -> Component:
    """Return a link to a photo; the browser inserts the photo when the link comes into view."""
    attributes: dict[str, Any] = {"data-photo": url, **_external_link_attributes(label)}
    return html.A("Foto", href=url, className="link-button photo", **attributes)


def _external_link_attributes(label: str) -> dict[str, Any]:
    """Return the attributes of a link that opens in a new tab and sends no referrer."""
    return {
        "target": "_blank",
        "rel": "noopener noreferrer",
        "referrerPolicy": "no-referrer",
        **_aria_label(label),
    }


def _aria_label(label: str) -> dict[str, Any]:
    return {"aria-label": label}
