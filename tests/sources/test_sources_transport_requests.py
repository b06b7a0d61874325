"""HTTP requests: retries, conditional requests, headers, and login pages."""

import time
from http.server import BaseHTTPRequestHandler

import pytest

from data.sources.base import FeedError
from data.sources.http_request import HttpRequest, HttpStatusError
from data.sources.transport import fetch
from tests.georeport_server import send_response
from tests.servers import HttpFeed

LOGIN_PAGE = b"<!DOCTYPE html><html><body>Silakan masuk</body></html>"


def no_wait(_: object) -> float:
    return 0


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_temporary_error_is_retried(feed: HttpFeed, status: int) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        send_response(handler, status if len(feed.requested_paths) < 3 else 200, b"[7]")

    feed.answer = answer
    body = fetch(HttpRequest(feed.url, 20, wait=no_wait))
    assert body is not None and body.read() == b"[7]"


def test_retry_after_is_respected(feed: HttpFeed) -> None:
    """The default pause is an hour here."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        first = len(feed.requested_paths) == 1
        send_response(handler, 503 if first else 200, b"[]", Retry_After="1")

    feed.answer = answer
    started_at = time.monotonic()
    fetch(HttpRequest(feed.url, 20, wait=lambda _: 3_600))
    assert time.monotonic() - started_at >= 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_permanent_error_is_not_retried(feed: HttpFeed, status: int) -> None:
    feed.status, feed.body = status, b'[{"code": 1, "description": "no"}]'
    with pytest.raises(HttpStatusError, match=f"status {status}") as fault:
        fetch(HttpRequest(feed.url, 20, wait=no_wait))
    assert (fault.value.status, fault.value.body) == (status, feed.body)
    assert len(feed.requested_paths) == 1


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/json", ""])
def test_a_login_page_is_refused_whatever_its_content_type(feed: HttpFeed, kind: str) -> None:
    feed.body, feed.headers["Content-Type"] = LOGIN_PAGE, kind
    with pytest.raises(FeedError, match="HTML page, not data: is a sign-in needed"):
        fetch(HttpRequest(feed.url, 20, wait=no_wait))


def test_data_labelled_as_html_is_accepted_with_any_content_type(feed: HttpFeed) -> None:
    feed.body, feed.headers["Content-Type"] = b"[7]", "text/html"
    with pytest.raises(FeedError, match="HTML page"):
        fetch(HttpRequest(feed.url, 20))
    body = fetch(HttpRequest(feed.url, 20, any_content_type=True))
    assert body is not None and body.read() == b"[7]"
    feed.body = LOGIN_PAGE
    with pytest.raises(FeedError, match="HTML page"):
        fetch(HttpRequest(feed.url, 20, any_content_type=True))


def test_an_unchanged_response_is_not_downloaded_again(feed: HttpFeed) -> None:
    validators: list[tuple[str | None, str | None]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        received = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        validators.append(received)
        send_response(handler, 304 if received[0] == '"1"' else 200, b"", ETag='"1"', Last_Modified="Mon")

    feed.answer = answer
    first = fetch(HttpRequest(feed.url, 20))
    assert first is not None and (first.etag, first.last_modified) == ('"1"', "Mon")
    assert fetch(HttpRequest(feed.url, 20, etag=first.etag, last_modified=first.last_modified)) is None
    assert validators == [(None, None), ('"1"', "Mon")]


def test_an_unrequested_304_is_an_error(feed: HttpFeed) -> None:
    feed.status, feed.body = 304, b""
    with pytest.raises(FeedError, match="status 304"):
        fetch(HttpRequest(feed.url, 20))


def test_an_error_message_shows_neither_key_nor_password(feed: HttpFeed) -> None:
    feed.status = 403
    url = feed.url.replace("http://", "http://orang:sandi@") + "?api_key=rahasia"
    with pytest.raises(FeedError) as fault:
        fetch(HttpRequest(url, 20))
    assert "rahasia" not in str(fault.value) and "sandi" not in str(fault.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "gopher://x", "http://", "nonsense", "http://\x00/", "http://a b/"]
)
def test_any_invalid_url_is_a_feed_error(url: str) -> None:
    with pytest.raises(FeedError):
        fetch(HttpRequest(url, 2, attempts=1))
