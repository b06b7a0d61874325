"""The app factory: one Dash app on FastAPI, built from what it is handed."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import dash
import httpx
from dash import Dash, html
from dash.backends._fastapi import FastAPIDashServer
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from dashboard.doors import add_doors
from dashboard.site import Site
from dashboard.wall.layout import Maps
from dashboard.wall.layout import layout as wall_layout
from geo import bounds

ASSETS = Path(__file__).parent / "assets"


def create_app(site: Site) -> Dash:
    """The web app of one city. It refreshes its snapshot while the server runs."""
    server = FastAPI(title="Pantau Manado", lifespan=_refreshing(site), docs_url=None, redoc_url=None)
    add_doors(server, site)
    app = Dash(
        __name__,
        backend=_without_web_socket(server),
        use_pages=True,
        pages_folder="",
        assets_folder=str(ASSETS),
        title=f"{site.city.name} · {site.city.title}",
        update_title="",
        serve_locally=True,
    )
    _register_wall(site)
    app.layout = html.Div(dash.page_container)
    server.add_middleware(GZipMiddleware, minimum_size=1_000)
    return app


def _without_web_socket(server: FastAPI) -> type[FastAPIDashServer]:
    """Dash's FastAPI backend on our server, without the web socket that it would keep open on every screen.

    The socket carries callbacks declared ``websocket=True``. There are none: the wall is fed by its frame.
    """

    class Backend(FastAPIDashServer):
        websocket_capability = False

        @staticmethod
        def create_app(name: str = "__main__", config: dict[str, Any] | None = None) -> FastAPI:
            return server

    return Backend


def _register_wall(site: Site) -> None:
    made = wall_layout(_maps(site))
    dash.register_page("layar", path="/layar", layout=made, title=f"{site.city.name} · Layar Pantau")


def _maps(site: Site) -> Maps:
    main, tiles = bounds(site.parts["main"]), site.settings.tile_url
    if "inset" not in site.parts:
        return Maps(main, tiles)
    inset = site.parts["inset"]
    caption = ", ".join(inset.parents["name"])
    return Maps(main, tiles, bounds(inset), caption, site.city.areas.inset_corner)


def _refreshing(site: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Runs the refresh in a thread of its own for as long as the server lives."""

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        await _warm_up(server)
        stop = threading.Event()
        worker = threading.Thread(target=site.live.run, args=(stop,), name="refresh", daemon=True)
        worker.start()
        yield
        stop.set()
        worker.join(timeout=5)

    return lifespan


async def _warm_up(server: FastAPI) -> None:
    """Asks Dash once for its layout before anybody else does.

    On this backend Dash collects its scripts at the first ``/_dash-`` request, and a page asked for before
    that comes without any: a wall that reloads as the server restarts would stay blank.
    """
    inside = httpx.ASGITransport(app=server)
    async with httpx.AsyncClient(transport=inside, base_url="http://warm-up") as client:
        (await client.get("/_dash-layout")).raise_for_status()
