"""The lifespan of the server: refresh, event streams and displays' heartbeats run beside requests."""

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from fastapi import FastAPI

from dashboard.web.context import WebContext
from data.lib.picture_pool import shared_pool

FLUSH_SECONDS = 5.0
LOOK_SECONDS = 1.0  # between two looks at the time and the store, where no commit asks for one before
FINISH_SECONDS = 60.0  # for a refresh under way, on a busy machine; a thread that is left breaks the exit


def build_lifespan(context: WebContext) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """Return the lifespan that runs the refresh in a thread, and the heartbeat of ``state.streams``."""

    @asynccontextmanager
    async def lifespan(server: FastAPI) -> AsyncIterator[None]:
        stop, streams = threading.Event(), server.state.streams
        streams.start()
        workers = [
            _start_thread(target, stop)
            for target in (
                partial(context.live_board.run, interval_seconds=LOOK_SECONDS),
                context.live_board.prepare_reviews,
                partial(_flush_displays, context),
            )
        ]
        yield
        stop.set()
        streams.close()
        shared_pool().close()
        context.accounts.password_queue.close()
        for worker in workers:
            worker.join(timeout=FINISH_SECONDS)

    return lifespan


def _start_thread(target: Callable[[threading.Event], None], stop: threading.Event) -> threading.Thread:
    worker = threading.Thread(target=target, args=(stop,), daemon=True)
    worker.start()
    return worker


def _flush_displays(context: WebContext, stop: threading.Event) -> None:
    """Store the displays' heartbeats every few seconds, and how many refusals the audit log left out."""
    while not stop.wait(FLUSH_SECONDS):
        context.live_board.displays.flush()
        context.accounts.write_left_out_refusals()
    context.accounts.write_left_out_refusals(at_end=True)
