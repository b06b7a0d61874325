"""The parts of a report's page: what it is, its two clocks, who held it, what happened, what was shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels, report_labels
from dashboard.ui.countdown import countdown
from dashboard.ui.format import format_moment, span
from dashboard.ui.report_labels import event_label
from dashboard.ui.status_icons import STATE_LABELS, status_icon
from data.core.case_file.case_file import AssignmentSpell, CaseEvent, CaseFile
from data.core.clock.sla import Verdict
from data.core.config.city import City
from data.core.follow_up.records import FollowUp
from data.core.report.standing import EventKind

LEARNED_LATE_AFTER = timedelta(minutes=1)  # below that, when we learnt it says nothing more
VERDICT_LABELS = {
    Verdict.ON_TIME: "selesai tepat waktu",
    Verdict.LATE: "selesai terlambat",
    Verdict.NO_TARGET: "selesai, tanpa batas waktu",
    Verdict.UNKNOWN: "selesai, waktunya tidak diketahui",
}
RESPONSE_LABELS = {"on_time": "tepat waktu", "late": "terlambat"}

DefinitionPair = tuple[str, Any]


def definition_list(pairs: list[DefinitionPair]) -> Component:
    """Names and what stands beside them."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs])


def summary(case_file: CaseFile, city: City, area: str) -> list[Component]:
    """State, place and what the report says; of a sensitive one its category alone."""
    row = case_file.standing
    sensitive = city.get_category(row["service_code"]).sensitive
    state_parts = (
        [status_icon(case_file.state), STATE_LABELS[case_file.state]]
        if case_file.state
        else [_verdict_label(row["verdict"])]
    )
    address = str(case_file.details.get("address") or "")
    pairs: list[DefinitionPair] = [
        ("Keadaan", [*state_parts, " · ", report_labels.status_label(row["status_description"])]),
        ("Wilayah", area),
        *([("Alamat", address)] if address and not sensitive else []),
        ("Masuk", format_moment(row["requested_datetime"], city.zone)),
    ]
    if row["reopened"]:
        pairs.append(("Dibuka kembali", f"{row['reopened']}\N{MULTIPLICATION SIGN}"))
    description = (
        report_labels.SENSITIVE
        if sensitive
        else str(case_file.details.get("description") or "Tidak ada uraian.")
    )
    return [html.P(description, className="hidden-text" if sensitive else "said"), definition_list(pairs)]


def _verdict_label(verdict: str | None) -> str:
    return VERDICT_LABELS[Verdict(verdict)] if verdict else "ditutup tanpa penilaian"


def clocks(case_file: CaseFile, city: City) -> list[Component]:
    """Both clocks with their deadlines, and by what the report is judged."""
    row = case_file.standing
    return [
        html.H3("Respons pertama"),
        definition_list(_response_pairs(row, city.zone, case_file.as_of)),
        html.H3("Penyelesaian"),
        definition_list(_resolution_pairs(row, case_file, city.zone)),
        html.P(_judgement_basis(row, city), className="small-print"),
    ]


def _response_pairs(row: dict[str, Any], zone: ZoneInfo, as_of: datetime) -> list[DefinitionPair]:
    due, responded_at = row["response_expected_datetime"], row["responded_at"]
    pairs: list[DefinitionPair] = [("Batas waktu", format_moment(due, zone) if due else labels.NO_TARGET)]
    if responded_at:
        verdict = RESPONSE_LABELS.get(str(row["response_verdict"]), "")
        response_text = f"{format_moment(responded_at, zone)}{' · ' if verdict else ''}{verdict}"
        return [*pairs, ("Direspons", response_text)]
    late_note = " · terlambat" if due and due < as_of else ""
    return [*pairs, ("Direspons", f"belum{late_note}")]


def _resolution_pairs(row: dict[str, Any], case_file: CaseFile, zone: ZoneInfo) -> list[DefinitionPair]:
    due, closed_at = row["expected_datetime"], row["closed_datetime"]
    estimate = f" ({labels.ESTIMATE})" if row["provisional"] and due else ""
    pairs: list[DefinitionPair] = [
        ("Batas waktu", f"{format_moment(due, zone)}{estimate}" if due else labels.NO_TARGET)
    ]
    if case_file.state:
        pairs.append(("Waktu", countdown(due, row["stopped_at"])))
    elif closed_at:
        pairs.append(("Selesai", f"{format_moment(closed_at, zone)}{_observed_note(row['closed_basis'])}"))
    stops = len(str(row["stops"] or "").split())
    return [*pairs, *([("Jam pernah berhenti", f"{stops}\N{MULTIPLICATION SIGN}")] if stops else [])]


def _observed_note(basis: str | None) -> str:
    return " (saat terlihat selesai)" if basis == "observed" else ""


def _judgement_basis(row: dict[str, Any], city: City) -> str:
    if row["expected_basis"] == "source":
        return "Dinilai menurut batas waktu yang diberikan oleh sumber laporan."
    if row["expected_basis"] is None:
        return "Tidak ada batas waktu yang berlaku bagi laporan ini."
    policy = next((policy for policy in city.policy if policy.id == row["policy"]), None)
    undecided_note = "" if policy is None or policy.decided else f" ({labels.DEFAULT_DEADLINE})"
    return f"Dinilai menurut kebijakan “{row['policy']}”{undecided_note}."


def assignee_times(case_file: CaseFile, zone: ZoneInfo) -> list[Component]:
    """How long each party held it in all, and stretch by stretch."""
    if not case_file.assignments:
        return [html.P("Belum tercatat.", className="none")]
    totals = [
        (report_labels.assignee_label(assignee), _duration_text(duration))
        for assignee, duration in case_file.time_by_assignee.items()
    ]
    assignments = [html.Li(_assignment_content(assignment, zone)) for assignment in case_file.assignments]
    return [definition_list(list(totals)), html.Ol(assignments, className="stretches")]


def _assignment_content(assignment: AssignmentSpell, zone: ZoneInfo) -> list[Any]:
    until = report_labels.short_moment(assignment.end, zone) if assignment.end else "sekarang"
    period_text = f" {report_labels.short_moment(assignment.begin, zone)} \N{EN DASH} {until} · {_duration_text(assignment.duration)}"
    return [html.B(report_labels.assignee_label(assignment.assignee)), period_text]


def _duration_text(duration: timedelta) -> str:
    return span(duration.total_seconds() / 3600)


def history(case_file: CaseFile, city: City, follow_ups: Mapping[int, FollowUp]) -> Component:
    """Everything that happened, the latest first; what was done here with who did it.

    :param made: the moves made here by the change number of their last event
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
    if event.learnt_at - event.occurred_at > LEARNED_LATE_AFTER:
        times.append(html.Span(f"diketahui {format_moment(event.learnt_at, city.zone)}", className="learnt"))
    return html.Li(
        [
            html.B(event_label(event, follow_up)),
            html.Span(" · ".join(details)),
            *([html.P(follow_up.note, className="note")] if follow_up and follow_up.note else []),
            html.Div(times, className="when"),
        ]
    )
