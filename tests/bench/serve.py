"""Serving the wall's frame: our whole app against a bare Starlette app that sends the same bytes.

Both are called as an ASGI server would call them, without a network, so that nothing but the app is measured.
"""

import asyncio
from collections.abc import MutableMapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from dashboard.app import create_app
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import median_ratio, result_line
from tests.builders import open_test_context
from tests.dashboard.sign_in import build_web_context

REQUESTS = 1_000
BAR = 0.2
PAIRS = 15
PATH = "/api/v1/wall"
SCOPE: dict[str, Any] = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
    "path": PATH, "raw_path": PATH.encode(), "query_string": b"", "root_path": "",
    "headers": [(b"host", b"wall"), (b"accept-encoding", b"gzip")],
    "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
}  # fmt: skip


def measure() -> dict[str, Any]:
    """Measure the benchmark ``serve``: our requests a second divided by those of the baseline."""
    with TemporaryDirectory() as folder:
        app = _build_app(Path(folder))
        body = asyncio.run(_request(app))
        bare_app = _build_bare_app(body)
        assert asyncio.run(_request(bare_app)) == body
        time_ratio = median_ratio(
            lambda: asyncio.run(_request_many(app)), lambda: asyncio.run(_request_many(bare_app)), PAIRS
        )
    return result_line(
        "serve", 1 / time_ratio, BAR, "higher", "requests/s of a bare Starlette app, same bytes", REQUESTS
    )


def _build_app(folder: Path) -> ASGIApp:
    app_context = open_test_context(folder)
    sync_layer(app_context)
    live = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    live.refresh()
    app: ASGIApp = create_app(build_web_context(app_context, live)).server
    return app


def _build_bare_app(body: bytes) -> ASGIApp:
    async def handler(_request: Request) -> Response:
        return Response(body, media_type="application/json", headers={"Content-Encoding": "gzip"})

    return Starlette(routes=[Route(PATH, handler)])


async def _request_many(app: ASGIApp) -> None:
    for _ in range(REQUESTS):
        await _request(app)


async def _request(app: ASGIApp) -> bytes:
    """Send a request; return the body as sent."""
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        assert message.get("status", 200) == 200
        parts.append(message.get("body", b""))

    await app({**SCOPE, "state": {}}, receive, send)
    return b"".join(parts)
