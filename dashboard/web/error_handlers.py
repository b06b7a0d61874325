"""Responses to denied permissions: the sign-in, a page that says what to do, or a status for programs."""

from html import escape
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.ui import access_labels
from dashboard.ui import labels as ui_labels
from dashboard.web import html, redirects
from dashboard.web.authorization import CURRENT_REQUEST, PermissionDeniedError
from dashboard.web.context import WebContext
from dashboard.web.redirects import IsPage
from dashboard.web.routes import AuditTarget
from dashboard.web.threads import run_in_threadpool
from dashboard.web.unverified import is_unverified, unverified_response
from data.core.access import ANONYMOUS, Permission, Principal


class PermissionDeniedHandler:
    """Respond to denied permissions and write each to the audit log."""

    def __init__(self, context: WebContext, is_page: IsPage, audit_target: AuditTarget) -> None:
        self._context, self._is_page, self._audit_target = context, is_page, audit_target

    async def handle(self, request: Request, error: Exception) -> Response:
        """Handle a :class:`PermissionDeniedError`."""
        assert isinstance(error, PermissionDeniedError)
        is_page = request.method == "GET" and self._is_page(request.scope["path"])
        if is_unverified(request):
            is_of_person = is_page or "text/html" in request.headers.get("accept", "")
            return unverified_response(self._context.city, is_page=is_of_person)
        target = self._audit_target(error.principal, request.method, request.scope["path"])
        if error.area and error.principal != ANONYMOUS:
            target += f" {error.area}"
        await self.audit(error.principal, error.permission, target)
        if is_page:
            return self._denied_page(request, error)
        return denied_response(error.principal)

    async def audit(self, principal: Principal, action: str, target: str) -> None:
        """Write an entry to the audit log; the same one within a minute is left out."""
        request_context = CURRENT_REQUEST.get()
        address = request_context.client_address if request_context else ""
        await run_in_threadpool(
            self._context.accounts.write_audit_once, principal, action, target, "ditolak", address
        )

    def _denied_page(self, request: Request, error: PermissionDeniedError) -> Response:
        if error.principal == ANONYMOUS and error.permission is Permission.VIEW_WALL:
            return self._unknown_display_page()
        if error.principal == ANONYMOUS:
            next_path = request.scope["path"] + (f"?{request.url.query}" if request.url.query else "")
            query = f"?{redirects.NEXT_PARAM}={quote(next_path, safe='/')}"
            return RedirectResponse(redirects.SIGN_IN_PATH + query, status_code=303)
        return self._forbidden_page(error)

    def _unknown_display_page(self) -> Response:
        body = (
            f'<section class="calm"><h1>{access_labels.UNKNOWN_DISPLAY}</h1>'
            f'<p class="lead">{access_labels.UNKNOWN_DISPLAY_LEAD}</p>'
            f"<p>{access_labels.UNKNOWN_DISPLAY_NEXT}</p>"
            f"<p><code>python -m dashboard displays add nama-layar</code></p>"
            f"<p>{access_labels.UNKNOWN_DISPLAY_THEN}</p>"
            f'<p><a href="{redirects.SIGN_IN_PATH}">{ui_labels.SIGN_IN}</a></p></section>'
        )
        return html.page(
            self._context.city, access_labels.UNKNOWN_DISPLAY, body, status=403, refresh_seconds=60
        )

    def _forbidden_page(self, error: PermissionDeniedError) -> Response:
        role, permission = (
            access_labels.ROLES[error.principal.role],
            access_labels.PERMISSIONS[error.permission],
        )
        explanation = access_labels.FORBIDDEN_AS.format(
            name=escape(error.principal.name), role=role, act=permission
        )
        home = redirects.home_path(error.principal, self._is_page)
        sign_out_form = html.form(redirects.SIGN_OUT_PATH, "", access_labels.OTHER_ACCOUNT, "second")
        body = (
            f'<section class="card"><h1>{access_labels.FORBIDDEN}</h1><p class="lead">{explanation}</p>'
            f"<p>{access_labels.FORBIDDEN_NEXT}</p>"
            f'<a class="first" href="{home}">{access_labels.CONTINUE}</a>{sign_out_form}</section>'
        )
        return html.page(self._context.city, access_labels.FORBIDDEN, body, status=403)


async def unknown_script(_request: Request, _error: Exception) -> Response:
    """Respond to an address where Dash has no script; Dash itself takes it for a fault."""
    return Response(status_code=404)


def denied_response(principal: Principal) -> Response:
    """Return the response for programs and callbacks: 401 for the anonymous principal, else 403."""
    if principal == ANONYMOUS:
        headers = {"WWW-Authenticate": "Bearer"}
        return JSONResponse({"detail": access_labels.NEEDS_SIGN_IN}, status_code=401, headers=headers)
    return JSONResponse({"detail": access_labels.NOT_ALLOWED}, status_code=403)
