"""Dates are shown and typed as the page's language has them, whatever the browser's own language is."""

import re
from collections.abc import Iterator

import pytest
from dash import Dash
from playwright.sync_api import Browser

from dashboard.app import create_app
from dashboard.web.asset_files import DASHBOARD
from tests.dashboard.office_pages import get_as, open_city_at_work, serve_app, web_context_of
from tests.dashboard.sign_in import sign_in
from tests.personas import DEPUTY_MAYOR

NATIVE_FIELD = re.compile(r"""type["']?\s*[:=]\s*["'](date|datetime-local|month|week|time)["']|DatePicker""")


def sources() -> Iterator[tuple[str, str]]:
    for path in DASHBOARD.rglob("*"):
        if path.suffix in (".py", ".html", ".js") and "build" not in path.parts:
            yield str(path.relative_to(DASHBOARD)), path.read_text(encoding="utf-8")


def test_no_field_is_left_to_the_browsers_language() -> None:
    """Kind: a browser set to American English shows and reads ``11/24/2026`` in an Indonesian page."""
    assert [(name, found[0]) for name, text in sources() if (found := NATIVE_FIELD.search(text))] == []


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/rekap?periode=hari&dari=23%2F11%2F2026", "?periode=hari&dari=2026-11-23"),
        ("/tinjauan?dari=22/11/2026&sampai=23/11/2026+12.00", "?dari=2026-11-22&sampai=2026-11-23T12:00"),
    ],
)
def test_an_address_holds_iso_whatever_was_typed(shared_app: Dash, path: str, address: str) -> None:
    """It means the same to a reader of another language."""
    response = get_as(shared_app, path, DEPUTY_MAYOR)
    assert (response.status_code, response.headers.get("location")) == (303, address)


def test_a_file_takes_a_typed_day(shared_app: Dash) -> None:
    response = get_as(shared_app, "/rekap.csv?periode=hari&dari=22/11/2026", DEPUTY_MAYOR)
    assert "2026-11-22-2026-11-22" in response.headers["content-disposition"]


def test_an_american_date_is_an_error_with_an_example(shared_app: Dash) -> None:
    """What was typed stays in the field, to be put right."""
    detail = get_as(shared_app, "/rekap.csv?dari=11/24/2026", DEPUTY_MAYOR).json()["detail"]
    assert detail == "dari = '11/24/2026': harus berupa tanggal, misalnya 24/11/2026"
    review = get_as(shared_app, "/tinjauan?dari=11/24/2026&sampai=2026-11-23", DEPUTY_MAYOR).text
    assert "“dari” harus berupa waktu, misalnya 24/11/2026 08.00." in review
    assert 'name="dari" value="11/24/2026"' in review


@pytest.mark.browser
def test_an_american_browser_shows_and_takes_indonesian_dates(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Kind: native date fields follow the browser. It works without a script too: the review's form does."""
    context = web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))
    browser_context = browser.new_context(locale="en-US")
    with serve_app(create_app(context)) as base:
        page = sign_in(browser_context.new_page(), base, context.accounts, DEPUTY_MAYOR)
        page.goto(f"{base}/rekap?periode=hari&dari=2026-11-23")
        page.wait_for_selector("#recap-dari")
        assert page.input_value("#recap-dari") == "23/11/2026"
        page.fill("#recap-dari", "22/11/2026")
        page.click(".recap-form button")
        page.wait_for_url("**dari=2026-11-22**")
        page.goto(f"{base}/tinjauan?dari=2026-11-22T08:00&sampai=2026-11-23T12:00")
        since = page.locator("#review-own [name=dari]")
        assert since.input_value() == "22/11/2026 08.00"
        since.fill("21/11/2026 20.30")
        page.click("#review-own button")
        page.wait_for_url("**dari=2026-11-21T20:30**")
        assert since.input_value() == "21/11/2026 20.30"
    browser_context.close()
