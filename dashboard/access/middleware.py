"""Around every request: who sends it, from where, and what browsers may do with the answer."""

from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import urlencode

import structlog
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import words
from dashboard.access.addresses import IsPage
from dashboard.access.cookies import SCREEN, SCREEN_SECONDS, SESSION
from dashboard.access.doors import is_framework
from dashboard.access.gate import ASKING, REQUEST, Asked
from dashboard.access.headers import ALWAYS, ONE_YEAR, policy
from dashboard.access.origin import from_elsewhere
from dashboard.site import Site
from data.access.model import NO_VISITOR, Visitor
from data.core.access import NOBODY, Who

RAW = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
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
        self._hashes, self._counted = hashes, counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request = HTTPConnection(scope)
        asked = Asked(scope["client"][0] if scope.get("client") else "")
        visitor = await self._visitor(request) if _shows_something(scope) else NO_VISITOR
        scope.setdefault("state", {}).update(visitor=visitor, look=partial(self._who, request))
        who = _allowed(visitor)
        marks = ASKING.set(who), REQUEST.set(asked)
        try:
            out = self._sending(request, asked, send)
            app = None if _plain(scope) else await self._instead(request)
            await (app or self._app)(scope, receive, out)
        finally:
            REQUEST.reset(marks[1])
            ASKING.reset(marks[0])

    async def _who(self, request: HTTPConnection) -> Who:
        """Looked up anew, for an answer that goes on for hours."""
        return _allowed(await self._visitor(request)) if _shows_something(request.scope) else NOBODY

    async def _visitor(self, request: HTTPConnection) -> Visitor:
        """A person's session comes first; then a display's token, by header or cookie."""
        accounts, cookies = self._site.accounts, self._site.cookies
        session = cookies.read(request, SESSION)
        if session:
            found = await self._look(accounts.visitor, session, display=False)
            if found is not NO_VISITOR:
                return found
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = bearer or cookies.read(request, SCREEN)
        return await self._look(accounts.display, token, display=True) if token else NO_VISITOR

    async def _look(self, find: Callable[[str], Visitor], token: str, *, display: bool) -> Visitor:
        if self._site.accounts.knows(token, display=display):
            return find(token)
        return await run_in_threadpool(find, token)

    async def _instead(self, request: HTTPConnection) -> Response | None:
        """What is answered without asking the app."""
        if from_elsewhere(request):
            about = request.scope["path"]
            await run_in_threadpool(self._note_elsewhere, about)
            return JSONResponse({"detail": words.ELSEWHERE}, status_code=403)
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
        answer = JSONResponse({"detail": words.NOT_ALLOWED}, status_code=403)
        await answer(request.scope, _nothing, send)

    def _dress(self, request: HTTPConnection, message: Message) -> None:
        """Adds our headers to those of the app, by plain lists: a wall asks each second."""
        self._counted(message["status"])
        headers: list[tuple[bytes, bytes]] = message["headers"]
        told = dict(headers)
        more = [*RAW]
        if request.scope["scheme"] == "https":
            more.append((b"strict-transport-security", ONE_YEAR.encode()))
        is_page = told.get(b"content-type", b"").startswith(b"text/html")
        if is_page:
            rules = policy(self._hashes(), self._site.settings.tile_url)
            more.append((b"content-security-policy", rules.encode()))
        if b"cache-control" not in told and (is_page or not is_framework(request.scope["path"])):
            more.append((b"cache-control", b"no-store"))
        message["headers"] = [*headers, *more]


def _plain(scope: Scope) -> bool:
    """Whether a request changes nothing and brings no token in its address."""
    return scope["method"] == "GET" and BY_ADDRESS.encode() not in scope["query_string"]


def _shows_something(scope: Scope) -> bool:
    """Whether there is a cookie or a token to look at."""
    return any(name in (b"cookie", b"authorization") for name, _value in scope["headers"])


def _allowed(visitor: Visitor) -> Who:
    """Nobody until the first password is changed."""
    return NOBODY if visitor.must_change else visitor.who


async def _nothing() -> Message:
    return {"type": "http.disconnect"}
