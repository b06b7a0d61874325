"""axe-core finds nothing serious or critical on any page, in both themes and both languages."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from dash import Dash
from playwright.sync_api import Browser, Page

from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.office_pages import serve_app
from tests.dashboard.sign_in import sign_in
from tests.personas import BARAT, CAMAT_BARAT, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR

PHONE, OFFICE = (360, 740), (1440, 900)
# Each page with what shows that it is whole.
PAGES = {
    (ANONYMOUS, PHONE): {
        "/lapor": "#pin-map path", "/lacak": "h1", "/masuk": "h1", "/luring": "h1", "/tidak-ada": "h1",
        "/cara-hitung": "h2", "/meja": "h1",
    },
    (OPERATOR, OFFICE): {
        "/meja": "h1", "/layar/semua": "h1", "/sumber": "h1", "/pemberitahuan": "h1", "/akun": "h1",
        "/cari?kategori=sampah": "h1",
        "/layar": ".map-main path.area[fill]", "/layar?tema=terang": ".map-main path.area[fill]",
    },
    (DEPUTY_MAYOR, OFFICE): {"/tinjauan": ".headline", "/rekap": "#recap-figures table", "/meja": "h1"},
    (CAMAT_BARAT, PHONE): {
        f"/kecamatan/{BARAT}": "#camat-five .ticking", "/laporan/qlue/1": "h1", "/tindak/qlue/1": "h1",
        "/rekap": "#recap-figures table", "/pemberitahuan": "h1",
    },
    (EXECUTOR_BARAT, OFFICE): {
        f"/kecamatan/{BARAT}": ".ag-row", "/laporan/qlue/1": "h1", "/tindak/qlue/1": "h1",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def address(shared_app: Dash) -> Iterator[str]:
    with serve_app(shared_app) as url:
        yield url


def serious_faults(page: Page, url: str, whole: str) -> list[tuple[str, str]]:
    """Return the rules of the serious and critical faults of a page, with the element of each."""
    page.goto(url)
    page.wait_for_selector(whole, state="attached")
    response: dict[str, Any] = Axe().run(page).response
    faults = [fault for fault in response["violations"] if fault["impact"] in ("serious", "critical")]
    return [(fault["id"], node["html"][:200]) for fault in faults for node in fault["nodes"]]


@pytest.mark.parametrize(("language", "theme"), [("id-ID", "light"), ("en-GB", "dark")])
@pytest.mark.parametrize(("principal", "screen"), PAGES, ids=lambda value: getattr(value, "name", ""))
def test_no_page_has_a_serious_fault(
    browser: Browser,
    shared_context: WebContext,
    address: str,
    principal: Principal,
    screen: tuple[int, int],
    language: str,
    theme: Any,
) -> None:
    with browser.new_context(
        viewport={"width": screen[0], "height": screen[1]},
        locale=language,
        color_scheme=theme,
        reduced_motion="reduce",
        service_workers="block",
    ) as context:
        page = sign_in(context.new_page(), address, shared_context.accounts, principal)
        found = {
            path: serious_faults(page, address + path, whole)
            for path, whole in PAGES[principal, screen].items()
        }
    assert {path: faults for path, faults in found.items() if faults} == {}
