"""How a server is asked: its address, its parameters, and a key that nobody sees."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from data.config.settings import SettingError
from data.sources.base import FeedError
from data.sources.http import Surroundings
from data.sources.open311 import Open311Feed
from tests.builders import city, open_town
from tests.open311 import GeoReport, base, report, send
from tests.personas import MONDAY_NOON, ZONE
from tests.servers import HttpFeed
from tests.source.open311_pulls import pull_at, source, stored, town_with

KEY = "kunci-rahasia-71"


def read(server: GeoReport, **keys: object) -> list[str]:
    """The ids that a feed reads, with the key in its surroundings."""
    only = city(source=[source(server, **keys)]).source[0]
    feed = Open311Feed(only, ZONE, Surroundings(Path(), {"KUNCI": KEY}))  # type: ignore[arg-type]
    return [row.fields["service_request_id"] for row in feed.rows(MONDAY_NOON, None)]


def test_json_and_xml_store_the_same(tmp_path: Path, server: GeoReport) -> None:
    server.put(report(1), report(2, status="closed", lat=None, long=None), report(3, description="a < b & c"))
    worlds = []
    for form in ("json", "xml"):
        (tmp_path / form).mkdir()
        worlds.append(town_with(tmp_path / form, server, format=form))
        pull_at(worlds[-1])
    assert stored(worlds[0]) == stored(worlds[1]) == {"R1": "menunggu", "R2": "selesai", "R3": "menunggu"}


def test_jurisdiction_and_key_are_sent(server: GeoReport) -> None:
    server.jurisdiction, server.key = "manado.go.id", KEY
    server.put(report(1))
    assert read(server, jurisdiction_id="manado.go.id", api_key={"env": "KUNCI"}) == ["R1"]


def test_the_key_may_lie_in_a_file_beside_the_city_s(tmp_path: Path, server: GeoReport) -> None:
    (tmp_path / "kunci.txt").write_text(f"{KEY}\n", encoding="utf-8")
    server.key = KEY
    server.put(report(1))
    world = town_with(tmp_path, server, api_key={"file": "kunci.txt"})
    pull_at(world)
    assert set(stored(world)) == {"R1"}


def test_a_missing_key_is_named_and_nothing_is_asked(server: GeoReport) -> None:
    with pytest.raises(FeedError, match="no secret in environment variable LAIN"):
        read(server, api_key={"env": "LAIN"})
    assert server.asked == []


def test_a_refusal_is_told_in_the_server_s_words_without_the_key(server: GeoReport) -> None:
    server.key = "another"
    with pytest.raises(FeedError) as fault:
        read(server, api_key={"env": "KUNCI"})
    assert "status 403: 403: api_key *** is not valid" in str(fault.value)
    assert KEY not in str(fault.value)


def test_a_key_itself_has_no_place_in_the_city_s_file(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="api_key"):
        open_town(tmp_path, source=[source(GeoReport(url="http://127.0.0.1"), api_key=KEY)])


def test_the_address_is_found_in_the_discovery_document(feed: HttpFeed) -> None:
    """Of two endpoints the one of the configured type; XML, because that is all it offers."""
    server = GeoReport()
    server.put(report(1))
    endpoints = [
        {"specification": "v2", "url": "http://127.0.0.1:9/dev", "type": "test", "formats": ["text/xml"]},
        {"specification": "v2", "url": base(feed), "type": "production", "formats": ["text/xml"]},
    ]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/discovery.json":
            return send(handler, 200, json.dumps({"contact": "x", "endpoints": endpoints}).encode())
        return server(handler)

    feed.answer = answer
    assert read(server, url=None, discovery=f"{base(feed)}/discovery.json") == ["R1"]
    assert all(path.startswith("/requests.xml") for path in server.asked)


def test_a_discovery_document_without_the_type_is_a_fault(feed: HttpFeed) -> None:
    feed.body = b'{"endpoints": []}'
    with pytest.raises(FeedError, match="gives no address for production"):
        read(GeoReport(), url=None, discovery=f"{base(feed)}/discovery.json")


def test_parameters_and_paths_of_other_names_are_a_matter_of_the_city_s_file(feed: HttpFeed) -> None:
    feed.body = json.dumps({"laporan": [report(1)]}).encode()
    keys = {
        "requests_path": "laporan.php", "extension": "", "parameters": {"kota": "71"}, "paging": "rows",
        "page_parameter": "lewati", "page_size_parameter": "jumlah", "page_size": 30, "window_days": 0,
        "list_key": "laporan",
    }  # fmt: skip
    assert read(GeoReport(url=base(feed)), **keys) == ["R1"]
    assert feed.asked == [f"/laporan.php?kota=71&lewati={skip}&jumlah=30" for skip in (0, 1)]


def test_a_404_may_mean_that_there_is_nothing(server: GeoReport) -> None:
    server.jurisdiction = "elsewhere"
    with pytest.raises(FeedError, match="status 404: 404: jurisdiction_id provided was not found"):
        read(server)
    with pytest.raises(FeedError, match="is empty"):
        read(server, not_found_is_empty=True, silent_windows=1)


def test_pages_without_end_are_a_fault(feed: HttpFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.sources.open311.reader.MAX_PAGES", 50)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200, json.dumps([report(len(feed.asked))]).encode())

    feed.answer = answer
    with pytest.raises(FeedError, match="pages without end"):
        read(GeoReport(url=base(feed)))
