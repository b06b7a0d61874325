"""``/masuk`` and ``/keluar``."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.web import html, redirects
from dashboard.web.context import Site
from dashboard.web.cookies import SESSION
from dashboard.web.form_body import sent
from dashboard.web.redirects import BACK, IsPage
from dashboard.web.routes import Doors
from data.core.access import Act, Role
from data.services.auth.models import NO_VISITOR, SignedIn, TooManyError, Visitor, WrongError


def add_sign_in(doors: Doors, site: Site, is_page: IsPage) -> None:
    """The doors to sign in and out."""
    pages = SignIn(site, is_page)
    doors.add(redirects.SIGN_IN, pages.show, Act.SIGN_IN)
    doors.add(redirects.SIGN_IN, pages.take, Act.SIGN_IN, methods=("POST",))
    doors.add(redirects.SIGN_OUT, pages.leave, Act.SIGN_IN, methods=("POST",))


def visitor_of(request: Request) -> Visitor:
    """Whoever sent the request, as the middleware found."""
    found: Visitor = request.state.visitor
    return found


def address_of(request: Request) -> str:
    """Where a request came from; behind a proxy that the server trusts, where the proxy says."""
    return request.client.host if request.client else ""


class SignIn:
    """The sign-in of one app."""

    def __init__(self, site: Site, is_page: IsPage) -> None:
        self._site, self._is_page = site, is_page

    async def show(self, request: Request) -> Response:
        """The form, or straight on for whoever has signed in."""
        wanted, visitor = redirects.local(request.query_params.get(BACK, "")), visitor_of(request)
        if visitor.who.role not in (Role.NOBODY, Role.DISPLAY):
            return RedirectResponse(self.onwards(visitor, wanted), status_code=303)
        return self._form(request, wanted, "")

    async def take(self, request: Request) -> Response:
        """Name and password; the same words whichever of them is wrong."""
        fields = await sent(request)
        name, wanted = fields.get("name", ""), redirects.local(fields.get(BACK, ""))
        sign_in = self._site.accounts.sign_in
        try:
            found = await run_in_threadpool(sign_in, name, fields.get("password", ""), address_of(request))
        except WrongError:
            return self._form(request, wanted, labels.WRONG, name=name, status=401)
        except TooManyError as error:
            return self._wait(request, wanted, name, error)
        return self.let_in(request, found, wanted)

    def _wait(self, request: Request, wanted: str, name: str, error: TooManyError) -> Response:
        seconds = (error.until - self._site.accounts.clock.now()).total_seconds()
        answer = self._form(request, wanted, labels.too_many(seconds), name=name, status=429)
        answer.headers["Retry-After"] = str(max(1, round(seconds)))
        return answer

    def let_in(self, request: Request, found: SignedIn, wanted: str) -> Response:
        """Gives the browser its session and leads on."""
        answer = RedirectResponse(self.onwards(found.visitor, wanted), status_code=303)
        seconds = int(self._site.accounts.lifetime.whole.total_seconds())
        self._site.cookies.give(request, answer, SESSION, found.token, seconds)
        return answer

    def onwards(self, visitor: Visitor, wanted: str) -> str:
        """To where somebody wanted, or home; but first to a password of one's own."""
        if visitor.must_change:
            return redirects.with_back(redirects.ACCOUNT, wanted)
        return wanted or redirects.home(visitor.who, self._is_page)

    async def leave(self, request: Request) -> Response:
        """Ends the session. A wall's token stays: it is the screen's, not a person's."""
        token = self._site.cookies.read(request, SESSION)
        if token and visitor_of(request) is not NO_VISITOR:
            await run_in_threadpool(self._site.accounts.sign_out, token, address_of(request))
        answer = RedirectResponse(redirects.SIGN_IN, status_code=303)
        self._site.cookies.take(answer, SESSION)
        return answer

    def _form(
        self, request: Request, wanted: str, fault: str, *, name: str = "", status: int = 200
    ) -> Response:
        if self._site.cookies.unusable(request):
            fault = labels.INSECURE
        fields = (
            html.hidden(BACK, wanted)
            + html.field("name", labels.NAME, "username", value=name[:100])
            + html.field("password", labels.PASSWORD, "current-password", show=labels.SHOW)
        )
        body = (
            f'<section class="card"><h1>{labels.SIGN_IN}</h1><p class="lead">{labels.SIGN_IN_LEAD}</p>'
            f"{html.said(fault)}{html.form(redirects.SIGN_IN, fields, labels.SIGN_IN)}"
            f"{self._directory(wanted)}</section>"
            f'<p class="under"><a href="/cara-hitung">Cara setiap angka dihitung</a></p>'
        )
        return html.page(self._site.city, labels.SIGN_IN, body, status=status)

    def _directory(self, wanted: str) -> str:
        """The way to the city's own directory, where there is one: a link, for it leads to another site."""
        settings = self._site.settings
        if not settings.oidc_issuer:
            return ""
        return html.button(redirects.with_back(redirects.DIRECTORY, wanted), settings.oidc_label, "second")
