"""Types of the rows of the ranking and of an explained change of rate."""

from typing import TypedDict


class StockPart(TypedDict):
    """What a parent has open, and what its rate is made of."""

    open: int
    overdue: int
    closed_on_time: int
    closed_late: int


class RatePart(TypedDict):
    """A parent's rate with its interval and ranks; None with too few reports, but ``band`` and ``n``."""

    n: int
    rank_from: int | None
    rank_to: int | None
    on_time: float | None
    low: float | None
    high: float | None
    shrunk: float | None
    expected: float | None
    adjusted: float | None
    band: str


class TrendPart(TypedDict):
    """A parent's rate of the previous period; ``trend`` None: not compared."""

    previous_on_time: float | None
    previous_n: int | None
    trend: str | None


class DurationPart(TypedDict):
    """How long resolving takes, in hours; None: not reached."""

    median_hours: float | None
    p90_hours: float | None
    median_closed_hours: float | None
    received: int


class RankingRow(StockPart, RatePart, TrendPart, DurationPart):
    """One parent area of the ranking."""

    code: str
    name: str


class RankingRuleRow(TypedDict):
    """The city's ranking rule (:class:`data.core.config.city.RankingRule`) with the city's own rate."""

    window_days: int
    minimum_sample: int
    duration_days: int
    city_on_time: float | None


class CategoryEffectRow(TypedDict):
    """One category's part of a change of rate."""

    service_code: str
    n_before: int
    n_now: int
    effect: float


class RateChangeRow(TypedDict):
    """A parent's change of rate in parts; see :mod:`data.core.ranking.rate_change`."""

    n_before: int
    n_now: int
    before: float | None
    now: float | None
    mix: float | None
    city: float | None
    own: float | None
    categories: list[CategoryEffectRow]
