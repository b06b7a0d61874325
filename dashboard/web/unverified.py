"""Responses to callers whose session or display could not be checked, since the store cannot be asked."""

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from dashboard.ui import access_labels
from dashboard.web.templates import render_page
from data.core.config.city import City
from data.services.auth.models import SessionUser

UNVERIFIED_RETRY_SECONDS = 30  # after which such a browser tries again


def is_unverified(request: HTTPConnection) -> bool:
    """Return whether the request has a session or a display's token that could not be checked."""
    user: SessionUser | None = request.scope.get("state", {}).get("user")
    return user is not None and user.unverified


def unverified_response(city: City, *, is_page: bool) -> Response:
    """Return the response to whoever could not be checked: neither signed out nor let in."""
    headers = {"Retry-After": str(UNVERIFIED_RETRY_SECONDS)}
    if not is_page:
        return JSONResponse({"detail": str(access_labels.UNVERIFIED)}, status_code=503, headers=headers)
    page = render_page(
        city,
        "errors/unverified.html",
        access_labels.UNVERIFIED,
        status=503,
        refresh_seconds=UNVERIFIED_RETRY_SECONDS,
    )
    page.headers.update(headers)
    return page
