"""Each page over a store of 500,000 reports against the same over 5,000, as many of them open and recent.

Two ratios a page: the server's time for what its figures come from, and the time in Chromium from asking for
the page until its first figure stands. The line tells the worst of them.
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
from tests.bench.pairs import line, seconds
from tests.bench.stores import fill
from tests.chromium import FULL_HD, chromium
from tests.dashboard.sign_in import header_of, sign_in
from tests.dashboard.web_contexts import MovableTime, WallServer, filed, open_moving_town
from tests.personas import BARAT, IN_DELIMA, OPERATOR

SMALL, LARGE = 5_000, 500_000
BAR = 2
PAIRS = 5
FIRST_NEWS = 10_000_000  # a number that no report of the store has
WALL = "#wall-open .tile-value:not(:empty)"
LONG_AGO = "2026-11-20T08:00"
PATIENCE_MS = 120_000
# How long the server took for each answer that a page was filled from, the longest of them.
ANSWERS = """() => Math.max(...performance.getEntriesByType("resource")
    .filter((entry) => /_dash-update-component|\\/api\\//.test(entry.name))
    .map((entry) => entry.responseStart - entry.requestStart))"""


@dataclass(frozen=True)
class Page:
    """What is opened, and what stands once the first of its figures is there."""

    path: str
    figure: str


PAGES = (
    Page("/layar", WALL),
    Page(f"/layar?pada={LONG_AGO}", WALL),
    Page(f"/kecamatan/{BARAT}", "#camat-five .ticking"),
    Page("/laporan/qlue/7", "#casefile-body section"),
    Page("/tinjauan", ".headline"),
    Page("/rekap", "#recap-figures table"),
)


@dataclass(frozen=True)
class Shown:
    """One opening of a page: seconds until its figure stood, and those of the server's slowest answer."""

    whole: float
    server: float


def measure() -> dict[str, Any]:
    """The line ``page`` of the benchmarks."""
    with ExitStack() as stack:
        (small, _), (large, count) = (stack.enter_context(serving(size)) for size in (SMALL, LARGE))
        browser = stack.enter_context(chromium())
        ratios = {page.path: _ratios(browser, page, large, small) for page in PAGES}
    told = ", ".join(f"{path} {max(found):.2f}" for path, found in ratios.items())
    floor = f"the same pages over 5,000 reports, server's time and first figure in Chromium: {told}"
    return line("page", max(map(max, ratios.values())), BAR, "lower", floor, count)


def _ratios(browser: Browser, page: Page, large: WallServer, small: WallServer) -> tuple[float, float]:
    """The median ratios of a page's whole time and of its server's time."""
    for server in (large, small):
        _show(browser, server, page)  # what is imported for the first time is not measured
    pairs = [(_show(browser, large, page), _show(browser, small, page)) for _ in range(PAIRS)]
    whole = median(ours.whole / floor.whole for ours, floor in pairs)
    return whole, median(ours.server / floor.server for ours, floor in pairs)


def _show(browser: Browser, server: WallServer, page: Page) -> Shown:
    """A new window, opened on a page until its first figure stands, with nothing kept on either side:
    a report has just come in, so that the server has to make the page's figures anew.
    """
    url = server.url.removesuffix("/layar")
    _news(server)
    with browser.new_context(viewport=FULL_HD) as context:
        window = sign_in(context.new_page(), url, server.accounts)

        def show() -> None:
            window.goto(url + page.path, wait_until="commit")
            window.wait_for_selector(page.figure, timeout=PATIENCE_MS)

        return Shown(seconds(show), window.evaluate(ANSWERS) / 1000)


def _news(server: WallServer) -> None:
    """One more report, filed now, and the board shows it."""
    before = _revision(server)
    number = FIRST_NEWS + before
    assert server.take([filed(number, 0, "Sampah", IN_DELIMA)])["new"] == 1
    while _revision(server) == before:
        time.sleep(0.05)


def _revision(server: WallServer) -> int:
    url = server.url.replace("/layar", "/api/v1/snapshot")
    with httpx.Client(headers=header_of(server.accounts, OPERATOR), timeout=120) as client:
        return int(client.get(url).raise_for_status().json()["revision"])


@contextmanager
def serving(reports: int) -> Iterator[tuple[WallServer, int]]:
    """The town with so many reports on a wall, and how many exactly."""
    with TemporaryDirectory() as folder:
        moving = MovableTime()
        world = open_moving_town(Path(folder), moving)
        sync_layer(world)
        count = fill(world, reports)
        with WallServer(Path(folder), moving, world).serving() as server:
            yield server, count
