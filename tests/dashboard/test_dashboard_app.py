"""The app: layouts without data, two apps in one process, no web socket, nothing from other hosts."""

import re
from pathlib import Path

import orjson
import pytest

from bootstrap import AppContext
from dashboard.app import create_app
from tests.dashboard.web_contexts import (
    BUSY,
    HttpGet,
    MovableClock,
    http_getter,
    open_city_with_clock,
    pull_reports,
    web_context_of,
)


def without_file_links(text: str) -> str:
    return re.sub(r'"(href|src)": ?"[^"]*"', "", text)


def test_a_layout_carries_no_data(http_get: HttpGet) -> None:
    layout = http_get("/_dash-layout").text
    snapshot = orjson.loads(http_get("/api/v1/snapshot").content)
    assert snapshot["timers"]
    for name in ("Banjir", "Narkoba", "Anggrek", "data-due", "71.71"):
        assert name not in layout


def test_layout_does_not_depend_on_the_data(empty_city: AppContext, tmp_path: Path) -> None:
    empty_layout = http_getter(create_app(web_context_of(empty_city)))("/_dash-layout").text
    pull_reports(empty_city, tmp_path, BUSY)
    assert http_getter(create_app(web_context_of(empty_city)))("/_dash-layout").text == empty_layout


def test_two_apps_in_one_process_are_independent(
    tmp_path: Path, movable_clock: MovableClock, busy_city: AppContext
) -> None:
    (folder := tmp_path / "other").mkdir()
    other_city = open_city_with_clock(folder, movable_clock, name="Kota Lain", policy=[])
    first, second = (
        http_getter(create_app(web_context_of(busy_city))),
        http_getter(create_app(web_context_of(other_city))),
    )
    assert first("/api/v1/snapshot").json()["totals"]["open"] == 8
    assert second("/api/v1/snapshot").json()["totals"]["open"] == 0
    assert "Kota Lain" not in first("/api/v1/wall").text
    assert "Kota Uji" not in second("/api/v1/wall").text
    assert first("/layar").status_code == second("/layar").status_code == 200


def test_no_callback_feeds_the_wall(http_get: HttpGet) -> None:
    outputs = [row["output"] for row in http_get("/_dash-dependencies").json()]
    assert [output for output in outputs if "wall" in output] == []


def test_the_app_offers_no_web_socket(busy_city: AppContext, http_get: HttpGet) -> None:
    assert '"websocket"' not in http_get("/layar").text
    paths = [getattr(route, "path", "") for route in create_app(web_context_of(busy_city)).server.routes]
    assert [path for path in paths if "ws" in path] == []


@pytest.mark.parametrize("path", ["/layar", "/assets/base.css", "/assets/wall.css"])
def test_pages_load_nothing_from_other_hosts(http_get: HttpGet, path: str) -> None:
    assert re.findall(r"(?:https?:)?//(?!\s)[a-z0-9.-]+\.[a-z]{2,}", http_get(path).text) == []


def test_each_app_serves_its_own_pages(
    tmp_path: Path, movable_clock: MovableClock, busy_city: AppContext
) -> None:
    (folder := tmp_path / "other").mkdir()
    other_city = open_city_with_clock(folder, movable_clock, name="Kota Lain")
    first, second = create_app(web_context_of(busy_city)), create_app(web_context_of(other_city))
    assert "Kota Lain" not in http_getter(first)("/layar").text
    assert "Kota Lain" in http_getter(second)("/layar").text
    assert "Kota Uji" in http_getter(first)("/layar").text
