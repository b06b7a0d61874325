"""Places of inspected rows: what a pull would not take as it stands, counted batch by batch."""

from dataclasses import dataclass, field

from data.core.findings import FindingCounter
from data.core.report.record import RejectedRow, ServiceRequest
from data.services.geocoding import Geocoder

BATCH_ROWS = 2_000


@dataclass
class PlaceFindings:
    """Counts the names and points of rows that say nothing of a place."""

    geocoder: Geocoder
    findings: FindingCounter
    _records: list[ServiceRequest] = field(default_factory=list)

    def add(self, outcome: ServiceRequest | RejectedRow) -> None:
        """Take one row, if it is a report."""
        if isinstance(outcome, ServiceRequest):
            self._records.append(outcome)
        if len(self._records) >= BATCH_ROWS:
            self.finish()

    def finish(self) -> None:
        """Count the rows that are left."""
        self.geocoder.place(self._records, self.findings)
        self._records.clear()
