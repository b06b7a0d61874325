"""Around every request: who sends it, from where, and what browsers may do with the answer."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.ui import access_labels
from dashboard.web.authentication import Visitors, allowed
from dashboard.web.authorization import ASKING, REQUEST, Asked
from dashboard.web.context import Site
from dashboard.web.cookies import SCREEN, SCREEN_SECONDS
from dashboard.web.csrf import from_elsewhere
from dashboard.web.redirects import IsPage
from dashboard.web.routes import is_framework
from dashboard.web.security_headers import policy, raw
from dashboard.web.static_cache import UNCHANGING
from data.services.auth.models import NO_VISITOR

BY_ADDRESS = "layar"  # the parameter that brings a display's token, once

log = structlog.get_logger(__name__)


class Access:
    """ASGI, so that an answer of many parts is passed on part by part.

    :param hashes: of the inline scripts that Dash writes, once it knows them
    :param counted: told the status of every answer
    """

    def __init__(
        self,
        app: ASGIApp,
        site: Site,
        is_page: IsPage,
        hashes: Callable[[], Iterable[str]],
        counted: Callable[[int], None],
    ) -> None:
        self._app, self._site, self._is_page = app, site, is_page
        self._visitors = Visitors(site)
        self._hashes, self._counted = hashes, counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request = HTTPConnection(scope)
        asked = Asked(scope["client"][0] if scope.get("client") else "")
        visitor = await self._visitors.find(request)
        scope.setdefault("state", {})["visitor"] = visitor
        who = allowed(visitor)
        marks = ASKING.set(who), REQUEST.set(asked)
        try:
            out = self._sending(request, asked, send)
            app = None if _plain(scope) else await self._instead(request)
            await (app or self._app)(scope, receive, out)
        finally:
            REQUEST.reset(marks[1])
            ASKING.reset(marks[0])

    async def _instead(self, request: HTTPConnection) -> Response | None:
        """What is answered without asking the app."""
        if from_elsewhere(request):
            about = request.scope["path"]
            await run_in_threadpool(self._note_elsewhere, about)
            return JSONResponse({"detail": access_labels.ELSEWHERE}, status_code=403)
        token = request.query_params.get(BY_ADDRESS)
        if token and request.scope["method"] == "GET" and self._is_page(request.scope["path"]):
            return await self._remember(request, token)
        return None

    def _note_elsewhere(self, about: str) -> None:
        asked = REQUEST.get()
        self._site.accounts.note_once(
            ASKING.get(), "asal permintaan", about, "ditolak", asked.address if asked else ""
        )

    async def _remember(self, request: HTTPConnection, token: str) -> Response | None:
        """A display's token out of the address goes into a cookie, so that it stands on no screen."""
        found = await run_in_threadpool(self._site.accounts.display, token)
        if found is NO_VISITOR:
            return None
        rest = urlencode([pair for pair in request.query_params.multi_items() if pair[0] != BY_ADDRESS])
        answer = RedirectResponse(request.scope["path"] + (f"?{rest}" if rest else ""), status_code=303)
        self._site.cookies.give(request, answer, SCREEN, token, SCREEN_SECONDS)
        return answer

    def _sending(self, request: HTTPConnection, asked: Asked, send: Send) -> Send:
        """Sends what the app answers, with our headers; nothing that the gate was not asked about."""
        stopped = False

        async def sending(message: Message) -> None:
            nonlocal stopped
            if stopped:
                return
            if message["type"] == "http.response.start":
                if self._unasked(request, asked, message["status"]):
                    stopped = True
                    return await self._stop(request, send)
                self._dress(request, message)
            await send(message)

        return sending

    def _unasked(self, request: HTTPConnection, asked: Asked, status: int) -> bool:
        """Whether data is about to leave that no callback or door asked the gate for."""
        sent = 200 <= status < 300 and status != 204  # 204: a callback that changes nothing
        return sent and not asked.gate and not is_framework(request.scope["path"])

    async def _stop(self, request: HTTPConnection, send: Send) -> None:
        log.error("answer held back: its door or callback never asked the gate", path=request.scope["path"])
        answer = JSONResponse({"detail": access_labels.NOT_ALLOWED}, status_code=403)
        await answer(request.scope, _nothing, send)

    def _dress(self, request: HTTPConnection, message: Message) -> None:
        """Adds our headers to those of the app, by plain lists: a wall asks each second."""
        self._counted(message["status"])
        headers: list[tuple[bytes, bytes]] = message["headers"]
        told = dict(headers)
        more = raw(request.scope["scheme"])
        is_page = told.get(b"content-type", b"").startswith(b"text/html")
        if is_page:
            rules = policy(self._hashes(), self._site.settings.tile_url)
            more.append((b"content-security-policy", rules.encode()))
        if b"cache-control" not in told and not request.scope["path"].startswith(UNCHANGING):
            more.append((b"cache-control", b"no-store"))
        message["headers"] = [*headers, *more]


def _plain(scope: Scope) -> bool:
    """Whether a request changes nothing and brings no token in its address."""
    return scope["method"] == "GET" and BY_ADDRESS.encode() not in scope["query_string"]


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
