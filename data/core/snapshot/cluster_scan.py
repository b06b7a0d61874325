"""The scan for bursts over counts instead of reports: :func:`report_clusters` of the board's index.

All cylinders are counted at once. A cylinder that cannot be significant is left out by two bounds that cost
little; the others get the exact test. Only the bursts that are shown are described from their reports.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.core.columns.board_reports import BoardReports
from data.core.columns.report_columns import Flags, Numbers
from data.core.config.rotation_rule import DisplayRule
from data.core.moments import DAY, HOUR, MINUTE, datetime_to_micros, hours_of_day, micros_to_datetime
from data.core.snapshot.area_centres import Neighbourhoods
from data.core.snapshot.board_index import HOURS, BoardIndex, BoardPlan, centres_at
from data.core.snapshot.column_counts import FIRST_SLOT
from data.core.snapshot.ready_rows import RecentRows
from data.core.snapshot.report_clusters import (
    DAYS_PER_YEAR,
    NEIGHBOURS,
    Floats,
    ReportCluster,
    cluster_score,
    describe_cluster,
    hourly_weights,
    is_significant,
)

DAY_BACK, MICROSECOND = timedelta(days=1), timedelta(microseconds=1)
LEAST_TAIL = 0.1  # at least this much of a distribution of mean 2 or more is not below its mean
MARGIN = 1e-3  # of a logarithm, for rounding
Centres = tuple[NDArray[np.int64], ...]  # categories, and positions of areas


class Cylinder(NamedTuple):
    """A significant cylinder: positions of its areas, of its category and of its span, and its numbers."""

    areas: tuple[int, ...]
    category: int
    span: int
    reports: int
    expected: float


@dataclass(frozen=True)
class ClusterScan:
    """One moment's scan.

    :param areas: the number of area slots of the index
    """

    plan: BoardPlan
    index: BoardIndex
    reports: BoardReports
    as_of: datetime
    areas: int

    def clusters(self) -> list[ReportCluster]:
        """Return the bursts at the moment, the most significant first."""
        recent = self._counts(self._begin, self._now)
        if not (recent.sum(axis=0)[FIRST_SLOT:] >= self._rule.burst_minimum).any():
            return []
        cylinders = self._significant()
        return self._described(self._without_overlaps(cylinders)) if cylinders else []

    @property
    def _rule(self) -> DisplayRule:
        return self.plan.city.room

    @cached_property
    def _spans(self) -> list[int]:
        return sorted(self._rule.burst_minutes)

    @cached_property
    def _now(self) -> int:
        return datetime_to_micros(self.as_of)

    @cached_property
    def _begin(self) -> int:
        return self._now - self._spans[-1] * MINUTE

    @cached_property
    def _neighbourhoods(self) -> Neighbourhoods:
        return centres_at(self.index, self.reports, self.plan, self._now).neighbourhoods

    def _usual(self) -> tuple[Numbers, Numbers]:
        """Return the located reports of the history by area and category, and by hour of the day."""
        window = (self.index.filings, self._begin - self._rule.history_days * DAY, self._begin)
        ready, cells = self.index.ready, self.areas * self.index.stride
        counts = ready.usual.counts(*window, cells).reshape(self.areas, self.index.stride)
        return counts, ready.usual_hours.counts(*window, HOURS)

    def _counts(self, after: int, until: int) -> Numbers:
        """Return the number of located reports filed in (``after``, ``until``] by area and category."""
        cells = self.areas * self.index.stride
        return self.index.filings.counts(after, until, cells, HOURS).reshape(self.areas, self.index.stride)

    def _significant(self) -> list[Cylinder]:
        usual, hours = self._usual()
        centres = self._centres_of_cylinders()
        past_counts = self._grown(self._by_position(usual), centres)
        weights = hourly_weights(hours.astype(np.float64))
        return [
            cylinder
            for span, minutes in enumerate(self._spans)
            for cylinder in self._of_span(span, self._exposure(weights, minutes), centres, past_counts)
        ]

    def _centres_of_cylinders(self) -> Centres:
        """Return the categories and positions of areas with a recent report: the shorter spans' are among."""
        recent = self._recent_by_span[-1]
        many = recent.sum(axis=1) >= self._rule.burst_minimum
        return np.nonzero(many[:, None] & (recent > 0))

    def _grown(self, counts: Numbers, centres: Centres) -> Numbers:
        """Return the counts of each centre's area, then with one neighbour more each time."""
        category, area = centres
        grown = counts[category[:, None], self._neighbourhoods.nearest[area]]
        for size in range(1, grown.shape[1]):
            grown[:, size] += grown[:, size - 1]
        return grown

    def _of_span(self, span: int, exposure: float, centres: Centres, past_counts: Numbers) -> list[Cylinder]:
        recent, minimum = self._recent_by_span[span], self._rule.burst_minimum
        many = recent.sum(axis=1) >= minimum
        if not many.any():
            return []
        chosen = np.flatnonzero(many[centres[0]] & (recent[centres] > 0))
        categories, areas = centres[0][chosen], centres[1][chosen]
        counts = self._grown(recent, (categories, areas))
        possible = counts >= minimum
        number, size = np.nonzero(possible)
        category, area = categories[number], areas[number]
        count, past = counts[possible].astype(np.float64), past_counts[chosen][possible].astype(np.float64)
        left = np.flatnonzero(may_be_significant(count, past, exposure, self._rule, self._alarm_rate_limit))
        exact = is_significant(count[left], past[left], exposure, self._rule, self._alarm_rate_limit)
        return [
            Cylinder(
                tuple(self._neighbourhoods.nearest[area[i], : size[i] + 1].tolist()),
                int(category[i]),
                span,
                int(count[i]),
                float((past[i] + 0.5) * exposure),
            )
            for i in left[exact].tolist()
        ]

    def _recent_of_span(self, span: int) -> Numbers:
        """Return the recent reports by category and position of the area."""
        return self._by_position(self._counts(self._now - self._spans[span] * MINUTE, self._now))

    def _by_position(self, counts: Numbers) -> Numbers:
        """Return counts by area and category as counts by category and position of the area."""
        slots = np.array(self._neighbourhoods.codes, dtype=np.int64) + FIRST_SLOT
        return np.ascontiguousarray(counts[slots].T)

    def _exposure(self, weights: Floats, minutes: int) -> float:
        hours = self._hours_back[-(minutes // 5) :]
        return float(weights[hours].sum() / 12 / 24) / self._rule.history_days

    @cached_property
    def _hours_back(self) -> NDArray[np.int64]:
        """The hour of the city's day every five minutes until now, over the longest span."""
        moments = self._now - 5 * MINUTE * np.arange(self._spans[-1] // 5 - 1, -1, -1)
        zone = self.plan.city.zone
        before, now = (moment.astimezone(zone).utcoffset() for moment in (self.as_of - DAY_BACK, self.as_of))
        if now is not None and before == now:  # the clocks did not change
            return np.asarray((moments + now // MICROSECOND) // HOUR % HOURS)
        return hours_of_day(moments, zone)

    @cached_property
    def _alarm_rate_limit(self) -> float:
        rule, layer = self._rule, max(1, len(self.plan.areas))
        later = self._counts(self._now, np.iinfo(np.int64).max).sum(axis=0)
        categories = max(1, int(np.count_nonzero(self.index.located - later)))
        return rule.false_alarms_a_year / (layer * NEIGHBOURS * len(self._spans) * categories)

    def _without_overlaps(self, cylinders: list[Cylinder]) -> list[Cylinder]:
        """Return the cylinders, best first, without those that overlap a better one of their category."""
        keys = [self._sort_key(cylinder) for cylinder in cylinders]
        covered: dict[int, set[str]] = {}
        chosen = []
        for number in sorted(range(len(keys)), key=keys.__getitem__):
            areas = covered.setdefault(cylinders[number].category, set())
            if areas.isdisjoint(keys[number][2]):
                areas.update(keys[number][2])
                chosen.append(cylinders[number])
        return chosen

    def _sort_key(self, cylinder: Cylinder) -> tuple[float, str, tuple[str, ...]]:
        counts = self._recent_by_span[cylinder.span][cylinder.category]
        labels = self.reports.table.area_code.labels
        codes = [
            (-int(counts[i]), labels[self._neighbourhoods.codes[i]]) for i in cylinder.areas if counts[i]
        ]
        areas = tuple(label for _count, label in sorted(codes))
        score = cluster_score(cylinder.reports, cylinder.expected)
        return -score, self._category_label(cylinder.category), areas

    @cached_property
    def _recent_by_span(self) -> list[Numbers]:
        return [self._recent_of_span(span) for span in range(len(self._spans))]

    def _category_label(self, category: int) -> str:
        return self.reports.table.service_code.labels[category - FIRST_SLOT]

    def _described(self, cylinders: list[Cylinder]) -> list[ReportCluster]:
        table, ready = self.reports.table, self.index.ready
        ready.recent = recent = RecentRows.at(table, self._begin, ready.recent)
        rows = recent.rows[table.requested_datetime[recent.rows] <= self._now]
        rows = rows[self.reports.current[rows]]
        return [self._describe(cylinder, rows) for cylinder in cylinders]

    def _describe(self, cylinder: Cylinder, rows: Numbers) -> ReportCluster:
        table = self.reports.table
        codes = [self._neighbourhoods.codes[position] for position in cylinder.areas]
        rows = rows[table.service_code.codes[rows] == cylinder.category - FIRST_SLOT]
        rows = rows[table.requested_datetime[rows] > self._now - self._spans[cylinder.span] * MINUTE]
        rows = rows[np.isin(table.area_code.codes[rows], codes)]
        since = micros_to_datetime(int(table.requested_datetime[rows].min()))
        (_, label, areas) = self._sort_key(cylinder)
        lat, long = np.ascontiguousarray(table.lat[rows]), np.ascontiguousarray(table.long[rows])
        assert since is not None
        return describe_cluster(
            label, areas, cylinder.reports, cylinder.expected, since, lat, long, self.as_of
        )


def may_be_significant(
    count: Floats, past: Floats, exposure: float, rule: DisplayRule, limit: float
) -> Flags:
    """Return which cylinders are not ruled out: the tail from n - 1 on is at least its first probability."""
    size, others = past + 0.5, count - 1
    yearly_rate = size / rule.history_days * DAYS_PER_YEAR
    usual = (others >= 2) & (others <= size * exposure) & (yearly_rate * LEAST_TAIL > limit)
    table = _log_factorials(int(max(others.max(initial=0), (others + past).max(initial=0))) + 2)
    k, h = others.astype(np.int64), past.astype(np.int64)
    first = (
        table[1][k + h]
        - table[1][h]
        - table[0][k]
        - size * np.log1p(exposure)
        + others * (np.log(exposure) - np.log1p(exposure))
    )
    return np.asarray(~usual & (first + np.log(yearly_rate) <= np.log(limit) + MARGIN))


def _log_factorials(size: int) -> tuple[Floats, Floats]:
    """Return the logarithms of n! and of the gamma function of n + 1/2, for n below ``size`` at least."""
    return _log_factorials_below(1 << size.bit_length())


@lru_cache(maxsize=4)
def _log_factorials_below(size: int) -> tuple[Floats, Floats]:
    steps = np.arange(1, size, dtype=np.float64)
    half = np.log(np.pi) / 2
    return np.r_[0.0, np.cumsum(np.log(steps))], np.r_[half, half + np.cumsum(np.log(steps - 0.5))]
