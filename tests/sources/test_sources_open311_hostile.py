"""Hostile GeoReport v2 servers: each report is stored or quarantined, or the pull fails."""

import json
import tempfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.report.record import RejectedRow, ServiceRequest
from data.services.integrity import check_store
from data.sources.open311.rows import RowBuilder
from data.sources.validator import RowValidator
from tests.builders import city
from tests.example_limits import limited_examples
from tests.georeport_server import FakeGeoReport, base_url, make_report, send_response
from tests.personas import MONDAY_NOON
from tests.pulls import ledger_balances
from tests.servers import start_feed
from tests.sources.open311_pulls import open311_source, open_context_with, pull_once_at

FIELD_NAMES = [*make_report(1), "token", "status_description", "status_notes", "media_url", "closed_date",
         "expected_datetime", "address", "rating", "code", "x"]  # fmt: skip
SAMPLE_TEXTS = ["0", "open", "CLOSED", "2026-11-23 09:00", "2026-11-23T09:00:00+08:00", "9999-12-31", "1e999"]
any_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.sampled_from(SAMPLE_TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELD_NAMES), inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip
any_item = st.dictionaries(st.sampled_from(FIELD_NAMES), any_value) | any_value
changed_fields = st.dictionaries(st.sampled_from(FIELD_NAMES), any_value, max_size=2)
similar_report = st.builds(
    lambda number, changed: {**make_report(number), **changed}, st.integers(0, 3), changed_fields
)


@given(any_item | similar_report)
def test_any_report_is_a_record_or_a_rejection(content: Any) -> None:
    test_city = city(source=[open311_source(FakeGeoReport(url="http://127.0.0.1"))])
    row_builder = RowBuilder(test_city.source[0], lambda identity, token: identity or token, dict)  # type: ignore[arg-type]
    outcome = RowValidator(test_city, test_city.source[0], lambda name: "x").check(
        row_builder.build_row(1, content), MONDAY_NOON
    )
    assert isinstance(outcome, ServiceRequest | RejectedRow)


def test_reading_ends_when_reports_have_no_filing_time(tmp_path: Path) -> None:
    """Halving a window does not help; a few requests must be enough."""
    with start_feed() as feed:
        content = [{**make_report(n), "requested_datetime": None} for n in range(3)]
        feed.answer = lambda handler: send_response(handler, 200, json.dumps(content).encode())
        context = open_context_with(tmp_path, FakeGeoReport(url=base_url(feed)), silent_windows=2)
        line = pull_once_at(context)
        assert (line["error"], line["read"], line["rejected"]) == (None, 3, 3)
        assert len(feed.requested_paths) < 20


def test_a_server_with_endless_new_reports_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.sources.open311.client.MAX_REQUESTS", 200)
    with start_feed() as feed:

        def answer(handler: BaseHTTPRequestHandler) -> None:
            content = [
                make_report(2 * len(feed.requested_paths), 1),
                make_report(2 * len(feed.requested_paths) + 1, 2),
            ]
            send_response(handler, 200, json.dumps(content).encode())

        feed.answer = answer
        line = pull_once_at(open_context_with(tmp_path, FakeGeoReport(url=base_url(feed)), paging="none"))
        assert "200 questions and still no end" in line["error"]
        assert len(feed.requested_paths) == 200


@given(st.lists(any_item | similar_report, min_size=1, max_size=6))
@limited_examples(15)
def test_the_counts_of_any_pull_add_up(content: list[Any]) -> None:
    """The server answers every request with the same list."""
    with tempfile.TemporaryDirectory() as folder, start_feed() as feed:
        body = json.dumps(content).encode("utf-8", "surrogatepass")
        feed.answer = lambda handler: send_response(handler, 200, body)
        context = open_context_with(Path(folder), FakeGeoReport(url=base_url(feed)), silent_windows=1)
        line = pull_once_at(context)
        assert ledger_balances(line)
        assert line["error"] or line["read"]
        assert check_store(context.engine, context.city, MONDAY_NOON) == []
        context.engine.dispose()
