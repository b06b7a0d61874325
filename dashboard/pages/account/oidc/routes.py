"""``/masuk/direktori`` leads to the city's directory, ``/masuk/direktori/kembali`` takes up what it says."""

from hmac import compare_digest
from html import escape

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.oidc.http import DirectoryError
from dashboard.pages.account.oidc.id_token import TokenError
from dashboard.pages.account.oidc.login_state import SECONDS, Seal, Ticket, new_ticket
from dashboard.pages.account.oidc.provider import Directory
from dashboard.pages.account.sign_in import SignIn, address_of
from dashboard.web import html, redirects
from dashboard.web.context import Site
from dashboard.web.redirects import BACK, IsPage
from dashboard.web.routes import Doors
from data.core.access import NOBODY, Act
from data.services.auth.models import WrongError

COOKIE, ACT = "pantau_direktori", "masuk lewat direktori"
# What a directory says instead of a code (OAuth 2.0 and OpenID Connect); other text is not written down.
DENIALS = (
    "access_denied", "invalid_request", "unauthorized_client", "unsupported_response_type", "invalid_scope",
    "server_error", "temporarily_unavailable", "interaction_required", "login_required",
    "account_selection_required", "consent_required",
)  # fmt: skip

log = structlog.get_logger(__name__)


def add_directory(doors: Doors, site: Site, is_page: IsPage) -> None:
    """The doors to the directory and back; none where the settings name no directory."""
    if site.settings.oidc_issuer:
        pages = DirectorySignIn(site, is_page)
        doors.add(redirects.DIRECTORY, pages.start, Act.SIGN_IN)
        doors.add(redirects.RETURN, pages.back, Act.SIGN_IN)


class DirectorySignIn:
    """The sign-in of one app through the city's directory."""

    def __init__(self, site: Site, is_page: IsPage) -> None:
        self._site, self._sign_in = site, SignIn(site, is_page)
        self._seal = Seal(site.settings.oidc_client_secret)
        self._directory = Directory(site.settings, site.accounts.clock)

    async def start(self, request: Request) -> Response:
        """Sends the browser to the directory, with a sealed note of what must come back."""
        wanted = redirects.local(request.query_params.get(BACK, ""))
        if self._site.cookies.unusable(request):  # `/masuk` says so
            return RedirectResponse(redirects.with_back(redirects.SIGN_IN, wanted), status_code=303)
        ticket = new_ticket(wanted)
        try:
            away = await self._directory.address(ticket, _back(request))
        except DirectoryError as error:
            return await self._down(request, wanted, error)
        answer = RedirectResponse(away, status_code=303)
        sealed = self._seal.close(ticket, self._site.accounts.clock.now())
        self._site.cookies.give(request, answer, COOKIE, sealed, SECONDS)
        return answer

    async def back(self, request: Request) -> Response:
        """A session for the account that the directory vouches for, if it is one of ours."""
        given, ticket = request.query_params, self._ticket(request)
        if ticket is None or not compare_digest(given.get("state", "").encode(), ticket.state.encode()):
            return await self._refused(request, "", labels.DIRECTORY_STALE, "state", 400)
        answer = await self._answer(request, ticket, given.get("code", ""))
        self._site.cookies.take(answer, COOKIE)
        return answer

    def _ticket(self, request: Request) -> Ticket | None:
        value = self._site.cookies.read(request, COOKIE)
        return self._seal.open(value, self._site.accounts.clock.now()) if value else None

    async def _answer(self, request: Request, ticket: Ticket, code: str) -> Response:
        if not code:
            said = request.query_params.get("error", "")
            fault = said if said in DENIALS else "tanpa kode"
            return await self._refused(request, ticket.wanted, labels.DIRECTORY_DENIED, fault, 403)
        try:
            name = await self._directory.name(code, ticket, _back(request))
        except DirectoryError as error:
            return await self._down(request, ticket.wanted, error)
        except TokenError as error:
            return await self._refused(request, ticket.wanted, labels.DIRECTORY_UNTRUSTED, error.fault, 403)
        return await self._let_in(request, ticket.wanted, name)

    async def _let_in(self, request: Request, wanted: str, name: str) -> Response:
        sign_in = self._site.accounts.sign_in_directory
        try:
            found = await run_in_threadpool(sign_in, name, address_of(request))
        except WrongError:  # the audit line is written
            told = labels.DIRECTORY_UNKNOWN.format(name=escape(name[:100]))
            return self._page(labels.DIRECTORY_FAILED, told, wanted, 403)
        return self._sign_in.let_in(request, found, wanted)

    async def _refused(self, request: Request, wanted: str, told: str, fault: str, status: int) -> Response:
        await self._note(request, fault, "ditolak")
        return self._page(labels.DIRECTORY_FAILED, told, wanted, status)

    async def _down(self, request: Request, wanted: str, error: DirectoryError) -> Response:
        log.error("the city's directory is out of order", reason=str(error))
        await self._note(request, "", "direktori tidak menjawab")
        return self._page(labels.DIRECTORY_DOWN, labels.DIRECTORY_DOWN_LEAD, wanted, 503)

    async def _note(self, request: Request, about: str, outcome: str) -> None:
        note = self._site.accounts.note_once
        await run_in_threadpool(note, NOBODY, ACT, about, outcome, address_of(request))

    def _page(self, title: str, told: str, wanted: str, status: int) -> Response:
        again = html.button(redirects.with_back(redirects.DIRECTORY, wanted), labels.TRY_AGAIN, "second")
        password = html.button(redirects.with_back(redirects.SIGN_IN, wanted), labels.WITH_PASSWORD)
        body = f'<section class="card"><h1>{title}</h1><p class="lead">{told}</p>{password}{again}</section>'
        return html.page(self._site.city, title, body, status=status)


def _back(request: Request) -> str:
    """The address of ours that the directory knows: as the browser calls us, which a proxy passes on."""
    return f"{request.url.scheme}://{request.url.netloc}{redirects.RETURN}"
