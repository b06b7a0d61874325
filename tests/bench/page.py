"""Each page over a store of 500,000 reports against the same over 5,000, as many of them open and recent.

Two ratios a page: the server's time for what its figures come from, and the time in Chromium from asking for
the page until its first figure stands. The line tells the worst of them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright

from jobs.relayer import sync_layer
from tests.bench.pairs import line, paired
from tests.bench.stores import fill
from tests.dashboard.conftest import CHROMIUM, FULL_HD, SWITCHES
from tests.dashboard.scenes import MovableTime, WallServer, open_moving_town

SMALL, LARGE = 5_000, 500_000
BAR = 2
PAIRS, ASKED = 5, 10
FIGURE = "#wall-open .tile-value:not(:empty)"
LONG_AGO = "2026-11-20T08:00"


@dataclass(frozen=True)
class Page:
    """What is opened, where its figures come from, and what stands once the first of them is there."""

    path: str
    door: str
    figure: str


PAGES = (
    Page("/layar", "/api/v1/wall", FIGURE),
    Page(f"/layar?pada={LONG_AGO}", f"/api/v1/wall?pada={LONG_AGO}", FIGURE),
)

SignIn = Callable[[WallServer], dict[str, str]]


def as_display(server: WallServer) -> dict[str, str]:
    """The headers of a browser that is let in: those of a screen."""
    return {"Authorization": f"Bearer {server.accounts.add_display('papan ukur')}"}


def measure(sign_in: SignIn = as_display) -> dict[str, Any]:
    """The line ``page`` of the benchmarks."""
    with ExitStack() as stack:
        (small, _), (large, count) = (stack.enter_context(serving(size)) for size in (SMALL, LARGE))
        browser = stack.enter_context(chromium())
        urls = [server.url.removesuffix("/layar") for server in (large, small)]
        headers = [sign_in(server) for server in (large, small)]
        ratios = [ratio for page in PAGES for ratio in _ratios(browser, page, urls, headers)]
    floor = "the same pages over 5,000 reports: server time and first figure in Chromium, the worst ratio"
    return line("page", max(ratios), BAR, "lower", floor, count)


def _ratios(browser: Browser, page: Page, urls: list[str], headers: list[dict[str, str]]) -> Iterator[float]:
    served = [_asker(url + page.door, known) for url, known in zip(urls, headers, strict=True)]
    shown = [
        _opener(browser, url + page.path, page.figure, known)
        for url, known in zip(urls, headers, strict=True)
    ]
    for ours, floor in (served, shown):
        floor()  # what is imported for the first time is not measured
        ours()
        yield paired(ours, floor, PAIRS)


def _asker(url: str, headers: dict[str, str]) -> Callable[[], None]:
    """The same door asked again and again."""

    def ask() -> None:
        with httpx.Client(headers=headers, timeout=120) as client:
            for _ in range(ASKED):
                client.get(url).raise_for_status()

    return ask


def _opener(browser: Browser, url: str, figure: str, headers: dict[str, str]) -> Callable[[], None]:
    """A new window, with nothing kept, opened on a page until its first figure stands."""

    def show() -> None:
        context = browser.new_context(viewport=FULL_HD, extra_http_headers=headers)
        window = context.new_page()
        window.goto(url, wait_until="commit")
        window.wait_for_selector(figure, timeout=120_000)
        context.close()

    return show


@contextmanager
def serving(reports: int) -> Iterator[tuple[WallServer, int]]:
    """The town with so many reports on a wall, and how many exactly."""
    with TemporaryDirectory() as folder:
        moving = MovableTime()
        world = open_moving_town(Path(folder), moving)
        sync_layer(world)
        count = fill(world, reports)
        with WallServer(Path(folder), moving, world).serving() as server:
            _ready(server)
            yield server, count


def _ready(server: WallServer) -> None:
    """Waits for the first snapshot."""
    with httpx.Client(timeout=120) as client:
        while client.get(server.url.replace("/layar", "/readyz")).status_code == 503:
            continue


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()
