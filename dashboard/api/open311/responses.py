"""Responses in the two formats of GeoReport v2: lists of flat items."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import orjson
from starlette.responses import Response

from data.lib.translation import Text

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
INVALID_XML_CHARACTERS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LIST_TAGS = {"requests": ("service_requests", "request"), "services": ("services", "service")}
XML_SCHEMA = "http://www.w3.org/2001/XMLSchema-instance"
NIL = f"{{{XML_SCHEMA}}}nil"
register_namespace("xsi", XML_SCHEMA)
RETRY_SECONDS = 5  # after 503
Item = Mapping[str, Any]


class Open311Error(Exception):
    """A request that gets an error of the specification; ``code`` is the HTTP status."""

    def __init__(self, code: int, description: Text) -> None:
        super().__init__(description)
        self.code, self.description = code, str(description)


def list_response(
    items: Sequence[Item], tag_names: tuple[str, str], format_name: str, status: int = 200
) -> Response:
    """Return a response with a list of items.

    :param tag_names: of the list and of an item in XML, such as ``services`` and ``service``
    """
    if format_name == "xml":
        root = Element(tag_names[0])
        for item in items:
            _add_elements(SubElement(root, tag_names[1]), item)
        return _xml_response(root, status)
    return Response(
        orjson.dumps([_without_missing(item) for item in items]), status, media_type=FORMATS["json"]
    )


def item_response(item: Item, tag_name: str, format_name: str) -> Response:
    """Return a response with one item."""
    if format_name == "xml":
        root = Element(tag_name)
        _add_elements(root, item)
        return _xml_response(root, 200)
    return Response(orjson.dumps(_without_missing(item)), media_type=FORMATS["json"])


def error_response(error: Open311Error, format_name: str) -> Response:
    """Return an error in the form of the specification."""
    item = {"code": error.code, "description": error.description}
    response = list_response(
        [item], ("errors", "error"), format_name if format_name in FORMATS else "json", error.code
    )
    if error.code in (429, 503):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def format_moment(at: datetime | None) -> str | None:
    """Return a moment as ISO 8601 in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _xml_response(root: Element, status: int) -> Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, media_type=FORMATS["xml"])


def _add_elements(parent: Element, item: Item) -> None:
    """Add the values of an item; a missing text is empty, a missing number or time is marked as nil."""
    for name, value in item.items():
        child = SubElement(parent, name)
        if value is None and _has_typed_value(name):
            child.set(NIL, "true")
        else:
            _add_value(child, name.removesuffix("s"), value)


def _has_typed_value(name: str) -> bool:
    """Return whether schemas want a number or a time here, which an empty element is not."""
    return name in ("lat", "long") or name.endswith("_datetime")


def _add_value(element: Element, part_name: str, value: Any) -> None:
    if isinstance(value, Mapping):
        _add_elements(element, value)
    elif isinstance(value, list):
        for part in value:
            _add_part(SubElement(element, part_name), part_name, part)
    else:
        element.text = _text(value)


def _add_part(element: Element, name: str, part: Any) -> None:
    """Add a part of a list; one such as {"format": "text/xml"} is the element's own text too."""
    _add_value(element, name, part)
    if isinstance(part, Mapping) and part.keys() == {name}:
        element.text = _text(part[name])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return INVALID_XML_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _without_missing(item: Item) -> dict[str, Any]:
    """Return the item without missing values, and without lone surrogates, which JSON does not allow."""
    return {name: _xml_safe(value) for name, value in item.items() if value is not None}


def _xml_safe(value: Any) -> Any:
    return INVALID_XML_CHARACTERS.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
