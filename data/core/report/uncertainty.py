"""Times of which only the day is known, and what can be judged by them.

A closing that is only a day happened at some moment of that day, not before the filing and not after it was
learnt. A deadline that a policy sets from a filing that is only a day may be later by up to a day. Where that
decides whether a report was on time, the verdict is unknown: neither a credit nor a blame.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from data.core.clock.sla import Verdict
from data.core.quick_frozen import quick
from data.core.report.record import ServiceRequest

DAY = timedelta(days=1)
TO_LAST_SECOND = DAY - timedelta(seconds=1)  # deadlines that are only a day end with the same second
NO_TIME = timedelta(0)

SOURCE_BASIS, OBSERVED_BASIS, UNKNOWN_BASIS, DAY_BASIS = "source", "observed", "unknown", "day"
STATED_BASES = (SOURCE_BASIS, DAY_BASIS)  # of a closing of which the source gives the time, or the day


@quick
@dataclass(frozen=True, slots=True)
class ClosingTime:
    """When a report was closed.

    :param at: the moment, or the latest one that the day allows
    :param earliest: the earliest one that the day allows; None for a moment
    """

    at: datetime
    earliest: datetime | None = None

    @classmethod
    def of_day(cls, day_start: datetime, filed: datetime, learnt_at: datetime) -> Self:
        """Return the time of a closing of which only the day is known."""
        earliest = max(day_start, filed)
        return cls(max(earliest, min(day_start + TO_LAST_SECOND, learnt_at)), earliest)

    @property
    def basis(self) -> str:
        """How the source gives it: ``closed_basis``."""
        return SOURCE_BASIS if self.earliest is None else DAY_BASIS


@quick
@dataclass(frozen=True, slots=True)
class Slack:
    """How much later deadlines may be, as only the day of the filing is known."""

    resolution: timedelta = NO_TIME
    response: timedelta = NO_TIME


NO_SLACK = Slack()


def closing_time(record: ServiceRequest, learnt_at: datetime) -> ClosingTime | None:
    """Return the closing that a row states; None without one, and for a day before that of the filing."""
    closed_at, filed = record.closed_datetime, record.requested_datetime
    if closed_at is None:
        return None
    if "closed_datetime" not in record.date_only:
        return ClosingTime(closed_at)
    is_possible = closed_at + TO_LAST_SECOND >= filed
    return ClosingTime.of_day(closed_at, filed, learnt_at) if is_possible else None


def is_closed_before_filing(record: ServiceRequest) -> bool:
    """Return whether the row's closing lies before its filing, which is impossible."""
    if record.closed_datetime is None:
        return False
    is_day = "closed_datetime" in record.date_only
    return record.closed_datetime + (TO_LAST_SECOND if is_day else NO_TIME) < record.requested_datetime


def earliest_closing(requested_at: datetime, closed_at: datetime, basis: str | None) -> datetime:
    """Return the earliest moment of a stored closing; for a day that was learnt before its end, a bound."""
    return max(requested_at, closed_at - TO_LAST_SECOND) if basis == DAY_BASIS else closed_at


def verdict_between(earliest: datetime, latest: datetime, due: datetime, slack: timedelta) -> Verdict:
    """Return the verdict on something that was done between two moments: ``latest <= due`` is on time."""
    if latest <= due:
        return Verdict.ON_TIME
    return Verdict.LATE if earliest > due + slack else Verdict.UNKNOWN
