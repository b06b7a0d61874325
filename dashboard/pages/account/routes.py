"""``/akun``: who one is here, another password, and signing out everywhere."""

from html import escape

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.oidc.routes import add_directory
from dashboard.pages.account.sign_in import SignIn, add_sign_in, address_of, visitor_of
from dashboard.ui import access_labels
from dashboard.web import html, redirects
from dashboard.web.context import Site
from dashboard.web.cookies import SESSION
from dashboard.web.form_body import sent
from dashboard.web.redirects import BACK, IsPage
from dashboard.web.routes import Doors
from data.core.access import Act, Role
from data.services.auth.models import SignedIn, TooManyError, Visitor, WeakError, WrongError

EVERYWHERE = f"{redirects.ACCOUNT}/keluar-semua"
DONE = "diganti"  # the parameter that says that the password was changed


def add_account(doors: Doors, site: Site, is_page: IsPage) -> None:
    """The doors of one's own account."""
    page = Account(site, is_page)
    doors.add(redirects.ACCOUNT, page.show, Act.SIGN_IN)
    doors.add(redirects.ACCOUNT, page.change, Act.SIGN_IN, methods=("POST",))
    doors.add(EVERYWHERE, page.leave_everywhere, Act.SIGN_IN, methods=("POST",))


def signed_in(visitor: Visitor) -> bool:
    """Whether a person sent the request: a screen has no account."""
    return visitor.who.role not in (Role.NOBODY, Role.DISPLAY)


class Account:
    """The account page of one app."""

    def __init__(self, site: Site, is_page: IsPage) -> None:
        self._site, self._is_page, self._sign_in = site, is_page, SignIn(site, is_page)

    async def show(self, request: Request) -> Response:
        """The page."""
        visitor, wanted = visitor_of(request), redirects.local(request.query_params.get(BACK, ""))
        if not signed_in(visitor):
            return RedirectResponse(f"{redirects.SIGN_IN}?{BACK}={redirects.ACCOUNT}", status_code=303)
        good = labels.CHANGED if DONE in request.query_params else ""
        return self._page(visitor, wanted, good=good)

    async def change(self, request: Request) -> Response:
        """Another password."""
        visitor, fields = visitor_of(request), await sent(request)
        if not signed_in(visitor):
            return RedirectResponse(redirects.SIGN_IN, status_code=303)
        wanted, forced = redirects.local(fields.get(BACK, "")), visitor.must_change
        found = await run_in_threadpool(self._changed, visitor, fields, address_of(request))
        if isinstance(found, str):
            return self._page(visitor, wanted, fault=found, status=422)
        return self._sign_in.let_in(request, found, wanted if forced else f"{redirects.ACCOUNT}?{DONE}")

    def _changed(self, visitor: Visitor, fields: dict[str, str], address: str) -> SignedIn | str:
        """The new session, or in words why there is none."""
        old, new = fields.get("old", ""), fields.get("new", "")
        if new != fields.get("again", ""):
            return labels.NOT_AGAIN
        accounts = self._site.accounts
        try:
            return accounts.change_password(visitor.who, old, new, address)
        except WrongError:
            return labels.OLD_WRONG
        except WeakError as error:
            return labels.WEAK[error.weakness]
        except TooManyError as error:
            return labels.too_many((error.until - accounts.clock.now()).total_seconds())

    async def leave_everywhere(self, request: Request) -> Response:
        """Ends every session of the account."""
        visitor = visitor_of(request)
        if signed_in(visitor):
            everywhere = self._site.accounts.sign_out_everywhere
            await run_in_threadpool(everywhere, visitor.who, address_of(request))
        answer = RedirectResponse(redirects.SIGN_IN, status_code=303)
        self._site.cookies.take(answer, SESSION)
        return answer

    def _page(
        self, visitor: Visitor, wanted: str, *, fault: str = "", good: str = "", status: int = 200
    ) -> Response:
        title = labels.FIRST_CHANGE if visitor.must_change else labels.ACCOUNT
        body = self._first(visitor, wanted, fault) if visitor.must_change else self._own(visitor, fault, good)
        return html.page(self._site.city, title, body, status=status)

    def _first(self, visitor: Visitor, wanted: str, fault: str) -> str:
        leave = html.form(redirects.SIGN_OUT, "", labels.SIGN_OUT, "second")
        return (
            f'<section class="card"><h1>{labels.FIRST_CHANGE}</h1>'
            f'<p class="lead">{labels.FIRST_CHANGE_LEAD}</p>'
            f"{html.said(fault)}{_change(visitor, wanted)}{leave}</section>"
        )

    def _own(self, visitor: Visitor, fault: str, good: str) -> str:
        home = redirects.home(visitor.who, self._is_page)
        onwards = (
            ""
            if home == redirects.ACCOUNT
            else f'<a class="first" href="{home}">{access_labels.BACK_TO_WORK}</a>'
        )
        leave = html.form(redirects.SIGN_OUT, "", labels.SIGN_OUT, "second")
        everywhere = html.form(EVERYWHERE, "", labels.EVERYWHERE, "second")
        return (
            f'<section class="card"><h1>{labels.ACCOUNT}</h1>{html.said(good, "good")}{self._who(visitor)}'
            f'{onwards}{leave}</section><section class="card"><h2>{labels.CHANGE}</h2>{html.said(fault)}'
            f'{_change(visitor, "")}</section><section class="card"><h2>{labels.EVERYWHERE}</h2>'
            f"<p>{labels.EVERYWHERE_LEAD}</p>{everywhere}</section>"
        )

    def _who(self, visitor: Visitor) -> str:
        where = self._site.kecamatan.get(visitor.who.parent or "", "")
        place = f" Kecamatan {escape(where)}" if where else ""
        role = access_labels.ROLES[visitor.who.role]
        return f'<p class="lead"><b>{escape(visitor.who.name)}</b><br>{role}{place}</p>'


def _change(visitor: Visitor, wanted: str) -> str:
    """The form; the name stands in it for the browser's keeper of passwords."""
    name = f'name="name" autocomplete="username" value="{escape(visitor.who.name)}"'
    fields = (
        html.hidden(BACK, wanted)
        + f'<input type="text" {name} hidden readonly>'
        + html.field("old", labels.OLD, "current-password", show=labels.SHOW)
        + html.field("new", labels.NEW, "new-password", hint=labels.RULE, show=labels.SHOW)
        + html.field("again", labels.AGAIN, "new-password", show=labels.SHOW)
    )
    return html.form(redirects.ACCOUNT, fields, labels.KEEP)


def add_access(doors: Doors, site: Site, is_page: IsPage) -> None:
    """The pages where one signs in and out and keeps one's account."""
    add_sign_in(doors, site, is_page)
    add_account(doors, site, is_page)
    add_directory(doors, site, is_page)
