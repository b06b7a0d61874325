"""The language in the bar: chosen without a script, kept by the browser and for the account."""

import re

import httpx
import pytest
from dash import Dash

from dashboard.web.context import WebContext
from dashboard.web.language import language_names, without_language
from data.core.access import ANONYMOUS, Principal
from tests.dashboard.html_pages import parse_html
from tests.dashboard.office_pages import get_as
from tests.dashboard.sign_in import PASSWORD, request_as
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, EXECUTOR_BARAT, OPERATOR

PERSONS = (ANONYMOUS, OPERATOR, DEPUTY_MAYOR, CAMAT_BARAT, EXECUTOR_BARAT)


def choose(
    app: Dash, language: str, principal: Principal = ANONYMOUS, back: str = "/lacak"
) -> httpx.Response:
    """Send the form of the bar."""
    return request_as(app, "POST", "/bahasa", principal, data={"bahasa": language, "ke": back})


def kept_language(answer: httpx.Response) -> str | None:
    """Return the language that the browser is told to keep; None for no word of it."""
    match = re.search(r"pantau_bahasa=(\w*)", str(answer.headers.get_list("set-cookie")))
    return match[1] if match else None


def sign_in(app: Dash, principal: Principal) -> httpx.Response:
    """Sign in by the form."""
    return request_as(app, "POST", "/masuk", data={"name": principal.name, "password": PASSWORD})


@pytest.mark.parametrize("principal", PERSONS, ids=lambda one: one.name or "nobody")
@pytest.mark.parametrize("path", ["/lacak", "/masuk", "/rekap", "/tidak-ada"])
def test_every_page_lists_each_language_by_its_own_name(
    shared_app: Dash, path: str, principal: Principal
) -> None:
    answer = request_as(shared_app, "GET", path, principal, headers={"accept": "text/html"})
    if answer.status_code == 303:  # somebody who may not be here; the sign-in for whoever has signed in
        return
    menu = parse_html(answer.text).find_all("details", "bar-language")[0]
    buttons = menu.find_all("button")
    assert [(button.attributes["value"], button.text) for button in buttons] == [
        ("id", "Bahasa Indonesia"),
        ("en", "English"),
    ]
    assert [button.attributes["aria-pressed"] for button in buttons] == ["true", "false"]


@pytest.mark.parametrize("principal", PERSONS, ids=lambda one: one.name or "nobody")
def test_whoever_chooses_a_language_is_led_back_and_their_browser_keeps_it(
    shared_app: Dash, principal: Principal
) -> None:
    answer = choose(shared_app, "en", principal, "/lacak?bahasa=id&nomor=7")
    assert (answer.status_code, answer.headers["location"]) == (303, "/lacak?nomor=7")
    assert kept_language(answer) == "en"
    choose(shared_app, "id", principal)


def test_a_kept_language_shows_on_pages_and_errors(shared_app: Dash) -> None:
    headers = {"cookie": "pantau_bahasa=en", "accept": "text/html"}
    for path in ("/lacak", "/masuk", "/tidak-ada"):
        page = request_as(shared_app, "GET", path, headers=headers)
        assert '<html lang="en"' in page.text
        assert re.search(r'value="en"[^>]*aria-pressed="true"', page.text)


def test_the_sign_in_is_led_back_to(shared_app: Dash) -> None:
    assert choose(shared_app, "en", back="/masuk?ke=/rekap").headers["location"] == "/masuk?ke=/rekap"
    page = get_as(shared_app, "/masuk?ke=/rekap", ANONYMOUS).text
    assert '<input type="hidden" name="ke" value="/masuk?ke=/rekap">' in page


@pytest.mark.parametrize(
    "address",
    ["https://lain.test/", "//lain.test/masuk", "//lain.test", "/keluar", "/masuk/direktori", "http://["],
)
def test_a_choice_leads_to_no_other_site(shared_app: Dash, address: str) -> None:
    assert choose(shared_app, "en", back=address).headers["location"] == "/"


@pytest.mark.parametrize("language", ["zz", "../id", ""])
def test_an_unknown_language_is_the_citys(shared_app: Dash, language: str) -> None:
    assert kept_language(choose(shared_app, language)) == "id"


def test_an_accounts_language_comes_with_its_next_sign_in_anywhere(
    shared_app: Dash, shared_context: WebContext
) -> None:
    choose(shared_app, "en", CAMAT_TIMUR)
    assert shared_context.accounts.preferences(CAMAT_TIMUR)["language"] == "en"
    assert kept_language(sign_in(shared_app, CAMAT_TIMUR)) == "en"
    choose(shared_app, "id", CAMAT_TIMUR)
    assert kept_language(sign_in(shared_app, CAMAT_TIMUR)) == "id"


def test_an_account_without_a_choice_stays_in_the_language_of_the_sign_in(
    shared_app: Dash, shared_context: WebContext
) -> None:
    account = Principal("camat.bunga", CAMAT_TIMUR.role, CAMAT_TIMUR.parent)
    shared_context.accounts.create_account(account, PASSWORD, must_change=False)
    assert kept_language(sign_in(shared_app, account)) is None


def test_the_language_leaves_with_whoever_signs_out(shared_app: Dash) -> None:
    assert kept_language(request_as(shared_app, "POST", "/keluar", CAMAT_TIMUR)) == ""


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("/rekap", "/rekap"),
        ("/rekap?bahasa=en", "/rekap"),
        ("/rekap?periode=a%20b&bahasa=en&kosong=", "/rekap?periode=a+b&kosong="),
        ("", ""),
    ],
)
def test_an_address_loses_only_its_language(address: str, cleaned: str) -> None:
    assert without_language(address) == cleaned


def test_a_further_language_has_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.web.language.languages", lambda: ("id", "en", "jv", "zxx"))
    assert language_names() == {"id": "Bahasa Indonesia", "en": "English", "jv": "Jawa", "zxx": "zxx"}


def test_sign_in_account_and_errors_are_in_the_chosen_language(shared_app: Dash) -> None:
    headers = {"accept": "text/html"}
    sign_in_page = request_as(shared_app, "GET", "/masuk?bahasa=en", headers=headers).text
    assert "Account name" in sign_in_page
    assert "Nama akun" not in sign_in_page
    form = {"old": "salah sekali ini", "new": "kopi dingin malam hari", "again": "kopi dingin malam hari"}
    account = request_as(shared_app, "POST", "/akun?bahasa=en", CAMAT_BARAT, data=form, headers=headers)
    assert "The current password is not right." in account.text  # said in a thread of the password queue
    assert "Kata sandi" not in account.text
    denied = request_as(shared_app, "GET", "/sumber?bahasa=en", CAMAT_BARAT, headers=headers).text
    assert "has no right to check the data sources." in denied
    missing = request_as(shared_app, "GET", "/tidak-ada?bahasa=en", headers=headers).text
    assert "There is no such page" in missing
