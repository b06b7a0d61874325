"""How busy a practice city can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Profile:
    """One degree of busyness.

    :param daily: reports on an average day, those that rain adds left out
    :param per_burst: reports that one burst of rain adds, on average
    :param history_days: how far back the first pull reaches
    """

    daily: float
    per_burst: float
    history_days: int


# "tenang" is the size of Manado's own feed in 2017; "sibuk" gives every figure on a screen something to say.
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "sibuk": Profile(daily=146.0, per_burst=14.0, history_days=90),
        "tenang": Profile(daily=2.85, per_burst=1.2, history_days=365),
    }
)
