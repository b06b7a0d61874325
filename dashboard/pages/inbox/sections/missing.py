"""HTML of the list of reports that their source no longer has, each with the form that withdraws it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from html import escape

from dashboard.pages.inbox import labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment, number, span
from dashboard.ui.locations import location_text
from dashboard.ui.urls import follow_up_path
from dashboard.web.context import WebContext
from dashboard.web.html import form, hidden
from data.core.report.listing.missing import MissingReport
from data.services.follow_up import ReportDetail

WITHDRAW_PATH = "/meja/tarik"
MAX_LISTED = 50


def missing_list(context: WebContext, missing: Sequence[MissingReport], now: datetime) -> str:
    """Return the reports that their source no longer has, those missing longest first."""
    head = f'<section class="card missing"><h2>{labels.MISSING}</h2>'
    if not missing:
        return f"{head}<p>{labels.NO_MISSING}</p></section>"
    items = "".join(_item(context, report, now) for report in missing[:MAX_LISTED])
    rest = len(missing) - MAX_LISTED
    more = f"<p>{labels.MORE_MISSING.format(count=number(rest))}</p>" if rest > 0 else ""
    return f'{head}<p>{labels.MISSING_LEAD}</p><ol class="entries">{items}</ol>{more}</section>'


def _item(context: WebContext, missing: MissingReport, now: datetime) -> str:
    report = context.follow_ups.get(missing.key)
    if report is None:
        return ""
    standing, zone = report.standing, context.city.zone
    name = context.city.get_category(standing.service_code).name
    area_text = location_text(context, standing.service_code, standing.area_code, standing.placement)
    status_text = report_labels.status_label(standing.status_description)
    since = labels.MISSING_SINCE.format(moment=format_moment(missing.since, zone))
    age = labels.OPEN_FOR.format(age=span((now - standing.requested_datetime).total_seconds() / 3600))
    return (
        f'<li><a href="{escape(follow_up_path(missing.key))}">'
        f"<b>{escape(name)} · {escape(missing.key[1])}</b></a>"
        f"<small>{escape(area_text)} · {escape(status_text)} · {escape(age)}</small>"
        f"<small>{escape(since)}</small>{_withdraw_form(report)}</li>"
    )


def _withdraw_form(report: ReportDetail) -> str:
    fields = {
        "source": report.key[0],
        "number": report.key[1],
        "seen": str(report.change),
        "submission": secrets.token_urlsafe(16),
    }
    content = "".join(hidden(name, value) for name, value in fields.items())
    return form(WITHDRAW_PATH, content, labels.WITHDRAW, "second")
