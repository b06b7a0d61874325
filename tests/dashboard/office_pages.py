"""The test city with reports of some days, and its web app with or without a server."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from dash import Dash
from PIL import Image

from bootstrap import AppContext
from dashboard.web.context import WebContext
from dashboard.web.server import DashboardServer
from data.core.access import Principal
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import open_feed
from jobs.pull import pull
from tests.builders import open_test_context, qlue_row
from tests.dashboard.asgi_client import send_request
from tests.dashboard.sign_in import build_web_context, session_header, web_context_of_app
from tests.personas import AT_SEA, IN_ANGGREK, IN_BARITO, IN_CEMPAKA, MONDAY_NOON, OPERATOR, ZONE
from tests.servers import free_port


def feed_row(
    number: int, hours_ago: float, category: str, point: tuple[float, float], **changed: Any
) -> dict[str, Any]:
    """Return a row of the feed, filed so many hours before Monday noon (Qlue's times are an hour behind)."""
    moment = (MONDAY_NOON - timedelta(hours=hours_ago + 1)).astimezone(ZONE)
    row = qlue_row(number, category=category, loc_lat=point[0], loc_lng=point[1])
    return {**row, "post_date": f"{moment:%Y-%m-%d %H:%M:%S}", **changed}


# Banjir may take 12 hours, Sampah 48. Three of Barat's four are judged: one late, two closed in time.
ROWS = [
    feed_row(1, 16, "Banjir", IN_ANGGREK),  # late by 4 hours
    feed_row(2, 11, "Banjir", IN_CEMPAKA),  # 11 of 12 hours used
    feed_row(3, 30, "Sampah", IN_BARITO),
    feed_row(4, 31, "Sampah", AT_SEA),
    feed_row(5, 6, "Sampah", IN_BARITO),
    feed_row(6, 7, "Sampah", IN_ANGGREK),
]
CLOSED_ROWS = [{**row, "status": "Selesai"} for row in ROWS[4:]]


def open_city_at_work(folder: Path) -> AppContext:
    """Return the test city after two pulls at Monday noon: six reports, then two of them closed."""
    app_context = open_test_context(folder)
    sync_layer(app_context)
    for rows in (ROWS, CLOSED_ROWS):
        feed_file = folder / "feed.json"
        feed_file.write_text(json.dumps(rows), encoding="utf-8")
        source = app_context.city.source[0]
        pull(app_context, source, open_feed(source, app_context, feed_file))
    return app_context


def web_context_of(app_context: AppContext) -> WebContext:
    """Return the web context of a city, with its first snapshot."""
    live_board = LiveBoard(app_context.engine, app_context.city, app_context.clock)
    live_board.refresh()
    return build_web_context(app_context, live_board)


def get_as(app: Dash, path: str, principal: Principal = OPERATOR) -> httpx.Response:
    """Request an address of an app as a persona, without a server."""
    return send_request(
        app.server,
        path,
        raise_app_errors=True,
        headers=session_header(web_context_of_app(app).accounts, principal),
    )


@contextmanager
def serve_app(app: Dash) -> Iterator[str]:
    """Serve the app on loopback until the block ends; yield its address."""
    port = free_port()
    listener = socket.create_server(("127.0.0.1", port))
    server = DashboardServer(uvicorn.Config(app.server, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def photo() -> bytes:
    """Return a small JPEG as phones make them."""
    buffer = BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 150)).save(buffer, "JPEG")
    return buffer.getvalue()
