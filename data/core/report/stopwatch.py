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

from data.core.clock.sla import Answer, Verdict
from data.core.report.record import Target
from data.core.report.standing import Standing
from data.core.status import FIRST, UNKNOWN, WITHDRAWN, Status, stands_still

MOVING = ("approaching_at", "expected_datetime", "very_late_at")
Moments = Sequence[datetime | None]


class Keeper(Protocol):
    """Who knows in which kind of time a policy's deadlines run."""

    def shifted(
        self, moments: Moments, service_code: str, policy: str | None, since: datetime, until: datetime
    ) -> list[datetime | None]:
        """The moments, each later by the resolution clock's time between ``since`` and ``until``."""
        ...

    def knows(self, policy: str | None) -> bool:
        """Whether a policy's kind of time is known; if not, :meth:`shifted` counts calendar time."""
        ...


def stepped(before: Standing, after: Standing, at: datetime, keeper: Keeper) -> Standing:
    """``after``, its clocks brought up to the step that happened ``at``."""
    resumed = {} if before.stopped_at is None else _resumed(after, before.stopped_at, at, keeper)
    word = after.status_description
    answered = after.responded_at or (None if word in (FIRST, UNKNOWN) else at)
    return judged(after, **resumed, stopped_at=at if stands_still(word) else None, responded_at=answered)


def clock_of(target: Target) -> dict[str, Any]:
    """A target under the names of :class:`Standing`."""
    return target.model_dump(exclude={"basis"}) | {"expected_basis": target.basis}


def retimed(standing: Standing, target: Target, keeper: Keeper) -> dict[str, Any]:
    """The clock's fields under another target, as if set at filing, every earlier stop included."""
    fresh = clock_of(target)
    if target.basis != "policy":
        return fresh
    moments: Moments = [fresh[name] for name in MOVING]
    for stretch in standing.stops.split():
        since, until = map(datetime.fromisoformat, stretch.split("/"))
        moments = keeper.shifted(moments, standing.service_code, target.policy, since, until)
    return fresh | dict(zip(MOVING, moments, strict=True))


def judged(standing: Standing, **values: Any) -> Standing:
    """The standing with other values, and with both verdicts as its own moments then have it."""
    now = standing.but(**values)
    verdicts = _verdict(now), _response_verdict(now)
    if verdicts == (now.verdict, now.response_verdict):
        return now
    return now.but(verdict=verdicts[0], response_verdict=verdicts[1])


def _resumed(standing: Standing, since: datetime, until: datetime, keeper: Keeper) -> dict[str, Any]:
    """What changes as the clock runs again."""
    if since == until:
        return {}
    stops = f"{standing.stops} {since.isoformat()}/{until.isoformat()}".strip()
    if standing.expected_basis != "policy":
        return {"stops": stops}
    moments = [getattr(standing, name) for name in MOVING]
    later = keeper.shifted(moments, standing.service_code, standing.policy, since, until)
    doubtful = standing.provisional or not keeper.knows(standing.policy)
    return {"stops": stops, "provisional": doubtful, **dict(zip(MOVING, later, strict=True))}


def _verdict(standing: Standing) -> str | None:
    """``closed <= expected`` is on time. Withdrawn reports are nobody's work and get no verdict."""
    if standing.status == Status.OPEN or standing.status_description in WITHDRAWN:
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
    kept = standing.responded_at <= standing.response_expected_datetime
    return (Answer.ON_TIME if kept else Answer.LATE).value
