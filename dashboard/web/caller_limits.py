"""How many requests of unknown callers are answered at once, and which connections serve them at all.

The middleware stands inside authentication, so that it knows who asks; it reads nothing of a body.
"""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.ui import limit_labels
from dashboard.web.address_counts import AddressCounts
from dashboard.web.authorization import CURRENT_PRINCIPAL
from dashboard.web.callers import counted_address, is_for_known_callers
from data.core.access import Role
from data.lib.log_throttle import lines_of_request
from data.lib.translation import Text

MAX_REQUESTS_PER_ADDRESS = 128  # at once; whoever waits for a thread or sends a slow body counts too
MAX_REQUESTS = 1_000
RETRY_SECONDS = 2


class CallerLimitMiddleware:
    """ASGI middleware: 503 on a connection that is kept for known callers, 429 for too many at once."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._open = app, AddressCounts(MAX_REQUESTS_PER_ADDRESS, MAX_REQUESTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond to one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if CURRENT_PRINCIPAL.get().role is not Role.ANONYMOUS:
            with lines_of_request(is_known=True):
                return await self._app(scope, receive, send)
        if is_for_known_callers(scope):
            return await _refuse(503, limit_labels.BOARD_BUSY)(scope, receive, send)
        address = counted_address(scope)
        if not self._open.take(address):
            return await _refuse(429, limit_labels.TOO_MANY_REQUESTS)(scope, receive, send)
        try:
            await self._app(scope, receive, send)
        finally:
            self._open.release(address)


def _refuse(status: int, message: Text) -> JSONResponse:
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if status == 503:
        headers["Connection"] = "close"
    return JSONResponse({"detail": str(message)}, status_code=status, headers=headers)
