"""The section with state, place and description of a report."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.pages.report import labels
from dashboard.ui import report_labels
from dashboard.ui.format import format_moment
from dashboard.ui.status_icons import STATE_LABELS
from data.core.case_file.case_file import CaseFile
from data.core.clock.sla import Verdict
from data.core.config.city import City


@dataclass(frozen=True)
class Definition:
    """A term with its text.

    :param state: SLA state whose icon stands before the text; empty for none
    :param due: of a countdown, in milliseconds since 1970; it stands instead of the text
    :param stopped: when the countdown stopped
    """

    term: str
    text: str
    state: str = ""
    due: int | None = None
    stopped: int | None = None


@dataclass(frozen=True)
class ReportSummary:
    """Description, state, place and moment of a report; of a sensitive one no text and no address."""

    text: str
    sensitive: bool
    definitions: list[Definition]


def report_summary(
    case_file: CaseFile, city: City, area: str, missing_since: datetime | None
) -> ReportSummary:
    """Return the summary of a report.

    :param area: where the report is, in words
    :param missing_since: since when its source no longer has it; None if it has it
    """
    sensitive = city.get_category(case_file.standing["service_code"]).sensitive
    text = str(case_file.details.get("description") or labels.NO_TEXT)
    definitions = _definitions(case_file, city, area, sensitive)
    if missing_since is not None:
        definitions.append(Definition(labels.MISSING_SINCE, format_moment(missing_since, city.zone)))
    return ReportSummary(report_labels.SENSITIVE if sensitive else text, sensitive, definitions)


def _definitions(case_file: CaseFile, city: City, area: str, sensitive: bool) -> list[Definition]:
    row, address = case_file.standing, str(case_file.details.get("address") or "")
    return [
        _state(case_file),
        Definition(labels.AREA, area),
        *([Definition(labels.ADDRESS, address)] if address and not sensitive else []),
        Definition(labels.FILED, format_moment(row["requested_datetime"], city.zone)),
        *([Definition(labels.REOPENED, labels.TIMES.format(row["reopened"]))] if row["reopened"] else []),
    ]


def _state(case_file: CaseFile) -> Definition:
    status = report_labels.status_label(case_file.standing["status_description"])
    verdict = case_file.standing["verdict"]
    if case_file.state:
        return Definition(labels.STATE, f"{STATE_LABELS[case_file.state]} · {status}", case_file.state)
    verdict_label = labels.VERDICT_LABELS[Verdict(verdict)] if verdict else labels.NO_VERDICT
    return Definition(labels.STATE, f"{verdict_label} · {status}")
