"""The sections with the assignees of a report and its events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from dashboard.ui import report_labels
from dashboard.ui.format import format_moment, span
from data.core.case_file.case_file import AssignmentSpell, CaseEvent, CaseFile
from data.core.config.city import City
from data.core.follow_up.records import FollowUp
from data.core.report.standing import EventKind
from data.lib.translation import gettext

LEARNT_LATE_AFTER = timedelta(minutes=1)  # below that, the moment when it was learnt says nothing more


@dataclass(frozen=True)
class EventLine:
    """One event of a report.

    :param learnt: when it was learnt, if that was later; else empty
    """

    label: str
    details: str
    note: str
    time: str
    learnt: str


def assignee_totals(case_file: CaseFile) -> list[tuple[str, str]]:
    """Return how long each assignee had the report in all."""
    return [
        (report_labels.assignee_label(assignee), _duration_text(duration))
        for assignee, duration in case_file.time_by_assignee.items()
    ]


def assignment_spells(case_file: CaseFile, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Return assignee and period of each assignment."""
    return [
        (report_labels.assignee_label(assignment.assignee), _period(assignment, zone))
        for assignment in case_file.assignments
    ]


def _period(assignment: AssignmentSpell, zone: ZoneInfo) -> str:
    begin = report_labels.short_moment(assignment.begin, zone)
    end = report_labels.short_moment(assignment.end, zone) if assignment.end else gettext("now")
    return f"{begin} \N{EN DASH} {end} · {_duration_text(assignment.duration)}"


def _duration_text(duration: timedelta) -> str:
    return span(duration.total_seconds() / 3600)


def event_lines(case_file: CaseFile, city: City, follow_ups: Mapping[int, FollowUp]) -> list[EventLine]:
    """Return all events of a report, the latest first.

    :param follow_ups: the actions taken here, by the change number of their last event
    """
    return [_event_line(event, city, follow_ups.get(event.change)) for event in reversed(case_file.events)]


def _event_line(event: CaseEvent, city: City, follow_up: FollowUp | None) -> EventLine:
    is_recategorised = event.kind == EventKind.RECATEGORISED
    subject = (
        city.get_category(event.service_code).name
        if is_recategorised
        else report_labels.status_label(event.status_description)
    )
    is_late = event.learnt_at - event.occurred_at > LEARNT_LATE_AFTER
    return EventLine(
        label=report_labels.event_label(event, follow_up),
        details=" · ".join(filter(None, (subject, event.agency_responsible))),
        note=(follow_up.note or "") if follow_up else "",
        time=format_moment(event.occurred_at, city.zone),
        learnt=format_moment(event.learnt_at, city.zone) if is_late else "",
    )
