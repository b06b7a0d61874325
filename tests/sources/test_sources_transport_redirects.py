"""Redirects: allowed to the same server and to public addresses, never into a private network."""

from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import httpx
import pytest

from data.sources.base import FeedError
from data.sources.http_request import HttpRequest
from data.sources.redirects import check_redirect, is_private
from data.sources.transport import fetch
from tests.georeport_server import send_response
from tests.servers import HttpFeed, start_feed


def redirect_to(feed: HttpFeed, to: str) -> None:
    """Redirect ``/feed``; answer other paths with the headers of the request."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        if handler.path == "/feed":
            return send_response(handler, 302, b"", Location=to)
        send_response(handler, 200, str(handler.headers.get("Authorization")).encode())

    feed.answer = answer


def read_body(feed: HttpFeed) -> bytes:
    body = fetch(HttpRequest(feed.url, 20, secret_headers={"Authorization": "Bearer x"}, attempts=1))
    assert body is not None
    return body.read()


def test_a_redirect_on_the_same_server_is_followed_with_secret_headers(feed: HttpFeed) -> None:
    redirect_to(feed, "/elsewhere?page=1")
    assert read_body(feed) == b"Bearer x"
    assert feed.requested_paths == ["/feed", "/elsewhere?page=1"]


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::1]/", "http://localhost/",
     "http://2130706433/", "http://0.0.0.0/", "http://[::ffff:192.168.1.1]/", "//192.168.0.1/x"],
)  # fmt: skip
def test_a_private_address_is_refused(feed: HttpFeed, target: str) -> None:
    redirect_to(feed, target)
    with pytest.raises(FeedError, match=r"127.0.0.1 sends us to .*, a private address: refused"):
        read_body(feed)


def test_another_port_of_a_private_server_is_refused_and_not_requested(feed: HttpFeed) -> None:
    with start_feed() as other_feed:
        redirect_to(feed, other_feed.url)
        with pytest.raises(FeedError, match="a private address: refused"):
            read_body(feed)
        assert other_feed.requested_paths == []


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.com/x", "gopher://127.0.0.1/"])
def test_a_redirect_to_another_scheme_is_refused(feed: HttpFeed, target: str) -> None:
    redirect_to(feed, target)
    with pytest.raises(FeedError, match="no web address: refused"):
        read_body(feed)


def test_a_redirect_loop_is_refused(feed: HttpFeed) -> None:
    redirect_to(feed, "/feed")
    with pytest.raises(FeedError, match="from one address to the next without end"):
        read_body(feed)
    assert len(feed.requested_paths) == 6


PAIRS = [
    # configured URL, target, whether it is refused; numeric addresses, so that no name is resolved
    ("https://8.8.8.8/feed", "https://8.8.4.4/feed", False),
    ("https://8.8.8.8/feed", "http://192.168.1.5/feed", True),
    ("https://8.8.8.8/feed", "http://127.0.0.1/", True),
    ("https://8.8.8.8/feed", "http://[fe80::1]/", True),
    ("https://8.8.8.8/feed", "http://100.64.0.1/", True),
    ("https://8.8.8.8/feed", "http://8.8.8.8/feed", True),
    ("https://8.8.8.8/feed", "http://8.8.4.4/feed", True),
    ("http://192.168.1.5/feed", "http://192.168.1.5/other", False),
    ("http://192.168.1.5/feed", "https://192.168.1.5/other", False),
    ("http://192.168.1.5/feed", "http://192.168.1.5:8080/other", True),
    ("http://192.168.1.5/feed", "http://192.168.1.6/", True),
    ("http://192.168.1.5/feed", "https://8.8.8.8/", False),
]


@pytest.mark.parametrize(("configured", "target", "refused"), PAIRS)
def test_which_redirects_are_refused(configured: str, target: str, refused: bool) -> None:
    try:
        check_redirect(httpx.URL(configured), httpx.URL(target))
        assert not refused
    except FeedError:
        assert refused


@pytest.mark.parametrize(
    ("address", "private"),
    [("8.8.8.8", False), ("127.0.0.1", True), ("10.1.2.3", True), ("172.16.0.1", True), ("192.168.0.1", True),
     ("169.254.1.1", True), ("0.0.0.0", True), ("224.0.0.1", True), ("::1", True), ("fc00::1", True),
     ("2001:4860:4860::8888", False), ("::ffff:10.0.0.1", True), ("2002:0a00:0001::1", True)],
)  # fmt: skip
def test_which_addresses_are_private(address: str, private: bool) -> None:
    assert is_private(ip_address(address)) is private
