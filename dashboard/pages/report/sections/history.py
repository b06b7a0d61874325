"""The sections with the assignees of a report and its events."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report.sections.summary import definition_list
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment, span
from data.core.case_file.case_file import AssignmentSpell, CaseEvent, CaseFile
from data.core.config.city import City
from data.core.follow_up.records import FollowUp
from data.core.report.standing import EventKind

LEARNT_LATE_AFTER = timedelta(minutes=1)  # below that, the moment when it was learnt says nothing more


def assignee_times(case_file: CaseFile, zone: ZoneInfo) -> list[Component]:
    """Return how long each assignee had the report, in all and assignment by assignment."""
    if not case_file.assignments:
        return [html.P("Belum tercatat.", className="none")]
    totals: list[tuple[str, Any]] = [
        (report_labels.assignee_label(assignee), _duration_text(duration))
        for assignee, duration in case_file.time_by_assignee.items()
    ]
    assignments = [html.Li(_assignment_content(assignment, zone)) for assignment in case_file.assignments]
    return [definition_list(totals), html.Ol(assignments, className="stretches")]


def _assignment_content(assignment: AssignmentSpell, zone: ZoneInfo) -> list[Any]:
    begin = report_labels.short_moment(assignment.begin, zone)
    end = report_labels.short_moment(assignment.end, zone) if assignment.end else "sekarang"
    period = f" {begin} \N{EN DASH} {end} · {_duration_text(assignment.duration)}"
    return [html.B(report_labels.assignee_label(assignment.assignee)), period]


def _duration_text(duration: timedelta) -> str:
    return span(duration.total_seconds() / 3600)


def history(case_file: CaseFile, city: City, follow_ups: Mapping[int, FollowUp]) -> Component:
    """Return all events of a report, the latest first.

    :param follow_ups: the actions taken here, by the change number of their last event
    """
    items = [_event_item(event, city, follow_ups.get(event.change)) for event in reversed(case_file.events)]
    return html.Ol(items, className="history")


def _event_item(event: CaseEvent, city: City, follow_up: FollowUp | None) -> Component:
    details = [report_labels.status_label(event.status_description)]
    if event.kind == EventKind.RECATEGORISED:
        details = [city.get_category(event.service_code).name]
    if event.agency_responsible:
        details.append(event.agency_responsible)
    times = [html.Span(format_moment(event.occurred_at, city.zone))]
    if event.learnt_at - event.occurred_at > LEARNT_LATE_AFTER:
        times.append(html.Span(f"diketahui {format_moment(event.learnt_at, city.zone)}", className="learnt"))
    return html.Li(
        [
            html.B(report_labels.event_label(event, follow_up)),
            html.Span(" · ".join(details)),
            *([html.P(follow_up.note, className="note")] if follow_up and follow_up.note else []),
            html.Div(times, className="when"),
        ]
    )
