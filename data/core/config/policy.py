"""Policies: the time allowed for a first response and for a resolution, from which day on.

A report is judged by the policy in force on the local day of its filing; a later policy does not change that.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from data.core.amount import AllowedTime, AllowedTimeField, TimeMeasure
from data.core.strict import Name, StrictModel

OTHER_CATEGORY = "lainnya"  # reports that fit no category of the city
DEFAULT_CATEGORY = "default"  # the key for every category that is not named


class SlaClock(StrEnum):
    """The two clocks of a report: to the first response and to the resolution."""

    RESPONSE = "respond"
    RESOLUTION = "resolve"


class Policy(StrictModel):
    """Allowed times by category code; ``default`` is for all others, unmapped ones (``lainnya``) included."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    effective_from: date = Field(alias="from")
    decided: bool = False  # False: shown with the target as "bawaan, belum ditetapkan"
    source: Name | None = None  # the decree or circular that it comes from
    respond: Mapping[str, AllowedTimeField] = {}
    resolve: Mapping[str, AllowedTimeField] = {}

    @model_validator(mode="after")
    def _validate_has_target(self) -> "Policy":
        if not self.respond and not self.resolve:
            raise ValueError(f"{self.id!r} sets no target; needed is [policy.resolve] or [policy.respond]")
        return self

    def allowed_time(self, sla_clock: SlaClock, code: str) -> AllowedTime | None:
        """Return the time allowed for a category, None if it has no limit."""
        times = self.respond if sla_clock is SlaClock.RESPONSE else self.resolve
        return times[code] if code in times else times.get(DEFAULT_CATEGORY)

    @property
    def category_codes(self) -> frozenset[str]:
        """The categories that the policy names."""
        return frozenset({*self.respond, *self.resolve} - {DEFAULT_CATEGORY})

    @property
    def uses_working_time(self) -> bool:
        """Whether any allowed time is counted in working time."""
        times = [*self.respond.values(), *self.resolve.values()]
        return any(allowed and allowed.measure is not TimeMeasure.CALENDAR for allowed in times)


def policy_in_force(policies: Sequence[Policy], day: date) -> Policy | None:
    """Return the policy for reports filed on a local day: the latest that is in effect by then."""
    in_effect = [policy for policy in policies if policy.effective_from <= day]
    return max(in_effect, key=lambda policy: policy.effective_from, default=None)


def approximate_hours(policies: Sequence[Policy]) -> dict[str, float]:
    """Return roughly how many calendar hours the latest policy allows, for each category that it names."""
    latest = max(policies, key=lambda policy: policy.effective_from, default=None)
    times = latest.resolve if latest else {}
    return {code: allowed.approximate_hours for code, allowed in times.items() if allowed}


def validate_policies(policies: Sequence[Policy], codes: Sequence[str], *, hours: bool) -> None:
    """Check that policies fit their city.

    :param codes: the city's category codes
    :param hours: whether the city has working hours
    :raises ValueError: if they do not; the message names key, value and what is allowed
    """
    for key, values in (
        ("id", [policy.id for policy in policies]),
        ("from", [str(policy.effective_from) for policy in policies]),
    ):
        if duplicates := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(
                f"policy: {key} = {duplicates[0]} is given twice; allowed is one policy for each"
            )
    for policy in policies:
        _validate_codes(policy, codes)
        if policy.uses_working_time and not hours:
            raise ValueError(f"policy {policy.id!r} counts in working time; needed is a [work.hours] table")


def _validate_codes(policy: Policy, codes: Sequence[str]) -> None:
    if unknown := sorted(policy.category_codes - {*codes, OTHER_CATEGORY}):
        allowed = ", ".join([DEFAULT_CATEGORY, *codes, OTHER_CATEGORY])
        raise ValueError(f"policy {policy.id!r}: no category {unknown[0]!r}; allowed is {allowed}")
