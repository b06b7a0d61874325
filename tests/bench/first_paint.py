"""The time until the wall's map is painted, against an empty Dash page until its one word is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import uvicorn
from dash import Dash, html
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.bench.page import serve_wall
from tests.bench.pairs import result_line
from tests.chromium import FULL_HD, launch_chromium
from tests.servers import free_port

BAR, PAIRS, REPORTS = 1.5, 7, 5_000
MAP = ".map-main path.area[fill]"
# Stores the moment after the first frame with such an element was drawn, before the page does more.
PAINT_SCRIPT = """(selector) => new MutationObserver((_records, observer) => {
  if (!document.querySelector(selector)) return;
  observer.disconnect();
  const keep = () => { document.documentElement.dataset.painted = performance.now(); };
  requestAnimationFrame(() => scheduler.postTask(keep, { priority: "user-blocking" }));
}).observe(document, { subtree: true, childList: true, attributes: true })"""


def measure() -> dict[str, Any]:
    """Measure the benchmark ``first_paint``."""
    with serve_wall(REPORTS) as (server, _), serve_empty_page() as floor, launch_chromium() as browser:
        wall = f"{server.url}?lihat=kota"
        for _ in range(2):
            _paint_milliseconds(browser, wall, MAP)
            _paint_milliseconds(browser, floor, "#word")
        pairs = [
            (_paint_milliseconds(browser, wall, MAP), _paint_milliseconds(browser, floor, "#word"))
            for _ in range(PAIRS)
        ]
    ratio = median(subject_ms / floor_ms for subject_ms, floor_ms in pairs)
    description = "an empty Dash page on the same server until its one word stands, both with nothing kept"
    return result_line("first_paint", ratio, BAR, "lower", description, PAIRS)


def _paint_milliseconds(browser: Browser, url: str, selector: str) -> float:
    """Return milliseconds in a new window with an empty cache, by the browser's own clock."""
    with browser.new_context(viewport=FULL_HD) as context:
        page = context.new_page()
        page.add_init_script(f"({PAINT_SCRIPT})({selector!r})")
        page.goto(url, wait_until="commit")
        painted = page.wait_for_selector("html[data-painted]", state="attached", timeout=60_000)
        return float(painted.get_attribute("data-painted") or 0)


@contextmanager
def serve_empty_page() -> Iterator[str]:
    """Serve a Dash app with one word, as the board is served."""
    server = FastAPI()
    app = Dash("empty", server=False, backend="fastapi", serve_locally=True)
    app.backend.websocket_capability = False  # as the board
    app.init_app(server)
    app.layout = html.Div("Papan", id="word")

    @server.get("/")
    def page() -> Any:
        from starlette.responses import HTMLResponse

        return HTMLResponse(app.index())

    port = free_port()
    running = uvicorn.Server(uvicorn.Config(server, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/"
    running.should_exit = True
    thread.join(10)
