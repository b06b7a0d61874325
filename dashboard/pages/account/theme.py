"""``/tema``: the choice of light, dark or automatic, stored for an account and kept by the browser."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.web import redirects
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, CurrentUser, require
from dashboard.web.forms import FormModel, FormState, submitted
from dashboard.web.navigation import is_person
from dashboard.web.page_router import page_router
from dashboard.web.themes import THEME_COOKIE, THEME_COOKIE_SECONDS, THEME_PATH, Theme, parse_theme
from data.core.access import Permission
from data.services.auth.models import NewSession

THEME_PREFERENCE = "theme"

router = page_router(require(Permission.VIEW_PUBLIC))


class ThemeForm(FormModel):
    """A theme, and where the form leads back to."""

    tema: Theme = Theme.AUTO
    ke: str = ""


@router.post(THEME_PATH)
def choose_theme(
    request: Request,
    context: Context,
    user: CurrentUser,
    form: Annotated[FormState[ThemeForm], submitted(ThemeForm)],
) -> Response:
    """Keep a theme and lead back to the page; one that does not exist is automatic."""
    choice = form.model or ThemeForm()
    if is_person(user.principal):
        context.accounts.set_preference(user.principal, THEME_PREFERENCE, choice.tema)
    response = RedirectResponse(redirects.local_path(choice.ke) or "/", status_code=303)
    _set_cookie(context, request, response, choice.tema)
    return response


def apply_preferred_theme(
    context: WebContext, request: Request, response: Response, session: NewSession
) -> None:
    """Set the theme of the account that signs in; one without a choice starts from the device's setting."""
    _set_cookie(context, request, response, parse_theme(session.preferences.get(THEME_PREFERENCE, "")))


def _set_cookie(context: WebContext, request: Request, response: Response, theme: Theme) -> None:
    context.cookies.set_cookie(request, response, THEME_COOKIE, theme, THEME_COOKIE_SECONDS)
