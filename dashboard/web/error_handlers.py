"""Responses to denied permissions: the sign-in, a page that says what to do, or a status for programs."""

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from dashboard.ui import access_labels
from dashboard.web import redirects
from dashboard.web.authorization import CURRENT_REQUEST, PermissionDeniedError
from dashboard.web.context import WebContext
from dashboard.web.redirects import IsPage
from dashboard.web.routes import AuditTarget
from dashboard.web.templates import render_page
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
            return RedirectResponse(redirects.with_next(redirects.SIGN_IN_PATH, next_path), status_code=303)
        return self._forbidden_page(error)

    def _unknown_display_page(self) -> Response:
        return render_page(
            self._context.city,
            "errors/unknown_display.html",
            access_labels.UNKNOWN_DISPLAY,
            status=403,
            refresh_seconds=60,
            sign_in_path=redirects.SIGN_IN_PATH,
        )

    def _forbidden_page(self, error: PermissionDeniedError) -> Response:
        return render_page(
            self._context.city,
            "errors/forbidden.html",
            access_labels.FORBIDDEN,
            status=403,
            next_step=access_labels.FORBIDDEN_NEXT,
            name=error.principal.name,
            role=access_labels.ROLES[error.principal.role],
            permission=access_labels.PERMISSIONS[error.permission],
            home=redirects.home_path(error.principal, self._is_page),
            sign_out_path=redirects.SIGN_OUT_PATH,
        )


async def unknown_script(_request: Request, _error: Exception) -> Response:
    """Respond to an address where Dash has no script; Dash itself takes it for a fault."""
    return Response(status_code=404)


def denied_response(principal: Principal) -> Response:
    """Return the response for programs and callbacks: 401 for the anonymous principal, else 403."""
    if principal == ANONYMOUS:
        headers = {"WWW-Authenticate": "Bearer"}
        return JSONResponse({"detail": str(access_labels.NEEDS_SIGN_IN)}, status_code=401, headers=headers)
    return JSONResponse({"detail": str(access_labels.NOT_ALLOWED)}, status_code=403)
