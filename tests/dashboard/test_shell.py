"""The shell around every office page: the bar and the theme are in its first HTML."""

import re

import httpx
import pytest
from dash import Dash

from dashboard.web.context import WebContext
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.office_pages import get_as
from tests.dashboard.sign_in import PASSWORD, request_as
from tests.personas import BARAT, CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, OPERATOR, WALL_DISPLAY

DASH_PAGE, OPEN_PAGE, PLAIN_PAGE, ERROR_PAGE, WALL = (
    "/rekap",
    "/cara-hitung",
    "/lacak",
    "/tidak-ada",
    "/layar",
)
PAGE_ACCEPT = {"accept": "text/html"}


def bar_links(answer: httpx.Response) -> list[str]:
    """Return the addresses in the bar, in order; those behind "Lainnya" are there again."""
    bar = re.search(r'<div class="bar-links">(.*?)</div>', answer.text, re.DOTALL)
    return re.findall(r'href="([^"]+)"', bar[1]) if bar else []


def theme_of(answer: httpx.Response) -> str:
    """Return the theme in the first HTML, by which nothing flashes."""
    match = re.search(r"<html[^>]* data-theme=\"(\w+)\"", answer.text)
    assert match is not None
    return match[1]


def get_with_theme(app: Dash, path: str, theme: str) -> httpx.Response:
    """Get a page as a browser that keeps a theme, under the plain name of its cookie and the one for TLS."""
    cookie = f"pantau_tema={theme}; __Host-pantau_tema={theme}"
    return request_as(app, "GET", path, headers={**PAGE_ACCEPT, "cookie": cookie})


@pytest.mark.parametrize("principal", [OPERATOR, DEPUTY_MAYOR, CAMAT_BARAT], ids=lambda one: one.name)
def test_dash_and_plain_pages_have_the_same_bar(shared_app: Dash, principal: Principal) -> None:
    dash_page, plain_page = (get_as(shared_app, path, principal) for path in (DASH_PAGE, PLAIN_PAGE))
    assert bar_links(dash_page) == bar_links(plain_page) != []
    for answer in (dash_page, plain_page):
        assert answer.text.count('id="navbar"') == 1
        assert principal.name in answer.text


def test_the_bar_marks_the_page_that_is_open(shared_app: Dash) -> None:
    answer = get_as(shared_app, f"/kecamatan/{BARAT}", CAMAT_BARAT)
    assert re.findall(r'href="([^"]+)"[^>]* aria-current="page"', answer.text) == [f"/kecamatan/{BARAT}"]


def test_a_page_below_another_names_it_above_its_title(shared_app: Dash) -> None:
    trail = re.search(r'<nav class="trail".*?</nav>', get_as(shared_app, "/lacak/P1/K", ANONYMOUS).text)
    assert trail is not None
    assert re.findall(r'href="([^"]+)"', trail[0]) == ["/", "/lacak"]
    assert 'class="trail"' not in get_as(shared_app, PLAIN_PAGE, ANONYMOUS).text


def test_one_visitors_bar_is_never_anothers(shared_app: Dash) -> None:
    assert "operator.1" in get_as(shared_app, OPEN_PAGE, OPERATOR).text
    answer = get_as(shared_app, OPEN_PAGE, ANONYMOUS)
    assert "operator.1" not in answer.text
    assert bar_links(answer)[0] == "/lapor"


def test_error_pages_show_the_bar_of_whoever_asks(shared_app: Dash) -> None:
    answer = request_as(shared_app, "GET", ERROR_PAGE, OPERATOR, headers=PAGE_ACCEPT)
    assert answer.status_code == 404
    assert "/meja" in bar_links(answer)
    assert "/meja" not in bar_links(request_as(shared_app, "GET", ERROR_PAGE, headers=PAGE_ACCEPT))


def test_a_wall_has_no_bar_unless_a_person_has_signed_in(shared_app: Dash) -> None:
    for principal in (ANONYMOUS, WALL_DISPLAY):
        assert '<div id="navbar" class="navbar"></div>' in get_as(shared_app, WALL, principal).text
    assert bar_links(get_as(shared_app, WALL, OPERATOR)) != []


@pytest.mark.parametrize("path", [OPEN_PAGE, PLAIN_PAGE, ERROR_PAGE, "/masuk"])
@pytest.mark.parametrize(
    ("cookie", "theme"), [("light", "light"), ("dark", "dark"), ("", "auto"), ('x" onload="', "auto")]
)
def test_every_office_page_has_its_theme_at_first_answer(
    shared_app: Dash, path: str, cookie: str, theme: str
) -> None:
    assert theme_of(get_with_theme(shared_app, path, cookie)) == theme


def test_a_wall_is_dark_unless_its_address_says_light(shared_app: Dash) -> None:
    assert theme_of(get_with_theme(shared_app, WALL, "light")) == "dark"
    assert theme_of(get_with_theme(shared_app, f"{WALL}?tema=terang", "dark")) == "light"


def test_a_choice_leads_back_and_is_kept_by_the_browser(shared_app: Dash) -> None:
    answer = request_as(shared_app, "POST", "/tema", data={"tema": "dark", "ke": "/rekap?periode=hari"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/rekap?periode=hari")
    assert "pantau_tema=dark" in answer.headers["set-cookie"]


@pytest.mark.parametrize("address", ["https://lain.test/", "//lain.test", "/keluar"])
def test_a_choice_leads_to_no_other_site(shared_app: Dash, address: str) -> None:
    answer = request_as(shared_app, "POST", "/tema", data={"tema": "dark", "ke": address})
    assert answer.headers["location"] == "/"


def test_an_accounts_choice_comes_with_its_next_sign_in_anywhere(
    shared_app: Dash, shared_context: WebContext
) -> None:
    accounts = shared_context.accounts
    request_as(shared_app, "POST", "/tema", CAMAT_TIMUR, data={"tema": "light"})
    assert accounts.preferences(CAMAT_TIMUR) == {"theme": "light"}
    assert sign_in_theme(shared_app, CAMAT_TIMUR) == "light"


def test_an_account_without_a_choice_does_not_get_anothers(
    shared_app: Dash, shared_context: WebContext
) -> None:
    shared_context.accounts.create_account(
        Principal("camat.anggrek", CAMAT_TIMUR.role, CAMAT_TIMUR.parent), PASSWORD, must_change=False
    )
    form = {"name": "camat.anggrek", "password": PASSWORD}
    headers = {"cookie": "pantau_tema=dark"}
    answer = request_as(shared_app, "POST", "/masuk", data=form, headers=headers)
    assert "pantau_tema=auto" in str(answer.headers.get_list("set-cookie"))


def sign_in_theme(app: Dash, principal: Principal) -> str:
    """Sign in by the form; return the theme that the browser is told to keep."""
    answer = request_as(app, "POST", "/masuk", data={"name": principal.name, "password": PASSWORD})
    match = re.search(r"pantau_tema=(\w+)", str(answer.headers.get_list("set-cookie")))
    assert match is not None, answer.text
    return match[1]
