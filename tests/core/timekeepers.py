"""Policy clocks for tests of single reports."""

from collections.abc import Sequence
from datetime import datetime


class CalendarPolicyClock:
    """Deadlines in calendar time; some policies are no longer in the city's file."""

    def __init__(self, *removed_policies: str) -> None:
        self.removed_policies = removed_policies

    def shift(
        self,
        moments: Sequence[datetime | None],
        service_code: str,
        policy: str | None,
        since: datetime,
        until: datetime,
    ) -> list[datetime | None]:
        return [moment and moment + (until - since) for moment in moments]

    def knows_policy(self, policy: str | None) -> bool:
        return policy not in self.removed_policies
