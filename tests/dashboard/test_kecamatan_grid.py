"""The table of the backlog with a reader's larger text: it grows with it, and no word of it is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboard.app import create_app
from dashboard.pages.kecamatan.sections.grid import grid_size
from tests.chromium import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.dashboard.backlogs import CAMAT_BARAT, backlog_context
from tests.dashboard.office_pages import serve_app
from tests.personas import BARAT

SHOW_TABLE = "code => window.dash_clientside.set_props('camat-picking', {data: {code, view: 'table'}})"
DRAWN = """() => [...document.querySelectorAll('.ag-cell .ticking')].some(
    (e) => e.textContent && e.checkVisibility({ visibilityProperty: true }))"""
LOOK = """() => {
  const cells = [...document.querySelectorAll('.ag-cell, .ag-cell .state-cell, .ag-header-cell-text')];
  const cut = (e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1;
  return {
    font: getComputedStyle(document.querySelector('.ag-cell')).fontSize,
    row: document.querySelector('.ag-row').offsetHeight,
    cut: cells.filter(cut).map((e) => e.textContent),
    excess: document.documentElement.scrollWidth - window.innerWidth,
  };
}"""


def test_the_table_is_as_high_as_its_rows_and_hidden_without_any() -> None:
    assert grid_size(0) == {"display": "none"}
    assert grid_size(7)["height"] == "calc(var(--header-height) + 7 * var(--row-height) + 1.25rem)"
    assert grid_size(20) == grid_size(1_000)


@pytest.fixture
def kecamatan_url(tmp_path: Path) -> Iterator[str]:
    with serve_app(create_app(backlog_context(tmp_path, principal=CAMAT_BARAT))) as address:
        yield f"{address}/kecamatan/{BARAT}"


def open_table(page: Page, url: str) -> None:
    """Show the table, also where the page begins with the list."""
    page.goto(url)
    page.wait_for_selector("#camat-list li, .ag-row", state="attached")
    page.evaluate(SHOW_TABLE, BARAT)
    page.wait_for_function(DRAWN)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1920, 360])
def test_text_of_twice_the_size_is_seen_whole(browser: Browser, kecamatan_url: str, width: int) -> None:
    arguments = [*CHROMIUM_ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    large = browser.browser_type.launch(executable_path=CHROMIUM, args=arguments)
    page = large.new_page(viewport={"width": width, "height": 1080})
    open_table(page, kecamatan_url)
    assert page.evaluate(LOOK) == {"font": "30px", "row": 92, "cut": [], "excess": 0}
    large.close()
