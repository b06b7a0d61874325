"""A real server with Manado's own map, full of reports."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from bootstrap import open_app_context
from data.config.clock import Clock
from data.config.settings import CITIES
from geo import anchors
from jobs.area_reassignment import sync_layer
from tests.builders import settings, to_toml
from tests.dashboard.waiting import wait_for_ticks
from tests.dashboard.web_contexts import MovableClock, WallServer, feed_row, pull_reports

KINDS = ["Sampah", "Lampu jalan", "Jalan rusak", "Banjir & longsor", "Parkir liar"]
HOURS = [1, 5, 20, 44, 70, 100, 200, 400, 900]
MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")


def manado_rows() -> list[dict[str, Any]]:
    """Return reports at every third of Manado's anchor points, which are densest in the centre."""
    points = anchors().iloc[::3].itertuples(index=False)
    return [
        feed_row(i, HOURS[i % len(HOURS)], KINDS[i % len(KINDS)], (point.lat, point.long))
        for i, point in enumerate(points, start=1)
    ]


@contextmanager
def serve_manado_wall(folder: Path, rows: list[dict[str, Any]] | None = None) -> Iterator[WallServer]:
    """Serve the whole city, with reports everywhere unless ``rows`` are passed."""
    clock = MovableClock()
    city_table = tomllib.loads((CITIES / "manado.toml").read_text(encoding="utf-8"))
    source = {"name": "qlue", "kind": "qlue", "every_seconds": 3600, "timezone": "Asia/Jakarta"}
    path = folder / "manado.toml"
    path.write_text(to_toml({**city_table, "source": [source]}), encoding="utf-8")
    app_context = open_app_context(settings(folder, PANTAU_CITY=str(path)), time=Clock(time_source=clock))
    sync_layer(app_context)
    assert pull_reports(app_context, folder, manado_rows() if rows is None else rows)["rejected"] == 0
    with WallServer(folder, clock, app_context).serving() as server:
        yield server


def open_wall_at(browser: Browser, server: WallServer, viewport: tuple[int, int], query: str = "") -> Page:
    """Open the wall in a viewport, laid out and ready to be measured; the caller closes its context."""
    page = browser.new_context(
        viewport={"width": viewport[0], "height": viewport[1]}, locale="id-ID"
    ).new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server.url}?lihat=kota&{query}")
    page.wait_for_selector("#wall:not(.waiting)", state="attached")
    page.wait_for_selector(".map-main .map-cluster[data-shift]", state="attached")
    wait_for_ticks(page, 3)  # after two of them the layout is final
    page.evaluate(MEASURE)
    return page


def overlapping_pairs(boxes: list[list[Any]]) -> list[tuple[str, str]]:
    """Return the pairs of boxes (name, left, top, right, bottom) that overlap by more than half a pixel."""
    pairs = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    return [
        (a[0], b[0])
        for a, b in pairs
        if min(a[3], b[3]) - max(a[1], b[1]) > 0.5 and min(a[4], b[4]) - max(a[2], b[2]) > 0.5
    ]
