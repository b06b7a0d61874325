"""What is known of one report at one moment, and the events that change it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from data.core.quick_frozen import copier, quick
from data.core.status import WITHDRAWN_STATUSES, Status


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
    RESCHEDULED = "rescheduled"  # the source moved a deadline that had passed


@quick
@dataclass(frozen=True, slots=True)
class Standing:
    """Everything about a report that a count, a clock, a ranking or a map depends on.

    Its clocks are moments, not rules: a later policy does not change by what a report is judged.
    """

    service_code: str
    status: str
    status_description: str
    agency_responsible: str | None
    requested_datetime: datetime
    expected_datetime: datetime | None
    expected_basis: str | None  # "source", "policy" or None
    closed_datetime: datetime | None
    closed_basis: str | None  # "source", "day" (only that is known), "observed" (was open) or "unknown"
    area_code: str | None
    placement: str
    lat: float | None
    long: float | None
    reopened: int
    received_at: datetime  # when it entered the open stock: its filing, or when learnt if that was earlier
    policy: str | None = None  # id of the policy in force at filing; None where the source set the deadline
    provisional: bool = False  # the deadline counts days of a year whose holidays are not all known
    approaching_at: datetime | None = None  # 80 % of the allowed time is used
    very_late_at: datetime | None = None  # three times the allowed time is used
    response_expected_datetime: datetime | None = None
    responded_at: datetime | None = None  # the first step out of waiting; never reset
    stopped_at: datetime | None = None  # the clock is stopped since then; None while it runs
    stops: str = ""  # earlier times in which it was stopped: "from/to", ISO 8601, separated by spaces
    verdict: str | None = None  # data.core.clock.sla.Verdict of a closed report, as judged when it was closed
    response_verdict: str | None = None
    evidence: bool = False  # there is a photo or document of the work
    reporter: str | None = None  # keyed hash; shows that one person filed many

    def copy_with(self, **values: Any) -> "Standing":
        """Return a copy with other values; ``dataclasses.replace`` takes many times as long.

        :raises AttributeError: there is no such value
        """
        copied = _copy_standing(self)
        for name, value in values.items():
            object.__setattr__(copied, name, value)  # nobody else has it yet
        return copied


STANDING_FIELDS = tuple(item.name for item in fields(Standing))
_copy_standing = copier(Standing)
standing_values = attrgetter(*STANDING_FIELDS)  # of a standing, in the order of its fields


@quick
@dataclass(frozen=True, slots=True)
class Event:
    """One change of one report: when it happened, when it was learnt, and the standing after it.

    :param amended: changed details, by name
    """

    kind: str
    occurred_at: datetime
    learnt_at: datetime
    standing: Standing
    amended: dict[str, Any] = field(default_factory=dict)


SOURCE_VALUES_KEY = "told"  # details: what the source said last of a report that is followed up here


@quick
@dataclass(frozen=True, slots=True)
class KnownReport:
    """What is stored of a report before a new row of it or an action on it.

    :param details: its descriptive fields, see :mod:`data.core.report.reconcile.details`
    :param status_at: since when it has its status
    :param fingerprint: the digest of the last row
    :param is_new: it was first learnt in the pull that is running
    :param is_current: its state was learnt in the pull that is running
    """

    standing: Standing
    details: dict[str, Any]
    last_occurred_at: datetime
    status_at: datetime
    fingerprint: str
    is_new: bool = False
    is_current: bool = False

    @property
    def is_followed_up(self) -> bool:
        """Whether an action was taken on it here."""
        return SOURCE_VALUES_KEY in self.details


def status_event_kind(before: Standing, after: Standing) -> EventKind:
    """Return the kind of an event that changes the status."""
    if before.status == after.status:
        return EventKind.STATUS
    if after.status == Status.OPEN:
        return EventKind.REOPENED
    return EventKind.WITHDRAWN if after.status_description in WITHDRAWN_STATUSES else EventKind.CLOSED


def status_since(events: Sequence[Event], known_report: KnownReport | None) -> datetime:
    """Return since when a report has its status, after at least one new event.

    :param known_report: what was known before the events; None for a new report
    """
    if known_report is None:
        return events[-1].occurred_at
    previous_status = known_report.standing.status_description
    changed_at = [e.occurred_at for e in events if e.standing.status_description != previous_status]
    return changed_at[-1] if changed_at else known_report.status_at
