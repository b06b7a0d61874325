"""The form of the operator queue that withdraws a report which its source no longer has."""

from collections.abc import Mapping

from dashboard.pages.inbox import labels
from dashboard.ui.format import format_moment
from dashboard.web.context import WebContext
from dashboard.web.form_parsing import SUBMISSION_ID_LENGTHS
from data.core.follow_up.actions import Action, ActionRefusedError
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest, ReportChangedError, ReportNotFoundError

MAX_DIGITS = 18


def withdraw(context: WebContext, fields: Mapping[str, str]) -> bool:
    """Withdraw the report of a form; return False if it has changed since, came back, or there is none."""
    key, seen = (fields.get("source", ""), fields.get("number", "")), fields.get("seen", "")
    missing, submission = context.app.missing_reports.find(key), fields.get("submission", "")
    is_valid = seen.isdecimal() and len(seen) <= MAX_DIGITS and len(submission) in SUBMISSION_ID_LENGTHS
    if missing is None or not is_valid:
        return False
    principal = context.authorizer.principal()
    note = labels.WITHDRAW_NOTE.format(moment=format_moment(missing.since, context.city.zone))
    action = Action(ActionType.WITHDRAW, principal, context.live_board.clock.now(), note=note)
    try:
        context.follow_ups.apply(ActionRequest(submission, key, int(seen), action))
    except (ActionRefusedError, ReportChangedError, ReportNotFoundError, ValueError):
        return False
    context.authorizer.audit(f"tindak {ActionType.WITHDRAW}", "/".join(key))
    return True
