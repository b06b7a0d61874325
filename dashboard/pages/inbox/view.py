"""HTML of the inbox and the operator queue."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from dashboard.pages.inbox import labels
from dashboard.pages.inbox.sections.faults import channel_label, fault_list, reason_text
from dashboard.pages.inbox.sections.missing import missing_list
from dashboard.ui import report_labels, urls
from dashboard.ui.format import format_moment
from dashboard.ui.locations import location_text
from dashboard.ui.urls import follow_up_path
from dashboard.web.context import WebContext
from dashboard.web.html import banner, button, form
from data.core.faults import Fault
from data.core.notifications import StoredNotice
from data.core.report.key import ReportKey
from data.core.report.listing.missing import MissingReport
from data.services.notifications.messages import MessageRenderer

DeadLetter = tuple[str, str, str, datetime]


def inbox(
    notices: Sequence[tuple[StoredNotice, bool]],
    renderer: MessageRenderer,
    zone: ZoneInfo,
    *,
    offers_push: bool,
) -> str:
    """Return the notifications of an account."""
    lines = "".join(_notice_item(notice, renderer, zone, is_new=is_new) for notice, is_new in notices)
    list_html = f'<ol class="entries notices">{lines}</ol>' if lines else f"<p>{labels.NO_NOTICES}</p>"
    push_button = (
        f'<button type="button" class="second" id="push" hidden>{labels.ENABLE_PUSH}</button>'
        if offers_push
        else ""
    )
    home = button("/", report_labels.BACK_HOME, "second")
    return f'<section class="card"><h1>{labels.TITLE}</h1>{push_button}{list_html}{home}</section>'


def _notice_item(notice: StoredNotice, renderer: MessageRenderer, zone: ZoneInfo, *, is_new: bool) -> str:
    message = renderer.render(notice)
    report_url = urls.report_url(notice.source, notice.service_request_id)
    new_badge = f' <span class="badge">{labels.NEW_BADGE}</span>' if is_new else ""
    return (
        f"<li{' class=new' if is_new else ''}>"
        f'<a href="{escape(report_url)}"><b>{escape(message.title)}</b></a>{new_badge}'
        f"<small>{escape(format_moment(notice.made_at, zone))}</small>{escape(message.body)}</li>"
    )


def operator_queue(
    context: WebContext,
    disputed: Iterable[ReportKey],
    rated_low: Iterable[ReportKey],
    dead_letters: Sequence[DeadLetter],
    faults: Sequence[Fault],
    missing: Sequence[MissingReport],
    resent_count: int | None,
    withdrawn: bool | None,
) -> str:
    """Return what waits for an operator: disputes, low ratings, missing reports, dead letters, and faults.

    :param withdrawn: whether a report has just been withdrawn; None if that was not tried
    """
    now, zone = context.live_board.clock.now(), context.city.zone
    banner_html = banner(labels.RESENT.format(count=resent_count), "good") if resent_count is not None else ""
    return (
        f"{banner_html}{_withdrawal_banner(withdrawn)}"
        f'<section class="card"><h1>{labels.OPERATOR_QUEUE}</h1>'
        f"<p>{labels.OPERATOR_QUEUE_LEAD}</p></section>"
        f"{_report_list(context, labels.DISPUTED, labels.NO_DISPUTED, disputed)}"
        f"{_report_list(context, labels.RATED_LOW, labels.NO_RATED_LOW, rated_low)}"
        f"{missing_list(context, missing, now)}"
        f"{_dead_letters(dead_letters, zone)}"
        f"{fault_list(faults, now, zone)}"
    )


def _withdrawal_banner(withdrawn: bool | None) -> str:
    if withdrawn is None:
        return ""
    return banner(labels.WITHDRAWN, "good") if withdrawn else banner(labels.NOT_WITHDRAWN)


def _report_list(context: WebContext, title: str, empty_text: str, keys: Iterable[ReportKey]) -> str:
    lines = "".join(_report_item(context, key) for key in keys)
    content = f'<ol class="entries">{lines}</ol>' if lines else f"<p>{empty_text}</p>"
    return f'<section class="card"><h2>{title}</h2>{content}</section>'


def _report_item(context: WebContext, key: ReportKey) -> str:
    report = context.follow_ups.get(key)
    if report is None:
        return ""
    standing = report.standing
    name = context.city.get_category(standing.service_code).name
    area_text = location_text(context, standing.service_code, standing.area_code, standing.placement)
    status_text = report_labels.status_label(standing.status_description)
    return (
        f'<li><a href="{escape(follow_up_path(key))}"><b>{escape(name)} · {escape(key[1])}</b></a>'
        f"<small>{escape(area_text)} · {escape(status_text)}</small></li>"
    )


def _dead_letters(dead_letters: Sequence[DeadLetter], zone: ZoneInfo) -> str:
    if not dead_letters:
        return (
            f'<section class="card"><h2>{labels.DEAD_LETTERS}</h2><p>{labels.NO_DEAD_LETTERS}</p></section>'
        )
    lines = "".join(
        f"<li><b>{escape(channel_label(channel))}</b><small>{escape(format_moment(failed_at, zone))}</small>"
        f"{escape(reason_text(reason))}</li>"
        for _recipient, channel, reason, failed_at in dead_letters
    )
    return (
        f'<section class="card"><h2>{labels.DEAD_LETTERS}</h2><p>{labels.DEAD_LETTERS_LEAD}</p>'
        f'<ol class="entries">{lines}</ol>{form("/meja/kirim-ulang", "", labels.RESEND_ALL)}</section>'
    )
