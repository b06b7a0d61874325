"""A picture's address, however a server wraps it."""

from pathlib import Path
from typing import Any

import pytest

from tests.open311 import GeoReport, report
from tests.source.open311_pulls import pull_at, standing, town_with

PICTURE = "https://contoh.id/a.jpg"


@pytest.mark.parametrize(
    "written",
    [
        PICTURE,
        {"url": PICTURE},
        {"id": 7, "href": PICTURE},
        {"url": None, "media_url": PICTURE},
        {"url": " ", "href": PICTURE},
        [PICTURE, "https://contoh.id/b.jpg"],
        [{"url": PICTURE, "title": "sebelum"}, {"url": "https://contoh.id/b.jpg"}],
        [{"title": "tanpa alamat"}, {"src": PICTURE}],
    ],
)
def test_the_first_address_is_the_picture(tmp_path: Path, server: GeoReport, written: Any) -> None:
    server.put(report(1, media_url=written))
    world = town_with(tmp_path, server)
    pull_at(world)
    assert standing(world, "R1")["details"]["media_url"] == PICTURE


@pytest.mark.parametrize("written", [{}, {"title": "x"}, {"url": 7}, [], [{}, {"url": ""}]])
def test_an_object_without_an_address_is_no_picture(tmp_path: Path, server: GeoReport, written: Any) -> None:
    server.put(report(1, media_url=written))
    world = town_with(tmp_path, server)
    assert pull_at(world)["rejected"] == 0
    assert standing(world, "R1")["details"].get("media_url") is None
