"""Bursts: more reports of one category, close in space and time, than chance brings.

A space-time scan after Kulldorff (2001, "Prospective time periodic geographical disease surveillance using a
scan statistic", J. R. Statist. Soc. A 164:61-72): over each area with a recent report and its nearest
neighbours (the base of a cylinder), over each of the rule's spans that end now (its height), and over each
category. The most significant cylinder is the one with the highest log likelihood ratio.

Whether it is reported is decided by a bound instead of a simulation, since a snapshot must follow from its
facts alone. A cylinder's usual number is uncertain: from ``h`` reports in the history and a cylinder of
relative exposure ``e``, the number to come has the negative binomial distribution of Jeffreys' posterior,
``r = h + 1/2``, ``p = 1 / (1 + e)``. A false alarm can begin only with a report inside the cylinder, so that
its rate is at most (rate of reports inside) x P(at least n - 1 others). The sum of these rates over all
cylinders of the city is limited to ``false_alarms_a_year``, each with the same share.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.core.config.rotation_rule import DisplayRule
from data.core.ranking.distributions import negative_binomial_upper_tail

NEIGHBOURS = 6  # an area with up to five neighbours is a base
DAYS_PER_YEAR = 365.25  # days
EARTH_KM = 6_371.0
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ReportCluster:
    """One burst.

    :param minutes: the span in which its ``count`` reports were filed, ``since`` the first of them
    :param expected: the usual number of reports in such a span there
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


def report_clusters(
    standings: pd.DataFrame,
    areas: pd.DataFrame,
    as_of: datetime,
    rule: DisplayRule,
    zone: ZoneInfo,
    sensitive: frozenset[str],
) -> list[ReportCluster]:
    """Return the bursts at ``as_of``, the most significant first.

    No two of them share a category and an area.

    :param standings: ``STANDING_COLUMNS``, at least of the history and since
    :param areas: ``AREA_COLUMNS``
    :param sensitive: categories without a place on any screen
    """
    spans = [timedelta(minutes=minutes) for minutes in sorted(rule.burst_minutes)]
    begin = as_of - spans[-1]
    categories = _categories_to_scan(
        standings[standings["requested_datetime"] > begin], as_of, rule, sensitive
    )
    if not categories:
        return []
    located = _located(standings, as_of, sensitive)
    recent = located[located["requested_datetime"] > begin]
    history = _history(located, begin, rule)
    exposures = [_exposure(history, as_of, span, rule, zone) for span in spans]
    neighbourhoods = _Neighbourhoods(located)
    alarm_rate_limit = rule.false_alarms_a_year / (
        max(1, len(areas)) * NEIGHBOURS * len(spans) * _category_count(located)
    )
    clusters = []
    for code in categories:
        category_reports = recent[recent["service_code"] == code]
        usual_counts = history.loc[history["service_code"] == code, "area_code"].value_counts()
        scan = _Scan(category_reports, usual_counts.to_dict(), neighbourhoods, as_of, rule, alarm_rate_limit)
        clusters += scan.clusters(list(zip(spans, exposures, strict=True)))
    return _without_overlaps(clusters)


def _categories_to_scan(
    recent: pd.DataFrame, as_of: datetime, rule: DisplayRule, sensitive: frozenset[str]
) -> list[str]:
    """Return the categories with enough reports to scan; most of the time there is none."""
    count = _located(recent, as_of, sensitive)["service_code"].value_counts()
    return sorted(count[count >= rule.burst_minimum].index)


def _located(standings: pd.DataFrame, as_of: datetime, sensitive: frozenset[str]) -> pd.DataFrame:
    """Return the reports with an area and a point, without sensitive categories."""
    filed = standings["requested_datetime"]
    is_located = standings["area_code"].notna() & (standings["area_code"] != "") & standings["lat"].notna()
    return standings[is_located & (filed <= as_of) & ~standings["service_code"].isin(sensitive)]


def _category_count(located: pd.DataFrame) -> int:
    return max(1, located["service_code"].nunique())


def _history(located: pd.DataFrame, begin: datetime, rule: DisplayRule) -> pd.DataFrame:
    """Return the reports filed before the longest span, so that a burst is not part of its history."""
    filed = located["requested_datetime"]
    return located[(filed <= begin) & (filed > begin - timedelta(days=rule.history_days))]


def _exposure(
    history: pd.DataFrame, as_of: datetime, span: timedelta, rule: DisplayRule, zone: ZoneInfo
) -> float:
    """Return the expected share of the history in a span like this one, by the city's hours of the day.

    An hour's weight is its number of reports plus a tenth of the mean hour: a city without reports at
    night for four weeks may still have one tonight.
    """
    hours = history["requested_datetime"].dt.tz_convert(zone).dt.hour.value_counts()
    weights = hourly_weights(np.array([hours.get(hour, 0) for hour in range(24)], dtype=np.float64))
    minutes = pd.date_range(end=as_of, periods=int(span.total_seconds() // 300), freq="5min").tz_convert(zone)
    span_weight = weights[minutes.hour].sum() / 12 / 24  # days
    return float(span_weight) / rule.history_days


def hourly_weights(hourly_counts: Floats) -> Floats:
    """Return the weight of each hour of the day, 1 on average."""
    weights = hourly_counts + max(1.0, hourly_counts.sum()) / 240
    return np.asarray(weights * (24 / weights.sum()))


class _Neighbourhoods:
    """The nearest neighbours of each area, by the median point of its reports."""

    def __init__(self, located: pd.DataFrame) -> None:
        centres = located.groupby("area_code")[["lat", "long"]].median()
        self._codes: list[str] = centres.index.tolist()
        self._lat, self._long = centres["lat"].to_numpy(), centres["long"].to_numpy()

    def bases(self, code: str) -> list[tuple[str, ...]]:
        """Return the area alone, then with one neighbour more each time."""
        index = self._codes.index(code)
        distances = distances_km(self._lat, self._long, self._lat[index], self._long[index])
        nearest = tuple(self._codes[i] for i in np.argsort(distances, kind="stable")[:NEIGHBOURS])
        return [nearest[: i + 1] for i in range(len(nearest))]


class _Scan:
    """A scan of all cylinders of one category."""

    def __init__(
        self,
        recent: pd.DataFrame,
        usual_counts: Mapping[Any, int],
        neighbourhoods: _Neighbourhoods,
        as_of: datetime,
        rule: DisplayRule,
        alarm_rate_limit: float,
    ) -> None:
        self._recent, self._usual_counts, self._neighbourhoods = recent, usual_counts, neighbourhoods
        self._as_of, self._rule, self._alarm_rate_limit = as_of, rule, alarm_rate_limit

    def clusters(self, spans: list[tuple[timedelta, float]]) -> list[ReportCluster]:
        """Return every significant cylinder.

        :param spans: each with its exposure
        """
        return [cluster for span, exposure in spans for cluster in self._clusters_of_span(span, exposure)]

    def _clusters_of_span(self, span: timedelta, exposure: float) -> list[ReportCluster]:
        in_span = self._recent[self._recent["requested_datetime"] > self._as_of - span]
        if len(in_span) < self._rule.burst_minimum:
            return []
        bases = [
            base
            for code in sorted(in_span["area_code"].unique())
            for base in self._neighbourhoods.bases(code)
        ]
        count = _count_by_base(in_span["area_code"].value_counts().to_dict(), bases)
        past_counts = _count_by_base(self._usual_counts, bases)
        significant = is_significant(count, past_counts, exposure, self._rule, self._alarm_rate_limit)
        return [
            self._cluster(in_span, bases[i], int(count[i]), (past_counts[i] + 0.5) * exposure)
            for i in np.flatnonzero(significant)
        ]

    def _cluster(
        self, in_span: pd.DataFrame, base: tuple[str, ...], count: int, expected: float
    ) -> ReportCluster:
        reports = in_span[in_span["area_code"].isin(base)]
        area_counts = reports["area_code"].value_counts().sort_index()
        return describe_cluster(
            str(reports["service_code"].iloc[0]),
            tuple(area_counts.sort_values(ascending=False, kind="stable").index),
            count,
            float(expected),
            reports["requested_datetime"].min().to_pydatetime(),
            reports["lat"].to_numpy(),
            reports["long"].to_numpy(),
            self._as_of,
        )


def is_significant(
    count: Floats, past_counts: Floats, exposure: float, rule: DisplayRule, alarm_rate_limit: float
) -> npt.NDArray[np.bool_]:
    """Return which cylinders of one span hold more reports than chance brings.

    :param past_counts: of the history in the same areas
    """
    yearly_rate = (past_counts + 0.5) / rule.history_days * DAYS_PER_YEAR
    at_least_others = count - 2  # more than so many: n - 1 others, or more
    probability = negative_binomial_upper_tail(at_least_others, past_counts + 0.5, 1 / (1 + exposure))
    return np.asarray((count >= rule.burst_minimum) & (yearly_rate * probability <= alarm_rate_limit))


def describe_cluster(
    service_code: str,
    areas: tuple[str, ...],
    count: int,
    expected: float,
    since: datetime,
    lats: Floats,
    longs: Floats,
    as_of: datetime,
) -> ReportCluster:
    """Return a burst from its reports.

    :param areas: those with most of its reports first, equal ones by code
    :param lats: degrees, as ``longs``
    """
    lat, long = float(np.mean(lats)), float(np.mean(longs))
    return ReportCluster(
        service_code=service_code,
        count=count,
        minutes=max(1, int(np.ceil((as_of - since).total_seconds() / 60))),
        since=since,
        expected=round(expected, 2),
        areas=areas,
        centre=(round(lat, 6), round(long, 6)),
        radius_m=round(1_000 * float(distances_km(lats, longs, lat, long).max())),
        score=cluster_score(count, expected),
    )


def cluster_score(count: int, expected: float) -> float:
    """Return the log likelihood ratio of a burst."""
    return round(count * float(np.log(count / expected)) - (count - expected), 3)


def _count_by_base(counts: Mapping[Any, int], bases: list[tuple[str, ...]]) -> Floats:
    return np.array([sum(counts.get(code, 0) for code in base) for base in bases], dtype=np.float64)


def distances_km(lats: Floats, longs: Floats, lat: float | Floats, long: float | Floats) -> Floats:
    """Return distances on a plane that touches the earth at the point; exact to a metre within a city."""
    x = np.radians(longs - long) * np.cos(np.radians(lat))
    y = np.radians(lats - lat)
    return np.asarray(EARTH_KM * np.sqrt(x**2 + y**2), dtype=np.float64)


def _without_overlaps(clusters: list[ReportCluster]) -> list[ReportCluster]:
    """Return the clusters, best first, without those that share a category and an area with a better one."""
    selected: list[ReportCluster] = []
    for cluster in sorted(
        clusters, key=lambda candidate: (-candidate.score, candidate.service_code, candidate.areas)
    ):
        if not any(_overlap(cluster, better) for better in selected):
            selected.append(cluster)
    return selected


def _overlap(cluster: ReportCluster, better: ReportCluster) -> bool:
    """Return whether two clusters share a category and an area."""
    return cluster.service_code == better.service_code and bool(set(cluster.areas) & set(better.areas))
