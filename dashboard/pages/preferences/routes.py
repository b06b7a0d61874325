"""``/tema`` and ``/bahasa``: choices that the browser keeps, and the account of whoever has signed in."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.preferences.forms import LanguageForm, ThemeForm
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, CurrentUser, require
from dashboard.web.forms import FormState, submitted
from dashboard.web.language import LANGUAGE_PATH, without_language
from dashboard.web.navigation import is_person
from dashboard.web.page_router import page_router
from dashboard.web.preference_cookies import (
    LANGUAGE_PREFERENCE,
    THEME_PREFERENCE,
    set_language_cookie,
    set_theme_cookie,
)
from dashboard.web.redirects import bar_path
from dashboard.web.themes import THEME_PATH
from data.core.access import Permission
from data.lib.translation import languages
from data.services.auth.models import SessionUser

router = page_router(require(Permission.VIEW_PUBLIC))


@router.post(THEME_PATH)
def choose_theme(
    request: Request,
    context: Context,
    user: CurrentUser,
    form: Annotated[FormState[ThemeForm], submitted(ThemeForm)],
) -> Response:
    """Keep a theme and lead back to the page; one that does not exist is automatic."""
    choice = form.model or ThemeForm()
    _keep(context, user, THEME_PREFERENCE, choice.tema)
    response = RedirectResponse(bar_path(choice.ke) or "/", status_code=303)
    set_theme_cookie(context, request, response, choice.tema)
    return response


@router.post(LANGUAGE_PATH)
def choose_language(
    request: Request,
    context: Context,
    user: CurrentUser,
    form: Annotated[FormState[LanguageForm], submitted(LanguageForm)],
) -> Response:
    """Keep a language and lead back to the page; one that does not exist is the city's."""
    choice = form.model or LanguageForm()
    language = choice.bahasa if choice.bahasa in languages() else context.city.language
    _keep(context, user, LANGUAGE_PREFERENCE, language)
    response = RedirectResponse(without_language(bar_path(choice.ke)) or "/", status_code=303)
    set_language_cookie(context, request, response, language)
    return response


def _keep(context: WebContext, user: SessionUser, name: str, value: str) -> None:
    if is_person(user.principal):
        context.accounts.set_preference(user.principal, name, value)
