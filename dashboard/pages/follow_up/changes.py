"""The list of changes of a report since the page was loaded."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from dashboard.ui.format import format_moment
from dashboard.ui.report_labels import event_label
from dashboard.web.context import WebContext
from data.core.case_file.case_file import CaseEvent
from data.core.follow_up.records import FollowUp
from data.services.follow_up import ReportDetail


def changes_since(context: WebContext, report: ReportDetail, seen_change: int) -> list[str]:
    """Return the events after change number ``seen_change``, as texts."""
    case_file = context.live_board.backlogs.case_file(*report.key)
    follow_ups = {follow_up.change: follow_up for follow_up in report.follow_ups}
    new_events = [event for event in (case_file.events if case_file else ()) if event.change > seen_change]
    return [_describe(event, follow_ups, context.city.zone) for event in new_events]


def _describe(event: CaseEvent, follow_ups: Mapping[int, FollowUp], zone: ZoneInfo) -> str:
    follow_up = follow_ups.get(event.change)
    note = f": {follow_up.note}" if follow_up and follow_up.note else ""
    return f"{format_moment(event.occurred_at, zone)} · {event_label(event, follow_up)}{note}"
