"""Rows of a batch with what the row validator and the area layer make of them."""

from collections.abc import Iterator, Sequence

from data.core.findings import Finding
from data.core.report.record import RejectedRow, ServiceRequest
from data.sources.base import Row
from data.store.ingest import Arrival


class PreparedRows(list[Row]):
    """Rows that are ready to be stored; a slice of them is a plain list, to be prepared again.

    :ivar outcomes: a record or a rejection for each row
    :ivar arrivals: the records with their places and targets
    :ivar findings: what of their places is not taken as it stands
    """

    def __init__(
        self,
        rows: list[Row],
        outcomes: list[ServiceRequest | RejectedRow],
        arrivals: list[Arrival],
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(rows)
        self.outcomes, self.arrivals, self.findings = outcomes, arrivals, findings

    def accepted_rows(self) -> Iterator[Row]:
        """Yield the rows that became records."""
        pairs = zip(self, self.outcomes, strict=True)
        return (row for row, outcome in pairs if isinstance(outcome, ServiceRequest))

    def rejections(self) -> list[RejectedRow]:
        """Return the rows that became none."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, RejectedRow)]
