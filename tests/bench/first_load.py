"""The compressed size of the wall's first load, against 1.5 MB."""

from typing import Any

import httpx
from playwright.sync_api import Page

from tests.bench.page import WALL_FIGURE, serve_wall
from tests.bench.pairs import result_line
from tests.chromium import FULL_HD, launch_chromium

BYTES = 1_500_000
REPORTS = 5_000


def measure() -> dict[str, Any]:
    """Measure the benchmark ``first_load``."""
    with serve_wall(REPORTS) as (server, _), launch_chromium() as browser:
        page = browser.new_page(viewport=FULL_HD)
        requested_urls: set[str] = set()
        page.on(
            "request", lambda request: requested_urls.add(request.url) if request.method == "GET" else None
        )
        page.goto(server.url)
        _wait_until_drawn(page)
        total_bytes = sum(
            _transferred_bytes(url) for url in sorted(requested_urls) if not url.endswith("/stream")
        )
    floor = f"1.5 MB over the network; {len(requested_urls)} files took {total_bytes / 1e6:.2f} MB"
    return result_line("first_load", total_bytes / BYTES, 1, "lower", floor, len(requested_urls))


def _wait_until_drawn(page: Page) -> None:
    page.wait_for_selector(WALL_FIGURE)
    page.wait_for_selector(".map-main path.area", state="attached")
    page.wait_for_timeout(2_000)


def _transferred_bytes(url: str) -> int:
    """Return the bytes as transferred, compressed where the server compresses."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}, timeout=60) as answer:
        return sum(len(part) for part in answer.iter_raw())
