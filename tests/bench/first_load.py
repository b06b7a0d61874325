"""What a wall's first load takes over the network, compressed, against 1.5 MB."""

from typing import Any

import httpx
from playwright.sync_api import Page

from tests.bench.page import WALL, serving
from tests.bench.pairs import line
from tests.chromium import FULL_HD, chromium

BYTES = 1_500_000
REPORTS = 5_000


def measure() -> dict[str, Any]:
    """The line ``first_load`` of the benchmarks."""
    with serving(REPORTS) as (server, _), chromium() as browser:
        page = browser.new_page(viewport=FULL_HD)
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(request.url) if request.method == "GET" else None)
        page.goto(server.url)
        _drawn(page)
        taken = sum(_bytes(url) for url in sorted(asked) if not url.endswith("/stream"))
    floor = f"1.5 MB over the network; {len(asked)} files took {taken / 1e6:.2f} MB"
    return line("first_load", taken / BYTES, 1, "lower", floor, len(asked))


def _drawn(page: Page) -> None:
    page.wait_for_selector(WALL)
    page.wait_for_selector(".map-main path.area", state="attached")
    page.wait_for_timeout(2_000)


def _bytes(url: str) -> int:
    """As they go over the network: what the server compresses is counted so."""
    with httpx.stream("GET", url, headers={"Accept-Encoding": "gzip"}, timeout=60) as answer:
        return sum(len(part) for part in answer.iter_raw())
