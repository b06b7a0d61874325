"""Authentication of requests by session cookie or display token."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.types import Scope

from dashboard.web.callers import recognize
from dashboard.web.context import WebContext
from dashboard.web.cookies import DISPLAY_COOKIE, SESSION_COOKIE
from dashboard.web.threads import authenticate_in_thread
from data.core.access import ANONYMOUS, Principal
from data.services.auth.models import ANONYMOUS_USER, SessionUser


class Authenticator:
    """Find the principal that sends a request."""

    def __init__(self, context: WebContext) -> None:
        self._context = context

    async def principal(self, request: HTTPConnection) -> Principal:
        """Return the principal with the permissions it has now."""
        return effective_principal(await self.authenticate(request))

    async def authenticate(self, request: HTTPConnection) -> SessionUser:
        """Return the user by session cookie, else by display token from header or cookie, else anonymous.

        A user whose token could not be checked is anonymous too, and unverified.
        """
        if not _has_credentials(request.scope):
            return ANONYMOUS_USER
        user = await self._find_user(request)
        if user.principal != ANONYMOUS:
            recognize(request.scope)
        return user

    async def _find_user(self, request: HTTPConnection) -> SessionUser:
        accounts, cookies = self._context.accounts, self._context.cookies
        session = cookies.read(request, SESSION_COOKIE)
        user = (
            await self._resolve(accounts.authenticate, session, display=False) if session else ANONYMOUS_USER
        )
        if user.principal != ANONYMOUS:
            return user
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        token = bearer or cookies.read(request, DISPLAY_COOKIE)
        if not token:
            return user
        display = await self._resolve(accounts.authenticate_display, token, display=True)
        return user if display is ANONYMOUS_USER else display

    async def _resolve(
        self, resolve: Callable[[str], SessionUser], token: str, *, display: bool
    ) -> SessionUser:
        if self._context.accounts.is_cached(token, display=display):
            return resolve(token)
        return await authenticate_in_thread(resolve, token)


def _has_credentials(scope: Scope) -> bool:
    """Return whether the request has a cookie or a token at all."""
    for name, _value in scope["headers"]:  # noqa: SIM110 (called a thousand times at each change)
        if name in (b"cookie", b"authorization"):
            return True
    return False


def effective_principal(user: SessionUser) -> Principal:
    """Return the user's principal, or the anonymous one until the first password is changed."""
    return ANONYMOUS if user.must_change else user.principal
