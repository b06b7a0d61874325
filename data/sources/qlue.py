"""Rows of Qlue's marker feed in both shapes known from public code: flat, and nested under ``profile``."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.core.config.city import QlueSource
from data.sources.base import Row
from data.sources.columns import map_rows, parse_json, require_items

FLAT_FIELDS = {
    "service_request_id": "post_id", "requested_datetime": "post_date", "description": "post_desc",
    "address": "post_title", "media_url": "post_images", "lat": "loc_lat", "long": "loc_lng",
    "reporter": "profile_name", "status_description": "status", "service_name": "category",
}  # fmt: skip
NESTED_FIELDS = {
    "service_request_id": "id", "requested_datetime": "post_date", "description": "post_desc",
    "media_url": "post_images", "lat": "profile.location.lat", "long": "profile.location.lng",
    "status_description": "profile.detail.status", "service_name": "profile.detail.suggest.labels.1",
    "reporter": "profile_name",
}  # fmt: skip


def qlue_rows(source: QlueSource, body: bytes) -> Iterator[Row]:
    """Return the rows of a list, or of ``{"data": [...]}``; a nested row is known by its ``profile``."""
    content = parse_json(body)
    items = content.get("data") if isinstance(content, Mapping) else content
    return _map_items(source, require_items(items, "the list of reports"))


def _map_items(source: QlueSource, items: list[Any]) -> Iterator[Row]:
    """Map each row by its own shape, so that a response with both shapes loses no report."""
    for number, item in enumerate(items, start=1):
        nested = isinstance(item, Mapping) and isinstance(item.get("profile"), Mapping)
        fields = {**(NESTED_FIELDS if nested else FLAT_FIELDS), **source.fields}
        row = next(map_rows(source, fields, [item]))
        yield Row(number, row.raw, row.fields, row.problem)
