"""The two clocks of a report: how each step stops, resumes and judges them.

The response clock ends with the first step out of waiting and is never reset. The resolution clock is stopped
while the report waits for its reporter, is with an agency outside the city, or is closed. When it resumes,
the deadline moves later by the stopped time, measured as the deadline is: a reopened report has the time that
was left, neither the full allowed time nor a deadline that passed while it was closed. A deadline that the
source gave does not move. If the city's file no longer has the policy that judged a report, it is not known
how to measure: the deadline moves in calendar time and is provisional ("perkiraan") from then on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from data.core.clock.sla import ResponseVerdict, Verdict
from data.core.report.record import Target
from data.core.report.standing import Standing
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, WITHDRAWN_STATUSES, Status, stops_clock

SHIFTED_FIELDS = ("approaching_at", "expected_datetime", "very_late_at")
OptionalMoments = Sequence[datetime | None]


class PolicyClock(Protocol):
    """What measures time as the deadlines of a policy do."""

    def shift(
        self,
        moments: OptionalMoments,
        service_code: str,
        policy: str | None,
        since: datetime,
        until: datetime,
    ) -> list[datetime | None]:
        """Return the moments, each later by the resolution clock's time from ``since`` to ``until``."""
        ...

    def knows_policy(self, policy: str | None) -> bool:
        """Return whether it is known how a policy measures; if not, :meth:`shift` counts calendar time."""
        ...


def apply_step(before: Standing, after: Standing, at: datetime, timekeeper: PolicyClock) -> Standing:
    """Return ``after`` with its clocks as they are after the step at ``at``."""
    stopped_at, is_waiting = before.stopped_at, after.status_description in (INITIAL_STATUS, UNKNOWN_STATUS)
    resumed_fields = {} if stopped_at is None else _resumed_fields(after, stopped_at, at, timekeeper)
    return with_verdicts(
        after,
        **resumed_fields,
        stopped_at=at if stops_clock(after.status_description) else None,
        responded_at=after.responded_at or (None if is_waiting else at),
    )


def clock_fields(target: Target) -> dict[str, Any]:
    """Return a target by the field names of :class:`Standing`."""
    return target.model_dump(exclude={"basis"}) | {"expected_basis": target.basis}


def recompute_clock(standing: Standing, target: Target, timekeeper: PolicyClock) -> dict[str, Any]:
    """Return the clock's fields under another target, as if set at filing, earlier stops included."""
    target_fields = clock_fields(target)
    if target.basis != "policy":
        return target_fields
    moments: OptionalMoments = [target_fields[name] for name in SHIFTED_FIELDS]
    for stop in standing.stops.split():
        since, until = map(datetime.fromisoformat, stop.split("/"))
        moments = timekeeper.shift(moments, standing.service_code, target.policy, since, until)
    return target_fields | dict(zip(SHIFTED_FIELDS, moments, strict=True))


def with_verdicts(standing: Standing, **values: Any) -> Standing:
    """Return a copy of the standing with other values, and with the verdicts that follow from them."""
    updated = standing.copy_with(**values)
    verdicts = _verdict(updated), _response_verdict(updated)
    if verdicts == (updated.verdict, updated.response_verdict):
        return updated
    return updated.copy_with(verdict=verdicts[0], response_verdict=verdicts[1])


def _resumed_fields(
    standing: Standing, since: datetime, until: datetime, timekeeper: PolicyClock
) -> dict[str, Any]:
    """Return the fields that change when the clock resumes."""
    if since == until:
        return {}
    stops = f"{standing.stops} {since.isoformat()}/{until.isoformat()}".strip()
    if standing.expected_basis != "policy":
        return {"stops": stops}
    moments = [getattr(standing, name) for name in SHIFTED_FIELDS]
    shifted_moments = timekeeper.shift(moments, standing.service_code, standing.policy, since, until)
    is_provisional = standing.provisional or not timekeeper.knows_policy(standing.policy)
    return {
        "stops": stops,
        "provisional": is_provisional,
        **dict(zip(SHIFTED_FIELDS, shifted_moments, strict=True)),
    }


def _verdict(standing: Standing) -> str | None:
    """Return the verdict of a closed report: ``closed <= expected`` is on time. Withdrawn ones have none."""
    if standing.status == Status.OPEN or standing.status_description in WITHDRAWN_STATUSES:
        return None
    if standing.expected_datetime is None:
        return Verdict.NO_TARGET.value
    if standing.closed_datetime is None:
        return Verdict.UNKNOWN.value
    return (Verdict.ON_TIME if standing.closed_datetime <= standing.expected_datetime else Verdict.LATE).value


def _response_verdict(standing: Standing) -> str | None:
    """Return the verdict of the response; None until there is one, or where none was due."""
    if standing.responded_at is None or standing.response_expected_datetime is None:
        return None
    is_on_time = standing.responded_at <= standing.response_expected_datetime
    return (ResponseVerdict.ON_TIME if is_on_time else ResponseVerdict.LATE).value
