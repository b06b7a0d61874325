"""From asking for the wall until its map is painted, against an empty Dash page until its one word stands."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import uvicorn
from dash import Dash, html
from fastapi import FastAPI
from playwright.sync_api import Browser

from dashboard.web.dash_pages import backend_on
from tests.bench.page import serving
from tests.bench.pairs import line
from tests.chromium import FULL_HD, chromium
from tests.servers import free_port

BAR, PAIRS, REPORTS = 1.5, 7, 5_000
MAP = ".map-main path.area[fill]"
# Keeps the moment after the frame that first has such an element was drawn, before the page does more.
PAINTED = """(selector) => new MutationObserver((_records, observer) => {
  if (!document.querySelector(selector)) return;
  observer.disconnect();
  const keep = () => { document.documentElement.dataset.painted = performance.now(); };
  requestAnimationFrame(() => scheduler.postTask(keep, { priority: "user-blocking" }));
}).observe(document, { subtree: true, childList: true, attributes: true })"""


def measure() -> dict[str, Any]:
    """The line ``first_paint`` of the benchmarks."""
    with serving(REPORTS) as (server, _), empty() as floor, chromium() as browser:
        wall = f"{server.url}?lihat=kota"
        for _ in range(2):
            _opened(browser, wall, MAP)
            _opened(browser, floor, "#word")
        pairs = [(_opened(browser, wall, MAP), _opened(browser, floor, "#word")) for _ in range(PAIRS)]
    ratio = median(ours / theirs for ours, theirs in pairs)
    told = "an empty Dash page on the same server until its one word stands, both with nothing kept"
    return line("first_paint", ratio, BAR, "lower", told, PAIRS)


def _opened(browser: Browser, url: str, selector: str) -> float:
    """Milliseconds in a new window, which holds nothing of an earlier one, by the browser's own clock."""
    with browser.new_context(viewport=FULL_HD) as context:
        page = context.new_page()
        page.add_init_script(f"({PAINTED})({selector!r})")
        page.goto(url, wait_until="commit")
        done = page.wait_for_selector("html[data-painted]", state="attached", timeout=60_000)
        return float(done.get_attribute("data-painted") or 0)


@contextmanager
def empty() -> Iterator[str]:
    """A Dash app with one word, served as the board is."""
    server = FastAPI()
    app = Dash("empty", backend=backend_on(server), serve_locally=True)
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
