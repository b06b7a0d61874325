"""The cookie that keeps the theme in a browser: chosen there, or by the account that signs in."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.context import WebContext
from dashboard.web.themes import THEME_COOKIE, THEME_COOKIE_SECONDS, Theme, parse_theme
from data.services.auth.models import NewSession

THEME_PREFERENCE = "theme"


def set_theme_cookie(context: WebContext, request: Request, response: Response, theme: Theme) -> None:
    """Keep a theme in the browser."""
    context.cookies.set_cookie(request, response, THEME_COOKIE, theme, THEME_COOKIE_SECONDS)


def apply_preferred_theme(
    context: WebContext, request: Request, response: Response, session: NewSession
) -> None:
    """Set the theme of the account that signs in; one without a choice starts from the device's setting."""
    set_theme_cookie(context, request, response, parse_theme(session.preferences.get(THEME_PREFERENCE, "")))
