"""Forms with photos: received with a slot, from their owner alone, and applied in a thread."""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dashboard.ui import form_labels
from dashboard.web.context import WebContext
from dashboard.web.form_owner import FOREIGN_HEADERS, ForeignFormError
from dashboard.web.form_parsing import SubmittedForm, received_form
from dashboard.web.threads import run_in_threadpool
from dashboard.web.upload_slots import upload_caller
from data.lib.translation import Text


async def apply_photo_form(
    request: Request,
    context: WebContext,
    client_address: str,
    apply: Callable[[SubmittedForm], Response],
    refuse: Callable[[Text, int], Response],
) -> Response:
    """Return the response to the form of a request; it holds its slot until ``apply`` has ended.

    :param client_address: whom a large form counts for, if nobody has signed in
    :param refuse: by message and status, of a form that is too large, too slow, or another account's
    """
    caller = upload_caller(context.authorizer.principal(), client_address)
    try:
        async with received_form(request, context.upload_slots, caller) as form:
            context.form_owner.check(request, form.fields)
            return await run_in_threadpool(apply, form)
    except ForeignFormError:
        response = await run_in_threadpool(refuse, form_labels.FOREIGN_FORM, 409)
        response.headers.update(FOREIGN_HEADERS)
        return response
    except HTTPException as error:
        message = form_labels.UPLOAD_ERRORS.get(error.status_code)
        status = error.status_code if message else 413
        return await run_in_threadpool(refuse, message or form_labels.TOO_LARGE, status)
