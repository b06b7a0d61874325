"""Who sends a request, by its session or by its display's token."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import Scope

from dashboard.web.context import Site
from dashboard.web.cookies import SCREEN, SESSION
from data.core.access import NOBODY, Who
from data.services.auth.models import NO_VISITOR, Visitor


class Visitors:
    """The visitors of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def who(self, request: HTTPConnection) -> Who:
        """Whoever sends it, as they may act now."""
        return allowed(await self.find(request))

    async def find(self, request: HTTPConnection) -> Visitor:
        """A person's session comes first; then a display's token, by header or cookie."""
        if not _shows_something(request.scope):
            return NO_VISITOR
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


def _shows_something(scope: Scope) -> bool:
    """Whether there is a cookie or a token to look at."""
    for name, _value in scope["headers"]:  # noqa: SIM110 (asked a thousand times at each change)
        if name in (b"cookie", b"authorization"):
            return True
    return False


def allowed(visitor: Visitor) -> Who:
    """Nobody until the first password is changed."""
    return NOBODY if visitor.must_change else visitor.who
