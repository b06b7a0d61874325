"""``python -m tests.soak [MINUTES]``: a wall through 24 hours of the practice city in so many minutes.

A real server with a faster clock, and its wall in Chromium. Each hour of the city the browser's memory is
measured after garbage collection. At the end: heap, nodes and listeners of hour 24 against hour 1, whether
the map is still the one first mounted, and whether every announced frame was shown, or soon followed by a
newer one.
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
MAX_HEAP_GROWTH, MAX_NODE_GROWTH = 0.05, 0.02  # shares, of the heap and of nodes and listeners
MAX_SHOW_SECONDS = 3.0  # from the announcement of a frame until the screen fetches it


@dataclass(frozen=True)
class Sample:
    """Measurements of the browser at the end of an hour."""

    heap: float  # megabytes
    nodes: int
    listeners: int


def main() -> int:
    """Run the day; return 1 if anything grew or was lost."""
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
    """Serve the practice city, so many times faster, in a process of its own; yield the port."""
    environment = {"PATH": os.environ["PATH"], "PANTAU_VAR": str(folder), "PANTAU_SPEED": str(speed)}
    with run_process(["-m", "dashboard", "--with-jobs"], environment) as (port, _pid):
        yield port


def run_day(port: int, hour_seconds: float) -> list[str]:
    """Run all hours; return what is wrong at the end."""
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
            faults.append("the map was mounted again")
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
        for name, (before, after, limit) in pairs.items()
        if after > before * (1 + limit)
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
    """Return the frames that stayed the newest for some seconds and yet were never fetched."""
    announcements = sorted((at, etag) for etag, at in announced.items())
    ends = [at for at, _ in announcements[1:]] + [time.monotonic()]
    settled = [
        etag for (at, etag), end in zip(announcements, ends, strict=True) if end - at > MAX_SHOW_SECONDS
    ]
    lost = [etag for etag in settled if etag not in shown_at]
    delays = [shown_at[etag] - at for at, etag in announcements if etag in shown_at]
    overtaken = len(announcements) - len(delays)
    sys.stdout.write(
        f"{len(announcements)} frames announced, {len(delays)} shown, {overtaken} overtaken, "
        f"{len(lost)} lost; the slowest was shown after {max(delays):.2f} s\n"
    )
    return [f"a frame was never shown: {etag}" for etag in lost]


if __name__ == "__main__":
    sys.exit(main())
