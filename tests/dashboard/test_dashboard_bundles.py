"""What a page is given to run: few files, compressed once, and kept for as long as they stay the same."""

import re

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from bootstrap import World
from dashboard.app import create_app
from dashboard.web.asset_bundles import EVERYWHERE, FILES, OFFICES, Bundle, bundles
from dashboard.web.asset_files import asset_files, read_asset
from dashboard.web.static_cache import Unchanging
from tests.dashboard.asgi_client import answered, named
from tests.dashboard.web_contexts import Visit, site_of


def files_of(page: str) -> list[str]:
    """Every file that a page names, in its order."""
    return re.findall(r'(?:src|href)="(/(?:bundel|assets|_dash-component-suites)/[^"]*)"', page)


def test_a_wall_asks_for_the_files_of_walls_only(visit: Visit) -> None:
    found = " ".join(files_of(visit("/layar").text))
    assert len(re.findall(rf"/bundel/{EVERYWHERE}", found)) == 2
    assert all(name not in found for name in (OFFICES, "ag_grid", "dash_table", "/assets/"))


def test_an_office_asks_for_both_bundles_in_the_order_in_which_they_build_on_each_other(visit: Visit) -> None:
    found = [address for address in files_of(visit("/cara-hitung").text) if "/bundel/" in address]
    kinds = [(address.split("/")[-1].split(".")[0], address.split(".")[-1]) for address in found]
    assert [name for name, kind in kinds if kind == "css"] == [EVERYWHERE, OFFICES]
    assert [name for name, kind in kinds if kind == "js"] == [EVERYWHERE, OFFICES]


def test_every_file_that_a_page_names_is_there(visit: Visit) -> None:
    for address in (*files_of(visit("/layar").text), *files_of(visit("/cara-hitung").text)):
        assert visit(address).status_code == 200, address


def test_a_bundle_holds_its_files_whole_and_in_order() -> None:
    for bundle in bundles():
        names = [f"{stem}.{bundle.kind}" for stem in FILES[bundle.name]]
        files = [name for name in names if name in asset_files()]
        at = [bundle.body.index(read_asset(name)) for name in files]
        assert files
        assert at == sorted(at)


def test_every_name_of_a_bundle_is_a_file() -> None:
    stems = {name.rpartition(".")[0] for name in asset_files()}
    assert [stem for names in FILES.values() for stem in names if stem not in stems] == []


def test_a_bundle_of_another_content_has_another_name_and_is_kept_for_ever(visit: Visit) -> None:
    assert Bundle("papan", "js", b"a").file != Bundle("papan", "js", b"b").file
    (first, *_) = bundles()
    answer = visit(f"/bundel/{first.file}")
    assert "immutable" in answer.headers["cache-control"]
    assert visit("/bundel/papan.0000000000000000.css").status_code == 404


def test_what_a_wall_asks_for_at_once_is_fetched_ahead_and_is_there(visit: Visit) -> None:
    ahead = re.findall(r'<link rel="preload" [^>]*href="([^"]*)"', visit("/layar").text)
    assert "/geo/main/areas.json" in ahead
    assert [visit(address).status_code for address in ahead] == [200] * len(ahead)
    assert "preload" not in visit("/cara-hitung").text


class Counted:
    """The board's files through :class:`Unchanging`, and what had to be worked out for them."""

    def __init__(self, server: FastAPI) -> None:
        self.asked: list[str] = []
        self._server, self._app = server, Unchanging(self._noting)

    async def _noting(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        await self._server(scope, receive, send)

    def __call__(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return answered(self._app, path, method, raising=True, headers=named(headers))


@pytest.fixture
def files(busy_town: World) -> Counted:
    """The busy town's."""
    return Counted(create_app(site_of(busy_town)).server)


def test_a_file_is_worked_out_once_for_each_way_in_which_browsers_take_it(files: Counted) -> None:
    path = "/assets/wall.css"
    plain, zipped = ([files(path, accept_encoding=way) for _ in range(3)] for way in ("identity", "gzip, br"))
    assert files.asked == [path, path]
    assert {answer.text for answer in (*plain, *zipped)} == {read_asset("wall.css").decode()}
    assert [answer.headers.get("content-encoding") for answer in zipped] == ["gzip"] * 3
    assert all("content-encoding" not in answer.headers for answer in plain)


def test_who_holds_a_file_is_told_so_and_what_is_not_there_is_not_remembered(files: Counted) -> None:
    etag = files("/assets/wall.css").headers["etag"]
    assert files("/assets/wall.css", if_none_match=etag).status_code == 304
    assert [files("/assets/none.css").status_code for _ in range(2)] == [404, 404]
    assert len(files.asked) == 4


def test_addresses_that_somebody_makes_up_fill_no_memory(
    files: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dash takes any number in the name of a file for a version of it."""
    monkeypatch.setattr("dashboard.web.static_cache.MOST_KEPT", 3)
    made_up = [f"/_dash-component-suites/dash/html/dash_html_components.v{n}m1.min.js" for n in range(5)]
    assert [files(path).status_code for path in (*made_up, *made_up)] == [200] * 10
    assert files.asked == [*made_up, *made_up[3:]]


def test_figures_are_never_remembered(files: Counted) -> None:
    for _ in range(2):
        files("/api/v1/wall")
        files("/assets/wall.css", "HEAD")
    assert len(files.asked) == 4


def test_a_page_has_its_layout_in_place_at_once_wherever_it_stands(visit: Visit) -> None:
    """Dash asks for the layout from the page; one that does not say where it is asks for its part after."""
    found = visit("/_dash-layout", referer="http://wall/layar?lihat=kota").text
    assert "wall-main-areas" in found
    assert "page-placed" in found
    assert (
        "wall-main-areas"
        not in visit("/_dash-layout").text + visit("/_dash-layout", referer="http://wall/tiada").text
    )


def test_no_file_of_a_bundle_says_that_it_speaks_strictly_for_all() -> None:
    """A directive at the top of one file would hold for those after it."""
    for file in (path for path in asset_files().values() if path.suffix == ".js"):
        assert not re.match(r"""(?:/\*.*?\*/|\s)*["']use strict""", file.read_text("utf-8"), re.S), file.name
