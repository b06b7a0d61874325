"""A feed whose server says "not changed" is a good pull that reads nothing, and no empty feed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import orjson
import pytest

from bootstrap import World
from data.services.live_board import snapshot_now
from data.sources.base import FeedError, Row
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import city, fixed_clock, open_town, qlue_row
from tests.open311 import send
from tests.personas import MONDAY_NOON
from tests.servers import HttpFeed, start_feed

LATER = MONDAY_NOON + timedelta(minutes=10)


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """A feed that knows its ETag, which is its body."""
    with start_feed() as running:
        running.body = orjson.dumps([qlue_row(1), qlue_row(2, post_date="kemarin")])

        def answer(handler: BaseHTTPRequestHandler) -> None:
            mark = f'"{hash(running.body)}"'
            same = handler.headers.get("If-None-Match") == mark
            send(handler, 304 if same else 200, b"" if same else running.body, ETag=mark)

        running.answer = answer
        yield running


def town_with(folder: Path, feed: HttpFeed, **keys: Any) -> World:
    return open_town(folder, source=[qlue(feed, **keys)])


def qlue(feed: HttpFeed, **keys: Any) -> dict[str, Any]:
    return {
        "name": "qlue",
        "kind": "qlue",
        "url": feed.url,
        "every_seconds": 60,
        "timezone": "Asia/Jakarta",
        **keys,
    }


def pull_at(world: World, moment: datetime) -> dict[str, Any]:
    at = World(**{**vars(world), "clock": fixed_clock(moment)})
    return pull(at, world.city.source[0], feed_of(world.city.source[0], at))


def test_it_is_a_success_of_this_moment(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed)
    first, second = pull_at(world, MONDAY_NOON), pull_at(world, LATER)
    assert (first["read"], first["new"], first["rejected"]) == (2, 1, 1)
    assert (second["error"], second["read"], second["bytes_read"]) == (None, 0, 0)
    line = snapshot_now(world.engine, world.city, LATER).pulls[0]
    assert (line["last_success"], line["error"], line["stale"]) == (LATER, None, False)


def test_it_is_asked_for_in_vain_again_and_again(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed)
    reads = [pull_at(world, MONDAY_NOON + timedelta(minutes=n))["read"] for n in range(4)]
    assert reads == [2, 0, 0, 0]


def test_a_change_is_read(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed)
    pull_at(world, MONDAY_NOON)
    feed.body = orjson.dumps([qlue_row(1, status="complete"), qlue_row(3)])
    line = pull_at(world, LATER)
    assert (line["read"], line["new"], line["changed"]) == (2, 1, 1)


def test_a_changed_mapping_reads_the_same_answer_again(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed)
    pull_at(world, MONDAY_NOON)
    other = World(**{**vars(world), "city": city(source=[qlue(feed, fields={"description": "post_title"})])})
    line = pull_at(other, LATER)
    assert (line["read"], line["changed"]) == (2, 1)


def test_an_answer_that_was_not_read_to_its_end_is_read_again(tmp_path: Path, feed: HttpFeed) -> None:
    """The server would say that nothing has changed, although the rows never reached the store."""
    world = town_with(tmp_path, feed)
    whole, feed.body = feed.body, feed.body[:-5]
    assert "not whole JSON" in pull_at(world, MONDAY_NOON)["error"]
    assert "not whole JSON" in pull_at(world, LATER)["error"]
    feed.body = whole
    assert pull_at(world, LATER)["read"] == 2


def test_an_empty_list_is_still_a_fault(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed)
    pull_at(world, MONDAY_NOON)
    feed.body = b"[]"
    assert "is empty" in pull_at(world, LATER)["error"]


def test_a_server_may_be_asked_without_conditions(tmp_path: Path, feed: HttpFeed) -> None:
    world = town_with(tmp_path, feed, conditional=False)
    assert [pull_at(world, moment)["read"] for moment in (MONDAY_NOON, LATER)] == [2, 2]


def test_rows_before_a_fault_are_stored(tmp_path: Path, feed: HttpFeed) -> None:
    """Half a feed is better than none, and the pull is a failure all the same."""

    class Breaking:
        def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
            fields = {"service_request_id": "1", "requested_datetime": "2026-11-23 09:00"}
            yield Row(1, "{}", fields)
            raise FeedError("the line went dead")

    world = town_with(tmp_path, feed)
    line = pull(world, world.city.source[0], Breaking())
    assert (line["error"], line["read"], line["new"]) == ("the line went dead", 1, 1)
