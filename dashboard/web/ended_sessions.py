"""Sessions that the server has ended: the next page takes what is left of them from the browser."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from dashboard.web.context import WebContext
from dashboard.web.cookies import SESSION_COOKIE
from dashboard.web.security_headers import RawHeaders
from dashboard.web.threads import run_in_threadpool
from data.core.access import Role
from data.services.auth.models import SessionUser

NO_PERSON = (Role.ANONYMOUS, Role.DISPLAY)


async def ended_session_headers(
    context: WebContext, request: HTTPConnection, user: SessionUser
) -> RawHeaders:
    """Return the headers that clear the browser if it still has the cookie of a session that has ended.

    Only of pages: a script's late response could take the cookie of a session that was opened meanwhile.
    """
    is_page = request.headers.get("sec-fetch-mode", "navigate") == "navigate"
    if user.unverified or user.principal.role not in NO_PERSON or not is_page:
        return []
    token = context.cookies.read(request, SESSION_COOKIE)
    if not token or not await run_in_threadpool(context.accounts.has_ended, token):
        return []
    response = Response()
    context.cookies.end_session(response)
    return [header for header in response.raw_headers if header[0] in (b"set-cookie", b"clear-site-data")]
