"""``/tema``: the choice of light, dark or automatic, stored for an account and kept by the browser."""

from typing import Annotated

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.theme.forms import ThemeForm
from dashboard.web import redirects
from dashboard.web.dependencies import Context, CurrentUser, require
from dashboard.web.forms import FormState, submitted
from dashboard.web.navigation import is_person
from dashboard.web.page_router import page_router
from dashboard.web.theme_cookie import THEME_PREFERENCE, set_theme_cookie
from dashboard.web.themes import THEME_PATH
from data.core.access import Permission

router = page_router(require(Permission.VIEW_PUBLIC))


@router.post(THEME_PATH)
def choose(
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
    set_theme_cookie(context, request, response, choice.tema)
    return response
