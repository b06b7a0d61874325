"""What leaves the store for the screens names no person: neither a key for one nor a value of one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from bootstrap import World
from data.services.live_board import snapshot_now, to_json
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import qlue_row
from tests.personas import MARIA

PERSONAL = {
    "reporter", "profile_name", "phone", "email", "description", "status_notes", "address",
    "media_url", "evidence_url", "rating",
}  # fmt: skip
SAID = "Hubungi saya di 0812-3456-7890"


def keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        yield from (key for inner in value.values() for key in keys(inner))
    elif isinstance(value, list):
        yield from (key for inner in value for key in keys(inner))


@pytest.fixture
def told(town: World, tmp_path: Path) -> bytes:
    """The snapshot of a town in which Maria filed a late flood and gave her number."""
    row = qlue_row(
        category="Banjir", post_date="2026-11-22 09:00:00", post_desc=SAID, profile_name=MARIA.name
    )
    feed = tmp_path / "feed.json"
    feed.write_bytes(orjson.dumps([row]))
    sync_layer(town)
    source = town.city.source[0]
    assert pull(town, source, feed_of(source, town, feed))["new"] == 1
    return to_json(snapshot_now(town.engine, town.city, town.clock.now()))


def test_no_key_of_the_snapshot_speaks_of_a_person(told: bytes) -> None:
    found = set(keys(orjson.loads(told)))
    assert {"timers", "points", "events", "service_request_id"} <= found
    assert found & PERSONAL == set()


@pytest.mark.parametrize("word", [MARIA.name, "Maria", "0812", SAID])
def test_nothing_a_reporter_is_or_said_is_in_the_snapshot(told: bytes, word: str) -> None:
    assert word.encode() not in told
