"""A pull that fails leaves reports and board standing, says why, and lets the data grow old in sight."""

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
from tests.pulls import adds_up, at, counts, pull_now, rows_of, substance, town_fed_by
from tests.servers import HttpFeed, free_port

GOOD = json.dumps([qlue_row(1), qlue_row(2, status="complete"), {"post_id": 3}]).encode()
NEXT_TRY = MONDAY_NOON + timedelta(seconds=90)
INTERVAL, INTERVALS = 60, 3


def answers(status: int, body: bytes, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Always the same answer."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


def breaks_off(request: BaseHTTPRequestHandler) -> None:
    """Promises more than it sends."""
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(GOOD[:50])
    request.close_connection = True


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()
    request.close_connection = True


PAGE = b"<html>Masuk</html>"
CASES = {
    "an HTML page under JSON's name": (answers(200, PAGE, Content_Type="application/json"), "sign-in"),
    "an HTML page under its own name": (answers(200, GOOD, Content_Type="text/html; charset=utf-8"), "HTML"),
    "an empty list": (answers(200, b"[]", Content_Type="application/json"), "is empty"),
    "an empty answer": (answers(200, b""), "not whole JSON"),
    "truncated JSON": (answers(200, GOOD[:-20]), "not whole JSON"),
    "an answer cut short": (breaks_off, "did not answer"),
    "a server that hangs up": (hangs_up, "did not answer"),
    "a server in trouble": (answers(500, b"down"), "status 500"),
    "a gateway without a server": (answers(503, b"<html>"), "status 503"),
    "no such page": (answers(404, b"<html>"), "answered with status 404"),
    "no entry": (answers(403, b"{}"), "answered with status 403"),
    "an object without a list": (answers(200, b'{"message": "quota"}'), "a list was expected"),
    "bytes that are no text": (answers(200, bytes(range(256))), "not whole JSON"),
    "a compression that is none": (answers(200, GOOD, Content_Encoding="gzip"), "packing is broken"),
}  # fmt: skip


@pytest.fixture
def stocked(tmp_path: Path, feed: HttpFeed):
    """The town after one good pull at noon."""
    world = town_fed_by(tmp_path, feed.url)
    feed.body = GOOD
    assert counts(pull_now(world)) == {"read": 3, "new": 2, "rejected": 1, "located": 2}
    feed.asked.clear()
    return world


def test_the_failures_below_are_not_the_doing_of_the_good_answer(stocked, feed):
    feed.answer = answers(200, GOOD, Content_Type="application/json")
    assert pull_now(at(stocked, NEXT_TRY))["error"] is None


@pytest.mark.parametrize("name", CASES)
def test_a_failed_pull_leaves_everything_standing_and_says_why(stocked, feed, name):
    answer, words = CASES[name]
    stored, board = substance(stocked.engine), snapshot_now(stocked.engine, stocked.city, MONDAY_NOON)
    feed.answer = answer
    line = pull_now(at(stocked, NEXT_TRY))
    assert words in line["error"]
    assert counts(line) == {}
    assert substance(stocked.engine) == stored
    after = snapshot_now(stocked.engine, stocked.city, NEXT_TRY)
    (health,) = after.pulls
    assert (health["last_try"], health["last_success"]) == (NEXT_TRY, MONDAY_NOON)
    assert health["error"] == line["error"]
    assert after.data_as_of == MONDAY_NOON
    assert (after.totals["open"], after.areas) == (board.totals["open"], board.areas)
    assert rows_of(stocked.engine, pull_table)[-1]["outcome"] == "failed"


def test_a_source_that_is_down_is_named(tmp_path):
    nobody = f"http://127.0.0.1:{free_port()}/feed"
    line = pull_now(town_fed_by(tmp_path, nobody))
    assert line["error"].startswith("http://127.0.0.1")
    assert "did not answer" in line["error"]
    assert adds_up(line)


def test_a_server_that_is_well_again_at_the_second_try_is_a_good_pull(stocked, feed):
    codes = iter([500, 502])

    def recovers(request: BaseHTTPRequestHandler) -> None:
        answers(next(codes, 200), GOOD, **{"Content_Type": "application/json"})(request)

    feed.answer = recovers
    line = pull_now(at(stocked, NEXT_TRY))
    assert line["error"] is None
    assert counts(line) == {"read": 3, "unchanged": 2, "rejected": 1, "located": 2}
    assert len(feed.asked) == 3


@pytest.mark.parametrize(("status", "tries"), [(404, 1), (401, 1), (500, 3)])
def test_only_what_may_pass_is_tried_again(stocked, feed, status, tries):
    feed.answer = answers(status, b"")
    assert pull_now(at(stocked, NEXT_TRY))["error"]
    assert len(feed.asked) == tries


def test_an_endless_drip_is_ended(tmp_path, feed):
    def drips(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b" ")
                request.wfile.flush()
        except OSError:
            request.close_connection = True

    feed.answer = drips
    line = pull_now(town_fed_by(tmp_path, feed.url, timeout_seconds=0.05))
    assert "sends too slowly" in line["error"] or "MiB" in line["error"]


def test_a_server_that_never_answers_is_given_up(tmp_path, feed):
    given_up = Event()
    feed.answer = lambda request: given_up.wait() and None
    line = pull_now(town_fed_by(tmp_path, feed.url, timeout_seconds=0.1))
    given_up.set()
    assert "did not answer" in line["error"]
    assert len(feed.asked) == 3


def test_redirects_in_a_circle_are_an_error(stocked, feed):
    feed.answer = answers(302, b"", Location="/feed")
    assert "without end" in pull_now(at(stocked, NEXT_TRY))["error"]


def test_a_feed_that_has_moved_is_followed(stocked, feed):
    def moved(request: BaseHTTPRequestHandler) -> None:
        if request.path == "/feed":
            answers(301, b"", Location="/baru")(request)
        else:
            answers(200, GOOD)(request)

    feed.answer = moved
    assert pull_now(at(stocked, NEXT_TRY))["error"] is None
    assert feed.asked == ["/feed", "/baru"]


@pytest.mark.parametrize("packed", [False, True])
def test_more_than_the_limit_is_refused_also_when_it_is_packed(stocked, feed, monkeypatch, packed):
    monkeypatch.setattr(http_request, "MAX_BYTES", 2**20)
    much = json.dumps([qlue_row(1, post_desc=" " * 2**21)]).encode()
    headers = {"Content_Encoding": "gzip"} if packed else {}
    feed.answer = answers(200, gzip.compress(much) if packed else much, **headers)
    assert "more than 1 MiB" in pull_now(at(stocked, NEXT_TRY))["error"]


def test_an_address_tells_no_key_or_password_in_the_ledger(tmp_path, feed):
    feed.answer = answers(404, b"")
    secret = feed.url.replace("http://", "http://pengguna:sandi@") + "?token=rahasia"
    line = pull_now(town_fed_by(tmp_path, secret))
    assert "404" in line["error"]
    assert not any(word in line["error"] for word in ("sandi", "rahasia", "pengguna"))


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "text/plain; charset=utf-8", "application/geo+json", ""]
)
def test_good_data_under_another_type_is_taken(stocked, feed, kind):
    feed.answer = answers(200, GOOD, Content_Type=kind)
    assert pull_now(at(stocked, NEXT_TRY))["error"] is None


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
def test_data_is_stale_once_it_is_older_than_its_intervals(stocked, feed, seconds, stale):
    feed.answer = answers(404, b"")
    now = MONDAY_NOON + timedelta(seconds=seconds)
    if seconds:
        pull_now(at(stocked, now))
    board = snapshot_now(stocked.engine, stocked.city, now)
    assert board.stale is board.pulls[0]["stale"] is stale
    assert board.pulls[0]["late_at"] == MONDAY_NOON + timedelta(seconds=INTERVAL * INTERVALS)


def test_a_source_that_has_never_answered_is_stale_and_its_zeros_are_no_counts(tmp_path, feed):
    feed.answer = answers(404, b"")
    world = town_fed_by(tmp_path, feed.url)
    pull_now(world)
    board = snapshot_now(world.engine, world.city, MONDAY_NOON)
    assert (board.stale, board.data_as_of, board.pulls[0]["last_success"]) == (True, None, None)


def test_the_next_good_pull_heals_the_board(stocked, feed):
    feed.answer = answers(404, b"")
    late = MONDAY_NOON + timedelta(hours=1)
    pull_now(at(stocked, late))
    assert snapshot_now(stocked.engine, stocked.city, late).stale
    feed.answer = None
    pull_now(at(stocked, late))
    board = snapshot_now(stocked.engine, stocked.city, late)
    assert (board.stale, board.data_as_of, board.pulls[0]["error"]) == (False, late, None)
