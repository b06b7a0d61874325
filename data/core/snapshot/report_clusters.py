"""Bursts: more reports of one kind, close in space and time, than chance brings.

A space-time scan after Kulldorff (2001, "Prospective time periodic geographical disease surveillance using a
scan statistic", J. R. Statist. Soc. A 164:61-72): over each area with a recent report and its nearest
neighbours (the base of a cylinder), over each of the rule's spans that end now (its height), and over each
category. The most telling cylinder is the one with the highest log likelihood ratio.

Whether it is told at all is decided by a bound instead of by simulation, since a snapshot must follow from
its facts alone. A cylinder's usual number is uncertain: from ``h`` reports in the history and a cylinder of
relative exposure ``e``, the number to come has the negative binomial distribution of Jeffreys' posterior,
``r = h + 1/2``, ``p = 1 / (1 + e)``. A false alarm can begin only with a report inside the cylinder, so that
its rate is at most (rate of reports inside) x P(at least n - 1 others). The sum of these rates over all
cylinders that the city has is held under ``false_alarms_a_year``, each with the same share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import nbinom

from data.core.config.rotation_rule import DisplayRule

NEIGHBOURS = 6  # an area with up to five neighbours is a base
A_YEAR = 365.25  # days
EARTH_KM = 6_371.0
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Burst:
    """One burst, ready for a screen.

    :param minutes: the span in which its ``count`` reports were filed, ``since`` the first of them
    :param expected: how many such a span there usually brings
    :param centre: latitude, longitude in degrees; ``radius_m``: metres around all of its points
    """

    service_code: str
    count: int
    minutes: int
    since: datetime
    expected: float
    areas: tuple[str, ...]
    centre: tuple[float, float]
    radius_m: int
    score: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return dict(vars(self))


def bursts(standings: pd.DataFrame, areas: pd.DataFrame, as_of: datetime, rule: DisplayRule, zone: ZoneInfo,
           sensitive: frozenset[str]) -> list[Burst]:  # fmt: skip
    """The bursts at ``as_of``, the most telling first; none shares a category and an area with another.

    :param standings: ``STANDING_COLUMNS``, at least of the history and since
    :param areas: ``AREA_COLUMNS``
    :param sensitive: categories that no screen places
    """
    spans = [timedelta(minutes=minutes) for minutes in sorted(rule.burst_minutes)]
    begin = as_of - spans[-1]
    wanted = _many(standings[standings["requested_datetime"] > begin], as_of, rule, sensitive)
    if not wanted:
        return []
    placed = _placed(standings, as_of, sensitive)
    recent = placed[placed["requested_datetime"] > begin]
    history = _history(placed, begin, rule)
    shares = [_exposure(history, as_of, span, rule, zone) for span in spans]
    near = _Near(placed)
    share = rule.false_alarms_a_year / (max(1, len(areas)) * NEIGHBOURS * len(spans) * _kinds(placed))
    found = []
    for code in wanted:
        mine = recent[recent["service_code"] == code]
        usual = history.loc[history["service_code"] == code, "area_code"].value_counts()
        scan = _Scan(mine, usual.to_dict(), near, as_of, rule, share)
        found += scan.alarms(list(zip(spans, shares, strict=True)))
    return _apart(found)


def _many(recent: pd.DataFrame, as_of: datetime, rule: DisplayRule, sensitive: frozenset[str]) -> list[str]:
    """The categories with enough reports to look at: most of the time there is none."""
    count = _placed(recent, as_of, sensitive)["service_code"].value_counts()
    return sorted(count[count >= rule.burst_minimum].index)


def _placed(standings: pd.DataFrame, as_of: datetime, sensitive: frozenset[str]) -> pd.DataFrame:
    """Reports with an area and a point, of what may be placed on a wall."""
    filed = standings["requested_datetime"]
    known = standings["area_code"].notna() & (standings["area_code"] != "") & standings["lat"].notna()
    return standings[known & (filed <= as_of) & ~standings["service_code"].isin(sensitive)]


def _kinds(placed: pd.DataFrame) -> int:
    return max(1, placed["service_code"].nunique())


def _history(placed: pd.DataFrame, begin: datetime, rule: DisplayRule) -> pd.DataFrame:
    """What was filed in the days before the longest span, so that a burst is no part of what is usual."""
    filed = placed["requested_datetime"]
    return placed[(filed <= begin) & (filed > begin - timedelta(days=rule.history_days))]


def _exposure(
    history: pd.DataFrame, as_of: datetime, span: timedelta, rule: DisplayRule, zone: ZoneInfo
) -> float:
    """The share of the history that a span like this one holds, by the city's hours of the day.

    Hours count by all of its reports, each hour as if it had one more per ten of an even spread: a city
    whose nights were silent for four weeks is not certain to be silent tonight.
    """
    hours = history["requested_datetime"].dt.tz_convert(zone).dt.hour.value_counts()
    counted = np.array([hours.get(hour, 0) for hour in range(24)], dtype=np.float64)
    weights = counted + max(1.0, counted.sum()) / 240
    weights *= 24 / weights.sum()
    minutes = pd.date_range(end=as_of, periods=int(span.total_seconds() // 300), freq="5min").tz_convert(zone)
    inside = weights[minutes.hour].sum() / 12 / 24  # days
    return float(inside) / rule.history_days


class _Near:
    """Which areas lie near which, by the middle of each area's reports."""

    def __init__(self, placed: pd.DataFrame) -> None:
        middles = placed.groupby("area_code")[["lat", "long"]].median()
        self._codes: list[str] = middles.index.tolist()
        self._lat, self._long = middles["lat"].to_numpy(), middles["long"].to_numpy()

    def bases(self, code: str) -> list[tuple[str, ...]]:
        """The area alone, then with one neighbour more each time."""
        here = self._codes.index(code)
        away = _km(self._lat, self._long, self._lat[here], self._long[here])
        near = tuple(self._codes[i] for i in np.argsort(away, kind="stable")[:NEIGHBOURS])
        return [near[: i + 1] for i in range(len(near))]


class _Scan:
    """All cylinders of one category."""

    def __init__(self, recent: pd.DataFrame, usual: Mapping[Any, int], near: _Near, as_of: datetime,
                 rule: DisplayRule, share: float) -> None:  # fmt: skip
        self._recent, self._usual, self._near = recent, usual, near
        self._as_of, self._rule, self._share = as_of, rule, share

    def alarms(self, spans: list[tuple[timedelta, float]]) -> list[Burst]:
        """Every cylinder that is told."""
        return [burst for span, exposure in spans for burst in self._of_span(span, exposure)]

    def _of_span(self, span: timedelta, exposure: float) -> list[Burst]:
        inside = self._recent[self._recent["requested_datetime"] > self._as_of - span]
        if len(inside) < self._rule.burst_minimum:
            return []
        bases = [base for code in sorted(inside["area_code"].unique()) for base in self._near.bases(code)]
        now = inside["area_code"].value_counts().to_dict()
        count = np.array([sum(now.get(code, 0) for code in base) for base in bases], dtype=np.float64)
        before = np.array(
            [sum(self._usual.get(code, 0) for code in base) for base in bases], dtype=np.float64
        )
        told = self._told(count, before, exposure)
        return [
            self._burst(inside, bases[i], int(count[i]), (before[i] + 0.5) * exposure)
            for i in np.flatnonzero(told)
        ]

    def _told(self, count: Floats, before: Floats, exposure: float) -> npt.NDArray[np.bool_]:
        a_year = (before + 0.5) / self._rule.history_days * A_YEAR
        chance = nbinom.sf(count - 2, before + 0.5, 1 / (1 + exposure))  # at least n - 1 others
        return np.asarray((count >= self._rule.burst_minimum) & (a_year * chance <= self._share))

    def _burst(self, inside: pd.DataFrame, base: tuple[str, ...], count: int, expected: float) -> Burst:
        mine = inside[inside["area_code"].isin(base)]
        since = mine["requested_datetime"].min()
        lat, long = float(mine["lat"].mean()), float(mine["long"].mean())
        named = mine["area_code"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        return Burst(
            service_code=str(mine["service_code"].iloc[0]),
            count=count,
            minutes=max(1, int(np.ceil((self._as_of - since).total_seconds() / 60))),
            since=since.to_pydatetime(),
            expected=round(float(expected), 2),
            areas=tuple(named.index),
            centre=(round(lat, 6), round(long, 6)),
            radius_m=round(
                1_000 * float(_km(mine["lat"].to_numpy(), mine["long"].to_numpy(), lat, long).max())
            ),
            score=round(count * float(np.log(count / expected)) - (count - expected), 3),
        )


def _km(lats: Floats, longs: Floats, lat: float, long: float) -> Floats:
    """Distances on a plane that touches the city there; exact to a metre within a city."""
    x = np.radians(longs - long) * np.cos(np.radians(lat))
    y = np.radians(lats - lat)
    return np.asarray(EARTH_KM * np.sqrt(x**2 + y**2), dtype=np.float64)


def _apart(found: list[Burst]) -> list[Burst]:
    """The best first; of those that share a category and an area with a better one, none."""
    kept: list[Burst] = []
    for burst in sorted(found, key=lambda one: (-one.score, one.service_code, one.areas)):
        same = [one for one in kept if one.service_code == burst.service_code]
        if not any(set(one.areas) & set(burst.areas) for one in same):
            kept.append(burst)
    return kept
