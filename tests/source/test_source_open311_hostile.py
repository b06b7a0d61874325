"""Whatever a server sends, each report ends in the store or in quarantine, or the pull fails."""

import json
import tempfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.core.report.record import Rejection, ServiceRequest
from data.services.integrity import check_store
from data.sources.open311.rows import RowMaker
from data.sources.validator import Guard
from tests.builders import city
from tests.open311 import GeoReport, base, report, send
from tests.personas import MONDAY_NOON
from tests.pulls import adds_up
from tests.servers import start_feed
from tests.source.open311_pulls import pull_at, source, town_with

NAMES = [*report(1), "token", "status_description", "status_notes", "media_url", "closed_date",
         "expected_datetime", "address", "rating", "code", "x"]  # fmt: skip
WORDS = ["0", "open", "CLOSED", "2026-11-23 09:00", "2026-11-23T09:00:00+08:00", "9999-12-31", "1e999"]
value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
item = st.dictionaries(st.sampled_from(NAMES), value) | value
near = st.builds(lambda number, changed: {**report(number), **changed}, st.integers(0, 3), st.dictionaries(
    st.sampled_from(NAMES), value, max_size=2))  # fmt: skip


@given(item | near)
def test_any_report_is_a_record_or_a_rejection(content: Any) -> None:
    town = city(source=[source(GeoReport(url="http://127.0.0.1"))])
    maker = RowMaker(town.source[0], lambda identity, token: identity or token, dict)  # type: ignore[arg-type]
    checked = Guard(town, town.source[0], lambda name: "x").check(maker.row(1, content), MONDAY_NOON)
    assert isinstance(checked, ServiceRequest | Rejection)


def test_reports_without_a_time_end(tmp_path: Path) -> None:
    """Nobody can tell in which half of a window they lie: they are asked for a few times and no more."""
    with start_feed() as feed:
        content = [{**report(n), "requested_datetime": None} for n in range(3)]
        feed.answer = lambda handler: send(handler, 200, json.dumps(content).encode())
        world = town_with(tmp_path, GeoReport(url=base(feed)), silent_windows=2)
        line = pull_at(world)
        assert (line["error"], line["read"], line["rejected"]) == (None, 3, 3)
        assert len(feed.asked) < 20


def test_a_server_that_makes_up_reports_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sources.open311.client.MAX_QUESTIONS", 200)
    with start_feed() as feed:

        def answer(handler: BaseHTTPRequestHandler) -> None:
            content = [report(2 * len(feed.asked), 1), report(2 * len(feed.asked) + 1, 2)]
            send(handler, 200, json.dumps(content).encode())

        feed.answer = answer
        line = pull_at(town_with(tmp_path, GeoReport(url=base(feed)), paging="none"))
        assert "200 questions and still no end" in line["error"]
        assert len(feed.asked) == 200


@given(st.lists(item | near, min_size=1, max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_pull_of_anything_adds_up(content: list[Any]) -> None:
    """From a server that answers every question with the same list."""
    with tempfile.TemporaryDirectory() as folder, start_feed() as feed:
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        feed.answer = lambda handler: send(handler, 200, body)
        world = town_with(Path(folder), GeoReport(url=base(feed)), silent_windows=1)
        line = pull_at(world)
        assert adds_up(line)
        assert line["error"] or line["read"]
        assert check_store(world.engine, world.city, MONDAY_NOON) == []
        world.engine.dispose()
