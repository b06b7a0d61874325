"""Policies: what time is allowed for a first response and for a resolution, from which day on.

A report is judged by the policy in force on the local day of its filing, whatever is decided later.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from data.core.amount import Allowed, Amount, Measure
from data.core.strict import Name, Strict

OTHER = "lainnya"  # what no category of the city's table fits
DEFAULT = "default"  # the key that stands for every category not named


class Duty(StrEnum):
    """What a report's two clocks run towards."""

    RESPOND = "respond"
    RESOLVE = "resolve"


class Policy(Strict):
    """Allowed times by category code; ``default`` is for all the others, but never for ``lainnya``."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]
    effective_from: date = Field(alias="from")
    decided: bool = False  # False: "bawaan, belum ditetapkan" wherever the target shows
    source: Name | None = None  # the decree or circular that it stands in
    respond: Mapping[str, Allowed] = {}
    resolve: Mapping[str, Allowed] = {}

    @model_validator(mode="after")
    def _sets_a_target(self) -> "Policy":
        if not self.respond and not self.resolve:
            raise ValueError(f"{self.id!r} sets no target; needed is [policy.resolve] or [policy.respond]")
        return self

    def allowed(self, duty: Duty, code: str) -> Amount | None:
        """The time allowed for a category, None if it has no limit."""
        times = self.respond if duty is Duty.RESPOND else self.resolve
        if code in times:
            return times[code]
        # Nobody knows what an unmapped report is about, so no general target fits it.
        return None if code == OTHER else times.get(DEFAULT)

    @property
    def codes(self) -> frozenset[str]:
        """The categories named."""
        return frozenset({*self.respond, *self.resolve} - {DEFAULT})

    @property
    def needs_hours(self) -> bool:
        """Whether any time is counted in working time."""
        amounts = [*self.respond.values(), *self.resolve.values()]
        return any(amount and amount.measure is not Measure.CALENDAR for amount in amounts)


def in_force(policies: Sequence[Policy], day: date) -> Policy | None:
    """The policy that judges what is filed on a local day: the latest that has come into effect."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return max(begun, key=lambda policy: policy.effective_from, default=None)


def usual_hours(policies: Sequence[Policy]) -> dict[str, float]:
    """About how many calendar hours the latest policy allows for each category that it names."""
    latest = max(policies, key=lambda policy: policy.effective_from, default=None)
    allowed = latest.resolve if latest else {}
    return {code: amount.usual_hours for code, amount in allowed.items() if amount}


def check_policies(policies: Sequence[Policy], codes: Sequence[str], *, hours: bool) -> None:
    """That policies fit the city they stand in.

    :param codes: the city's category codes
    :param hours: whether the city has working hours
    :raises ValueError: naming key, value and what is allowed
    """
    for key, values in (
        ("id", [policy.id for policy in policies]),
        ("from", [str(policy.effective_from) for policy in policies]),
    ):
        if twice := sorted({value for value in values if values.count(value) > 1}):
            raise ValueError(f"policy: {key} = {twice[0]} is given twice; allowed is one policy for each")
    for policy in policies:
        _check_codes(policy, codes)
        if policy.needs_hours and not hours:
            raise ValueError(f"policy {policy.id!r} counts in working time; needed is a [work.hours] table")


def _check_codes(policy: Policy, codes: Sequence[str]) -> None:
    if unknown := sorted(policy.codes - {*codes, OTHER}):
        allowed = ", ".join([DEFAULT, *codes, OTHER])
        raise ValueError(f"policy {policy.id!r}: no category {unknown[0]!r}; allowed is {allowed}")
