"""Each page over a store of 500,000 reports against the same over 5,000, as many of them open and recent.

Two ratios a page: the server's time for what its figures come from, and the time in Chromium from the request
until its first figure is shown. The result is the worst of them.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser

from jobs.area_reassignment import sync_layer
from tests.bench.pairs import result_line, seconds
from tests.bench.stores import fill_store
from tests.chromium import FULL_HD, launch_chromium
from tests.dashboard.sign_in import session_header, sign_in
from tests.dashboard.web_contexts import MovableClock, WallServer, feed_row, open_city_with_clock
from tests.personas import BARAT, IN_DELIMA, OPERATOR

SMALL, LARGE = 5_000, 500_000
BAR = 2
PAIRS = 5
FIRST_NEW_NUMBER = 10_000_000  # a number that no report of the store has
WALL_FIGURE = "#wall-open .tile-value:not(:empty)"
PAST_MOMENT = "2026-11-20T08:00"
TIMEOUT_MS = 120_000
# The longest time that the server took for a response with figures of a page, which may follow its shell.
SERVER_TIME_SCRIPT = """() => Math.max(
    ...[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter(({ entryType, name }) => entryType === "navigation" || /_dash-update|\\/api\\//.test(name))
    .map((entry) => (entry.responseEnd || performance.now()) - entry.requestStart))"""


@dataclass(frozen=True)
class BenchPage:
    """A page: its address, and the element that holds its first figure."""

    path: str
    figure_selector: str


PAGES = (
    BenchPage("/layar", WALL_FIGURE),
    BenchPage(f"/layar?pada={PAST_MOMENT}", WALL_FIGURE),
    BenchPage(f"/kecamatan/{BARAT}", "#camat-five .ticking"),
    BenchPage("/laporan/qlue/7", "#casefile-body section"),
    BenchPage("/tinjauan", ".headline"),
    BenchPage("/rekap", "#recap-figures table"),
)


@dataclass(frozen=True)
class PageTiming:
    """One opening of a page: seconds until its figure was shown, and of the server's slowest response."""

    total_seconds: float
    server_seconds: float


def measure() -> dict[str, Any]:
    """Measure the benchmark ``page``."""
    with ExitStack() as stack:
        (small, _), (large, count) = (stack.enter_context(serve_wall(size)) for size in (SMALL, LARGE))
        browser = stack.enter_context(launch_chromium())
        ratios = {page.path: _ratios(browser, page, large, small) for page in PAGES}
    ratio_summary = ", ".join(f"{path} {max(page_ratios):.2f}" for path, page_ratios in ratios.items())
    floor = f"the same pages over 5,000 reports, server's time and first figure in Chromium: {ratio_summary}"
    return result_line("page", max(map(max, ratios.values())), BAR, "lower", floor, count)


def _ratios(browser: Browser, page: BenchPage, large: WallServer, small: WallServer) -> tuple[float, float]:
    """Return the median ratios of a page's whole time and of its server's time."""
    for server in (large, small):
        _time_page(browser, server, page)  # the first import of modules is not measured
    pairs = [(_time_page(browser, large, page), _time_page(browser, small, page)) for _ in range(PAIRS)]
    total_ratio = median(subject.total_seconds / floor.total_seconds for subject, floor in pairs)
    return total_ratio, median(subject.server_seconds / floor.server_seconds for subject, floor in pairs)


def _time_page(browser: Browser, server: WallServer, page: BenchPage) -> PageTiming:
    """Open a page in a new window with nothing cached, until its first figure is shown.

    A new report makes the server compute the page's figures again.
    """
    url = server.url.removesuffix("/layar")
    _add_report(server)
    with browser.new_context(viewport=FULL_HD) as context:
        window = sign_in(context.new_page(), url, server.accounts)

        def show() -> None:
            window.goto(url + page.path, wait_until="commit")
            window.wait_for_selector(page.figure_selector, timeout=TIMEOUT_MS)

        return PageTiming(seconds(show), window.evaluate(SERVER_TIME_SCRIPT) / 1000)


def _add_report(server: WallServer) -> None:
    """Add a report filed now, and refresh the board."""
    before = _revision(server)
    number = FIRST_NEW_NUMBER + before
    assert server.pull_reports([feed_row(number, 0, "Sampah", IN_DELIMA)])["new"] == 1
    while _revision(server) == before:
        time.sleep(0.05)


def _revision(server: WallServer) -> int:
    url = server.url.replace("/layar", "/api/v1/snapshot")
    with httpx.Client(headers=session_header(server.accounts, OPERATOR), timeout=120) as client:
        return int(client.get(url).raise_for_status().json()["revision"])


@contextmanager
def serve_wall(reports: int) -> Iterator[tuple[WallServer, int]]:
    """Serve the city with so many reports; yield the wall and their exact number."""
    with TemporaryDirectory() as folder:
        movable_clock = MovableClock()
        app_context = open_city_with_clock(Path(folder), movable_clock)
        sync_layer(app_context)
        count = fill_store(app_context, reports)
        with WallServer(Path(folder), movable_clock, app_context).serving() as server:
            yield server, count
