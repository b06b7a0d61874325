"""Answers in the two formats of GeoReport v2: lists of flat items."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson
from starlette.responses import Response

FORMATS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Item = Mapping[str, Any]


class AskedWrongError(Exception):
    """What the specification answers with an error."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


def listed(items: Sequence[Item], names: tuple[str, str], kind: str, status: int = 200) -> Response:
    """A list.

    :param names: of the list and of an item in XML, such as ``services`` and ``service``
    """
    if kind == "xml":
        root = Element(names[0])
        for item in items:
            _put(SubElement(root, names[1]), item)
        return _xml(root, status)
    return Response(orjson.dumps([_plain(item) for item in items]), status, media_type=FORMATS["json"])


def single(item: Item, name: str, kind: str) -> Response:
    """One item by itself."""
    if kind == "xml":
        root = Element(name)
        _put(root, item)
        return _xml(root, 200)
    return Response(orjson.dumps(_plain(item)), media_type=FORMATS["json"])


def fault(error: AskedWrongError, kind: str) -> Response:
    """An error as the specification wants it."""
    item = {"code": error.code, "description": error.description}
    return listed([item], ("errors", "error"), kind if kind in FORMATS else "json", error.code)


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _xml(root: Element, status: int) -> Response:
    body = tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(body, status, media_type=FORMATS["xml"])


def _put(above: Element, item: Item) -> None:
    for name, value in item.items():
        below = SubElement(above, name)
        if isinstance(value, Mapping):
            _put(below, value)
        elif isinstance(value, list):
            for one in value:
                _put(SubElement(below, name.removesuffix("s")), one)
        else:
            below.text = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))


def _plain(item: Item) -> dict[str, Any]:
    """Without what there is not; JSON takes no lone surrogate, which is told with a mark in its place."""
    return {name: _readable(value) for name, value in item.items() if value is not None}


def _readable(value: Any) -> Any:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
