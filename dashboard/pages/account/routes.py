"""``/akun``: the account's name and role, the change of its password, and sign-out everywhere."""

from functools import partial
from typing import Annotated

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.forms import NextPath, PasswordForm
from dashboard.pages.account.sign_in import browser_of, home_path, signed_out, start_session
from dashboard.ui import access_labels
from dashboard.ui import labels as common
from dashboard.web import redirects
from dashboard.web.callers import client_address
from dashboard.web.context import WebContext
from dashboard.web.dependencies import Context, CurrentUser, accept, require
from dashboard.web.forms import FormState, submitted
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.navigation import is_person
from dashboard.web.page_router import page_router
from dashboard.web.redirects import ACCOUNT_PATH
from dashboard.web.templates import render_page
from dashboard.web.unverified import unverified_response
from data.core.access import Permission
from data.lib.translation import Text
from data.services.auth.models import (
    InvalidCredentialsError,
    RateLimitedError,
    SessionUser,
    WeakPasswordError,
)
from data.services.auth.password_queue import SignInsBusyError, known_caller
from data.services.auth.passwords import MIN_LENGTH

SIGN_OUT_EVERYWHERE_PATH = f"{ACCOUNT_PATH}/keluar-semua"
CHANGED_PARAM = "diganti"  # the query parameter after a change of the password

router = page_router(require(Permission.VIEW_PUBLIC))


@router.get(ACCOUNT_PATH)
def show(request: Request, context: Context, user: CurrentUser, next_path: NextPath = "") -> Response:
    """Respond with the account, or the form for the first change of the password."""
    if user.unverified:
        return unverified_response(context.city, is_page=True)
    if not is_person(user.principal):
        return RedirectResponse(redirects.with_next(redirects.SIGN_IN_PATH, ACCOUNT_PATH), status_code=303)
    success = labels.PASSWORD_CHANGED if CHANGED_PARAM in request.query_params else ""
    return _page(request, context, user, next_path, success=success)


@router.post(ACCOUNT_PATH)
async def change_password(
    request: Request,
    context: Context,
    user: CurrentUser,
    state: Annotated[FormState[PasswordForm], submitted(PasswordForm)],
) -> Response:
    """Change the password, which starts a new session."""
    form = state.model or PasswordForm()
    if user.unverified:
        return unverified_response(context.city, is_page=True)
    if not is_person(user.principal):
        return RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
    refuse = partial(_page, request, context, user, form.next_path)
    if form.new != form.again:
        return refuse(error=labels.PASSWORDS_DIFFER, status=422)
    address, browser, accounts = client_address(request.scope), browser_of(request, context), context.accounts
    change = partial(accounts.change_password, user.principal, form.old, form.new, address, browser)
    try:
        session = await accounts.password_queue.run(known_caller(user.principal.name), change)
    except SignInsBusyError:
        return refuse(error=labels.SIGN_IN_BUSY, status=503)
    except InvalidCredentialsError:
        return refuse(error=labels.CURRENT_PASSWORD_WRONG, status=422)
    except WeakPasswordError as error:
        return refuse(error=labels.weak_password(error.weakness), status=422)
    except RateLimitedError as error:
        seconds = (error.until - accounts.clock.now()).total_seconds()
        return refuse(error=labels.too_many_attempts(seconds), status=422)
    next_path = form.next_path if user.must_change else f"{ACCOUNT_PATH}?{CHANGED_PARAM}"
    return start_session(request, context, session, next_path)


@router.post(SIGN_OUT_EVERYWHERE_PATH, dependencies=[accept(PLAIN_FORM)])
def sign_out_everywhere(request: Request, context: Context, user: CurrentUser) -> Response:
    """End every session of the account."""
    if is_person(user.principal):
        context.accounts.sign_out_everywhere(user.principal, client_address(request.scope))
    return signed_out(context)


def _page(
    request: Request,
    context: WebContext,
    user: SessionUser,
    next_path: str,
    *,
    error: Text = "",
    success: Text = "",
    status: int = 200,
) -> Response:
    return render_page(
        context.city,
        "account/first_password.html" if user.must_change else "account/account.html",
        labels.FIRST_PASSWORD if user.must_change else common.ACCOUNT,
        status=status,
        paths=redirects,
        everywhere_path=SIGN_OUT_EVERYWHERE_PATH,
        name=user.principal.name,
        role=access_labels.ROLES[user.principal.role],
        kecamatan=context.kecamatan_names.get(user.principal.parent or "", ""),
        home=home_path(request, user),
        minimum=MIN_LENGTH,
        next_path=next_path,
        error=error,
        success=success,
    )
