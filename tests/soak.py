"""``python -m tests.soak [MINUTES]``: a wall through a day and a night in so many minutes.

A real server with the practice city, whose clock runs as much faster, and its wall in Chromium. Each hour of
the city the browser's memory is measured, after its garbage was collected. At the end: the heap of hour 24
against hour 1, nodes and listeners, whether the map is still the one that was mounted, and whether every
frame that was announced was shown, or followed by a newer one before it could be.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import CDPSession, Page

from tests.bench.crowd import ETAG, STREAM, process
from tests.chromium import chromium

HOURS, MINUTES = 24, 60
HEAP, FLAT = 0.05, 0.02  # shares by which the heap may have grown, and nodes and listeners
SLOWEST = 3.0  # seconds from a frame's announcement until the screen shows it


@dataclass(frozen=True)
class Sample:
    """The browser at the end of an hour."""

    heap: float  # megabytes
    nodes: int
    listeners: int


def main() -> int:
    """Runs the day; 1 if anything grew or was lost."""
    minutes = float((sys.argv[1:] or [str(MINUTES)])[0])
    with (
        TemporaryDirectory(prefix="pantau-soak-") as folder,
        serving(Path(folder), HOURS * 60 / minutes) as port,
    ):
        faults = day(port, minutes * 60 / HOURS)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "nothing grew, nothing was lost\n")
    return int(bool(faults))


@contextmanager
def serving(folder: Path, speed: float) -> Iterator[int]:
    """The practice city, so many times faster, in a process of its own."""
    told = {"PATH": os.environ["PATH"], "PANTAU_VAR": str(folder), "PANTAU_SPEED": str(speed)}
    with process(["-m", "dashboard", "--with-jobs"], told) as (port, _pid):
        yield port


def day(port: int, hour_seconds: float) -> list[str]:
    """All hours of it; what is wrong at the end."""
    announced: dict[str, float] = {}
    threading.Thread(target=_listen, args=(port, announced), daemon=True).start()
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        shown: dict[str, float] = {}
        page.on("response", lambda answer: _note(answer, shown))
        page.goto(f"http://127.0.0.1:{port}/layar?lihat=kota")
        page.wait_for_selector(".map-main path.area", state="attached")
        page.evaluate("window.firstMap = document.querySelector('.map-main .leaflet-container')")
        session = page.context.new_cdp_session(page)
        samples = [_hour(page, session, hour_seconds, hour) for hour in range(HOURS)]
        faults = _grown(samples) + _lost(announced, shown)
        if not page.evaluate("window.firstMap && window.firstMap.isConnected"):
            faults.append("the map was mounted anew")
    return faults


def _hour(page: Page, session: CDPSession, seconds: float, hour: int) -> Sample:
    page.wait_for_timeout(seconds * 1000)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    told = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    found = Sample(told["JSHeapUsedSize"] / 1e6, int(told["Nodes"]), int(told["JSEventListeners"]))
    sys.stdout.write(
        f"hour {hour + 1}: {found.heap:.2f} MB, {found.nodes} nodes, {found.listeners} listeners\n"
    )
    sys.stdout.flush()
    return found


def _grown(samples: list[Sample]) -> list[str]:
    first, last = samples[0], samples[-1]
    pairs = {
        "heap": (first.heap, last.heap, HEAP),
        "nodes": (first.nodes, last.nodes, FLAT),
        "listeners": (first.listeners, last.listeners, FLAT),
    }
    return [
        f"{name} grew from {before:.2f} to {after:.2f}"
        for name, (before, after, bar) in pairs.items()
        if after > before * (1 + bar)
    ]


def _listen(port: int, announced: dict[str, float]) -> None:
    address = f"http://127.0.0.1:{port}{STREAM}"
    with suppress(httpx.HTTPError), httpx.stream("GET", address, timeout=None) as answer:  # until it ends
        for line in answer.iter_lines():
            found = ETAG.search(line.encode())
            if found and found[1] != b"null":
                announced.setdefault(found[1].decode().replace('\\"', '"').strip('"'), time.monotonic())


def _note(answer: Any, shown: dict[str, float]) -> None:
    if answer.url.split("?")[0].endswith("/api/v1/wall") and answer.status == 200:
        shown.setdefault(answer.headers["etag"].strip('"'), time.monotonic())


def _lost(announced: dict[str, float], shown: dict[str, float]) -> list[str]:
    """Frames that were announced, not followed by another for some seconds, and yet never fetched."""
    told = sorted((at, etag) for etag, at in announced.items())
    ends = [at for at, _ in told[1:]] + [time.monotonic()]
    stood = [etag for (at, etag), end in zip(told, ends, strict=True) if end - at > SLOWEST]
    lost = [etag for etag in stood if etag not in shown]
    after = [shown[etag] - at for at, etag in told if etag in shown]
    sys.stdout.write(
        f"{len(told)} frames announced, {len(after)} shown, {len(told) - len(after)} overtaken, "
        f"{len(lost)} lost; the slowest was shown after {max(after):.2f} s\n"
    )
    return [f"a frame was never shown: {etag}" for etag in lost]


if __name__ == "__main__":
    sys.exit(main())
