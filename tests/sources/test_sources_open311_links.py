"""Pages by Link headers: followed if configured, and on the same server only."""

from pathlib import Path
from typing import Any

import pytest

from data.sources.base import FeedError
from data.sources.http import SourceContext
from data.sources.open311 import Open311Feed
from tests.builders import city
from tests.georeport_server import FakeGeoReport, make_report
from tests.personas import MONDAY_NOON, ZONE
from tests.servers import HttpFeed
from tests.sources.open311_pulls import open311_source, open_context_with, pull_once_at, stored_statuses

LINK_PAGING: dict[str, Any] = {"paging": "link", "window_days": 0, "page_size": 3}


@pytest.fixture
def linked_server(server: FakeGeoReport) -> FakeGeoReport:
    """Return a server with eight reports on pages of three, linked by headers only."""
    server.pages = "link"
    server.put(*(make_report(number, number) for number in range(1, 9)))
    return server


def read_ids(server: FakeGeoReport, **keys: object) -> list[str]:
    """Return the ids that a feed reads."""
    only_source = city(source=[open311_source(server, **{**LINK_PAGING, **keys})]).source[0]
    feed = Open311Feed(only_source, ZONE, SourceContext())  # type: ignore[arg-type]
    return [row.fields["service_request_id"] for row in feed.rows(MONDAY_NOON, None)]


def test_every_page_is_read_once_in_order(linked_server: FakeGeoReport) -> None:
    assert read_ids(linked_server) == [f"R{number}" for number in range(1, 9)]
    assert [path.partition("?")[2] for path in linked_server.requested_paths] == [
        "page_size=3", "page_size=3&cursor=3", "page_size=3&cursor=6",
    ]  # fmt: skip


def test_each_time_window_has_its_own_page_links(tmp_path: Path, linked_server: FakeGeoReport) -> None:
    linked_server.put(*(make_report(number, number * 24 * 20) for number in range(10, 20)))
    context = open_context_with(tmp_path, linked_server, **{**LINK_PAGING, "window_days": 90})
    line = pull_once_at(context)
    assert (line["error"], line["new"]) == (None, 18)


def test_a_request_between_two_pages_does_not_lose_the_next_page(linked_server: FakeGeoReport) -> None:
    """A report without a service name causes a request for the services during the first page."""
    linked_server.services.append({"service_code": "017", "service_name": "Sampah"})
    linked_server.put(make_report(1, 1, service_name=None))
    assert len(read_ids(linked_server)) == 8
    assert any("services" in path for path in linked_server.requested_paths)


def test_a_next_page_on_another_server_is_refused_and_not_requested(
    linked_server: FakeGeoReport, feed: HttpFeed
) -> None:
    linked_server.next_page = feed.url
    with pytest.raises(FeedError, match=r"the next page lies on another server, 127\.0\.0\.1: refused"):
        read_ids(linked_server)
    assert feed.requested_paths == []


def test_a_page_that_links_to_itself_is_read_at_most_twice(linked_server: FakeGeoReport) -> None:
    linked_server.next_page = "/requests.json?page_size=3"
    assert read_ids(linked_server) == ["R1", "R2", "R3"]
    assert len(linked_server.requested_paths) == 2


def test_without_the_option_no_link_is_followed(linked_server: FakeGeoReport) -> None:
    linked_server.cap = 3
    assert read_ids(linked_server, paging="none") == ["R1", "R2", "R3"]
    assert len(linked_server.requested_paths) == 1


def test_a_second_pull_finds_nothing_new(tmp_path: Path, linked_server: FakeGeoReport) -> None:
    context = open_context_with(tmp_path, linked_server, **LINK_PAGING)
    pull_once_at(context)
    assert pull_once_at(context)["new"] == 0
    assert len(stored_statuses(context)) == 8
