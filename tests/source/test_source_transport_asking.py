"""Asking politely: again after a passing fault, only if changed, with headers, and never for a login page."""

import time
from http.server import BaseHTTPRequestHandler

import pytest

from data.sources.base import FeedError
from data.sources.http_request import Call, StatusError
from data.sources.transport import fetch
from tests.open311 import send
from tests.servers import HttpFeed

PAGE = b"<!DOCTYPE html><html><body>Silakan masuk</body></html>"


def at_once(_: object) -> float:
    return 0


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_passing_fault_is_tried_again(feed: HttpFeed, status: int) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        send(handler, status if len(feed.asked) < 3 else 200, b"[7]")

    feed.answer = answer
    body = fetch(Call(feed.url, 20, wait=at_once))
    assert body is not None and body.read() == b"[7]"


def test_a_server_that_asks_for_a_pause_gets_it(feed: HttpFeed) -> None:
    """Not the usual pause, which would be an hour here."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        first = len(feed.asked) == 1
        send(handler, 503 if first else 200, b"[]", Retry_After="1")

    feed.answer = answer
    begun = time.monotonic()
    fetch(Call(feed.url, 20, wait=lambda _: 3_600))
    assert time.monotonic() - begun >= 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_lasting_fault_is_not(feed: HttpFeed, status: int) -> None:
    feed.status, feed.body = status, b'[{"code": 1, "description": "no"}]'
    with pytest.raises(StatusError, match=f"status {status}") as fault:
        fetch(Call(feed.url, 20, wait=at_once))
    assert (fault.value.status, fault.value.body) == (status, feed.body)
    assert len(feed.asked) == 1


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/json", ""])
def test_a_login_page_is_no_feed_whatever_it_calls_itself(feed: HttpFeed, kind: str) -> None:
    feed.body, feed.headers["Content-Type"] = PAGE, kind
    with pytest.raises(FeedError, match="HTML page, not data: is a sign-in needed"):
        fetch(Call(feed.url, 20, wait=at_once))


def test_data_that_is_labelled_as_a_page_is_data_where_the_city_s_file_says_so(feed: HttpFeed) -> None:
    feed.body, feed.headers["Content-Type"] = b"[7]", "text/html"
    with pytest.raises(FeedError, match="HTML page"):
        fetch(Call(feed.url, 20))
    body = fetch(Call(feed.url, 20, any_content_type=True))
    assert body is not None and body.read() == b"[7]"
    feed.body = PAGE
    with pytest.raises(FeedError, match="HTML page"):
        fetch(Call(feed.url, 20, any_content_type=True))


def test_what_has_not_changed_is_not_sent_again(feed: HttpFeed) -> None:
    seen: list[tuple[str | None, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        seen.append(known)
        send(handler, 304 if known[0] == '"1"' else 200, b"", ETag='"1"', Last_Modified="Mon")

    feed.answer = answer
    first = fetch(Call(feed.url, 20))
    assert first is not None and (first.etag, first.last_modified) == ('"1"', "Mon")
    assert fetch(Call(feed.url, 20, etag=first.etag, last_modified=first.last_modified)) is None
    assert seen == [(None, None), ('"1"', "Mon")]


def test_not_modified_without_having_been_asked_is_a_fault(feed: HttpFeed) -> None:
    feed.status, feed.body = 304, b""
    with pytest.raises(FeedError, match="status 304"):
        fetch(Call(feed.url, 20))


def test_a_message_shows_neither_key_nor_password(feed: HttpFeed) -> None:
    feed.status = 403
    url = feed.url.replace("http://", "http://orang:sandi@") + "?api_key=rahasia"
    with pytest.raises(FeedError) as fault:
        fetch(Call(url, 20))
    assert "rahasia" not in str(fault.value) and "sandi" not in str(fault.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "gopher://x", "http://", "nonsense", "http://\x00/", "http://a b/"]
)
def test_any_address_is_answered_or_a_fault(url: str) -> None:
    with pytest.raises(FeedError):
        fetch(Call(url, 2, attempts=1))
