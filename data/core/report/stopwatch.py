"""What a step does to a report's two clocks: when they are answered, stand still, run on, and are judged.

The clock of the first response ends with the first step out of waiting and is never set again. The clock of
the resolution stands still while the report waits for its reporter, is with an agency outside the city, or
is closed. When it runs again the deadline moves later by that stretch, measured in the deadline's own kind
of time: a reopened report goes on with the time that was left, neither with a fresh allowance nor with one
that ran out while everybody held it for done. A deadline that the source gave is the source's: it stays.
Where the city's file no longer has the policy that judged a report, its kind of time is not known either: the
deadline moves in calendar time and is provisional ("perkiraan") from then on.
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
    """Who knows in which kind of time a policy's deadlines run."""

    def shift(
        self,
        moments: OptionalMoments,
        service_code: str,
        policy: str | None,
        since: datetime,
        until: datetime,
    ) -> list[datetime | None]:
        """The moments, each later by the resolution clock's time between ``since`` and ``until``."""
        ...

    def knows_policy(self, policy: str | None) -> bool:
        """Whether a policy's kind of time is known; if not, :meth:`shifted` counts calendar time."""
        ...


def apply_step(before: Standing, after: Standing, at: datetime, timekeeper: PolicyClock) -> Standing:
    """``after``, its clocks brought up to the step that happened ``at``."""
    resumed_fields = (
        {} if before.stopped_at is None else _resume_clock(after, before.stopped_at, at, timekeeper)
    )
    status_description = after.status_description
    responded_at = after.responded_at or (
        None if status_description in (INITIAL_STATUS, UNKNOWN_STATUS) else at
    )
    return with_verdicts(
        after,
        **resumed_fields,
        stopped_at=at if stops_clock(status_description) else None,
        responded_at=responded_at,
    )


def clock_fields(target: Target) -> dict[str, Any]:
    """A target under the names of :class:`Standing`."""
    return target.model_dump(exclude={"basis"}) | {"expected_basis": target.basis}


def recompute_clock(standing: Standing, target: Target, timekeeper: PolicyClock) -> dict[str, Any]:
    """The clock's fields under another target, as if set at filing, every earlier stop included."""
    target_fields = clock_fields(target)
    if target.basis != "policy":
        return target_fields
    moments: OptionalMoments = [target_fields[name] for name in SHIFTED_FIELDS]
    for stop in standing.stops.split():
        since, until = map(datetime.fromisoformat, stop.split("/"))
        moments = timekeeper.shift(moments, standing.service_code, target.policy, since, until)
    return target_fields | dict(zip(SHIFTED_FIELDS, moments, strict=True))


def with_verdicts(standing: Standing, **values: Any) -> Standing:
    """The standing with other values, and with both verdicts as its own moments then have it."""
    updated = standing.copy_with(**values)
    verdicts = _verdict(updated), _response_verdict(updated)
    if verdicts == (updated.verdict, updated.response_verdict):
        return updated
    return updated.copy_with(verdict=verdicts[0], response_verdict=verdicts[1])


def _resume_clock(
    standing: Standing, since: datetime, until: datetime, timekeeper: PolicyClock
) -> dict[str, Any]:
    """What changes as the clock runs again."""
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
    """``closed <= expected`` is on time. Withdrawn reports are nobody's work and get no verdict."""
    if standing.status == Status.OPEN or standing.status_description in WITHDRAWN_STATUSES:
        return None
    if standing.expected_datetime is None:
        return Verdict.NO_TARGET.value
    if standing.closed_datetime is None:
        return Verdict.UNKNOWN.value
    return (Verdict.ON_TIME if standing.closed_datetime <= standing.expected_datetime else Verdict.LATE).value


def _response_verdict(standing: Standing) -> str | None:
    """None until there is an answer, or where none was due."""
    if standing.responded_at is None or standing.response_expected_datetime is None:
        return None
    is_on_time = standing.responded_at <= standing.response_expected_datetime
    return (ResponseVerdict.ON_TIME if is_on_time else ResponseVerdict.LATE).value
