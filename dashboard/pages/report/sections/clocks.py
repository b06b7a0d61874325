"""The section with both SLA clocks of a report, their deadlines, and the policy behind them."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.pages.report import labels
from dashboard.pages.report.sections.summary import DefinitionPair, definition_list
from dashboard.ui import labels as ui_labels
from dashboard.ui.countdown import countdown
from dashboard.ui.format import format_long_date, format_moment
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY, SOURCE_DEADLINE_KEY
from data.core.report.uncertainty import DAY_BASIS, OBSERVED_BASIS


def clocks(case_file: CaseFile, city: City) -> list[Component]:
    """Return both clocks with their deadlines, and where the deadlines come from."""
    row = case_file.standing
    return [
        html.H3("Respons pertama"),
        definition_list(_response_pairs(row, city.zone, case_file.as_of)),
        html.H3("Penyelesaian"),
        definition_list(_resolution_pairs(row, case_file, city.zone)),
        html.P(_deadline_basis(row, city), className="small-print"),
    ]


def _response_pairs(row: dict[str, Any], zone: ZoneInfo, as_of: datetime) -> list[DefinitionPair]:
    due, responded_at = row["response_expected_datetime"], row["responded_at"]
    pairs: list[DefinitionPair] = [("Batas waktu", format_moment(due, zone) if due else ui_labels.NO_TARGET)]
    if responded_at:
        verdict = labels.RESPONSE_LABELS.get(str(row["response_verdict"]), "")
        response_text = f"{format_moment(responded_at, zone)}{' · ' if verdict else ''}{verdict}"
        return [*pairs, ("Direspons", response_text)]
    late_note = " · terlambat" if due and due < as_of else ""
    return [*pairs, ("Direspons", f"belum{late_note}")]


def _resolution_pairs(row: dict[str, Any], case_file: CaseFile, zone: ZoneInfo) -> list[DefinitionPair]:
    due, closed_at = row["expected_datetime"], row["closed_datetime"]
    estimate = f" ({ui_labels.ESTIMATE})" if row["provisional"] and due else ""
    deadline = f"{format_moment(due, zone)}{estimate}" if due else ui_labels.NO_TARGET
    pairs: list[DefinitionPair] = [("Batas waktu", deadline), *_moved_deadline_pairs(case_file, zone)]
    if case_file.state:
        pairs.append(("Waktu", countdown(due, row["stopped_at"])))
    elif closed_at:
        pairs.append(("Selesai", _closing_text(closed_at, row["closed_basis"], zone)))
    stops = len(str(row["stops"] or "").split())
    return [*pairs, *([("Jam pernah berhenti", f"{stops}\N{MULTIPLICATION SIGN}")] if stops else [])]


def _moved_deadline_pairs(case_file: CaseFile, zone: ZoneInfo) -> list[DefinitionPair]:
    """Return the first deadline, and the source's present one, where the source moved it."""
    due, details = case_file.standing["expected_datetime"], case_file.details
    moments = (
        (labels.FIRST_DEADLINE, details.get(FIRST_DEADLINE_KEY)),
        (labels.SOURCE_DEADLINE, details.get(SOURCE_DEADLINE_KEY)),
    )
    parsed = [(label, datetime.fromisoformat(text)) for label, text in moments if text]
    return [(label, format_moment(moment, zone)) for label, moment in parsed if moment != due]


def _closing_text(closed_at: datetime, basis: str | None, zone: ZoneInfo) -> str:
    """Return when a report was closed; of a closing that is a day, the day."""
    if basis == DAY_BASIS:
        return f"{format_long_date(closed_at, zone)} ({labels.ONLY_DAY_KNOWN})"
    return f"{format_moment(closed_at, zone)}{' (saat terlihat selesai)' if basis == OBSERVED_BASIS else ''}"


def _deadline_basis(row: dict[str, Any], city: City) -> str:
    if row["expected_basis"] == "source":
        return "Dinilai menurut batas waktu yang diberikan oleh sumber laporan."
    if row["expected_basis"] is None:
        return "Tidak ada batas waktu yang berlaku bagi laporan ini."
    policy = next((policy for policy in city.policy if policy.id == row["policy"]), None)
    undecided_note = "" if policy is None or policy.decided else f" ({ui_labels.DEFAULT_DEADLINE})"
    return f"Dinilai menurut kebijakan “{row['policy']}”{undecided_note}."
