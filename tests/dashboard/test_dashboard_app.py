"""The app itself: layouts without data, two apps side by side, no web socket, nothing from elsewhere."""

import re
from pathlib import Path

import orjson
import pytest

from bootstrap import World
from dashboard.app import create_app
from tests.dashboard.web_contexts import BUSY, MovableTime, Visit, open_moving_town, site_of, take, visitor


def without_files(text: str) -> str:
    return re.sub(r'"(href|src)": ?"[^"]*"', "", text)


def test_a_layout_carries_no_data(visit: Visit) -> None:
    layout = visit("/_dash-layout").text
    told = orjson.loads(visit("/api/v1/snapshot").content)
    assert told["timers"]
    for name in ("Banjir", "Narkoba", "Anggrek", "data-due", "71.71"):
        assert name not in layout


def test_the_page_is_the_same_whatever_the_data(quiet_town: World, tmp_path: Path) -> None:
    before = visitor(create_app(site_of(quiet_town)))("/_dash-layout").text
    take(quiet_town, tmp_path, BUSY)
    assert visitor(create_app(site_of(quiet_town)))("/_dash-layout").text == before


def test_two_apps_in_one_process_know_nothing_of_each_other(
    tmp_path: Path, moving: MovableTime, busy_town: World
) -> None:
    (folder := tmp_path / "other").mkdir()
    other = open_moving_town(folder, moving, name="Kota Lain", policy=[])
    first, second = visitor(create_app(site_of(busy_town))), visitor(create_app(site_of(other)))
    assert first("/api/v1/snapshot").json()["totals"]["open"] == 8
    assert second("/api/v1/snapshot").json()["totals"]["open"] == 0
    assert "Kota Lain" not in first("/api/v1/wall").text
    assert "Kota Uji" not in second("/api/v1/wall").text
    assert first("/layar").status_code == second("/layar").status_code == 200


def test_no_callback_feeds_the_wall(visit: Visit) -> None:
    outputs = [row["output"] for row in visit("/_dash-dependencies").json()]
    assert [output for output in outputs if "wall" in output] == []


def test_the_app_offers_no_web_socket(busy_town: World, visit: Visit) -> None:
    assert '"websocket"' not in visit("/layar").text
    paths = [getattr(route, "path", "") for route in create_app(site_of(busy_town)).server.routes]
    assert [path for path in paths if "ws" in path] == []


@pytest.mark.parametrize("path", ["/layar", "/assets/base.css", "/assets/wall.css"])
def test_no_page_asks_another_machine(visit: Visit, path: str) -> None:
    assert re.findall(r"(?:https?:)?//(?!\s)[a-z0-9.-]+\.[a-z]{2,}", visit(path).text) == []


def test_each_app_puts_in_its_own_page(tmp_path: Path, moving: MovableTime, busy_town: World) -> None:
    (folder := tmp_path / "other").mkdir()
    other = open_moving_town(folder, moving, name="Kota Lain")
    first, second = create_app(site_of(busy_town)), create_app(site_of(other))
    assert "Kota Lain" not in visitor(first)("/layar").text
    assert "Kota Lain" in visitor(second)("/layar").text
    assert "Kota Uji" in visitor(first)("/layar").text
