"""A language that is 40 % longer fits on every page and wall: no word is cut, and no page is too wide."""

from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from playwright.sync_api import Browser, Page

from dashboard.app import create_app
from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.manado import open_wall_at
from tests.dashboard.office_pages import serve_app
from tests.dashboard.sign_in import sign_in
from tests.dashboard.test_pseudo_language import DATA_WORDS, MOMENT_WORDS, in_language
from tests.dashboard.web_contexts import WallServer
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, OPERATOR
from tests.pseudo_language import plain_words

pytestmark = pytest.mark.browser

WIDTHS = (360, 1440)
GEOMETRIES = ((1920, 1080), (3840, 2160), (1366, 768), (1280, 1024), (1080, 1920), (5760, 1080))
PAGES = {
    ANONYMOUS: ("/masuk", "/lapor", "/lacak", "/cara-hitung", "/tidak-ada", "/meja"),
    OPERATOR: ("/meja", "/layar/semua", "/sumber", "/pemberitahuan", "/akun", "/cari?kategori=banjir"),
    DEPUTY_MAYOR: ("/tinjauan", "/rekap", "/meja"),
    CAMAT_BARAT: (f"/kecamatan/{BARAT}", "/laporan/qlue/1", "/tindak/qlue/1", "/rekap", "/lapor"),
}
# What the page has of words that are not wholly seen, though they are meant to be; and of plain words.
LOOK = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 2;
  const isText = (node) => node.nodeType === Node.TEXT_NODE;
  const own = (e) => [...e.childNodes].filter(isText).map((n) => n.data).join(" ");
  const hasText = (e) => own(e).trim();
  const texts = [...document.body.querySelectorAll("*")].filter((e) => shown(e) && hasText(e));
  const hides = (e) => ["hidden", "clip"].includes(getComputedStyle(e).overflowX);
  const isCut = (e) => hides(e) && e.scrollWidth > e.clientWidth + 1;
  return {
    text: texts.filter((e) => !e.closest("[lang]:not(html)")).map(own),
    cut: texts.filter(isCut).map((e) => e.textContent.trim()),
    excess: document.documentElement.scrollWidth - window.innerWidth,
  };
}"""


@pytest.fixture(scope="module")
def board_url(shared_context: WebContext, pseudo_language: str) -> Iterator[str]:
    app: Dash = create_app(shared_context)
    with serve_app(app) as url:
        yield url


def look_at(page: Page, url: str) -> dict[str, Any]:
    """Return what is wrong with the words of a page at one width."""
    page.goto(url)
    page.wait_for_load_state("networkidle")
    seen = page.evaluate(LOOK)
    words = {word for text in seen["text"] for word in plain_words(text)}
    unmarked = sorted(word for word in words - DATA_WORDS if not MOMENT_WORDS.match(word))
    faults = {"unmarked": unmarked, "cut": seen["cut"], "excess": max(0, seen["excess"])}
    return {kind: fault for kind, fault in faults.items() if fault}


@pytest.mark.parametrize("principal", PAGES, ids=lambda principal: principal.name or "nobody")
def test_every_page_has_room(
    browser: Browser,
    shared_context: WebContext,
    board_url: str,
    pseudo_language: str,
    principal: Principal,
) -> None:
    page = browser.new_context(locale="id-ID").new_page()
    sign_in(page, board_url, shared_context.accounts, principal)
    faults = {}
    for path in PAGES[principal]:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            faults[path, width] = look_at(page, in_language(board_url + path, pseudo_language))
    page.context.close()
    assert {where: fault for where, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("size", GEOMETRIES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_wall_has_room(
    browser: Browser, pseudo_language: str, manado_wall: WallServer, size: tuple[int, int]
) -> None:
    page = open_wall_at(browser, manado_wall, size, f"bahasa={pseudo_language}")
    cut, outside, overflow = (
        page.evaluate(f"measure.{name}()") for name in ("cutOff", "outside", "overflow")
    )
    title = page.evaluate("document.documentElement.lang")
    page.context.close()
    assert title == pseudo_language
    assert (cut, outside, overflow) == ([], [], [[0, 0], [0, 0]])
