"""The snapshot computed from columns: equal to :func:`data.core.snapshot.snapshot.build_snapshot`."""

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from data.core.columns.report_columns import Numbers
from data.core.config.city import City
from data.core.history.counts import day_start
from data.core.history.rows import TotalsRow
from data.core.moments import datetime_to_micros
from data.core.ranking.ranking import Tally, ranking_rows, ranking_rule_row
from data.core.ranking.rows import RankingRow
from data.core.snapshot import column_counts as counts
from data.core.snapshot.alerts import rows_of_clusters
from data.core.snapshot.board_index import BoardIndex, BoardPlan, waits_at
from data.core.snapshot.cluster_scan import ClusterScan
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.column_lists import OpenList
from data.core.snapshot.rows import EventRow, ReportClusterRow, SceneRow
from data.core.snapshot.snapshot import (
    Snapshot,
    program_rows,
    snapshot_head,
)

MOST_PLANS = 8
TODAY = 0  # a window of no whole day
_plans: list[BoardPlan] = []


def build_snapshot_from_columns(
    facts: ColumnFacts, city: City, as_of: datetime, *, historical: bool = False
) -> Snapshot:
    """Return the snapshot at ``as_of``.

    :param historical: a past moment that was requested; its data is complete and never stale
    """
    return _Build(facts, city, as_of).snapshot(historical=historical)


def plan_of(areas: pd.DataFrame, city: City) -> BoardPlan:
    """Return the plan of a layer and city; the same one again, so that what follows from it is found."""
    for plan in _plans:
        if plan.city is city and (plan.areas is areas or plan.areas.equals(areas)):
            return plan
    plan = BoardPlan(areas, city)
    _plans[:] = [plan, *_plans[: MOST_PLANS - 1]]
    return plan


class _Build:
    """One snapshot in the making."""

    def __init__(self, facts: ColumnFacts, city: City, as_of: datetime) -> None:
        self._facts, self._city, self._as_of, self._now = facts, city, as_of, datetime_to_micros(as_of)
        self._plan = plan_of(facts.areas, city)
        self._table = facts.reports.table
        self._index: BoardIndex = facts.reports.derive(self._plan)
        self._areas = len(self._table.area_code.labels) + counts.FIRST_SLOT
        self._states = self._index.opened.states(self._now)
        self._opened = counts.open_counts(self._index, self._states, self._areas)

    def snapshot(self, *, historical: bool) -> Snapshot:
        facts, city, as_of, plan = self._facts, self._city, self._as_of, self._plan
        table, opened = self._table, self._index.opened
        listed = OpenList.at(plan, table, opened, self._states, self._now, single_area=facts.single_area)
        parents = counts.ParentCounts(plan, table.area_code.labels, self._opened)
        current = parents.tally(self._closings(city.ranking.window_days), table.service_code.labels)
        return Snapshot(
            **snapshot_head(facts, city, as_of, historical=historical),
            totals={**self._totals(), "usual_new_by_now": self._usual()},
            reconciliation=counts.reconciliation(table.placement[opened.rows]),
            areas=counts.counts_by_area(self._opened, table.area_code.labels, plan),
            timers=listed.timers(plan, self._index.ready.timers),
            ranking=self._ranking(parents, current),
            ranking_rule=ranking_rule_row(city.ranking, _rate(current)),
            points=listed.points(self._index.ready),
            events=self._events(),
            just_late=listed.just_late(plan, as_of, self._index.ready.timers),
            bursts=self._bursts(),
            program=self._program(parents),
        )

    def _closings(self, days: int) -> Numbers:
        after = datetime_to_micros(self._as_of - timedelta(days=days))
        return counts.closing_counts(self._index, after, self._now, self._areas, days)

    def _totals(self) -> TotalsRow:
        today = datetime_to_micros(day_start(self._as_of, self._city.zone))
        closed_today = counts.closing_counts(self._index, today - 1, self._now, self._areas, TODAY)
        return counts.totals(self._index, self._opened, closed_today, self._as_of, self._city)

    def _usual(self) -> float | None:
        return counts.usual_by_now(self._index, self._facts.reports.first_received, self._as_of, self._city)

    def _ranking(self, parents: counts.ParentCounts, current: Tally) -> list[RankingRow]:
        rule, previous = self._city.ranking, self._facts.previous
        after = datetime_to_micros(self._as_of - timedelta(days=rule.duration_days))
        waits = waits_at(self._plan, self._index, self._facts.reports, self._now)
        return ranking_rows(
            self._plan.parents,
            parents.stock(),
            current,
            None if previous is None else self._plan.previous_tally(previous, counts.tally_of),
            [parent_waits.durations(self._now, after) for parent_waits in waits],
            rule.minimum_sample,
        )

    def _events(self) -> list[EventRow]:
        facts, plan = self._facts, self._plan
        return facts.events.latest(self._as_of, plan.names, plan.event_rows, single_area=facts.single_area)

    def _bursts(self) -> list[ReportClusterRow]:
        scan = ClusterScan(self._plan, self._index, self._facts.reports, self._as_of, self._areas)
        return rows_of_clusters(scan.clusters(), self._plan.area_names, self._city)

    def _program(self, parents: counts.ParentCounts) -> list[SceneRow]:
        table, opened = self._table, self._index.opened
        overdue = counts.overdue_by_parent(parents.overdue, table.area_code.labels, self._plan)
        is_flood = counts.is_flood(table.service_code[opened.rows], self._city.room.flood)
        return program_rows(overdue, int(np.count_nonzero(is_flood)), self._city)


def _rate(current: Tally) -> float | None:
    return current.city_hits / current.city_n if current.city_n else None
