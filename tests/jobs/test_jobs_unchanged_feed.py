"""A feed that answers "not modified" is a successful pull that reads nothing, not an empty feed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import orjson
import pytest

from bootstrap import AppContext
from data.services.live_board import snapshot_now
from data.sources.base import FeedError, Row
from jobs.pull import pull
from tests.builders import city, open_test_context, qlue_row
from tests.georeport_server import send_response
from tests.personas import MONDAY_NOON
from tests.pulls import app_context_at, pull_now
from tests.servers import HttpFeed, start_feed

LATER = MONDAY_NOON + timedelta(minutes=10)


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """Serve a feed whose ETag is its body."""
    with start_feed() as server:
        server.body = orjson.dumps([qlue_row(1), qlue_row(2, post_date="kemarin")])

        def answer(handler: BaseHTTPRequestHandler) -> None:
            etag = f'"{hash(server.body)}"'
            unmodified = handler.headers.get("If-None-Match") == etag
            send_response(handler, 304 if unmodified else 200, b"" if unmodified else server.body, ETag=etag)

        server.answer = answer
        yield server


def open_app_context_with(folder: Path, feed: HttpFeed, **keys: Any) -> AppContext:
    return open_test_context(folder, source=[qlue_source(feed, **keys)])


def qlue_source(feed: HttpFeed, **keys: Any) -> dict[str, Any]:
    return {
        "name": "qlue",
        "kind": "qlue",
        "url": feed.url,
        "every_seconds": 60,
        "timezone": "Asia/Jakarta",
        **keys,
    }


def pull_at(app_context: AppContext, moment: datetime) -> dict[str, Any]:
    return pull_now(app_context_at(app_context, moment))


def test_an_unmodified_response_is_a_successful_pull(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed)
    first, second = pull_at(app_context, MONDAY_NOON), pull_at(app_context, LATER)
    assert (first["read"], first["new"], first["rejected"]) == (2, 1, 1)
    assert (second["error"], second["read"], second["bytes_read"]) == (None, 0, 0)
    line = snapshot_now(app_context.engine, app_context.city, LATER).pulls[0]
    assert (line["last_success"], line["error"], line["stale"]) == (LATER, None, False)


def test_an_unmodified_feed_is_read_once(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed)
    reads = [pull_at(app_context, MONDAY_NOON + timedelta(minutes=n))["read"] for n in range(4)]
    assert reads == [2, 0, 0, 0]


def test_a_modified_feed_is_read_again(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed)
    pull_at(app_context, MONDAY_NOON)
    feed.body = orjson.dumps([qlue_row(1, status="complete"), qlue_row(3)])
    line = pull_at(app_context, LATER)
    assert (line["read"], line["new"], line["changed"]) == (2, 1, 1)


def test_an_unmodified_feed_is_read_again_after_a_changed_mapping(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed)
    pull_at(app_context, MONDAY_NOON)
    remapped_city = city(source=[qlue_source(feed, fields={"description": "post_title"})])
    line = pull_at(replace(app_context, city=remapped_city), LATER)
    assert (line["read"], line["changed"]) == (2, 1)


def test_a_response_that_was_not_fully_read_is_read_again(tmp_path: Path, feed: HttpFeed) -> None:
    """The server would answer "not modified", although the rows never reached the store."""
    app_context = open_app_context_with(tmp_path, feed)
    complete_body, feed.body = feed.body, feed.body[:-5]
    assert "not whole JSON" in pull_at(app_context, MONDAY_NOON)["error"]
    assert "not whole JSON" in pull_at(app_context, LATER)["error"]
    feed.body = complete_body
    assert pull_at(app_context, LATER)["read"] == 2


def test_an_empty_list_is_still_an_error(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed)
    pull_at(app_context, MONDAY_NOON)
    feed.body = b"[]"
    assert "is empty" in pull_at(app_context, LATER)["error"]


def test_conditional_requests_can_be_switched_off(tmp_path: Path, feed: HttpFeed) -> None:
    app_context = open_app_context_with(tmp_path, feed, conditional=False)
    assert [pull_at(app_context, moment)["read"] for moment in (MONDAY_NOON, LATER)] == [2, 2]


def test_rows_before_an_error_are_stored(tmp_path: Path, feed: HttpFeed) -> None:
    """The rows are stored, and the pull fails all the same."""

    class BreakingFeed:
        def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
            fields = {"service_request_id": "1", "requested_datetime": "2026-11-23 09:00"}
            yield Row(1, "{}", fields)
            raise FeedError("the line went dead")

    app_context = open_app_context_with(tmp_path, feed)
    line = pull(app_context, app_context.city.source[0], BreakingFeed())
    assert (line["error"], line["read"], line["new"]) == ("the line went dead", 1, 1)
