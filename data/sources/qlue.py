"""Rows of Qlue's marker feed in both shapes known from public code: flat, and nested under ``profile``."""

from collections.abc import Iterator, Mapping
from typing import Any

from data.core.config.city import QlueSource
from data.core.findings import FindingCounter
from data.sources.base import Row
from data.sources.column_usage import ColumnUsage
from data.sources.columns import map_rows, parse_json, require_items
from data.sources.pages import count_pages_left_out

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


def qlue_rows(source: QlueSource, body: bytes, findings: FindingCounter | None = None) -> Iterator[Row]:
    """Return the rows of a list, or of ``{"data": [...]}``; a nested row is known by its ``profile``.

    :param findings: counts columns and pages that are not read
    """
    content, findings = parse_json(body), findings or FindingCounter()
    listed = content.get("data") if isinstance(content, Mapping) else content
    items = require_items(listed, "the list of reports")
    count_pages_left_out(content, len(items), findings)
    for defaults in (FLAT_FIELDS, NESTED_FIELDS):
        usage = ColumnUsage([*defaults.values(), *source.fields.values(), *source.id_from])
        for item in items:
            if isinstance(item, Mapping) and _is_nested(item) is (defaults is NESTED_FIELDS):
                usage.observe(item)
        usage.add_to(findings)
    return _map_items(source, items)


def _is_nested(item: Any) -> bool:
    return isinstance(item, Mapping) and isinstance(item.get("profile"), Mapping)


def _map_items(source: QlueSource, items: list[Any]) -> Iterator[Row]:
    """Map each row by its own shape, so that a response with both shapes loses no report."""
    for number, item in enumerate(items, start=1):
        fields = {**(NESTED_FIELDS if _is_nested(item) else FLAT_FIELDS), **source.fields}
        row = next(map_rows(source, fields, [item]))
        yield Row(number, row.raw, row.fields, row.problem)
