"""Mapping of a source's columns to our field names, and its JSON."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from data.core.config.city import SourceBase
from data.core.digest import digest
from data.sources.base import FeedError, Row
from data.sources.redaction import redact
from data.sources.values import safe_repr

EMPTY_MESSAGE = "is empty: taken for a fault of the feed, the last good data stays"


def map_rows(source: SourceBase, fields: Mapping[str, str], items: Iterable[Any]) -> Iterator[Row]:
    """Yield a :class:`Row` for each item, its values under our field names.

    :param fields: the source's names by ours; a dotted name reaches into nested objects and lists
    """
    for number, item in enumerate(items, start=1):
        yield _map_row(source, fields, number, item)


def _map_row(source: SourceBase, fields: Mapping[str, str], number: int, item: Any) -> Row:
    raw = canonical_json(redact(item, fields.get("reporter")))
    if not isinstance(item, dict):
        return Row(number, raw, {}, f"a {type(item).__name__} where an object with fields was expected")
    values: dict[str, Any] = {field_name: get_path(item, column) for field_name, column in fields.items()}
    values = {**source.fixed, **{name: value for name, value in values.items() if value is not None}}
    if source.id_from:
        values["service_request_id"] = _derived_id(source, item)
    return Row(number, raw, values)


def _derived_id(source: SourceBase, item: Mapping[str, Any]) -> str | None:
    """Return the digest of the columns that identify a row without an id; None if all are empty."""
    parts = [get_path(item, column) for column in source.id_from]
    return None if parts.count(None) == len(parts) else digest(*map(canonical_json, parts))


def get_path(item: Any, path: str) -> Any:
    """Return the value under a dotted path (``a.b.lat``, ``labels.1``); None where the path ends early."""
    if isinstance(item, dict) and path in item:
        return item[path]
    for key in path.split("."):
        if isinstance(item, dict):
            item = item.get(key)
        elif isinstance(item, list) and key.isdecimal() and int(key) < len(item):
            item = item[int(key)]
        else:
            return None
    return item


def canonical_json(item: Any) -> str:
    """Return the item as compact JSON with sorted keys, so that equal content gives equal text."""
    options = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
    try:
        return orjson.dumps(item, default=str, option=options).decode()
    except (orjson.JSONEncodeError, RecursionError):  # lone surrogates, or nested too deep
        return safe_repr(item)


def parse_json(body: bytes) -> Any:
    """Parse the body as JSON.

    :raises FeedError: HTML, truncated or empty: the feed is broken, and old data are better than none
    """
    text = body.removeprefix(b"\xef\xbb\xbf").strip()
    if text[:1] == b"<":
        raise FeedError("the answer is an HTML or XML page, not JSON: is a sign-in needed?")
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _parse_leniently(text, error)


def _parse_leniently(text: bytes, strict_error: orjson.JSONDecodeError) -> Any:
    """Accept half an emoji or a NaN: it spoils one field of one row, which the row validator names."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise FeedError(f"the answer is not whole JSON: {strict_error}") from strict_error


def require_items(items: Any, label: str) -> list[Any]:
    """Return ``items`` if it is a list that is not empty: a city without any report is a broken feed."""
    if not isinstance(items, list):
        raise FeedError(f"{label} is {type(items).__name__}, a list was expected")
    if not items:
        raise FeedError(f"{label} {EMPTY_MESSAGE}")
    return items
