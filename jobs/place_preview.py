"""Places of inspected rows, batch by batch: what a pull would not take as it stands, or is hardly true."""

from dataclasses import dataclass, field
from datetime import datetime

from data.core.findings import FindingCounter
from data.core.report.listing.content import ContentSummary
from data.core.report.record import RejectedRow, ServiceRequest
from data.services.geocoding import Geocoder

BATCH_ROWS = 2_000


@dataclass
class PlaceFindings:
    """Counts the names and points of rows that say nothing of a place, and what the rows hold as a whole.

    :param now: the moment of the inspection
    """

    geocoder: Geocoder
    findings: FindingCounter
    now: datetime
    summary: ContentSummary = field(default_factory=ContentSummary)
    _records: list[ServiceRequest] = field(default_factory=list)

    def add(self, outcome: ServiceRequest | RejectedRow) -> None:
        """Take one row."""
        if isinstance(outcome, ServiceRequest):
            self._records.append(outcome)
        else:
            self.summary.add_rejected(1)
        if len(self._records) >= BATCH_ROWS:
            self.finish()

    def finish(self) -> None:
        """Count the rows that are left."""
        for located in self.geocoder.place(self._records, self.findings):
            self.summary.add(located.record, located.place, self.now)
        self._records.clear()
