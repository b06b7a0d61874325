"""The scripts and styles of pages: few files, compressed once, and cached until they change."""

import re
from hashlib import sha256

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.web.asset_bundles import BASE_BUNDLE, BUNDLE_PATTERNS, OFFICE_BUNDLE, Bundle, bundles
from dashboard.web.assets import asset_url, built_files, read_asset
from dashboard.web.static_cache import StaticCacheMiddleware
from tests.dashboard.asgi_client import as_headers, send_request
from tests.dashboard.web_contexts import HttpGet, web_context_of


def files_of(page: str) -> list[str]:
    """Return every file that a page links, in order."""
    return re.findall(r'(?:src|href)="(/(?:bundel|assets|_dash-component-suites)/[^"]*)"', page)


def test_wall_loads_only_the_files_it_needs(http_get: HttpGet) -> None:
    """The notice is apart from the bundles: it must run where they do not."""
    linked_files = " ".join(url for url in files_of(http_get("/layar").text) if "/wall_notice." not in url)
    assert len(re.findall(rf"/bundel/{BASE_BUNDLE}", linked_files)) == 2  # its script and its style
    assert all(name not in linked_files for name in (OFFICE_BUNDLE, "ag_grid", "dash_table", "/assets/"))


def test_office_page_loads_both_styles_in_order_and_its_own_script(http_get: HttpGet) -> None:
    bundle_urls = [address for address in files_of(http_get("/rekap").text) if "/bundel/" in address]
    kinds = [(address.split("/")[-1].split(".")[0], address.split(".")[-1]) for address in bundle_urls]
    assert [name for name, kind in kinds if kind == "css"] == [BASE_BUNDLE, OFFICE_BUNDLE]
    assert [name for name, kind in kinds if kind == "js"] == [OFFICE_BUNDLE]


def test_every_linked_file_exists(http_get: HttpGet) -> None:
    for address in (*files_of(http_get("/layar").text), *files_of(http_get("/rekap").text)):
        assert http_get(address).status_code == 200, address


def test_bundle_contains_its_files_in_order() -> None:
    for bundle in bundles():
        names = [f"{stem}.css" for stem in BUNDLE_PATTERNS[bundle.name]]
        positions = [bundle.body.index(read_asset(name)) for name in names]
        assert names
        assert positions == sorted(positions)


def test_bundle_name_depends_on_its_content_and_is_cached_immutably(http_get: HttpGet) -> None:
    assert Bundle("papan", b"a").file_name != Bundle("papan", b"b").file_name
    (first, *_) = bundles()
    answer = http_get(f"/bundel/{first.file_name}")
    assert "immutable" in answer.headers["cache-control"]
    assert http_get("/bundel/papan.0000000000000000.css").status_code == 404


def test_wall_preloads_its_first_requests(http_get: HttpGet) -> None:
    preloaded = re.findall(r'<link rel="preload" [^>]*href="([^"]*)"', http_get("/layar").text)
    assert "/geo/main/areas.json" in preloaded
    assert [http_get(address).status_code for address in preloaded] == [200] * len(preloaded)
    assert "preload" not in http_get("/rekap").text


class CountingClient:
    """A client of the static cache that counts the responses of the app behind it."""

    def __init__(self, server: FastAPI) -> None:
        self.requested_paths: list[str] = []
        self._server, self._app = server, StaticCacheMiddleware(self._record)

    async def _record(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requested_paths.append(scope["path"])
        await self._server(scope, receive, send)

    def __call__(self, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        return send_request(self._app, path, method, raise_app_errors=True, headers=as_headers(headers))


@pytest.fixture
def counting_client(busy_city: AppContext) -> CountingClient:
    """Return a client of the busy city's app."""
    return CountingClient(create_app(web_context_of(busy_city)).server)


def test_static_file_is_compressed_once_for_each_encoding(counting_client: CountingClient) -> None:
    path = "/assets/wall.css"
    plain, zipped = (
        [counting_client(path, accept_encoding=encoding) for _ in range(3)]
        for encoding in ("identity", "gzip, br")
    )
    assert counting_client.requested_paths == [path, path]
    assert {answer.text for answer in (*plain, *zipped)} == {read_asset("wall.css").decode()}
    assert [answer.headers.get("content-encoding") for answer in zipped] == ["gzip"] * 3
    assert all("content-encoding" not in answer.headers for answer in plain)


def test_unchanged_file_answers_304_and_missing_files_are_not_cached(counting_client: CountingClient) -> None:
    etag = counting_client("/assets/wall.css").headers["etag"]
    assert counting_client("/assets/wall.css", if_none_match=etag).status_code == 304
    assert [counting_client("/assets/none.css").status_code for _ in range(2)] == [404, 404]
    assert len(counting_client.requested_paths) == 4


def test_data_responses_are_never_cached(counting_client: CountingClient) -> None:
    for _ in range(2):
        counting_client("/api/v1/wall")
        counting_client("/assets/wall.css", "HEAD")
    assert len(counting_client.requested_paths) == 4


def test_layout_of_the_requesting_page_is_inlined(http_get: HttpGet) -> None:
    """The page requests its layout; without a referrer a callback inserts the page afterwards."""
    layout = http_get("/_dash-layout", referer="http://wall/layar?lihat=kota").text
    assert "wall-main-areas" in layout
    assert "page-placed" in layout
    assert (
        "wall-main-areas"
        not in http_get("/_dash-layout").text + http_get("/_dash-layout", referer="http://wall/tiada").text
    )


@pytest.mark.parametrize("name", built_files())
def test_built_script_comes_in_the_smallest_form_that_is_taken(http_get: HttpGet, name: str) -> None:
    url = asset_url(name)
    answers = {
        encoding: http_get(url, accept_encoding=encoding) for encoding in ("identity", "gzip", "gzip, br")
    }
    assert [answer.headers.get("content-encoding") for answer in answers.values()] == [None, "gzip", "br"]
    for answer in answers.values():
        assert "immutable" in answer.headers["cache-control"]
        assert "accept-encoding" in answer.headers["vary"].lower()
    assert answers["identity"].content == answers["gzip"].content == read_asset(name)


def test_style_is_linked_by_its_content_and_kept_by_browsers(http_get: HttpGet) -> None:
    linked = [url for url in files_of(http_get("/lacak").text) if url.endswith(".css")]
    assert [re.sub(r"\.[0-9a-f]{16}\.", ".", url) for url in linked[:2]] == [
        "/assets/tokens.css",
        "/assets/base.css",
    ]
    for url in linked:
        assert "immutable" in http_get(url).headers["cache-control"]
    assert http_get(linked[1]).text == http_get("/assets/base.css").text == read_asset("base.css").decode()
    assert "immutable" not in http_get("/assets/base.css").headers.get("cache-control", "")
    assert http_get("/assets/base.0000000000000000.css").status_code == 404


def test_sources_of_scripts_are_not_served(http_get: HttpGet) -> None:
    """They are modules, which import each other by their folders; browsers load what is built of them."""
    assert [http_get(f"/assets/{name}").status_code for name in ("wall.js", "outbox.js")] == [404, 404]
    with pytest.raises(KeyError):
        asset_url("outbox_rules.js")


def test_fonts_are_small_named_by_their_content_and_kept_by_browsers(http_get: HttpGet) -> None:
    urls = re.findall(r"url\((/fonts/[^)]+)\)", read_asset("base.css").decode())
    assert len(urls) == 3
    for url in urls:
        answer = http_get(url)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "font/woff2")
        assert "immutable" in answer.headers["cache-control"]
        assert sha256(answer.content).hexdigest()[:16] in url
        assert len(answer.content) < 20_000
    whole = http_get("/fonts/Roboto-Bold.ttf")
    assert "immutable" not in whole.headers.get("cache-control", "")
