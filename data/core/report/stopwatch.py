"""The two clocks of a report: how each step stops, resumes and judges them.

The response clock ends with the first step out of waiting and is never reset. The resolution clock is stopped
while the report waits for its reporter, is with an agency outside the city, or is closed. When it resumes,
the deadline moves later by the stopped time, measured as the deadline is: a reopened report has the time that
was left, neither the full allowed time nor a deadline that passed while it was closed. A deadline that the
source gave does not move. If the city's file no longer has the policy that judged a report, it is not known
how to measure: the deadline moves in calendar time and is provisional ("perkiraan") from then on.

A verdict stays as long as the moments that it follows from; one that a day does not decide is unknown, see
:mod:`data.core.report.uncertainty`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from data.core.clock.sla import ResponseVerdict, Verdict
from data.core.report.record import Target
from data.core.report.standing import Standing
from data.core.report.uncertainty import NO_SLACK, NO_TIME, Slack, earliest_closing, verdict_between
from data.core.status import INITIAL_STATUS, UNKNOWN_STATUS, WITHDRAWN_STATUSES, Status, stops_clock

SHIFTED_FIELDS = ("approaching_at", "expected_datetime", "very_late_at")
JUDGED_FIELDS = ("status", "status_description", "expected_datetime", "closed_datetime", "closed_basis")
RESPONSE_FIELDS = ("responded_at", "response_expected_datetime")
OptionalMoments = Sequence[datetime | None]
_RESPONSE_VERDICTS = {
    Verdict.ON_TIME: ResponseVerdict.ON_TIME.value,
    Verdict.LATE: ResponseVerdict.LATE.value,
}


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


def apply_step(
    before: Standing,
    after: Standing,
    at: datetime,
    timekeeper: PolicyClock,
    slack: Slack = NO_SLACK,
    earliest: datetime | None = None,
) -> Standing:
    """Return ``after`` with its clocks as they are after the step at ``at``.

    :param slack: how much later the deadlines may be
    :param earliest: the earliest moment of the step, if only its day is known
    """
    stopped_at, is_waiting = before.stopped_at, after.status_description in (INITIAL_STATUS, UNKNOWN_STATUS)
    resumed_fields = {} if stopped_at is None else _resumed_fields(after, stopped_at, at, timekeeper)
    return with_verdicts(
        after,
        slack,
        earliest,
        **resumed_fields,
        stopped_at=at if stops_clock(after.status_description) else None,
        responded_at=after.responded_at or (None if is_waiting else at),
    )


def clock_fields(target: Target) -> dict[str, Any]:
    """Return a target by the field names of :class:`Standing`."""
    return {
        "expected_datetime": target.expected_datetime, "expected_basis": target.basis,
        "policy": target.policy, "provisional": target.provisional,
        "approaching_at": target.approaching_at, "very_late_at": target.very_late_at,
        "response_expected_datetime": target.response_expected_datetime,
    }  # fmt: skip


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


def with_verdicts(
    standing: Standing, slack: Slack = NO_SLACK, earliest: datetime | None = None, **values: Any
) -> Standing:
    """Return a copy of the standing with other values, and with the verdicts that follow from them.

    :param slack: how much later the deadlines may be
    :param earliest: the earliest moment of the closing or response, if only its day is known
    """
    updated = standing.copy_with(**values)
    verdicts = (
        _verdict(standing, updated, slack, earliest),
        _response_verdict(standing, updated, slack, earliest),
    )
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


def _verdict(before: Standing, after: Standing, slack: Slack, earliest: datetime | None) -> str | None:
    """Return the verdict of a closed report: ``closed <= expected`` is on time. Withdrawn ones have none."""
    if after.status == Status.OPEN or after.status_description in WITHDRAWN_STATUSES:
        return None
    if before.verdict is not None and _are_equal(before, after, JUDGED_FIELDS):
        return before.verdict
    if after.expected_datetime is None:
        return Verdict.NO_TARGET.value
    if after.closed_datetime is None:
        return Verdict.UNKNOWN.value
    closed_from = earliest or earliest_closing(
        after.requested_datetime, after.closed_datetime, after.closed_basis
    )
    is_policy = after.expected_basis == "policy"
    due_slack = slack.resolution if is_policy else NO_TIME
    return verdict_between(closed_from, after.closed_datetime, after.expected_datetime, due_slack).value


def _response_verdict(
    before: Standing, after: Standing, slack: Slack, earliest: datetime | None
) -> str | None:
    """Return the verdict of the response; None without one, where none was due, or if a day decides."""
    if after.responded_at is None or after.response_expected_datetime is None:
        return None
    if before.responded_at is not None and _are_equal(before, after, RESPONSE_FIELDS):
        return before.response_verdict
    responded_from = earliest or after.responded_at
    verdict = verdict_between(
        responded_from, after.responded_at, after.response_expected_datetime, slack.response
    )
    return _RESPONSE_VERDICTS.get(verdict)


def _are_equal(before: Standing, after: Standing, names: Sequence[str]) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in names)
