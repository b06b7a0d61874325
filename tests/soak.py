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

from tests.bench.crowd import ETAG, STREAM_PATH, run_process
from tests.chromium import launch_chromium

HOURS, MINUTES = 24, 60
MAX_HEAP_GROWTH, MAX_NODE_GROWTH = (
    0.05,
    0.02,
)  # shares by which the heap may have grown, and nodes and listeners
MAX_SHOW_SECONDS = 3.0  # seconds from a frame's announcement until the screen shows it


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
        serve_practice_city(Path(folder), HOURS * 60 / minutes) as port,
    ):
        faults = run_day(port, minutes * 60 / HOURS)
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "nothing grew, nothing was lost\n")
    return int(bool(faults))


@contextmanager
def serve_practice_city(folder: Path, speed: float) -> Iterator[int]:
    """The practice city, so many times faster, in a process of its own."""
    environment = {"PATH": os.environ["PATH"], "PANTAU_VAR": str(folder), "PANTAU_SPEED": str(speed)}
    with run_process(["-m", "dashboard", "--with-jobs"], environment) as (port, _pid):
        yield port


def run_day(port: int, hour_seconds: float) -> list[str]:
    """All hours of it; what is wrong at the end."""
    announced: dict[str, float] = {}
    threading.Thread(target=_collect_announced, args=(port, announced), daemon=True).start()
    with launch_chromium() as browser:
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        shown_at: dict[str, float] = {}
        page.on("response", lambda answer: _record_shown(answer, shown_at))
        page.goto(f"http://127.0.0.1:{port}/layar?lihat=kota")
        page.wait_for_selector(".map-main path.area", state="attached")
        page.evaluate("window.firstMap = document.querySelector('.map-main .leaflet-container')")
        session = page.context.new_cdp_session(page)
        samples = [_measure_hour(page, session, hour_seconds, hour) for hour in range(HOURS)]
        faults = _growth_faults(samples) + _lost_frame_faults(announced, shown_at)
        if not page.evaluate("window.firstMap && window.firstMap.isConnected"):
            faults.append("the map was mounted anew")
    return faults


def _measure_hour(page: Page, session: CDPSession, seconds: float, hour: int) -> Sample:
    page.wait_for_timeout(seconds * 1000)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {
        metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]
    }
    sample = Sample(metrics["JSHeapUsedSize"] / 1e6, int(metrics["Nodes"]), int(metrics["JSEventListeners"]))
    sys.stdout.write(
        f"hour {hour + 1}: {sample.heap:.2f} MB, {sample.nodes} nodes, {sample.listeners} listeners\n"
    )
    sys.stdout.flush()
    return sample


def _growth_faults(samples: list[Sample]) -> list[str]:
    first, last = samples[0], samples[-1]
    pairs = {
        "heap": (first.heap, last.heap, MAX_HEAP_GROWTH),
        "nodes": (first.nodes, last.nodes, MAX_NODE_GROWTH),
        "listeners": (first.listeners, last.listeners, MAX_NODE_GROWTH),
    }
    return [
        f"{name} grew from {before:.2f} to {after:.2f}"
        for name, (before, after, bar) in pairs.items()
        if after > before * (1 + bar)
    ]


def _collect_announced(port: int, announced: dict[str, float]) -> None:
    address = f"http://127.0.0.1:{port}{STREAM_PATH}"
    with suppress(httpx.HTTPError), httpx.stream("GET", address, timeout=None) as answer:  # until it ends
        for line in answer.iter_lines():
            match = ETAG.search(line.encode())
            if match and match[1] != b"null":
                announced.setdefault(match[1].decode().replace('\\"', '"').strip('"'), time.monotonic())


def _record_shown(response: Any, shown_at: dict[str, float]) -> None:
    if response.url.split("?")[0].endswith("/api/v1/wall") and response.status == 200:
        shown_at.setdefault(response.headers["etag"].strip('"'), time.monotonic())


def _lost_frame_faults(announced: dict[str, float], shown_at: dict[str, float]) -> list[str]:
    """Frames that were announced, not followed by another for some seconds, and yet never fetched."""
    announcements = sorted((at, etag) for etag, at in announced.items())
    ends = [at for at, _ in announcements[1:]] + [time.monotonic()]
    settled = [
        etag for (at, etag), end in zip(announcements, ends, strict=True) if end - at > MAX_SHOW_SECONDS
    ]
    lost = [etag for etag in settled if etag not in shown_at]
    delays = [shown_at[etag] - at for at, etag in announcements if etag in shown_at]
    sys.stdout.write(
        f"{len(announcements)} frames announced, {len(delays)} shown, {len(announcements) - len(delays)} overtaken, "
        f"{len(lost)} lost; the slowest was shown after {max(delays):.2f} s\n"
    )
    return [f"a frame was never shown: {etag}" for etag in lost]


if __name__ == "__main__":
    sys.exit(main())
