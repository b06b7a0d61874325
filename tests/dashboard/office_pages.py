"""The town seen from an office: a week of reports, and its web app with or without a server."""

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

from bootstrap import World
from dashboard.web.context import Site
from dashboard.web.server import Server
from data.core.access import Who
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from jobs.feed_factory import feed_of
from jobs.pull import pull
from tests.builders import open_town, qlue_row
from tests.dashboard.asgi_client import answered
from tests.dashboard.sign_in import header_of, site_in, site_with
from tests.personas import AT_SEA, IN_ANGGREK, IN_BARITO, IN_CEMPAKA, MONDAY_NOON, OPERATOR, ZONE
from tests.servers import free_port


def filed(
    number: int, hours_ago: float, category: str, at: tuple[float, float], **more: Any
) -> dict[str, Any]:
    """A row of the feed: filed so many hours before Monday noon (Qlue's times are an hour behind)."""
    moment = (MONDAY_NOON - timedelta(hours=hours_ago + 1)).astimezone(ZONE)
    row = qlue_row(number, category=category, loc_lat=at[0], loc_lng=at[1])
    return {**row, "post_date": f"{moment:%Y-%m-%d %H:%M:%S}", **more}


# Banjir may take 12 hours, Sampah 48. Three of Barat's four are judged: one late, two closed in time.
ROWS = [
    filed(1, 16, "Banjir", IN_ANGGREK),  # late by 4 hours
    filed(2, 11, "Banjir", IN_CEMPAKA),  # 11 of 12 hours used
    filed(3, 30, "Sampah", IN_BARITO),
    filed(4, 31, "Sampah", AT_SEA),
    filed(5, 6, "Sampah", IN_BARITO),
    filed(6, 7, "Sampah", IN_ANGGREK),
]
DONE = [{**row, "status": "Selesai"} for row in ROWS[4:]]


def town_at_work(folder: Path) -> World:
    """The town after two pulls at Monday noon: six reports, then two of them closed."""
    world = open_town(folder)
    sync_layer(world)
    for rows in (ROWS, DONE):
        answer = folder / "feed.json"
        answer.write_text(json.dumps(rows), encoding="utf-8")
        source = world.city.source[0]
        pull(world, source, feed_of(source, world, answer))
    return world


def site_of(world: World) -> Site:
    """A board of that town with its first snapshot."""
    live = LiveBoard(world.engine, world.city, world.clock)
    live.refresh()
    return site_with(world, live)


def asked(app: Dash, path: str, who: Who = OPERATOR) -> httpx.Response:
    """An address of an app as one of the cast asks for it, without a server."""
    return answered(app.server, path, raising=True, headers=header_of(site_in(app).accounts, who))


@contextmanager
def served(app: Dash) -> Iterator[str]:
    """The app on loopback until the block ends; yields its address."""
    port = free_port()
    door = socket.create_server(("127.0.0.1", port))
    server = Server(uvicorn.Config(app.server, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def photo() -> bytes:
    """A small picture as a phone makes them."""
    made = BytesIO()
    Image.new("RGB", (640, 480), (90, 120, 150)).save(made, "JPEG")
    return made.getvalue()
