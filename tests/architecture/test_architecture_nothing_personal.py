"""A snapshot holds nothing personal: no key of such a field, no name and no text of a reporter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from bootstrap import AppContext
from data.services.live_board import snapshot_now, to_json
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import qlue_row
from tests.personas import MARIA

PERSONAL = {
    "reporter", "profile_name", "phone", "email", "description", "status_notes", "address",
    "media_url", "evidence_url", "rating",
}  # fmt: skip
REPORT_TEXT = "Hubungi saya di 0812-3456-7890"


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        yield from (key for inner in value.values() for key in keys(inner))
    elif isinstance(value, list):
        yield from (key for inner in value for key in keys(inner))


@pytest.fixture
def snapshot_json(app_context: AppContext, tmp_path: Path) -> bytes:
    """Return the snapshot of a city in which Maria filed a late flood report with her phone number."""
    row = qlue_row(
        category="Banjir", post_date="2026-11-22 09:00:00", post_desc=REPORT_TEXT, profile_name=MARIA.name
    )
    feed = tmp_path / "feed.json"
    feed.write_bytes(orjson.dumps([row]))
    sync_layer(app_context)
    source = app_context.city.source[0]
    assert pull(app_context, source, open_feed(source, app_context, feed))["new"] == 1
    return to_json(snapshot_now(app_context.engine, app_context.city, app_context.clock.now()))


def test_snapshot_has_no_personal_keys(snapshot_json: bytes) -> None:
    snapshot_keys = set(keys(orjson.loads(snapshot_json)))
    assert {"timers", "points", "events", "service_request_id"} <= snapshot_keys
    assert snapshot_keys & PERSONAL == set()


@pytest.mark.parametrize("word", [MARIA.name, "Maria", "0812", REPORT_TEXT])
def test_snapshot_holds_no_reporter_name_or_text(snapshot_json: bytes, word: str) -> None:
    assert word.encode() not in snapshot_json
