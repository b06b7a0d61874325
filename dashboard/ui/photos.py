"""Photos that sources name, as links that open in a new tab."""

from collections.abc import Collection
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.core.config.picture_hosts import host_of

PHOTO, UNKNOWN_HOST = "Foto", "situs lain"


def photo_link(url: str, label: str, picture_hosts: Collection[str]) -> Component:
    """Return a link to a photo; the browser inserts the photo when the link comes into view.

    A photo on any other host is only opened by who follows the link, which names that host.

    :param picture_hosts: of the city's configuration
    """
    host = host_of(url)
    if url.startswith("https:") and host in picture_hosts:
        attributes = {"data-photo": url, **_external_link_attributes(label)}
        return html.A(PHOTO, href=url, className="link-button photo", **attributes)
    place = f"di {host or UNKNOWN_HOST}"
    attributes = _external_link_attributes(f"{label} {place}")
    return html.A(f"{PHOTO} {place}", href=url, className="link-button", **attributes)


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
