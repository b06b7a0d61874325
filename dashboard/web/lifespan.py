"""What goes on beside the answers while the server lives: the refresh, the streams, what screens said."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

import httpx
from fastapi import FastAPI

from dashboard.web.context import Site

FLUSH_SECONDS = 5.0


def refreshing(site: Site) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Runs the refresh in a thread of its own and the beat of ``state.streams`` while the server lives."""

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        await _warm_up(server)
        stop, streams = threading.Event(), server.state.streams
        streams.begin()
        workers = [_thread(work, stop) for work in (site.live.run, partial(_write_down, site))]
        yield
        stop.set()
        streams.close()
        for worker in workers:
            worker.join(timeout=5)

    return lifespan


def _thread(work: Callable[[threading.Event], None], stop: threading.Event) -> threading.Thread:
    worker = threading.Thread(target=work, args=(stop,), daemon=True)
    worker.start()
    return worker


def _write_down(site: Site, stop: threading.Event) -> None:
    """Every few seconds, what the screens said of themselves: one transaction for all of them."""
    while not stop.wait(FLUSH_SECONDS):
        site.live.screens.flush()


async def _warm_up(server: FastAPI) -> None:
    """Asks Dash once for its layout before anybody else does.

    On this backend Dash collects its scripts at the first ``/_dash-`` request, and a page asked for before
    that comes without any: a wall that reloads as the server restarts would stay blank.
    """
    inside = httpx.ASGITransport(app=server)
    async with httpx.AsyncClient(transport=inside, base_url="http://warm-up") as client:
        (await client.get("/_dash-layout")).raise_for_status()
