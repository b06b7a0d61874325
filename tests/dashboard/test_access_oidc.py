"""Signing in through the city's directory: who gets in, what is not believed, and what is written down."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from dash import Dash
from joserfc.jwk import OctKey, RSAKey
from playwright.sync_api import Page, expect
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from bootstrap import World
from dashboard.app import create_app
from dashboard.pages.account.oidc import http
from dashboard.pages.account.oidc.login_state import Seal, new_ticket
from dashboard.web.context import Site
from tests.dashboard.asgi_client import HOST
from tests.dashboard.conftest import Seen
from tests.dashboard.sign_in import PASSWORD, accounts_of, ask
from tests.dashboard.web_contexts import MovableTime, WallServer, open_moving_town, site_of
from tests.oidc_provider import CLIENT, SECRET, Directory, start_directory
from tests.personas import BARAT, CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR

BOARD = f"https://{HOST}"
START, RETURN = f"{BOARD}/masuk/direktori", f"{BOARD}/masuk/direktori/kembali"


@pytest.fixture(scope="module")
def key() -> RSAKey:
    """The directory's."""
    return RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture(scope="module")
def served(key: RSAKey) -> Iterator[Directory]:
    """The city's directory."""
    with start_directory(key) as made:
        yield made


@pytest.fixture
def directory(served: Directory) -> Directory:
    """The same, in which the camat of Barat is signed in."""
    served.forget()
    return served


def settings_of(directory: Directory) -> dict[str, str]:
    return {"oidc_issuer": directory.url, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The town, with accounts whose first passwords nobody changed."""
    world = open_moving_town(tmp_path_factory.mktemp("kota"), MovableTime())
    for who in (CAMAT_BARAT, EXECUTOR_BARAT):
        accounts_of(world).add(who, PASSWORD)
    return world


@pytest.fixture(scope="module")
def board(town: World, served: Directory) -> tuple[Site, Dash]:
    """Its board, which knows the directory."""
    made = site_of(town)
    made = replace(made, settings=replace(made.settings, **settings_of(served)))
    return made, create_app(made)


@pytest.fixture
def site(board: tuple[Site, Dash]) -> Site:
    """What the board stands on; it writes every refusal down, though others were written just now."""
    board[0].accounts._noted.forget()
    return board[0]


@dataclass
class Browser:
    """Goes from the board to the directory and back, with the cookie it was given."""

    app: Dash
    cookie: str = ""

    def start(self, query: str = "") -> httpx.Response:
        answer = ask(self.app, "GET", START + query)
        self.cookie = answer.headers.get("set-cookie", "").split(";")[0]
        return answer

    def allowed(self, query: str = "") -> str:
        """The address with which the directory sends the browser back."""
        away = self.start(query).headers["location"]
        return str(httpx.post(away).headers["location"])

    def back(self, address: str) -> httpx.Response:
        return ask(self.app, "GET", address, headers={"Cookie": self.cookie} if self.cookie else {})

    def sign_in(self, query: str = "") -> httpx.Response:
        return self.back(self.allowed(query))


@pytest.fixture
def browser_of(board: tuple[Site, Dash], site: Site, directory: Directory) -> Browser:
    """A browser at the town's board."""
    return Browser(board[1])


@pytest.fixture
def newcomer(site: Site, directory: Directory) -> Browser:
    """A browser at a board that has not asked the directory yet where its doors are."""
    return Browser(create_app(site))


def last_line(site: Site) -> tuple[str, str, str, str]:
    line = site.accounts.audit(1)[0]
    return line.who, line.act, line.object, line.outcome


def refused(answer: httpx.Response, site: Site, fault: str, status: int = 403) -> bool:
    """Whether nobody got in, and a line says why."""
    sessions = [value for value in answer.headers.get_list("set-cookie") if "__Host-pantau=" in value]
    assert "<h1>Masuk dengan akun kota belum berhasil</h1>" in answer.text
    assert last_line(site) == ("", "masuk lewat direktori", fault, "ditolak")
    return answer.status_code == status and sessions == []


def test_whoever_the_directory_vouches_for_is_in_and_where_they_wanted_to_go(
    browser_of: Browser, site: Site
) -> None:
    answer = browser_of.sign_in("?ke=/kecamatan/31.01.01%3Fhari%3Dini")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kecamatan/31.01.01?hari=ini")
    session, *rest = answer.headers.get_list("set-cookie")[0].split("; ")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Max-Age=43200"} <= set(rest)
    assert last_line(site) == (CAMAT_BARAT.name, "masuk lewat direktori", "", "berhasil")
    read = ask(browser_of.app, "GET", f"/api/v1/snapshot?area={BARAT}", headers={"Cookie": session})
    assert read.status_code == 200


def test_the_cookie_of_a_sign_in_under_way_is_short_lived_and_tells_nothing(browser_of: Browser) -> None:
    answer = browser_of.start("?ke=/sumber")
    name, *rest = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-pantau_direktori=")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Max-Age=600"} <= set(rest)
    asked = httpx.URL(answer.headers["location"]).params
    assert not any(asked[value] in name for value in ("state", "nonce"))
    assert asked["redirect_uri"] == RETURN


def test_a_first_password_need_not_be_changed_by_whoever_comes_without_it(
    browser_of: Browser, site: Site
) -> None:
    answer = browser_of.sign_in()
    token = answer.headers.get_list("set-cookie")[0].split(";")[0].partition("=")[2]
    assert not site.accounts.visitor(token).must_change
    assert site.accounts.sign_in(CAMAT_BARAT.name, PASSWORD, "").visitor.must_change


def test_a_directory_that_takes_the_secret_in_the_form_only_gets_it_there(
    newcomer: Browser, directory: Directory
) -> None:
    directory.description["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert newcomer.sign_in().status_code == 303


NOW = int(datetime.now(UTC).timestamp())
UNTRUE = [
    ({"nonce": "lain"}, "nonce"), ({"nonce": None}, "nonce"), ({"aud": "papan-lain"}, "aud"),
    ({"aud": [CLIENT, "papan-lain"]}, "azp"), ({"aud": None}, "aud"), ({"azp": "papan-lain"}, "azp"),
    ({"iss": "https://jahat.id"}, "iss"), ({"exp": NOW - 120}, "exp"), ({"exp": None}, "exp"),
    ({"iat": NOW + 86_400}, "iat"), ({"preferred_username": None}, "preferred_username"),
    ({"preferred_username": ["camat.barat"]}, "preferred_username"),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "fault"), UNTRUE, ids=[f"{i} {f}" for i, (_, f) in enumerate(UNTRUE)])
def test_a_token_that_is_not_for_us_now_lets_nobody_in(
    browser_of: Browser, site: Site, directory: Directory, claims: dict[str, Any], fault: str
) -> None:
    directory.claims = claims
    assert refused(browser_of.sign_in(), site, fault)


SIGNED = [
    ("another key", lambda: RSAKey.generate_key(2048), "RS256"),
    ("our own secret", lambda: OctKey.import_key(SECRET), "HS256"),
    ("nothing", lambda: OctKey.import_key(SECRET), "none"),
]


@pytest.mark.parametrize(("by", "made", "algorithm"), SIGNED, ids=[by for by, *_ in SIGNED])
def test_a_token_that_the_directorys_key_did_not_sign_lets_nobody_in(
    browser_of: Browser, site: Site, directory: Directory, by: str, made: Callable[[], Any], algorithm: str
) -> None:
    directory.signing, directory.algorithm = made(), algorithm
    assert refused(browser_of.sign_in(), site, "tanda tangan")


def test_another_browsers_sign_in_is_not_finished_here(browser_of: Browser, site: Site) -> None:
    elsewhere = Browser(browser_of.app).allowed()
    browser_of.start()
    assert refused(browser_of.back(elsewhere), site, "state", 400)


@pytest.mark.parametrize("cookie", ["", "__Host-pantau_direktori=a.b.c.d.e", "__Host-pantau_direktori=%00"])
def test_without_the_cookie_that_we_gave_nothing_is_taken_up(
    browser_of: Browser, site: Site, cookie: str
) -> None:
    address = browser_of.allowed()
    browser_of.cookie = cookie
    assert refused(browser_of.back(address), site, "state", 400)


def test_a_code_is_good_once(browser_of: Browser, site: Site) -> None:
    address = browser_of.allowed()
    assert browser_of.back(address).status_code == 303
    assert refused(browser_of.back(address), site, "kode")


def test_a_no_of_the_directory_is_told_and_its_own_words_are_not_repeated(
    browser_of: Browser, site: Site
) -> None:
    state = httpx.URL(browser_of.start().headers["location"]).params["state"]
    assert refused(browser_of.back(f"{RETURN}?state={state}&error=access_denied"), site, "access_denied")
    answer = browser_of.back(f"{RETURN}?state={state}&error=<b>jahat</b>")
    assert refused(answer, site, "tanpa kode")
    assert "jahat" not in answer.text


@pytest.mark.parametrize("name", ["camat.tiada", "<b>x</b>", "", "camat.barat\x00"])
def test_the_directory_makes_no_accounts(
    browser_of: Browser, site: Site, directory: Directory, name: str
) -> None:
    directory.name = name
    before = site.accounts.every()
    answer = browser_of.sign_in("?ke=/sumber")
    assert (answer.status_code, "<b>x</b>" in answer.text) == (403, False)
    assert last_line(site)[::3] == ("", "ditolak")
    assert site.accounts.every() == before
    assert 'href="/masuk?ke=/sumber"' in answer.text


def test_a_disabled_account_stays_outside(browser_of: Browser, site: Site, directory: Directory) -> None:
    directory.name = EXECUTOR_BARAT.name
    site.accounts.disable(EXECUTOR_BARAT.name)
    answer = browser_of.sign_in()
    assert answer.status_code == 403
    assert "tidak ada akun aktif dengan nama itu" in answer.text
    assert last_line(site) == (EXECUTOR_BARAT.name, "masuk lewat direktori", "", "ditolak")


@pytest.mark.parametrize(
    "wanted",
    ["//jahat.id", "https://jahat.id", "/\\jahat.id", "/masuk/direktori", "/masuk/direktori/kembali"],
)
def test_nobody_is_led_to_another_site_or_round_in_circles(browser_of: Browser, wanted: str) -> None:
    assert browser_of.sign_in(f"?ke={wanted}").headers["location"] == f"/kecamatan/{BARAT}"


def is_down(answer: httpx.Response, site: Site) -> bool:
    """Whether the answer says what to do, and a line says what was wrong."""
    assert "Direktori kota sedang tidak dapat dihubungi" in answer.text
    assert 'href="/masuk' in answer.text
    assert last_line(site) == ("", "masuk lewat direktori", "", "direktori tidak menjawab")
    return answer.status_code == 503


def test_a_directory_that_is_gone_leaves_the_password(site: Site, key: RSAKey) -> None:
    with start_directory(key) as gone:
        settings = replace(site.settings, **settings_of(gone))
    app = create_app(replace(site, settings=settings))
    assert is_down(ask(app, "GET", START), site)
    typed = {"name": CAMAT_BARAT.name, "password": PASSWORD}
    assert ask(app, "POST", f"{BOARD}/masuk", data=typed).status_code == 303


def endless() -> Response:
    return StreamingResponse((b" " * 65_536 for _ in range(100)), media_type="application/json")


USELESS: list[tuple[str, Callable[[], Response]]] = [
    ("no JSON", lambda: PlainTextResponse("<html>")),
    ("no object", lambda: PlainTextResponse("[]")),
    ("nested too deep", lambda: PlainTextResponse("[" * 200_000)),
    ("without end", endless),
    ("a fault", lambda: PlainTextResponse("{}", status_code=500)),
    ("a redirect", lambda: RedirectResponse("https://jahat.id/")),
]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_a_directory_out_of_order_is_told_and_stops_nothing(
    newcomer: Browser, site: Site, directory: Directory, path: str
) -> None:
    for kind, answer in USELESS:
        directory.answers[path] = answer
        site.accounts._noted.forget()
        assert is_down(newcomer.start() if "known" in path else newcomer.sign_in(), site), kind
    directory.forget()
    assert newcomer.sign_in().status_code == 303


def test_a_directory_that_never_finishes_is_waited_for_no_longer_than_allowed(
    browser_of: Browser, site: Site, directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = browser_of.allowed()
    monkeypatch.setattr(http, "SECONDS", 0.3)
    directory.answers["/token"] = lambda: StreamingResponse(trickle())
    assert is_down(browser_of.back(address), site)


async def trickle() -> AsyncIterator[bytes]:
    """Some bytes now and then, each before a reader would give up."""
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.05)


STRANGE = [
    {"issuer": "https://jahat.id"}, {"token_endpoint": "http://jahat.id/token"}, {"jwks_uri": None},
    {"authorization_endpoint": "javascript:alert(1)"}, {"jwks_uri": "https://[/"},
]  # fmt: skip


def test_a_directory_that_is_another_or_unprotected_is_sent_nothing(
    newcomer: Browser, site: Site, directory: Directory
) -> None:
    for description in STRANGE:
        directory.description = description
        site.accounts._noted.forget()
        assert is_down(newcomer.start(), site), description
    assert set(directory.asked) == {"/.well-known/openid-configuration"}


def test_a_secret_that_the_directory_does_not_take_is_told_to_the_log_only(
    site: Site, directory: Directory, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong = replace(site, settings=replace(site.settings, oidc_client_secret="rahasia yang sudah diganti"))
    assert is_down(Browser(create_app(wrong)).sign_in(), site)
    said = caplog.text + "".join(capsys.readouterr())
    assert "invalid_client" in said
    assert "sudah diganti" not in said


def test_a_ticket_is_good_for_ten_minutes_and_for_our_secret_only() -> None:
    now, ticket = datetime(2026, 11, 23, 12, tzinfo=UTC), new_ticket("/sumber")
    sealed = Seal(SECRET).close(ticket, now)
    assert Seal(SECRET).open(sealed, now + timedelta(seconds=599)) == ticket
    assert Seal(SECRET).open(sealed, now + timedelta(seconds=600)) is None
    assert Seal(SECRET + "x").open(sealed, now) is None
    assert Seal(SECRET).open(sealed[:-1] + ("A" if sealed[-1] != "A" else "Q"), now) is None


def test_over_a_connection_that_keeps_no_cookie_the_sign_in_says_so(browser_of: Browser) -> None:
    answer = ask(browser_of.app, "GET", "/masuk/direktori?ke=/sumber")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?ke=/sumber")


def test_the_button_is_there_where_a_directory_is(town: World, site: Site) -> None:
    without = create_app(site_of(town))
    named = replace(site, settings=replace(site.settings, oidc_label='Akun <Pemkot> "Manado"'))
    shown = ask(create_app(named), "GET", "/masuk?ke=/sumber").text
    assert 'href="/masuk/direktori?ke=/sumber">Akun &lt;Pemkot&gt; &quot;Manado&quot;</a>' in shown
    assert "/masuk/direktori" not in ask(without, "GET", "/masuk").text
    assert "location" not in ask(without, "GET", "/masuk/direktori").headers


@pytest.mark.browser
def test_in_a_browser_one_goes_over_the_directory_to_ones_page(
    wall_server: WallServer, directory: Directory, page: Page, seen: Seen
) -> None:
    wall_server.accounts.add(OPERATOR)
    directory.name = OPERATOR.name
    wall_server.world = replace(
        wall_server.world, settings=replace(wall_server.world.settings, **settings_of(directory))
    )
    wall_server.stop()
    wall_server.start()
    page.goto(f"http://localhost:{wall_server.port}/sumber")  # another site than the directory's 127.0.0.1
    page.get_by_role("link", name="Masuk dengan akun kota").click()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator(".feed")).to_have_count(1)
    assert page.url == f"http://localhost:{wall_server.port}/sumber"
    assert seen.errors == []
