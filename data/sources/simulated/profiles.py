"""Profiles of the practice city: how many reports it gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Profile:
    """The volume of reports.

    :param daily: reports on an average day, without those caused by rain
    :param per_burst: average number of reports caused by one burst of rain
    :param history_days: number of days that the first pull reaches back
    """

    daily: float
    per_burst: float
    history_days: int


# "tenang" has the volume of Manado's own feed in 2017; "sibuk" has reports for every figure on a screen.
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "sibuk": Profile(daily=146.0, per_burst=14.0, history_days=90),
        "tenang": Profile(daily=2.85, per_burst=1.2, history_days=365),
    }
)
