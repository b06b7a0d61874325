"""Sign-in through the city's directory: who gets a session, what is rejected, and what is audited."""

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

from bootstrap import AppContext
from dashboard.app import create_app
from dashboard.pages.account.oidc import http
from dashboard.pages.account.oidc.login_state import PendingSignInCipher, new_pending_sign_in
from dashboard.web.context import WebContext
from data.services.auth.refusal_limit import RefusalLimit
from tests.dashboard.asgi_client import HOST
from tests.dashboard.conftest import PageLog
from tests.dashboard.sign_in import PASSWORD, accounts_of, request_as, with_changes
from tests.dashboard.web_contexts import MovableClock, WallServer, open_city_with_clock, web_context_of
from tests.oidc_provider import CLIENT_ID, CLIENT_SECRET, FakeDirectory, start_directory
from tests.personas import BARAT, CAMAT_BARAT, EXECUTOR_BARAT, OPERATOR

BOARD_URL = f"https://{HOST}"
START_URL, CALLBACK_URL = f"{BOARD_URL}/masuk/direktori", f"{BOARD_URL}/masuk/direktori/kembali"


@pytest.fixture(scope="module")
def signing_key() -> RSAKey:
    """Return a keypair of the directory."""
    return RSAKey.generate_key(2048, auto_kid=True)


@pytest.fixture(scope="module")
def directory_server(signing_key: RSAKey) -> Iterator[FakeDirectory]:
    """Run the city's directory."""
    with start_directory(signing_key) as server:
        yield server


@pytest.fixture
def directory(directory_server: FakeDirectory) -> FakeDirectory:
    """Return the directory with the camat of Barat signed in."""
    directory_server.reset()
    return directory_server


def settings_of(directory: FakeDirectory) -> dict[str, str]:
    return {"oidc_issuer": directory.url, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}


@pytest.fixture(scope="module")
def city_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> AppContext:
    """Return the test city, with accounts whose first passwords were not changed."""
    app_context = open_city_with_clock(tmp_path_factory.mktemp("kota"), MovableClock())
    for principal in (CAMAT_BARAT, EXECUTOR_BARAT):
        accounts_of(app_context).create_account(principal, PASSWORD)
    return app_context


@pytest.fixture(scope="module")
def context_and_app(
    city_with_accounts: AppContext, directory_server: FakeDirectory
) -> tuple[WebContext, Dash]:
    """Return the app of a board with this directory."""
    context = web_context_of(city_with_accounts)
    context = with_changes(
        context, settings=context.settings.model_copy(update=settings_of(directory_server))
    )
    return context, create_app(context)


def forget_denials(web_context: WebContext) -> None:
    """Let the next denial be audited, however many there were."""
    web_context.accounts._recent_audit_entries.clear()
    web_context.accounts.refusals = RefusalLimit()


@pytest.fixture
def web_context(context_and_app: tuple[WebContext, Dash]) -> WebContext:
    """Return the board's web context; it audits every denial, also a repeated one."""
    forget_denials(context_and_app[0])
    return context_and_app[0]


@dataclass
class DirectoryBrowser:
    """Follows the redirects to the directory and back, with its cookie."""

    app: Dash
    cookie: str = ""

    def start(self, query: str = "") -> httpx.Response:
        answer = request_as(self.app, "GET", START_URL + query)
        self.cookie = answer.headers.get("set-cookie", "").split(";")[0]
        return answer

    def authorize(self, query: str = "") -> str:
        """Return the address to which the directory redirects the browser."""
        authorization_url = self.start(query).headers["location"]
        return str(httpx.post(authorization_url).headers["location"])

    def finish(self, address: str) -> httpx.Response:
        return request_as(self.app, "GET", address, headers={"Cookie": self.cookie} if self.cookie else {})

    def sign_in(self, query: str = "") -> httpx.Response:
        return self.finish(self.authorize(query))


@pytest.fixture
def directory_browser(
    context_and_app: tuple[WebContext, Dash], web_context: WebContext, directory: FakeDirectory
) -> DirectoryBrowser:
    """Return a browser at the board."""
    return DirectoryBrowser(context_and_app[1])


@pytest.fixture
def new_board_browser(web_context: WebContext, directory: FakeDirectory) -> DirectoryBrowser:
    """Return a browser at a board that has not requested the directory's metadata yet."""
    return DirectoryBrowser(create_app(web_context))


def last_audit_line(web_context: WebContext) -> tuple[str, str, str, str]:
    line = web_context.accounts.list_audit(1)[0]
    return line.who, line.act, line.object, line.outcome


def is_denied(response: httpx.Response, web_context: WebContext, reason: str, status: int = 403) -> bool:
    """Return whether there is no session, and an audit entry with the reason."""
    sessions = [value for value in response.headers.get_list("set-cookie") if "__Host-pantau=" in value]
    assert "<h1>Masuk dengan akun kota belum berhasil</h1>" in response.text
    assert last_audit_line(web_context) == ("", "masuk lewat direktori", reason, "ditolak")
    return response.status_code == status and sessions == []


def test_directory_sign_in_starts_a_session_and_opens_the_requested_page(
    directory_browser: DirectoryBrowser, web_context: WebContext
) -> None:
    answer = directory_browser.sign_in("?ke=/kecamatan/31.01.01%3Fhari%3Dini")
    assert (answer.status_code, answer.headers["location"]) == (303, "/kecamatan/31.01.01?hari=ini")
    session, *attributes = answer.headers.get_list("set-cookie")[0].split("; ")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Max-Age=43200"} <= set(attributes)
    assert last_audit_line(web_context) == (CAMAT_BARAT.name, "masuk lewat direktori", "", "berhasil")
    snapshot_response = request_as(
        directory_browser.app, "GET", f"/api/v1/snapshot?area={BARAT}", headers={"Cookie": session}
    )
    assert snapshot_response.status_code == 200


def test_pending_sign_in_cookie_is_short_lived_and_encrypted(directory_browser: DirectoryBrowser) -> None:
    answer = directory_browser.start("?ke=/sumber")
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-pantau_direktori=")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Max-Age=600"} <= set(attributes)
    query = httpx.URL(answer.headers["location"]).params
    assert not any(query[value] in name for value in ("state", "nonce"))
    assert query["redirect_uri"] == CALLBACK_URL


def test_directory_sign_in_needs_no_password_change(
    directory_browser: DirectoryBrowser, web_context: WebContext
) -> None:
    answer = directory_browser.sign_in()
    token = answer.headers.get_list("set-cookie")[0].split(";")[0].partition("=")[2]
    assert not web_context.accounts.authenticate(token).must_change
    assert web_context.accounts.sign_in(CAMAT_BARAT.name, PASSWORD, "").user.must_change


def test_client_secret_is_sent_in_the_form_where_the_directory_requires_it(
    new_board_browser: DirectoryBrowser, directory: FakeDirectory
) -> None:
    directory.metadata_overrides["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert new_board_browser.sign_in().status_code == 303


NOW = int(datetime.now(UTC).timestamp())
INVALID_CLAIMS = [
    ({"nonce": "lain"}, "nonce"), ({"nonce": None}, "nonce"), ({"aud": "papan-lain"}, "aud"),
    ({"aud": [CLIENT_ID, "papan-lain"]}, "azp"), ({"aud": None}, "aud"), ({"azp": "papan-lain"}, "azp"),
    ({"iss": "https://jahat.id"}, "iss"), ({"exp": NOW - 120}, "exp"), ({"exp": None}, "exp"),
    ({"iat": NOW + 86_400}, "iat"), ({"preferred_username": None}, "preferred_username"),
    ({"preferred_username": ["camat.barat"]}, "preferred_username"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("claims", "fault"), INVALID_CLAIMS, ids=[f"{i} {f}" for i, (_, f) in enumerate(INVALID_CLAIMS)]
)
def test_token_with_invalid_claims_is_denied(
    directory_browser: DirectoryBrowser,
    web_context: WebContext,
    directory: FakeDirectory,
    claims: dict[str, Any],
    fault: str,
) -> None:
    directory.claims = claims
    assert is_denied(directory_browser.sign_in(), web_context, fault)


WRONG_SIGNATURES = [
    ("another key", lambda: RSAKey.generate_key(2048), "RS256"),
    ("our own secret", lambda: OctKey.import_key(CLIENT_SECRET), "HS256"),
    ("nothing", lambda: OctKey.import_key(CLIENT_SECRET), "none"),
]


@pytest.mark.parametrize(
    ("by", "made", "algorithm"), WRONG_SIGNATURES, ids=[by for by, *_ in WRONG_SIGNATURES]
)
def test_token_with_a_wrong_signature_is_denied(
    directory_browser: DirectoryBrowser,
    web_context: WebContext,
    directory: FakeDirectory,
    by: str,
    made: Callable[[], Any],
    algorithm: str,
) -> None:
    directory.signing_key, directory.algorithm = made(), algorithm
    assert is_denied(directory_browser.sign_in(), web_context, "tanda tangan")


def test_sign_in_started_in_another_browser_is_denied(
    directory_browser: DirectoryBrowser, web_context: WebContext
) -> None:
    other_callback_url = DirectoryBrowser(directory_browser.app).authorize()
    directory_browser.start()
    assert is_denied(directory_browser.finish(other_callback_url), web_context, "state", 400)


@pytest.mark.parametrize("cookie", ["", "__Host-pantau_direktori=a.b.c.d.e", "__Host-pantau_direktori=%00"])
def test_callback_without_a_valid_cookie_is_denied(
    directory_browser: DirectoryBrowser, web_context: WebContext, cookie: str
) -> None:
    address = directory_browser.authorize()
    directory_browser.cookie = cookie
    assert is_denied(directory_browser.finish(address), web_context, "state", 400)


def test_authorization_code_works_once(directory_browser: DirectoryBrowser, web_context: WebContext) -> None:
    address = directory_browser.authorize()
    assert directory_browser.finish(address).status_code == 303
    assert is_denied(directory_browser.finish(address), web_context, "kode")


def test_directory_error_is_shown_without_its_own_text(
    directory_browser: DirectoryBrowser, web_context: WebContext
) -> None:
    state = httpx.URL(directory_browser.start().headers["location"]).params["state"]
    assert is_denied(
        directory_browser.finish(f"{CALLBACK_URL}?state={state}&error=access_denied"),
        web_context,
        "access_denied",
    )
    answer = directory_browser.finish(f"{CALLBACK_URL}?state={state}&error=<b>jahat</b>")
    assert is_denied(answer, web_context, "tanpa kode")
    assert "jahat" not in answer.text


@pytest.mark.parametrize("name", ["camat.tiada", "<b>x</b>", "", "camat.barat\x00"])
def test_directory_sign_in_creates_no_account(
    directory_browser: DirectoryBrowser, web_context: WebContext, directory: FakeDirectory, name: str
) -> None:
    directory.account_name = name
    before = web_context.accounts.list_accounts()
    answer = directory_browser.sign_in("?ke=/sumber")
    assert (answer.status_code, "<b>x</b>" in answer.text) == (403, False)
    assert last_audit_line(web_context)[::3] == ("", "ditolak")
    assert web_context.accounts.list_accounts() == before
    assert 'href="/masuk?ke=/sumber"' in answer.text


def test_disabled_account_is_denied(
    directory_browser: DirectoryBrowser, web_context: WebContext, directory: FakeDirectory
) -> None:
    directory.account_name = EXECUTOR_BARAT.name
    web_context.accounts.disable_account(EXECUTOR_BARAT.name)
    answer = directory_browser.sign_in()
    assert answer.status_code == 403
    assert "tidak ada akun aktif dengan nama itu" in answer.text
    assert last_audit_line(web_context) == (EXECUTOR_BARAT.name, "masuk lewat direktori", "", "ditolak")


@pytest.mark.parametrize(
    "target",
    ["//jahat.id", "https://jahat.id", "/\\jahat.id", "/masuk/direktori", "/masuk/direktori/kembali"],
)
def test_unsafe_redirect_target_is_replaced_by_the_home_page(
    directory_browser: DirectoryBrowser, target: str
) -> None:
    assert directory_browser.sign_in(f"?ke={target}").headers["location"] == f"/kecamatan/{BARAT}"


def is_unavailable(response: httpx.Response, web_context: WebContext) -> bool:
    """Return whether the page says what to do, and an audit entry what was wrong."""
    assert "Direktori kota sedang tidak dapat dihubungi" in response.text
    assert 'href="/masuk' in response.text
    assert last_audit_line(web_context) == ("", "masuk lewat direktori", "", "direktori tidak menjawab")
    return response.status_code == 503


def test_password_sign_in_works_while_the_directory_is_down(
    web_context: WebContext, signing_key: RSAKey
) -> None:
    with start_directory(signing_key) as stopped_server:
        settings = web_context.settings.model_copy(update=settings_of(stopped_server))
    app = create_app(with_changes(web_context, settings=settings))
    assert is_unavailable(request_as(app, "GET", START_URL), web_context)
    credentials = {"name": CAMAT_BARAT.name, "password": PASSWORD}
    assert request_as(app, "POST", f"{BOARD_URL}/masuk", data=credentials).status_code == 303


def endless_response() -> Response:
    return StreamingResponse((b" " * 65_536 for _ in range(100)), media_type="application/json")


UNUSABLE_RESPONSES: list[tuple[str, Callable[[], Response]]] = [
    ("no JSON", lambda: PlainTextResponse("<html>")),
    ("no object", lambda: PlainTextResponse("[]")),
    ("nested too deep", lambda: PlainTextResponse("[" * 200_000)),
    ("without end", endless_response),
    ("a fault", lambda: PlainTextResponse("{}", status_code=500)),
    ("a redirect", lambda: RedirectResponse("https://jahat.id/")),
]


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_faulty_directory_is_reported_and_recovers(
    new_board_browser: DirectoryBrowser, web_context: WebContext, directory: FakeDirectory, path: str
) -> None:
    for kind, answer in UNUSABLE_RESPONSES:
        directory.route_overrides[path] = answer
        forget_denials(web_context)
        assert is_unavailable(
            new_board_browser.start() if "known" in path else new_board_browser.sign_in(), web_context
        ), kind
    directory.reset()
    assert new_board_browser.sign_in().status_code == 303


def test_slow_directory_times_out(
    directory_browser: DirectoryBrowser,
    web_context: WebContext,
    directory: FakeDirectory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = directory_browser.authorize()
    monkeypatch.setattr(http, "SECONDS", 0.3)
    directory.route_overrides["/token"] = lambda: StreamingResponse(trickling_bytes())
    assert is_unavailable(directory_browser.finish(address), web_context)


async def trickling_bytes() -> AsyncIterator[bytes]:
    """Send some bytes now and then, each before a read would time out."""
    for _ in range(100):
        yield b" "
        await asyncio.sleep(0.05)


UNTRUSTED_METADATA = [
    {"issuer": "https://jahat.id"}, {"token_endpoint": "http://jahat.id/token"}, {"jwks_uri": None},
    {"authorization_endpoint": "javascript:alert(1)"}, {"jwks_uri": "https://[/"},
]  # fmt: skip


def test_untrusted_directory_metadata_stops_the_sign_in(
    new_board_browser: DirectoryBrowser, web_context: WebContext, directory: FakeDirectory
) -> None:
    for description in UNTRUSTED_METADATA:
        directory.metadata_overrides = description
        forget_denials(web_context)
        assert is_unavailable(new_board_browser.start(), web_context), description
    assert set(directory.requested_paths) == {"/.well-known/openid-configuration"}


def test_rejected_client_secret_is_logged_without_its_value(
    web_context: WebContext,
    directory: FakeDirectory,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    wrong_context = with_changes(
        web_context,
        settings=web_context.settings.model_copy(update={"oidc_client_secret": "rahasia yang sudah diganti"}),
    )
    assert is_unavailable(DirectoryBrowser(create_app(wrong_context)).sign_in(), web_context)
    output = caplog.text + "".join(capsys.readouterr())
    assert "invalid_client" in output
    assert "sudah diganti" not in output


def test_pending_sign_in_expires_after_ten_minutes_and_needs_the_same_secret() -> None:
    now, pending = datetime(2026, 11, 23, 12, tzinfo=UTC), new_pending_sign_in("/sumber")
    encrypted = PendingSignInCipher(CLIENT_SECRET).encrypt(pending, now)
    assert PendingSignInCipher(CLIENT_SECRET).decrypt(encrypted, now + timedelta(seconds=599)) == pending
    assert PendingSignInCipher(CLIENT_SECRET).decrypt(encrypted, now + timedelta(seconds=600)) is None
    assert PendingSignInCipher(CLIENT_SECRET + "x").decrypt(encrypted, now) is None
    assert (
        PendingSignInCipher(CLIENT_SECRET).decrypt(
            encrypted[:-1] + ("A" if encrypted[-1] != "A" else "Q"), now
        )
        is None
    )


def test_directory_sign_in_without_tls_returns_to_the_sign_in_page(
    directory_browser: DirectoryBrowser,
) -> None:
    answer = request_as(directory_browser.app, "GET", "/masuk/direktori?ke=/sumber")
    assert (answer.status_code, answer.headers["location"]) == (303, "/masuk?ke=/sumber")


def test_directory_button_is_shown_only_where_a_directory_is_configured(
    city_with_accounts: AppContext, web_context: WebContext
) -> None:
    app_without_directory = create_app(web_context_of(city_with_accounts))
    labelled_context = with_changes(
        web_context, settings=web_context.settings.model_copy(update={"oidc_label": 'Akun <Pemkot> "Manado"'})
    )
    sign_in_page = request_as(create_app(labelled_context), "GET", "/masuk?ke=/sumber").text
    assert 'href="/masuk/direktori?ke=/sumber">Akun &lt;Pemkot&gt; &#34;Manado&#34;</a>' in sign_in_page
    assert "/masuk/direktori" not in request_as(app_without_directory, "GET", "/masuk").text
    assert "location" not in request_as(app_without_directory, "GET", "/masuk/direktori").headers


@pytest.mark.browser
def test_browser_signs_in_through_the_directory(
    wall_server: WallServer, directory: FakeDirectory, page: Page, page_log: PageLog
) -> None:
    wall_server.accounts.create_account(OPERATOR)
    directory.account_name = OPERATOR.name
    wall_server.app_context = replace(
        wall_server.app_context,
        settings=wall_server.app_context.settings.model_copy(update=settings_of(directory)),
    )
    wall_server.stop()
    wall_server.start()
    page.goto(f"http://localhost:{wall_server.port}/sumber")  # another site than the directory's 127.0.0.1
    page.get_by_role("link", name="Masuk dengan akun kota").click()
    page.get_by_role("button", name="Lanjut").click()
    expect(page.locator(".source")).to_have_count(1)
    assert page.url == f"http://localhost:{wall_server.port}/sumber"
    assert page_log.errors == []
