"""An open report that its source no longer has."""

from dataclasses import dataclass
from datetime import datetime

from data.core.report.key import ReportKey


@dataclass(frozen=True, slots=True)
class MissingReport:
    """Since when a report is missing, by which pull."""

    key: ReportKey
    since: datetime
    pull_id: int
