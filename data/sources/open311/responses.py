"""Parser of responses, JSON or XML: the list in whatever wrapper, or the server's error message."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from data.sources.base import FeedError
from data.sources.columns import get_path, parse_json
from data.sources.values import clean_text

ITEM_KEYS = ("service_request_id", "token", "service_code", "service_name", "requested_datetime")
WRAPPER_KEYS = ("service_requests", "requests", "request", "service_request", "services", "service",
            "service_request_updates", "endpoints", "endpoint", "tokens", "data", "results", "items",
            "records")  # fmt: skip
SINGLE_ITEM_KEYS = ("request", "service_request", "service", "endpoint")
MAX_DEPTH = 12
FORBIDDEN_XML_CHARACTERS = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#(?:x0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)


class ErrorDocumentError(FeedError):
    """The response is an error document with the server's reason."""


def parse_items(body: bytes, list_key: str | None = None, item_keys: Iterable[str] = ITEM_KEYS) -> list[Any]:
    """Return the list in a response, which is JSON or XML by its first byte.

    :param list_key: dotted path to the list; None: search for it
    :param item_keys: names that identify a single object as an item
    :raises FeedError: neither JSON nor XML, HTML, truncated, without a list
    :raises ErrorDocumentError: an error document, with the server's message
    """
    if not body.strip():
        raise FeedError("the answer is empty: not even an empty list")
    content = parse_xml(body) if _is_xml(body) else parse_json(body)
    if list_key is not None:
        if message := error_message(content, item_keys):
            raise ErrorDocumentError(message)
        content = get_path(content, list_key)
    return _find_items(content, set(item_keys), 0)


def error_message(content: Any, item_keys: Iterable[str] = ITEM_KEYS) -> str | None:
    """Return ``code: description`` of each error of an error document; None for other content."""
    errors = content if isinstance(content, list) else [content]
    for name in ("errors", "error"):
        if len(errors) == 1 and isinstance(errors[0], Mapping) and errors[0].get(name):
            inner = errors[0][name]
            errors = inner if isinstance(inner, list) else [inner]
    if errors and all(_is_error(item, item_keys) for item in errors):
        return "; ".join(map(_describe_error, errors))[:300]
    return None


def _is_error(item: Any, item_keys: Iterable[str]) -> bool:
    if not isinstance(item, Mapping) or any(item.get(name) for name in item_keys):
        return False
    return {"code", "description"} <= set(item) or {"code", "message"} <= set(item)


def _describe_error(error: Mapping[str, Any]) -> str:
    message = error.get("description") or error.get("message")
    return f"{clean_text(error.get('code'))}: {clean_text(message)}"


def _is_xml(body: bytes) -> bool:
    head = body[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith((b"<", b"\xff\xfe<", b"\xfe\xff\x00<"))


def parse_xml(body: bytes) -> Any:
    """Parse XML to nested mappings, lists and texts: repeated tags become a list, empty and nil ones None.

    :raises FeedError: HTML, broken, or with a document type (entity expansion, external files)
    """
    if body.removeprefix(b"\xef\xbb\xbf").lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise FeedError("the answer is an HTML page, not data: is a sign-in needed?")
    try:
        return _element_value(_root(body), 0)
    except DefusedXmlException as error:
        raise FeedError(
            f"the XML declares entities or a document type: refused ({type(error).__name__})"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FeedError(f"the answer is not whole XML: {error}") from error


def _root(body: bytes) -> Element:
    """Parse the root element; drop control characters that XML forbids, so that they spoil one text only."""
    try:
        return fromstring(body, forbid_dtd=True)
    except ParseError:
        cleaned = FORBIDDEN_XML_CHARACTERS.sub(b"", body)
        if cleaned == body or body.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise
        return fromstring(cleaned, forbid_dtd=True)


def _element_value(element: Element, depth: int) -> Any:
    children = [child for child in element if isinstance(child.tag, str)]
    if any(_local_name(name) == "nil" and value.strip() in ("true", "1") for name, value in element.items()):
        return None
    if not children or depth > MAX_DEPTH:
        return (element.text or "").strip() or None
    values_by_tag = defaultdict[str, list[Any]](list)
    for child in children:
        values_by_tag[_local_name(child.tag)].append(_element_value(child, depth + 1))
    return {name: values[0] if len(values) == 1 else values for name, values in values_by_tag.items()}


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _find_items(content: Any, item_keys: set[str], depth: int) -> list[Any]:
    if message := error_message(content, item_keys):
        raise ErrorDocumentError(message)
    if content is None:
        return []
    if isinstance(content, list):
        nested = len(content) == 1 and isinstance(content[0], list) and depth < MAX_DEPTH
        return _find_items(content[0], item_keys, depth + 1) if nested else content
    if not isinstance(content, Mapping) or depth >= MAX_DEPTH:
        raise FeedError(f"a {type(content).__name__} where a list of reports was expected")
    if item_keys & set(content):
        return [content]
    return _find_items(_unwrap(content), item_keys, depth + 1)


def _unwrap(content: Mapping[str, Any]) -> Any:
    """Return the content of a wrapper: under a known name, or the only value that can be a list."""
    for name in WRAPPER_KEYS:
        if name in content and not isinstance(content[name], str | int | float):
            single = isinstance(content[name], Mapping) and name in SINGLE_ITEM_KEYS
            return [content[name]] if single else content[name]
    nested = [value for value in content.values() if isinstance(value, list | Mapping)]
    if len(nested) == 1:
        return nested[0]
    if not content:
        return []
    raise FeedError(f"no list of reports in an answer with {', '.join(map(clean_text, list(content)[:8]))}")
