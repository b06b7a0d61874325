"""``/masuk`` and ``/keluar``: sign-in by name and password, and sign-out."""

from collections.abc import Coroutine
from functools import partial
from typing import Annotated, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.account import labels
from dashboard.pages.account.forms import NextPath, SignInForm
from dashboard.ui import labels as common
from dashboard.web import redirects
from dashboard.web.callers import client_address
from dashboard.web.context import WebContext
from dashboard.web.cookies import DEVICE_COOKIE, DEVICE_COOKIE_SECONDS, SESSION_COOKIE
from dashboard.web.dependencies import Context, CurrentUser, accept, require
from dashboard.web.form_body import read_form
from dashboard.web.forms import FormState, submitted
from dashboard.web.language import LANGUAGE_COOKIE
from dashboard.web.limits import PLAIN_FORM
from dashboard.web.navigation import is_person
from dashboard.web.page_router import page_router
from dashboard.web.preference_cookies import apply_preferences
from dashboard.web.templates import render_page
from dashboard.web.threads import run_in_threadpool
from data.core.access import Permission
from data.lib.translation import Text
from data.services.auth.models import (
    ANONYMOUS_USER,
    Browser,
    InvalidCredentialsError,
    NewSession,
    RateLimitedError,
    SessionUser,
    SignInUnavailableError,
)
from data.services.auth.password_queue import SignInsBusyError

BUSY_RETRY_SECONDS = 5  # in which a full queue of sign-ins has been worked off
PUSH_FIELD = "langganan"  # of the form that signs out: the endpoint of this browser's push subscription
PAST_WALL = "/layar?pada="

router = page_router(require(Permission.VIEW_PUBLIC))


@router.get(redirects.SIGN_IN_PATH)
def show(request: Request, context: Context, user: CurrentUser, next_path: NextPath = "") -> Response:
    """Respond with the form, or redirect somebody who has signed in already."""
    if is_person(user.principal):
        return RedirectResponse(destination(request, user, next_path), status_code=303)
    return _form_page(request, context, SignInForm(ke=next_path))


@router.post(redirects.SIGN_IN_PATH)
async def submit(
    request: Request, context: Context, state: Annotated[FormState[SignInForm], submitted(SignInForm)]
) -> Response:
    """Sign in; the message is the same whether the name or the password is wrong."""
    form = state.model or SignInForm()
    try:
        session = await _sign_in(request, context, form)
    except InvalidCredentialsError:
        return _form_page(request, context, form, labels.WRONG_CREDENTIALS, 401)
    except RateLimitedError as error:
        seconds = (error.until - context.accounts.clock.now()).total_seconds()
        message = labels.too_many_attempts(seconds)
        return _form_page(request, context, form, message, 429, retry_after=max(1, round(seconds)))
    except SignInsBusyError:
        return _form_page(request, context, form, labels.SIGN_IN_BUSY, 503, retry_after=BUSY_RETRY_SECONDS)
    except SignInUnavailableError:
        return _form_page(request, context, form, labels.STORE_UNAVAILABLE, 503)
    return start_session(request, context, session, form.next_path)


@router.post(redirects.SIGN_OUT_PATH, dependencies=[accept(PLAIN_FORM)])
async def sign_out(request: Request, context: Context, user: CurrentUser) -> Response:
    """End the session and this browser's push notifications; a display's token, not a person's, stays."""
    token = context.cookies.read(request, SESSION_COOKIE)
    if token and user is not ANONYMOUS_USER:
        endpoint = (await read_form(request)).get(PUSH_FIELD, "")
        if endpoint:
            await run_in_threadpool(context.notifications.unsubscribe, user.principal.name, endpoint)
        await run_in_threadpool(context.accounts.sign_out, token, client_address(request.scope))
    return signed_out(context)


def signed_out(context: WebContext) -> Response:
    """Return the redirect to the sign-in that deletes the session's cookie."""
    response = RedirectResponse(redirects.SIGN_IN_PATH, status_code=303)
    context.cookies.end_session(response)
    context.cookies.delete_cookie(response, LANGUAGE_COOKIE)  # the next person may read another
    return response


def browser_of(request: Request, context: WebContext) -> Browser:
    """Return what the browser shows of itself: its present session, and that it has signed in before."""
    cookies = context.cookies
    return Browser(cookies.read(request, SESSION_COOKIE), cookies.read(request, DEVICE_COOKIE))


def start_session(request: Request, context: WebContext, session: NewSession, next_path: str) -> Response:
    """Set the session's cookie and the device's, and redirect."""
    response = RedirectResponse(destination(request, session.user, next_path), status_code=303)
    seconds, cookies = int(context.accounts.lifetime.max_age.total_seconds()), context.cookies
    cookies.set_cookie(request, response, SESSION_COOKIE, session.token, seconds)
    cookies.set_cookie(request, response, DEVICE_COOKIE, session.device_cookie, DEVICE_COOKIE_SECONDS)
    apply_preferences(context, request, response, session)
    return response


def destination(request: Request, user: SessionUser, next_path: str) -> str:
    """Return the requested page or the home page, but first the change of a first password."""
    if user.must_change:
        return redirects.with_next(redirects.ACCOUNT_PATH, next_path)
    return next_path or home_path(request, user)


def home_path(request: Request, user: SessionUser) -> str:
    """Return the home page of a user's role."""
    return redirects.home_path(user.principal, request.app.state.routes.is_page)


def _sign_in(request: Request, context: WebContext, form: SignInForm) -> Coroutine[Any, Any, NewSession]:
    """Return what signs in when its turn has come; for whom it waits is known without the store."""
    accounts, address = context.accounts, client_address(request.scope)
    browser = browser_of(request, context)
    sign_in = partial(accounts.sign_in, form.name, form.password, address, browser)
    return accounts.password_queue.run(accounts.queue_caller(form.name, address, browser), sign_in)


def _form_page(
    request: Request,
    context: WebContext,
    form: SignInForm,
    error: Text = "",
    status: int = 200,
    *,
    retry_after: int = 0,
) -> Response:
    """Return the form. The city's directory, if any, has a link and no form: it leads to another site."""
    response = render_page(
        context.city,
        "account/sign_in.html",
        common.SIGN_IN,
        status=status,
        is_past_wall=form.next_path.startswith(PAST_WALL),
        error=labels.INSECURE_CONNECTION if context.cookies.lacks_tls(request) else error,
        name=form.name[:100],
        next_path=form.next_path,
        sign_in_path=redirects.SIGN_IN_PATH,
        directory_label=context.settings.oidc_label if context.settings.oidc_issuer else "",
        directory_url=redirects.with_next(redirects.DIRECTORY_PATH, form.next_path),
    )
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
