"""What somebody sees who may not: the sign-in, a page that says what to do next, or a status for programs."""

from html import escape
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.ui import access_labels
from dashboard.ui import labels as ui_labels
from dashboard.web import html, redirects
from dashboard.web.authorization import REQUEST, RefusedError
from dashboard.web.context import Site
from dashboard.web.redirects import IsPage
from data.core.access import NOBODY, Act, Who


class Refusals:
    """Answers refusals of one app and writes each into the audit log."""

    def __init__(self, site: Site, is_page: IsPage) -> None:
        self._site, self._is_page = site, is_page

    async def answer(self, request: Request, error: Exception) -> Response:
        """The handler of :class:`RefusedError`."""
        assert isinstance(error, RefusedError)
        about = request.scope["path"] + (f" {error.area}" if error.area else "")
        await self.note(error.who, error.act, about)
        if request.method == "GET" and self._is_page(request.scope["path"]):
            return self._page(request, error)
        return refused(error.who)

    async def note(self, who: Who, act: str, about: str) -> None:
        """One line for a refusal; the same one again within a minute is left out."""
        asked = REQUEST.get()
        address = asked.address if asked else ""
        await run_in_threadpool(self._site.accounts.note_once, who, act, about, "ditolak", address)

    def _page(self, request: Request, error: RefusedError) -> Response:
        if error.who == NOBODY and error.act is Act.SEE_WALL:
            return self._wall()
        if error.who == NOBODY:
            wanted = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
            query = f"?{redirects.BACK}={quote(wanted, safe='/')}"
            return RedirectResponse(redirects.SIGN_IN + query, status_code=303)
        return self._not_yours(error)

    def _wall(self) -> Response:
        body = (
            f'<section class="calm"><h1>{access_labels.WALL_REFUSED}</h1>'
            f'<p class="lead">{access_labels.WALL_REFUSED_LEAD}</p>'
            f"<p>{access_labels.WALL_REFUSED_NEXT}</p>"
            f"<p><code>python -m dashboard displays add nama-layar</code></p>"
            f"<p>{access_labels.WALL_REFUSED_THEN}</p>"
            f'<p><a href="{redirects.SIGN_IN}">{ui_labels.SIGN_IN}</a></p></section>'
        )
        return html.page(self._site.city, access_labels.WALL_REFUSED, body, status=403, again_seconds=60)

    def _not_yours(self, error: RefusedError) -> Response:
        role, act = access_labels.ROLES[error.who.role], access_labels.ACTS[error.act]
        told = access_labels.REFUSED_AS.format(name=escape(error.who.name), role=role, act=act)
        home = redirects.home(error.who, self._is_page)
        again = html.form(redirects.SIGN_OUT, "", access_labels.OTHER_ACCOUNT, "second")
        body = (
            f'<section class="card"><h1>{access_labels.REFUSED}</h1><p class="lead">{told}</p>'
            f"<p>{access_labels.REFUSED_NEXT}</p>"
            f'<a class="first" href="{home}">{access_labels.BACK_TO_WORK}</a>{again}</section>'
        )
        return html.page(self._site.city, access_labels.REFUSED, body, status=403)


def refused(who: Who) -> Response:
    """For programs and callbacks: 401 for whoever has not signed in, else 403."""
    if who == NOBODY:
        headers = {"WWW-Authenticate": "Bearer"}
        return JSONResponse({"detail": access_labels.NEEDS_SIGN_IN}, status_code=401, headers=headers)
    return JSONResponse({"detail": access_labels.NOT_ALLOWED}, status_code=403)
