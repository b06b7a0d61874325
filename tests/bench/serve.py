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
from tests.bench.pairs import line, paired
from tests.builders import open_town
from tests.dashboard.sign_in import site_with

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
    """The line ``serve`` of the benchmarks: our requests a second as a share of the floor's."""
    with TemporaryDirectory() as folder:
        ours = _app(Path(folder))
        body = asyncio.run(_ask(ours))
        bare = _bare(body)
        assert asyncio.run(_ask(bare)) == body
        slower = paired(lambda: asyncio.run(_many(ours)), lambda: asyncio.run(_many(bare)), PAIRS)
    return line(
        "serve", 1 / slower, BAR, "higher", "requests/s of a bare Starlette app, same bytes", REQUESTS
    )


def _app(folder: Path) -> ASGIApp:
    world = open_town(folder)
    sync_layer(world)
    live = LiveBoard(world.engine, world.city, world.clock)
    live.refresh()
    app: ASGIApp = create_app(site_with(world, live)).server
    return app


def _bare(body: bytes) -> ASGIApp:
    async def door(_request: Request) -> Response:
        return Response(body, media_type="application/json", headers={"Content-Encoding": "gzip"})

    return Starlette(routes=[Route(PATH, door)])


async def _many(app: ASGIApp) -> None:
    for _ in range(REQUESTS):
        await _ask(app)


async def _ask(app: ASGIApp) -> bytes:
    """One request; the body of its answer, as sent."""
    parts: list[bytes] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        assert message.get("status", 200) == 200
        parts.append(message.get("body", b""))

    await app({**SCOPE, "state": {}}, receive, send)
    return b"".join(parts)
