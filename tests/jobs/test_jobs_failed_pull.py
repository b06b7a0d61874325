"""A failed pull changes no report, gives its reason, and the data become visibly stale."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest

from data.services.live_board import snapshot_now
from data.sources import http_request
from data.store.schema import pull as pull_table
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import (
    app_context_at,
    ledger_balances,
    nonzero_counts,
    open_app_context_fed_by,
    pull_now,
    rows_of,
    store_contents,
)
from tests.servers import HttpFeed, free_port

GOOD = json.dumps([qlue_row(1), qlue_row(2, status="complete"), {"post_id": 3}]).encode()
NEXT_TRY = MONDAY_NOON + timedelta(seconds=90)
INTERVAL, INTERVALS = 60, 3


def fixed_answer(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return a handler with a fixed response."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def truncated_answer(request: BaseHTTPRequestHandler) -> None:
    """Announce more bytes than are sent."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(GOOD[:50])
    request.close_connection = True


def closed_connection(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()
    request.close_connection = True


PAGE = b"<html>Masuk</html>"
CASES = {
    "an HTML page under JSON's name": (fixed_answer(200, PAGE, Content_Type="application/json"), "sign-in"),
    "an HTML page under its own name": (
        fixed_answer(200, GOOD, Content_Type="text/html; charset=utf-8"),
        "HTML",
    ),
    "an empty list": (fixed_answer(200, b"[]", Content_Type="application/json"), "is empty"),
    "an empty answer": (fixed_answer(200, b""), "not whole JSON"),
    "truncated JSON": (fixed_answer(200, GOOD[:-20]), "not whole JSON"),
    "an answer cut short": (truncated_answer, "did not answer"),
    "a server that hangs up": (closed_connection, "did not answer"),
    "a server in trouble": (fixed_answer(500, b"down"), "status 500"),
    "a gateway without a server": (fixed_answer(503, b"<html>"), "status 503"),
    "no such page": (fixed_answer(404, b"<html>"), "answered with status 404"),
    "no entry": (fixed_answer(403, b"{}"), "answered with status 403"),
    "an object without a list": (fixed_answer(200, b'{"message": "quota"}'), "a list was expected"),
    "bytes that are no text": (fixed_answer(200, bytes(range(256))), "not whole JSON"),
    "a compression that is none": (fixed_answer(200, GOOD, Content_Encoding="gzip"), "packing is broken"),
}  # fmt: skip


@pytest.fixture
def pulled_app_context(tmp_path: Path, feed: HttpFeed):
    """Open the test city after a successful pull at noon."""
    app_context = open_app_context_fed_by(tmp_path, feed.url)
    feed.body = GOOD
    assert nonzero_counts(pull_now(app_context)) == {"read": 3, "new": 2, "rejected": 1, "located": 2}
    feed.requested_paths.clear()
    return app_context


def test_the_unmodified_response_is_pulled_without_error(pulled_app_context, feed):
    feed.answer = fixed_answer(200, GOOD, Content_Type="application/json")
    assert pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"] is None


@pytest.mark.parametrize("name", CASES)
def test_a_failed_pull_changes_nothing_and_reports_its_reason(pulled_app_context, feed, name):
    answer, words = CASES[name]
    stored, board = (
        store_contents(pulled_app_context.engine),
        snapshot_now(pulled_app_context.engine, pulled_app_context.city, MONDAY_NOON),
    )
    feed.answer = answer
    line = pull_now(app_context_at(pulled_app_context, NEXT_TRY))
    assert words in line["error"]
    assert nonzero_counts(line) == {}
    assert store_contents(pulled_app_context.engine) == stored
    after = snapshot_now(pulled_app_context.engine, pulled_app_context.city, NEXT_TRY)
    (health,) = after.pulls
    assert (health["last_try"], health["last_success"]) == (NEXT_TRY, MONDAY_NOON)
    assert health["error"] == line["error"]
    assert after.data_as_of == MONDAY_NOON
    assert (after.totals["open"], after.areas) == (board.totals["open"], board.areas)
    assert rows_of(pulled_app_context.engine, pull_table)[-1]["outcome"] == "failed"


def test_a_source_that_is_down_is_named(tmp_path):
    unused_url = f"http://127.0.0.1:{free_port()}/feed"
    line = pull_now(open_app_context_fed_by(tmp_path, unused_url))
    assert line["error"].startswith("http://127.0.0.1")
    assert "did not answer" in line["error"]
    assert ledger_balances(line)


def test_a_server_that_recovers_on_a_retry_is_a_successful_pull(pulled_app_context, feed):
    codes = iter([500, 502])

    def recovers(request: BaseHTTPRequestHandler) -> None:
        fixed_answer(next(codes, 200), GOOD, **{"Content_Type": "application/json"})(request)

    feed.answer = recovers
    line = pull_now(app_context_at(pulled_app_context, NEXT_TRY))
    assert line["error"] is None
    assert nonzero_counts(line) == {"read": 3, "unchanged": 2, "rejected": 1, "located": 2}
    assert len(feed.requested_paths) == 3


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (401, 1), (500, 3)])
def test_only_temporary_errors_are_retried(pulled_app_context, feed, status, tries):
    feed.answer = fixed_answer(status, b"")
    assert pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"]
    assert len(feed.requested_paths) == tries


def test_an_endless_slow_response_is_aborted(tmp_path, feed):
    def endless_answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b" ")
                request.wfile.flush()
        except OSError:
            request.close_connection = True

    feed.answer = endless_answer
    line = pull_now(open_app_context_fed_by(tmp_path, feed.url, timeout_seconds=0.05))
    assert "sends too slowly" in line["error"] or "MiB" in line["error"]


def test_a_server_that_never_answers_times_out(tmp_path, feed):
    finished = Event()
    feed.answer = lambda request: finished.wait() and None
    line = pull_now(open_app_context_fed_by(tmp_path, feed.url, timeout_seconds=0.1))
    finished.set()
    assert "did not answer" in line["error"]
    assert len(feed.requested_paths) == 3


def test_redirects_in_a_circle_are_an_error(pulled_app_context, feed):
    feed.answer = fixed_answer(302, b"", Location="/feed")
    assert "without end" in pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"]


def test_a_feed_that_has_moved_is_followed(pulled_app_context, feed):
    def moved(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/feed":
            fixed_answer(301, b"", Location="/baru")(request)
        else:
            fixed_answer(200, GOOD)(request)

    feed.answer = moved
    assert pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"] is None
    assert feed.requested_paths == ["/feed", "/baru"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_response_over_the_size_limit_is_refused_also_when_compressed(
    pulled_app_context, feed, monkeypatch, packed
):
    monkeypatch.setattr(http_request, "MAX_BYTES", 2**20)
    oversized = json.dumps([qlue_row(1, post_desc=" " * 2**21)]).encode()
    headers = {"Content_Encoding": "gzip"} if packed else {}
    feed.answer = fixed_answer(200, gzip.compress(oversized) if packed else oversized, **headers)
    assert "more than 1 MiB" in pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"]


def test_the_ledger_shows_no_secret_of_an_address(tmp_path, feed):
    feed.answer = fixed_answer(404, b"")
    secret = feed.url.replace("http://", "http://pengguna:sandi@") + "?token=rahasia"
    line = pull_now(open_app_context_fed_by(tmp_path, secret))
    assert "404" in line["error"]
    assert not any(word in line["error"] for word in ("sandi", "rahasia", "pengguna"))


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "text/plain; charset=utf-8", "application/geo+json", ""]
)
def test_good_data_with_another_content_type_is_accepted(pulled_app_context, feed, kind):
    feed.answer = fixed_answer(200, GOOD, Content_Type=kind)
    assert pull_now(app_context_at(pulled_app_context, NEXT_TRY))["error"] is None


@pytest.mark.parametrize(
    ("seconds", "stale"),
    [
        (0, False),
        (INTERVAL, False),
        (INTERVAL * INTERVALS, False),
        (INTERVAL * INTERVALS + 1, True),
        (86_400, True),
    ],
)
def test_data_is_stale_once_it_is_older_than_its_intervals(pulled_app_context, feed, seconds, stale):
    feed.answer = fixed_answer(404, b"")
    now = MONDAY_NOON + timedelta(seconds=seconds)
    if seconds:
        pull_now(app_context_at(pulled_app_context, now))
    board = snapshot_now(pulled_app_context.engine, pulled_app_context.city, now)
    assert board.stale is board.pulls[0]["stale"] is stale
    assert board.pulls[0]["late_at"] == MONDAY_NOON + timedelta(seconds=INTERVAL * INTERVALS)


def test_a_source_that_never_answered_is_stale_and_has_no_data_time(tmp_path, feed):
    feed.answer = fixed_answer(404, b"")
    app_context = open_app_context_fed_by(tmp_path, feed.url)
    pull_now(app_context)
    board = snapshot_now(app_context.engine, app_context.city, MONDAY_NOON)
    assert (board.stale, board.data_as_of, board.pulls[0]["last_success"]) == (True, None, None)


def test_the_next_successful_pull_clears_the_error(pulled_app_context, feed):
    feed.answer = fixed_answer(404, b"")
    late = MONDAY_NOON + timedelta(hours=1)
    pull_now(app_context_at(pulled_app_context, late))
    assert snapshot_now(pulled_app_context.engine, pulled_app_context.city, late).stale
    feed.answer = None
    pull_now(app_context_at(pulled_app_context, late))
    board = snapshot_now(pulled_app_context.engine, pulled_app_context.city, late)
    assert (board.stale, board.data_as_of, board.pulls[0]["error"]) == (False, late, None)
