"""URLs of pictures in any wrapper."""

from pathlib import Path
from typing import Any

import pytest

from tests.georeport_server import FakeGeoReport, make_report
from tests.sources.open311_pulls import open_context_with, pull_once_at, stored_report

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
def test_the_first_url_is_stored_as_the_media_url(
    tmp_path: Path, server: FakeGeoReport, written: Any
) -> None:
    server.put(make_report(1, media_url=written))
    context = open_context_with(tmp_path, server)
    pull_once_at(context)
    assert stored_report(context, "R1")["details"]["media_url"] == PICTURE


@pytest.mark.parametrize("written", [{}, {"title": "x"}, {"url": 7}, [], [{}, {"url": ""}]])
def test_an_object_without_a_url_gives_no_media_url(
    tmp_path: Path, server: FakeGeoReport, written: Any
) -> None:
    server.put(make_report(1, media_url=written))
    context = open_context_with(tmp_path, server)
    assert pull_once_at(context)["rejected"] == 0
    assert stored_report(context, "R1")["details"].get("media_url") is None
