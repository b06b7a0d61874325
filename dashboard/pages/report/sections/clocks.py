"""The section with both SLA clocks of a report, their deadlines, and the policy behind them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.pages.report.labels import RESPONSE_LABELS
from dashboard.ui import labels as ui_labels
from dashboard.ui.format import format_long_date, format_moment, milliseconds
from data.core.case_file.case_file import CaseFile
from data.core.config.city import City
from data.core.report.reconcile.details import FIRST_DEADLINE_KEY, SOURCE_DEADLINE_KEY
from data.core.report.uncertainty import DAY_BASIS, OBSERVED_BASIS
from data.lib.translation import gettext


@dataclass(frozen=True)
class ReportClocks:
    """Both clocks with their deadlines, and where the deadlines come from.

    :param first_deadline: where the source moved the deadline; else empty, as is ``source_deadline``
    :param is_running: whether ``due`` counts down, in milliseconds since 1970
    :param closed: when the report was closed; empty for an open one
    """

    response_deadline: str
    response: str
    deadline: str
    first_deadline: str
    source_deadline: str
    is_running: bool
    due: int | None
    stopped: int | None
    closed: str
    stops: int
    basis: str


def clocks(case_file: CaseFile, city: City) -> ReportClocks:
    """Return the clocks of a report."""
    row, zone = case_file.standing, city.zone
    deadline, closed_at = _deadline(row["expected_datetime"], zone), row["closed_datetime"]
    is_estimate = row["provisional"] and row["expected_datetime"]
    return ReportClocks(
        response_deadline=_deadline(row["response_expected_datetime"], zone),
        response=_response(row, zone, case_file.as_of),
        deadline=f"{deadline} ({ui_labels.ESTIMATE})" if is_estimate else deadline,
        first_deadline=_moved_deadline(case_file, FIRST_DEADLINE_KEY, zone),
        source_deadline=_moved_deadline(case_file, SOURCE_DEADLINE_KEY, zone),
        is_running=bool(case_file.state),
        due=milliseconds(row["expected_datetime"]),
        stopped=milliseconds(row["stopped_at"]),
        closed=_closing_text(closed_at, row["closed_basis"], zone) if closed_at else "",
        stops=len(str(row["stops"] or "").split()),
        basis=_deadline_basis(row, city),
    )


def _deadline(due: datetime | None, zone: ZoneInfo) -> str:
    return format_moment(due, zone) if due else str(ui_labels.NO_TARGET)


def _response(row: dict[str, Any], zone: ZoneInfo, as_of: datetime) -> str:
    due, responded_at = row["response_expected_datetime"], row["responded_at"]
    if not responded_at:
        return gettext("not yet · late") if due and due < as_of else gettext("not yet")
    verdict = RESPONSE_LABELS.get(str(row["response_verdict"]))
    moment = format_moment(responded_at, zone)
    return f"{moment} · {verdict}" if verdict else moment


def _moved_deadline(case_file: CaseFile, key: str, zone: ZoneInfo) -> str:
    """Return a deadline of the details, if it is not the one that is in force."""
    text = case_file.details.get(key)
    moment = datetime.fromisoformat(text) if text else None
    is_other = moment is not None and moment != case_file.standing["expected_datetime"]
    return format_moment(moment, zone) if moment and is_other else ""


def _closing_text(closed_at: datetime, basis: str | None, zone: ZoneInfo) -> str:
    """Return when a report was closed; of a closing that is a day, the day."""
    if basis == DAY_BASIS:
        return gettext("{date} (only the day is known)").format(date=format_long_date(closed_at, zone))
    moment = format_moment(closed_at, zone)
    return gettext("{time} (when seen resolved)").format(time=moment) if basis == OBSERVED_BASIS else moment


def _deadline_basis(row: dict[str, Any], city: City) -> str:
    if row["expected_basis"] == "source":
        return gettext("Judged by the deadline that the source of the report gives.")
    if row["expected_basis"] is None:
        return gettext("No deadline applies to this report.")
    policy = next((policy for policy in city.policy if policy.id == row["policy"]), None)
    if policy is None or policy.decided:
        return gettext("Judged by the policy “{policy}”.").format(policy=row["policy"])
    text = gettext("Judged by the policy “{policy}” (default deadline, not yet decided).")
    return text.format(policy=row["policy"])
