"""The cookies that keep theme and language in a browser: chosen there, or by the account that signs in."""

from starlette.requests import Request
from starlette.responses import Response

from dashboard.web.context import WebContext
from dashboard.web.language import LANGUAGE_COOKIE
from dashboard.web.themes import THEME_COOKIE, Theme, parse_theme
from data.lib.translation import languages
from data.services.auth.models import NewSession

THEME_PREFERENCE, LANGUAGE_PREFERENCE = "theme", "language"
PREFERENCE_SECONDS = 400 * 86_400  # the browsers' limit


def set_theme_cookie(context: WebContext, request: Request, response: Response, theme: Theme) -> None:
    """Keep a theme in the browser."""
    context.cookies.set_cookie(request, response, THEME_COOKIE, theme, PREFERENCE_SECONDS)


def set_language_cookie(context: WebContext, request: Request, response: Response, language: str) -> None:
    """Keep a language in the browser, by one name with and without TLS: it is read before any setting."""
    secure = context.cookies.is_secure(request)
    response.set_cookie(
        LANGUAGE_COOKIE, language, PREFERENCE_SECONDS, secure=secure, httponly=True, samesite="lax"
    )


def apply_preferences(context: WebContext, request: Request, response: Response, session: NewSession) -> None:
    """Set theme and language of the account that signs in.

    One without a choice starts from the device's theme, but stays in the language of the sign-in it has read.
    """
    preferred = session.preferences
    set_theme_cookie(context, request, response, parse_theme(preferred.get(THEME_PREFERENCE, "")))
    language = preferred.get(LANGUAGE_PREFERENCE)
    if language in languages():
        set_language_cookie(context, request, response, language)
