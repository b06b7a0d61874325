"""The summary of what a file or a pull holds: how many rows, of which days, where, about what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from data.core.config.policy import OTHER_CATEGORY
from data.core.report.record import MAP_PLACEMENTS, Place, ServiceRequest
from data.core.time_trust import CLOCK_TOLERANCE

MAX_DISTINCT = 100  # areas and categories; whether there is one or many is what matters


@dataclass(frozen=True, slots=True)
class FilingSpan:
    """The first and the last filing of some reports."""

    first: datetime
    last: datetime


@dataclass
class ContentSummary:
    """Counts of rows and reports, in any order of adding.

    :ivar placeable: reports that name a place or have a point
    :ivar end: the latest time, up to the time of the pull, at which they say that something happened
    """

    read: int = 0
    rejected: int = 0
    placeable: int = 0
    located: int = 0
    filed_ahead: int = 0
    filed_by_day: int = 0
    categorised: int = 0
    uncategorised: int = 0
    first: datetime | None = None
    last: datetime | None = None
    end: datetime | None = None
    areas: set[str] = field(default_factory=set)
    categories: set[str] = field(default_factory=set)

    @property
    def accepted(self) -> int:
        """Return the number of rows that are reports."""
        return self.read - self.rejected

    @property
    def span(self) -> FilingSpan | None:
        """Return the span of filings; None without any."""
        return FilingSpan(self.first, self.last) if self.first and self.last else None

    def add_rejected(self, count: int) -> None:
        """Count rows that are no reports."""
        self.read += count
        self.rejected += count

    def add(self, record: ServiceRequest, place: Place, now: datetime) -> None:
        """Count a report."""
        self.read += 1
        self._add_filing(record, now)
        self._add_place(record, place)
        self._add_category(record)
        self.end = latest_moment([record], now, self.end)

    def _add_filing(self, record: ServiceRequest, now: datetime) -> None:
        filed = record.requested_datetime
        self.first, self.last = min(self.first or filed, filed), max(self.last or filed, filed)
        self.filed_by_day += "requested_datetime" in record.date_only
        self.filed_ahead += filed > now + CLOCK_TOLERANCE

    def _add_place(self, record: ServiceRequest, place: Place) -> None:
        self.placeable += record.lat is not None or bool(record.area_name or record.parent_name)
        if place.placement in MAP_PLACEMENTS and place.area_code:
            self.located += 1
            _add_distinct(self.areas, place.area_code)

    def _add_category(self, record: ServiceRequest) -> None:
        _add_distinct(self.categories, record.service_code)
        if record.service_name:
            self.categorised += record.service_code != OTHER_CATEGORY
            self.uncategorised += record.service_code == OTHER_CATEGORY


def _add_distinct(values: set[str], value: str) -> None:
    if len(values) < MAX_DISTINCT:
        values.add(value)


def latest_moment(
    records: Iterable[ServiceRequest], now: datetime, previous: datetime | None
) -> datetime | None:
    """Return the latest time, up to ``now``, at which the records say that something happened."""
    times = (
        moment
        for record in records
        for moment in (record.requested_datetime, record.updated_datetime, record.closed_datetime)
        if moment and moment <= now
    )
    latest = max(times, default=None)
    return max((moment for moment in (latest, previous) if moment), default=None)
