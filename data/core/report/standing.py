"""What is known of one report at one moment, and the events that change it."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What an event did."""

    RECEIVED = "received"
    STATUS = "status"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    MOVED = "moved"
    RECATEGORISED = "recategorised"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about a report that a count, a clock, a ranking or a map depends on.

    Its clocks are moments, not rules: a report that was judged yesterday is judged by the same moments
    tomorrow, whatever the policy says by then.
    """

    service_code: str
    status: str
    status_description: str
    agency_responsible: str | None
    requested_datetime: datetime
    expected_datetime: datetime | None
    expected_basis: str | None  # "source", "policy" or None
    closed_datetime: datetime | None
    closed_basis: str | None  # "source", "observed" (we saw it close) or "unknown"
    area_code: str | None
    placement: str
    lat: float | None
    long: float | None
    reopened: int
    received_at: datetime  # when it entered the open stock: filing, or learning if filed "in the future"
    policy: str | None = None  # id of the policy in force at filing; None where the source set the deadline
    provisional: bool = False  # the deadline counts days of a year whose holidays are not all known
    approaching_at: datetime | None = None  # 80 % of the allowed time is used
    very_late_at: datetime | None = None  # three times the allowed time is used
    response_expected_datetime: datetime | None = None
    responded_at: datetime | None = None  # the first step out of waiting; never taken back
    stopped_at: datetime | None = None  # the clock stands still since then; None while it runs
    stops: str = ""  # earlier stretches in which it stood still: "from/to", ISO 8601, separated by spaces
    verdict: str | None = None  # data.core.clock.sla.Verdict of a closed report, as judged when it was closed
    response_verdict: str | None = None
    evidence: bool = False  # the source shows a photo or a paper of what was done
    reporter: str | None = None  # keyed hash; to tell that one person filed many

    def copy_with(self, **values: Any) -> "Standing":
        """A copy with other values; ``dataclasses.replace`` takes five times as long, at every event."""
        return Standing(**(standing_as_dict(self) | values))


STANDING_FIELDS = tuple(item.name for item in fields(Standing))


def standing_as_dict(standing: Standing) -> dict[str, Any]:
    """A standing by column; ``dataclasses.asdict`` would copy every value deeply, at half a pull's time."""
    return {name: getattr(standing, name) for name in STANDING_FIELDS}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to one report: when it happened and when we learnt it."""

    kind: str
    occurred_at: datetime
    learnt_at: datetime
    standing: Standing
    amended: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownReport:
    """What the store holds about a report before a new row of it arrives."""

    standing: Standing
    details: dict[str, Any]
    last_occurred_at: datetime
    status_at: datetime
    fingerprint: str
