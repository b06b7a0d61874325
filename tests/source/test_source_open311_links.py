"""A server whose Link header names the next page is read along its links, and along nothing else."""

from pathlib import Path
from typing import Any

import pytest

from data.sources.base import FeedError
from data.sources.http import Surroundings
from data.sources.open311 import Open311Feed
from tests.builders import city
from tests.open311 import GeoReport, report
from tests.personas import MONDAY_NOON, ZONE
from tests.servers import HttpFeed
from tests.source.open311_pulls import pull_at, source, stored, town_with

LINKED: dict[str, Any] = {"paging": "link", "window_days": 0, "page_size": 3}


@pytest.fixture
def linked(server: GeoReport) -> GeoReport:
    """Eight reports on pages of three, which only their Link headers tell."""
    server.pages = "link"
    server.put(*(report(number, number) for number in range(1, 9)))
    return server


def ids(server: GeoReport, **keys: object) -> list[str]:
    """The ids that a feed reads."""
    only = city(source=[source(server, **{**LINKED, **keys})]).source[0]
    feed = Open311Feed(only, ZONE, Surroundings())  # type: ignore[arg-type]
    return [row.fields["service_request_id"] for row in feed.rows(MONDAY_NOON, None)]


def test_every_page_is_read_once_in_order(linked: GeoReport) -> None:
    assert ids(linked) == [f"R{number}" for number in range(1, 9)]
    assert [path.partition("?")[2] for path in linked.asked] == [
        "page_size=3", "page_size=3&cursor=3", "page_size=3&cursor=6",
    ]  # fmt: skip


def test_each_window_of_dates_has_links_of_its_own(tmp_path: Path, linked: GeoReport) -> None:
    linked.put(*(report(number, number * 24 * 20) for number in range(10, 20)))
    world = town_with(tmp_path, linked, **{**LINKED, "window_days": 90})
    line = pull_at(world)
    assert (line["error"], line["new"]) == (None, 18)


def test_a_question_between_two_pages_does_not_lose_the_next_one(linked: GeoReport) -> None:
    """A report without a service name makes us ask for the names in the middle of the first page."""
    linked.services.append({"service_code": "017", "service_name": "Sampah"})
    linked.put(report(1, 1, service_name=None))
    assert len(ids(linked)) == 8
    assert any("services" in path for path in linked.asked)


def test_a_next_page_on_another_server_is_refused_and_not_asked(linked: GeoReport, feed: HttpFeed) -> None:
    linked.next_page = feed.url
    with pytest.raises(FeedError, match=r"the next page lies on another server, 127\.0\.0\.1: refused"):
        ids(linked)
    assert feed.asked == []


def test_a_page_that_leads_to_itself_is_read_once_more_at_most(linked: GeoReport) -> None:
    linked.next_page = "/requests.json?page_size=3"
    assert ids(linked) == ["R1", "R2", "R3"]
    assert len(linked.asked) == 2


def test_without_the_option_no_link_is_followed(linked: GeoReport) -> None:
    linked.cap = 3
    assert ids(linked, paging="none") == ["R1", "R2", "R3"]
    assert len(linked.asked) == 1


def test_a_second_pull_finds_nothing_new(tmp_path: Path, linked: GeoReport) -> None:
    world = town_with(tmp_path, linked, **LINKED)
    pull_at(world)
    assert pull_at(world)["new"] == 0
    assert len(stored(world)) == 8
