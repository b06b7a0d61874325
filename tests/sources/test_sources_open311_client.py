"""Requests to a GeoReport v2 server: its address, parameters and API key."""

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from data.config.settings import SettingError
from data.sources.base import FeedError
from data.sources.http import SourceContext
from data.sources.open311 import Open311Feed
from tests.builders import city, open_test_context
from tests.georeport_server import FakeGeoReport, base_url, make_report, send_response
from tests.personas import MONDAY_NOON, ZONE
from tests.servers import HttpFeed
from tests.sources.open311_pulls import open311_source, open_context_with, pull_once_at, stored_statuses

API_KEY = "kunci-rahasia-71"


def read_ids(server: FakeGeoReport, **keys: object) -> list[str]:
    """Return the ids that a feed reads, with the API key in the environment."""
    only_source = city(source=[open311_source(server, **keys)]).source[0]
    feed = Open311Feed(only_source, ZONE, SourceContext(Path(), {"KUNCI": API_KEY}))  # type: ignore[arg-type]
    return [row.fields["service_request_id"] for row in feed.rows(MONDAY_NOON, None)]


def test_json_and_xml_store_the_same(tmp_path: Path, server: FakeGeoReport) -> None:
    server.put(
        make_report(1),
        make_report(2, status="closed", lat=None, long=None),
        make_report(3, description="a < b & c"),
    )
    contexts = []
    for body_format in ("json", "xml"):
        (tmp_path / body_format).mkdir()
        contexts.append(open_context_with(tmp_path / body_format, server, format=body_format))
        pull_once_at(contexts[-1])
    assert (
        stored_statuses(contexts[0])
        == stored_statuses(contexts[1])
        == {"R1": "menunggu", "R2": "selesai", "R3": "menunggu"}
    )


def test_jurisdiction_and_key_are_sent(server: FakeGeoReport) -> None:
    server.jurisdiction, server.key = "manado.go.id", API_KEY
    server.put(make_report(1))
    assert read_ids(server, jurisdiction_id="manado.go.id", api_key={"env": "KUNCI"}) == ["R1"]


def test_the_key_may_be_in_a_file_beside_the_city_file(tmp_path: Path, server: FakeGeoReport) -> None:
    (tmp_path / "kunci.txt").write_text(f"{API_KEY}\n", encoding="utf-8")
    server.key = API_KEY
    server.put(make_report(1))
    context = open_context_with(tmp_path, server, api_key={"file": "kunci.txt"})
    pull_once_at(context)
    assert set(stored_statuses(context)) == {"R1"}


def test_a_missing_key_is_reported_and_no_request_is_sent(server: FakeGeoReport) -> None:
    with pytest.raises(FeedError, match="no secret in environment variable LAIN"):
        read_ids(server, api_key={"env": "LAIN"})
    assert server.requested_paths == []


def test_an_error_has_the_servers_message_without_the_key(server: FakeGeoReport) -> None:
    server.key = "another"
    with pytest.raises(FeedError) as fault:
        read_ids(server, api_key={"env": "KUNCI"})
    assert "status 403: 403: api_key *** is not valid" in str(fault.value)
    assert API_KEY not in str(fault.value)


def test_an_api_key_in_the_configuration_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="api_key"):
        open_test_context(
            tmp_path, source=[open311_source(FakeGeoReport(url="http://127.0.0.1"), api_key=API_KEY)]
        )


def test_the_address_is_found_in_the_discovery_document(feed: HttpFeed) -> None:
    """Of two endpoints the one of the configured type; XML, because it offers nothing else."""
    server = FakeGeoReport()
    server.put(make_report(1))
    endpoints = [
        {"specification": "v2", "url": "http://127.0.0.1:9/dev", "type": "test", "formats": ["text/xml"]},
        {"specification": "v2", "url": base_url(feed), "type": "production", "formats": ["text/xml"]},
    ]

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/discovery.json":
            return send_response(handler, 200, json.dumps({"contact": "x", "endpoints": endpoints}).encode())
        return server(handler)

    feed.answer = answer
    assert read_ids(server, url=None, discovery=f"{base_url(feed)}/discovery.json") == ["R1"]
    assert all(path.startswith("/requests.xml") for path in server.requested_paths)


def test_a_discovery_document_without_the_endpoint_type_is_an_error(feed: HttpFeed) -> None:
    feed.body = b'{"endpoints": []}'
    with pytest.raises(FeedError, match="gives no address for production"):
        read_ids(FakeGeoReport(), url=None, discovery=f"{base_url(feed)}/discovery.json")


def test_parameter_names_and_paths_are_configurable(feed: HttpFeed) -> None:
    feed.body = json.dumps({"laporan": [make_report(1)]}).encode()
    keys = {
        "requests_path": "laporan.php", "extension": "", "parameters": {"kota": "71"}, "paging": "rows",
        "page_parameter": "lewati", "page_size_parameter": "jumlah", "page_size": 30, "window_days": 0,
        "list_key": "laporan",
    }  # fmt: skip
    assert read_ids(FakeGeoReport(url=base_url(feed)), **keys) == ["R1"]
    assert feed.requested_paths == [f"/laporan.php?kota=71&lewati={skip}&jumlah=30" for skip in (0, 1)]


def test_a_404_can_be_configured_to_mean_no_reports(server: FakeGeoReport) -> None:
    server.jurisdiction = "elsewhere"
    with pytest.raises(FeedError, match="status 404: 404: jurisdiction_id provided was not found"):
        read_ids(server)
    with pytest.raises(FeedError, match="is empty"):
        read_ids(server, not_found_is_empty=True, silent_windows=1)


def test_endless_pages_raise_an_error(feed: HttpFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.sources.open311.reader.MAX_PAGES", 50)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        send_response(handler, 200, json.dumps([make_report(len(feed.requested_paths))]).encode())

    feed.answer = answer
    with pytest.raises(FeedError, match="pages without end"):
        read_ids(FakeGeoReport(url=base_url(feed)))
