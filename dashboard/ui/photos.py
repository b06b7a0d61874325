"""Photos that sources name, as links that open in a new tab."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from data.core.config.picture_hosts import host_of
from data.lib.translation import gettext


@dataclass(frozen=True)
class PhotoLink:
    """A link to a photo.

    :param in_view: the browser inserts the photo when the link comes into view
    """

    url: str
    text: str
    label: str
    in_view: bool


def describe_photo(url: str, label: str, picture_hosts: Collection[str]) -> PhotoLink:
    """Return the link to a photo, which names any host that is not the city's.

    :param picture_hosts: of the city's configuration
    """
    host = host_of(url)
    if url.startswith("https:") and host in picture_hosts:
        return PhotoLink(url, gettext("Photo"), label, in_view=True)
    values = {"host": host or gettext("another site")}
    text, name = gettext("{name} at {host}"), gettext("Photo")
    return PhotoLink(url, text.format(name=name, **values), text.format(name=label, **values), in_view=False)


def photo_link(url: str, label: str, picture_hosts: Collection[str]) -> Component:
    """Return the link to a photo."""
    link = describe_photo(url, label, picture_hosts)
    attributes: dict[str, Any] = {"data-photo": link.url} if link.in_view else {}
    attributes |= _external_link_attributes(link.label)
    css_class = "link-button photo" if link.in_view else "link-button"
    return html.A(link.text, href=link.url, className=css_class, **attributes)


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
