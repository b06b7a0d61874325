"""The first answer on a cold phone over slow 3G, and on a wall in a LAN, against what was promised.

Chromium throttles its network (400 kbit/s, 400 ms) and its processor (a quarter of this machine's); nothing
is cached. A moment is that of the first frame after the element was there, by the browser's own clock.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

from tests.bench.page import WALL_FIGURE, serve_wall
from tests.bench.pairs import result_line
from tests.chromium import launch_chromium
from tests.dashboard.sign_in import sign_in
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, CAMAT_BARAT

REPORTS, RUNS = 5_000, 3
SETTLED_MS = 1_500  # after the last part has come; what moves later was moved by something else
GOOD_SHIFT = 0.1  # https://web.dev/articles/cls
# Notes the first frame with an element, and the sum of all layout shifts that nobody caused by a tap.
NOTES_SCRIPT = """(selector) => {
  const notes = { shown: 0, shift: 0 };
  window.notes = notes;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) notes.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  new MutationObserver((_records, observer) => {
    if (!document.querySelector(selector)) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => { notes.shown = performance.now(); }, 0));
  }).observe(document, { subtree: true, childList: true, attributes: true });
}"""
FIRST_PAINT_SCRIPT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


@dataclass(frozen=True)
class Line:
    """A network and a processor, as slow as the real ones, and the screen.

    :param slowdown: how many times slower than this machine the processor is
    """

    kilobits: int
    latency_ms: int
    slowdown: int
    width: int
    height: int

    def throttle(self, session: CDPSession) -> None:
        """Make a browser's page as slow."""
        bytes_per_second = self.kilobits * 1_000 / 8
        session.send("Network.enable")
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": self.latency_ms,
                "downloadThroughput": bytes_per_second,
                "uploadThroughput": bytes_per_second,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": self.slowdown})


SLOW_PHONE = Line(400, 400, 4, 360, 740)
LAN = Line(100_000, 1, 1, 1920, 1080)


@dataclass(frozen=True)
class Opening:
    """One opening of a page: moments from the request, bytes until the element was shown, layout shift."""

    shown_seconds: float
    paint_seconds: float
    kilobytes: float
    shift: float


@dataclass(frozen=True)
class FirstAnswer:
    """A page, the element that shows it has answered, and one that shows it is complete."""

    path: str
    shown_selector: str
    complete_selector: str
    line: Line = SLOW_PHONE

    def open(self, browser: Browser, server: WallServer) -> Opening:
        """Open the page in a new window as the camat, with nothing cached."""
        address = server.url.removesuffix("/layar")
        screen: ViewportSize = {"width": self.line.width, "height": self.line.height}
        with browser.new_context(viewport=screen, service_workers="block") as context:
            page = sign_in(context.new_page(), address, server.accounts, CAMAT_BARAT)
            session = context.new_cdp_session(page)
            self.line.throttle(session)
            received = _note_received(session)
            page.add_init_script(f"({NOTES_SCRIPT})({self.shown_selector!r})")
            page.goto(address + self.path, wait_until="commit")
            page.wait_for_selector(self.complete_selector, state="attached", timeout=120_000)
            page.wait_for_timeout(SETTLED_MS)
            return _opening(page, received)


@dataclass(frozen=True)
class _Received:
    """Moments and sizes of what the network gave, by the browser's clock of events."""

    starts: list[float]
    parts: list[tuple[float, int]]


def _note_received(session: CDPSession) -> _Received:
    received = _Received([], [])
    session.on("Network.requestWillBeSent", lambda event: received.starts.append(event["timestamp"]))
    session.on(
        "Network.dataReceived",
        lambda event: received.parts.append((event["timestamp"], event["encodedDataLength"])),
    )
    return received


def _opening(page: Page, received: _Received) -> Opening:
    notes = page.evaluate("window.notes")
    shown = notes["shown"] / 1_000
    size = sum(size for moment, size in received.parts if moment - received.starts[0] <= shown)
    return Opening(shown, page.evaluate(FIRST_PAINT_SCRIPT) / 1_000, size / 1_000, notes["shift"])


FIRST_FIVE = FirstAnswer(f"/kecamatan/{BARAT}", ".five .ticking", "#camat-five .ticking")
REPORT_FORM = FirstAnswer("/lapor", "form.report.has-script", "#pin-map path")
WALL = FirstAnswer("/layar", WALL_FIGURE, ".map-main path.area[fill]", LAN)


@cache
def _openings() -> dict[FirstAnswer, list[Opening]]:
    """Open each page some times; once before, so that the server has imported what it needs."""
    pages = (FIRST_FIVE, REPORT_FORM, WALL)
    with serve_wall(REPORTS) as (server, _), launch_chromium() as browser:
        return {page: [page.open(browser, server) for _ in range(RUNS + 1)][1:] for page in pages}


def _result(name: str, page: FirstAnswer, figure: str, bar: float, what: str) -> dict[str, Any]:
    openings = _openings()[page]
    value = median(getattr(opening, figure) for opening in openings)
    paint = median(opening.paint_seconds for opening in openings)
    floor = f"{what}: {bar:g}; it took {value:.3g}, the first paint came after {paint:.2f} s"
    return result_line(name, value / bar, 1, "lower", floor, RUNS)


_TABLE: tuple[tuple[str, FirstAnswer, str, float, str], ...] = (
    ("first_answer:five", FIRST_FIVE, "shown_seconds", 4, "seconds to a camat's first five on slow 3G"),
    ("first_answer:form", REPORT_FORM, "shown_seconds", 3, "seconds to a report form that works on slow 3G"),
    ("first_answer:bytes", FIRST_FIVE, "kilobytes", 120, "kilobytes before a camat's first figure"),
    ("first_answer:five_shift", FIRST_FIVE, "shift", GOOD_SHIFT, "layout shift of a camat's page"),
    ("first_answer:form_shift", REPORT_FORM, "shift", GOOD_SHIFT, "layout shift of the report form"),
    ("first_answer:wall", WALL, "shown_seconds", 2, "seconds to the wall's first figure on a LAN"),
    ("first_answer:wall_shift", WALL, "shift", GOOD_SHIFT, "layout shift of the wall"),
)
BENCHMARKS: dict[str, Callable[[], dict[str, Any]]] = {row[0]: partial(_result, *row) for row in _TABLE}
