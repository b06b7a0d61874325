"""What an office may not do by its own hand: take a report off its count, or give itself more time.

A kecamatan joins a report only with one that is plainly the same, a change of category never moves a deadline
later, and a question stops the clock only if its reporter can be reached. Everything else is the command
center's decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import cos, hypot, radians
from typing import Any

from data.core.access import Role
from data.core.report.standing import Standing
from data.core.status import Status

OWN_HAND_ROLES = frozenset({Role.CAMAT, Role.EXECUTOR, Role.REPORTER})  # whose decision is not the center's
NEAR_METRES = 200.0
METRES_PER_DEGREE = 111_195.0  # of a great circle on a sphere of the earth's mean radius
RESPONSE_FIELD = "response_expected_datetime"


@dataclass(frozen=True)
class OriginalReport:
    """The report that another one is counted with.

    :param same_parent: both lie in one kecamatan
    """

    standing: Standing
    same_parent: bool


def is_plain_duplicate(report: Standing, original: OriginalReport) -> bool:
    """Return whether nobody can gain by counting a report with another.

    The other one is open, was not filed later, and is of the same category, in the same kelurahan or near
    in the same kecamatan.
    """
    other = original.standing
    return (
        other.status == Status.OPEN
        and other.requested_datetime <= report.requested_datetime
        and other.service_code == report.service_code
        and original.same_parent
        and (other.area_code == report.area_code or _are_near(report, other))
    )


def _are_near(first: Standing, second: Standing) -> bool:
    """Return whether two points lie within ``NEAR_METRES``; False if either report has none."""
    if first.lat is None or first.long is None or second.lat is None or second.long is None:
        return False
    north, east = first.lat - second.lat, (first.long - second.long) * cos(radians(first.lat))
    return hypot(north, east) * METRES_PER_DEGREE <= NEAR_METRES


def never_later(standing: Standing, recomputed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the clock after a change of category by an office's own hand.

    The earlier deadline of resolution stays with its policy, and so does the earlier one of response.

    :param recomputed: the fields under the new category; the standing has each of them
    """
    present = {name: getattr(standing, name) for name in recomputed}
    chosen = _of_earlier(present, recomputed, "expected_datetime")
    response = _of_earlier(present, recomputed, RESPONSE_FIELD)[RESPONSE_FIELD]
    return {**chosen, RESPONSE_FIELD: response}


def _of_earlier(present: Mapping[str, Any], recomputed: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the fields whose deadline is earlier; none is later than any."""
    now: datetime | None = present[name]
    then: datetime | None = recomputed[name]
    return present if then is None or (now is not None and now <= then) else recomputed
