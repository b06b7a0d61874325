"""Where a changing request may come from: the board's own origin, its scheme included."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from dashboard.web.csrf import is_cross_site
from tests.dashboard.asgi_client import HOST
from tests.pulls import wait_until
from tests.servers import free_port

HTTP, HTTPS = f"http://{HOST}", f"https://{HOST}"


def request_of(scheme: str, **headers: str) -> Request:
    raw_headers = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {
            "type": "http", "method": "POST", "path": "/masuk", "scheme": scheme, "query_string": b"",
            "headers": [(b"host", HOST.encode()), *raw_headers],
        }
    )  # fmt: skip


OF_OLD_BROWSERS = [
    ("https", HTTPS, False), ("http", HTTP, False), ("https", HTTP, True), ("http", HTTPS, True),
    ("https", "null", True), ("https", f"{HTTPS}:8443", True), ("https", "https://[", True),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "origin", "refused"), OF_OLD_BROWSERS)
def test_without_sec_fetch_site_the_scheme_counts(scheme: str, origin: str, refused: bool) -> None:
    """Kind: a page of the same host without TLS, which anybody on the way may write, sends a form."""
    assert is_cross_site(request_of(scheme, origin=origin)) is refused


def test_a_browser_that_says_same_origin_has_compared_the_scheme() -> None:
    """A proxy that does not pass on the scheme keeps working with such browsers."""
    assert not is_cross_site(request_of("http", origin=HTTPS, sec_fetch_site="same-origin"))
    assert is_cross_site(request_of("https", origin=HTTP, sec_fetch_site="cross-site"))


@contextmanager
def server_behind_a_proxy() -> Iterator[str]:
    """Serve the check as the board does: uvicorn trusts the headers of a proxy on this machine."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await PlainTextResponse("refused" if is_cross_site(Request(scope)) else "taken")(scope, receive, send)

    port = free_port()
    server = uvicorn.Server(uvicorn.Config(answer, port=port, lifespan="off", log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        wait_until(lambda: server.started)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


def test_behind_a_proxy_with_tls_the_forwarded_scheme_counts() -> None:
    with server_behind_a_proxy() as url:
        answers = [
            httpx.post(url, headers={"Host": HOST, "X-Forwarded-Proto": "https", "Origin": origin}).text
            for origin in (HTTPS, HTTP)
        ]
    assert answers == ["taken", "refused"]
