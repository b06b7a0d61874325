"""The parts of a report's page: what it is, its two clocks, who held it, what happened, what was shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.ui import labels, report_labels
from dashboard.ui.countdown import ticking
from dashboard.ui.format import moment_words, span
from dashboard.ui.report_labels import what_was_done
from dashboard.ui.status_icons import WORDS, mark
from data.core.case_file.case_file import CaseFile, Happening, Held
from data.core.clock.sla import Verdict
from data.core.config.city import City
from data.core.follow_up.records import FollowUp
from data.core.report.standing import Kind

LEARNT_LATE = timedelta(minutes=1)  # below that, when we learnt it says nothing more
VERDICTS = {
    Verdict.ON_TIME: "selesai tepat waktu",
    Verdict.LATE: "selesai terlambat",
    Verdict.NO_TARGET: "selesai, tanpa batas waktu",
    Verdict.UNKNOWN: "selesai, waktunya tidak diketahui",
}
ANSWERS = {"on_time": "tepat waktu", "late": "terlambat"}

Line = tuple[str, Any]


def lines(pairs: list[Line]) -> Component:
    """Names and what stands beside them."""
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in pairs])


def summary(file: CaseFile, city: City, area: str) -> list[Component]:
    """State, place and what the report says; of a sensitive one its category alone."""
    row = file.standing
    sensitive = city.category_of(row["service_code"]).sensitive
    state = [mark(file.state), WORDS[file.state]] if file.state else [_verdict(row["verdict"])]
    address = str(file.details.get("address") or "")
    pairs: list[Line] = [
        ("Keadaan", [*state, " · ", report_labels.status(row["status_description"])]),
        ("Wilayah", area),
        *([("Alamat", address)] if address and not sensitive else []),
        ("Masuk", moment_words(row["requested_datetime"], city.zone)),
    ]
    if row["reopened"]:
        pairs.append(("Dibuka kembali", f"{row['reopened']}\N{MULTIPLICATION SIGN}"))
    said = (
        report_labels.SENSITIVE if sensitive else str(file.details.get("description") or "Tidak ada uraian.")
    )
    return [html.P(said, className="hidden-text" if sensitive else "said"), lines(pairs)]


def _verdict(verdict: str | None) -> str:
    return VERDICTS[Verdict(verdict)] if verdict else "ditutup tanpa penilaian"


def clocks(file: CaseFile, city: City) -> list[Component]:
    """Both clocks with their deadlines, and by what the report is judged."""
    row = file.standing
    return [
        html.H3("Respons pertama"),
        lines(_response(row, city.zone, file.as_of)),
        html.H3("Penyelesaian"),
        lines(_resolution(row, file, city.zone)),
        html.P(_judged_by(row, city), className="small-print"),
    ]


def _response(row: dict[str, Any], zone: ZoneInfo, as_of: datetime) -> list[Line]:
    due, answered = row["response_expected_datetime"], row["responded_at"]
    found: list[Line] = [("Batas waktu", moment_words(due, zone) if due else labels.NO_TARGET)]
    if answered:
        verdict = ANSWERS.get(str(row["response_verdict"]), "")
        said = f"{moment_words(answered, zone)}{' · ' if verdict else ''}{verdict}"
        return [*found, ("Direspons", said)]
    late = " · terlambat" if due and due < as_of else ""
    return [*found, ("Direspons", f"belum{late}")]


def _resolution(row: dict[str, Any], file: CaseFile, zone: ZoneInfo) -> list[Line]:
    due, closed = row["expected_datetime"], row["closed_datetime"]
    estimate = f" ({labels.ESTIMATE})" if row["provisional"] and due else ""
    found: list[Line] = [("Batas waktu", f"{moment_words(due, zone)}{estimate}" if due else labels.NO_TARGET)]
    if file.state:
        found.append(("Waktu", ticking(due, row["stopped_at"])))
    elif closed:
        found.append(("Selesai", f"{moment_words(closed, zone)}{_observed(row['closed_basis'])}"))
    stops = len(str(row["stops"] or "").split())
    return [*found, *([("Jam pernah berhenti", f"{stops}\N{MULTIPLICATION SIGN}")] if stops else [])]


def _observed(basis: str | None) -> str:
    return " (saat terlihat selesai)" if basis == "observed" else ""


def _judged_by(row: dict[str, Any], city: City) -> str:
    if row["expected_basis"] == "source":
        return "Dinilai menurut batas waktu yang diberikan oleh sumber laporan."
    if row["expected_basis"] is None:
        return "Tidak ada batas waktu yang berlaku bagi laporan ini."
    policy = next((policy for policy in city.policy if policy.id == row["policy"]), None)
    decided = "" if policy is None or policy.decided else f" ({labels.UNDECIDED})"
    return f"Dinilai menurut kebijakan “{row['policy']}”{decided}."


def holding(file: CaseFile, zone: ZoneInfo) -> list[Component]:
    """How long each party held it in all, and stretch by stretch."""
    if not file.held:
        return [html.P("Belum tercatat.", className="none")]
    sums = [(report_labels.holder(holder), _long(time)) for holder, time in file.totals.items()]
    stretches = [html.Li(_stretch(stretch, zone)) for stretch in file.held]
    return [lines(list(sums)), html.Ol(stretches, className="stretches")]


def _stretch(stretch: Held, zone: ZoneInfo) -> list[Any]:
    until = report_labels.short_moment(stretch.end, zone) if stretch.end else "sekarang"
    moments = (
        f" {report_labels.short_moment(stretch.begin, zone)} \N{EN DASH} {until} · {_long(stretch.held)}"
    )
    return [html.B(report_labels.holder(stretch.holder)), moments]


def _long(time: timedelta) -> str:
    return span(time.total_seconds() / 3600)


def history(file: CaseFile, city: City, made: Mapping[int, FollowUp]) -> Component:
    """Everything that happened, the latest first; what was done here with who did it.

    :param made: the moves made here by the change number of their last event
    """
    lines = [_event(event, city, made.get(event.change)) for event in reversed(file.happenings)]
    return html.Ol(lines, className="history")


def _event(event: Happening, city: City, made: FollowUp | None) -> Component:
    said = [report_labels.status(event.status_description)]
    if event.kind == Kind.RECATEGORISED:
        said = [city.category_of(event.service_code).name]
    if event.agency_responsible:
        said.append(event.agency_responsible)
    when = [html.Span(moment_words(event.occurred_at, city.zone))]
    if event.learnt_at - event.occurred_at > LEARNT_LATE:
        when.append(html.Span(f"diketahui {moment_words(event.learnt_at, city.zone)}", className="learnt"))
    return html.Li(
        [
            html.B(what_was_done(event, made)),
            html.Span(" · ".join(said)),
            *([html.P(made.note, className="note")] if made and made.note else []),
            html.Div(when, className="when"),
        ]
    )
