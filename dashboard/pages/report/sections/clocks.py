"""The section with both SLA clocks of a report, their deadlines, and the policy behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.pages.report import labels
from dashboard.pages.report.sections.summary import Definition
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_long_date, format_moment, milliseconds
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY, SOURCE_DEADLINE_KEY
from data.core.report.uncertainty import DAY_BASIS, OBSERVED_BASIS


@dataclass(frozen=True)
class ReportClocks:
    """Both clocks with their deadlines, and where the deadlines come from."""

    response: list[Definition]
    resolution: list[Definition]
    basis: str


def clocks(case_file: CaseFile, city: City) -> ReportClocks:
    """Return the clocks of a report."""
    row = case_file.standing
    response = _response(row, city.zone, case_file.as_of)
    return ReportClocks(response, _resolution(row, case_file, city.zone), _deadline_basis(row, city))


def _response(row: dict[str, Any], zone: ZoneInfo, as_of: datetime) -> list[Definition]:
    due, responded_at = row["response_expected_datetime"], row["responded_at"]
    if responded_at:
        verdict = labels.RESPONSE_LABELS.get(str(row["response_verdict"]), "")
        text = f"{format_moment(responded_at, zone)}{' · ' if verdict else ''}{verdict}"
    else:
        text = labels.NO_RESPONSE_LATE if due and due < as_of else labels.NO_RESPONSE
    deadline = format_moment(due, zone) if due else str(ui_labels.NO_TARGET)
    return [Definition(labels.DEADLINE, deadline), Definition(labels.RESPONDED, text)]


def _resolution(row: dict[str, Any], case_file: CaseFile, zone: ZoneInfo) -> list[Definition]:
    due, closed_at = row["expected_datetime"], row["closed_datetime"]
    estimate = f" ({ui_labels.ESTIMATE})" if row["provisional"] and due else ""
    deadline = f"{format_moment(due, zone)}{estimate}" if due else str(ui_labels.NO_TARGET)
    definitions = [Definition(labels.DEADLINE, deadline), *_moved_deadlines(case_file, zone)]
    if case_file.state:
        due_ms, stopped_ms = milliseconds(due), milliseconds(row["stopped_at"])
        definitions.append(Definition(labels.TIME, str(ui_labels.NO_TARGET), due=due_ms, stopped=stopped_ms))
    elif closed_at:
        definitions.append(Definition(labels.CLOSED, _closing_text(closed_at, row["closed_basis"], zone)))
    stops = len(str(row["stops"] or "").split())
    return [*definitions, *([Definition(labels.STOPPED, labels.TIMES.format(stops))] if stops else [])]


def _moved_deadlines(case_file: CaseFile, zone: ZoneInfo) -> list[Definition]:
    """Return the first deadline, and the source's present one, where the source moved it."""
    due, details = case_file.standing["expected_datetime"], case_file.details
    moments = (
        (labels.FIRST_DEADLINE, details.get(FIRST_DEADLINE_KEY)),
        (labels.SOURCE_DEADLINE, details.get(SOURCE_DEADLINE_KEY)),
    )
    parsed = [(label, datetime.fromisoformat(text)) for label, text in moments if text]
    return [Definition(label, format_moment(moment, zone)) for label, moment in parsed if moment != due]


def _closing_text(closed_at: datetime, basis: str | None, zone: ZoneInfo) -> str:
    """Return when a report was closed; of a closing that is a day, the day."""
    if basis == DAY_BASIS:
        return f"{format_long_date(closed_at, zone)} ({labels.ONLY_DAY_KNOWN})"
    return f"{format_moment(closed_at, zone)}{labels.SEEN_CLOSED if basis == OBSERVED_BASIS else ''}"


def _deadline_basis(row: dict[str, Any], city: City) -> str:
    if row["expected_basis"] == "source":
        return labels.BY_SOURCE
    if row["expected_basis"] is None:
        return labels.BY_NOTHING
    policy = next((policy for policy in city.policy if policy.id == row["policy"]), None)
    undecided_note = "" if policy is None or policy.decided else f" ({ui_labels.DEFAULT_DEADLINE})"
    return f"{labels.BY_POLICY.format(policy=row['policy'])}{undecided_note}."
