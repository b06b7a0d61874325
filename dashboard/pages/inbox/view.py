"""What inbox and operator queue show, as texts."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.inbox.sections.faults import FaultItem, channel_label, fault_items, reason_text
from dashboard.ui import report_labels, urls
from dashboard.ui.format import format_moment, span
from dashboard.ui.locations import location_text
from dashboard.ui.urls import follow_up_path
from dashboard.web.context import WebContext
from data.core.notifications import StoredNotice
from data.core.report.key import ReportKey
from data.core.report.listing.missing import MissingReport
from data.lib.translation import gettext
from data.services.follow_up import ReportDetail
from data.services.notifications.messages import MessageRenderer

MAX_LISTED = 50  # reports that their source no longer has


@dataclass(frozen=True)
class InboxNotice:
    """One notification of an account."""

    title: str
    body: str
    url: str
    time: str
    is_new: bool


@dataclass(frozen=True)
class QueuedReport:
    """A report that waits for the operator."""

    source: str
    number: str
    url: str
    category: str
    details: str


@dataclass(frozen=True)
class MissingItem:
    """A report that its source no longer has.

    :param change: change number that its form has seen
    """

    report: QueuedReport
    since: str
    change: int
    submission_id: str


@dataclass(frozen=True)
class DeadLetter:
    """A message that reached nobody."""

    channel: str
    time: str
    reason: str


@dataclass(frozen=True)
class OperatorQueue:
    """What waits for an operator: disputes, low ratings, missing reports, dead letters, and faults.

    :param more_missing: how many missing reports are not listed
    """

    disputed: list[QueuedReport]
    rated_low: list[QueuedReport]
    missing: list[MissingItem]
    more_missing: int
    dead_letters: list[DeadLetter]
    faults: list[FaultItem]


def inbox_notices(context: WebContext, notices: Iterable[tuple[StoredNotice, bool]]) -> list[InboxNotice]:
    """Return an account's notifications, each with whether it was unread."""
    renderer = MessageRenderer(context.city, context.layer.name_of)
    return [_inbox_notice(context, renderer, notice, is_new=is_new) for notice, is_new in notices]


def _inbox_notice(
    context: WebContext, renderer: MessageRenderer, notice: StoredNotice, *, is_new: bool
) -> InboxNotice:
    message, url = renderer.render(notice), urls.report_url(notice.source, notice.service_request_id)
    time = format_moment(notice.made_at, context.city.zone)
    return InboxNotice(message.title, message.body, url, time, is_new)


def operator_queue(context: WebContext) -> OperatorQueue:
    """Return what waits for an operator now."""
    current, now = context.live_board.current(), context.live_board.clock.now()
    missing = context.app.missing_reports.list_all()
    return OperatorQueue(
        disputed=_queued_reports(context, context.live_board.backlogs.disputed()),
        rated_low=_queued_reports(context, context.follow_ups.rated_low()),
        missing=_missing_items(context, missing[:MAX_LISTED], now),
        more_missing=len(missing[MAX_LISTED:]),
        dead_letters=[
            DeadLetter(channel_label(channel), format_moment(at, context.city.zone), reason_text(reason))
            for _recipient, channel, reason, at in context.notifications.dead_letters()
        ],
        faults=fault_items(
            context.app.faults.list_all(current.snapshot.pulls if current else ()), now, context.city.zone
        ),
    )


def _queued_reports(context: WebContext, keys: Iterable[ReportKey]) -> list[QueuedReport]:
    reports = (context.follow_ups.get(key) for key in keys)
    return [_queued_report(context, report) for report in reports if report]


def _queued_report(context: WebContext, report: ReportDetail, *further_details: str) -> QueuedReport:
    standing = report.standing
    details = (
        location_text(context, standing.service_code, standing.area_code, standing.placement),
        report_labels.status_label(standing.status_description),
        *further_details,
    )
    category = context.city.get_category(standing.service_code).name
    return QueuedReport(*report.key, follow_up_path(report.key), category, " · ".join(map(str, details)))


def _missing_items(context: WebContext, missing: Sequence[MissingReport], now: datetime) -> list[MissingItem]:
    """Return the reports that their source no longer has, those missing longest first."""
    reports = ((entry, context.follow_ups.get(entry.key)) for entry in missing)
    return [_missing_item(context, entry, report, now) for entry, report in reports if report]


def _missing_item(
    context: WebContext, missing: MissingReport, report: ReportDetail, now: datetime
) -> MissingItem:
    hours = (now - report.standing.requested_datetime).total_seconds() / 3600
    queued = _queued_report(context, report, gettext("open for {age}").format(age=span(hours)))
    since = gettext("No longer in the source since {moment}").format(
        moment=format_moment(missing.since, context.city.zone)
    )
    return MissingItem(queued, since, report.change, secrets.token_urlsafe(16))
