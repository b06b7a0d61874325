"""What the operator queue and browsers send: a withdrawal, what a redirect says, a push subscription."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints

from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import ChangeNumber, SubmissionId
from dashboard.web.forms import FormModel
from dashboard.web.query_values import parse_whole_number
from data.core.follow_up.actions import Action, ActionRefusedError
from data.core.follow_up.workflow import ActionType
from data.lib.translation import gettext, use_language
from data.services.follow_up import ActionRequest, ReportChangedError, ReportNotFoundError
from data.services.notifications.push_endpoint import MAX_KEY_LENGTH, parse_endpoint

MAX_RESENT = 10**8 - 1


def _resent_count(text: str) -> int | None:
    """Return the number in the address, None where it is none."""
    try:
        return parse_whole_number(text, 0, MAX_RESENT)
    except ValueError:
        return None


def _endpoint(url: str) -> str:
    parse_endpoint(url)
    return url


class OperatorQueueQuery(BaseModel):
    """What a redirect to the queue says was just done."""

    terkirim: Annotated[int | None, BeforeValidator(_resent_count)] = None
    ditarik: str | None = None


class WithdrawalForm(FormModel):
    """A report that its source no longer has, to be withdrawn."""

    source: str
    number: str
    seen: ChangeNumber
    submission: SubmissionId


PushKey = Annotated[str, StringConstraints(min_length=1, max_length=MAX_KEY_LENGTH)]


class PushKeys(BaseModel):
    """The keys that a browser makes for one subscription."""

    p256dh: PushKey
    auth: PushKey


class PushSubscription(BaseModel):
    """A push subscription as browsers send it."""

    endpoint: Annotated[str, AfterValidator(_endpoint)]
    keys: PushKeys


def withdraw(context: WebContext, form: WithdrawalForm) -> bool:
    """Withdraw the report of a form; return False if it has changed since, came back, or there is none."""
    key = (form.source, form.number)
    missing = context.app.missing_reports.find(key)
    if missing is None:
        return False
    principal = context.authorizer.principal()
    with use_language(context.city.language):  # it is stored, for readers of any language
        since = format_moment(missing.since, context.city.zone)
        note = gettext("No longer in the source since {moment}.").format(moment=since)
    action = Action(ActionType.WITHDRAW, principal, context.live_board.clock.now(), note=note)
    try:
        context.follow_ups.apply(ActionRequest(form.submission, key, form.seen, action))
    except (ActionRefusedError, ReportChangedError, ReportNotFoundError, ValueError):
        return False
    context.authorizer.audit(f"tindak {ActionType.WITHDRAW}", "/".join(key))
    return True
