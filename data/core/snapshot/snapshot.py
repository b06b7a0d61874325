"""The snapshot: everything that screens show, as one value that follows from facts, city and moment.

Two processes with the same three inputs build the same bytes. The JSON names are a public interface (see
README, "Snapshot"): some are added, none is renamed.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypedDict, cast

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES
from data.core.config.city import City
from data.core.displays import rotation
from data.core.history import counts
from data.core.history.facts import Facts, SourceHealth
from data.core.history.places import parents_of
from data.core.history.rows import AreaCountsRow, ReconciliationRow
from data.core.history.trend import previous_moment
from data.core.ranking.durations import withdrawn_reports
from data.core.ranking.ranking import ranking, ranking_rule_row
from data.core.ranking.rates import city_rate, closed_within, rate_cases, rate_cases_at
from data.core.ranking.rows import RankingRow, RankingRuleRow
from data.core.snapshot import alerts, lists
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.rows import (
    EventRow,
    PointRow,
    ReportClusterRow,
    SceneRow,
    SnapshotCityRow,
    SnapshotTotalsRow,
    SourceStatusRow,
    TimerRow,
)


@dataclass(frozen=True)
class Snapshot:
    """What the board shows at ``as_of``; plain values only, ready for JSON."""

    city: SnapshotCityRow
    as_of: datetime
    data_as_of: datetime | None
    revision: int
    stale: bool
    simulated: bool
    historical: bool
    totals: SnapshotTotalsRow
    reconciliation: ReconciliationRow
    areas: list[AreaCountsRow]
    timers: list[TimerRow]
    ranking: list[RankingRow]
    ranking_rule: RankingRuleRow
    pulls: list[SourceStatusRow]
    points: list[PointRow]
    events: list[EventRow]
    unknown_years: list[int]
    just_late: list[TimerRow]
    bursts: list[ReportClusterRow]
    program: list[SceneRow]

    def as_dict(self) -> dict[str, Any]:
        """Return the snapshot under its public names; its lists and rows are shared, not copied."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


class SnapshotHead(TypedDict):
    """What a snapshot says of itself: of what it is, and how far and how surely its data reaches."""

    city: SnapshotCityRow
    as_of: datetime
    data_as_of: datetime | None
    revision: int
    stale: bool
    simulated: bool
    historical: bool
    pulls: list[SourceStatusRow]
    unknown_years: list[int]


def build_snapshot(facts: Facts, city: City, as_of: datetime, *, historical: bool = False) -> Snapshot:
    """Return the snapshot at ``as_of``.

    :param historical: a past moment that was requested; its data is complete and never stale
    """
    opened = counts.open_reports(facts.standings, as_of)
    resolved = counts.resolved_reports(facts.standings)
    recent = closed_within(resolved, as_of, city.ranking.window_days)
    totals = counts.totals(opened, resolved, facts.standings["received_at"], as_of, city.zone)
    usual = counts.usual_by_now(facts.standings, as_of, city.zone)
    names = lists.NameLookup(city, facts.areas)
    listed = names.listed(opened, single_area=facts.single_area)
    listed_events = names.listed(facts.events, single_area=facts.single_area)
    return Snapshot(
        **snapshot_head(facts, city, as_of, historical=historical),
        totals={**totals, "usual_new_by_now": usual},
        reconciliation=counts.reconciliation(opened),
        areas=cast(list[AreaCountsRow], records(counts.counts_by_area(opened, facts.areas))),
        timers=lists.timers(listed, names),
        ranking=ranking(
            opened,
            resolved,
            facts.areas,
            as_of,
            city.ranking,
            withdrawn=withdrawn_reports(facts.standings),
            previous=_previous_cases(facts, city, as_of),
        ),
        ranking_rule=ranking_rule_row(city.ranking, city_rate(rate_cases(opened, recent))),
        points=lists.points(opened, names),
        events=lists.latest_events(listed_events, as_of, names),
        just_late=alerts.just_late(listed, as_of, names),
        bursts=alerts.cluster_rows(facts.standings, facts.areas, city, as_of),
        program=_program(opened, facts.areas, city),
    )


def snapshot_head(
    facts: Facts | ColumnFacts, city: City, as_of: datetime, *, historical: bool
) -> SnapshotHead:
    """Return what a snapshot says of itself."""
    data_until = _data_until(facts, as_of, historical=historical)
    return {
        "city": _city_row(city),
        "as_of": as_of,
        "data_as_of": data_until,
        "revision": facts.revision,
        "stale": not historical and (data_until is None or has_stale_source(facts.sources, as_of)),
        "simulated": city.simulated,
        "historical": historical,
        "pulls": [source_status(source, as_of) for source in facts.sources],
        "unknown_years": list(facts.unknown_years),
    }


def _city_row(city: City) -> SnapshotCityRow:
    return {"code": city.code, "name": city.name, "title": city.title, "timezone": city.timezone}


def _data_until(facts: Facts | ColumnFacts, as_of: datetime, *, historical: bool) -> datetime | None:
    """Return how far the snapshot's data reaches; None: there is no data yet."""
    if historical or _has_only_own_reports(facts.sources):
        return _history_reach(facts, as_of)
    return data_as_of(facts.sources)


def _program(opened: pd.DataFrame, areas: pd.DataFrame, city: City) -> list[SceneRow]:
    """Return the views that screens show in rotation."""
    rule, late = city.room, opened[opened["state"].isin(OVERDUE_STATES)]
    parents = parents_of(late["area_code"], areas).value_counts()
    overdue = {str(code): int(count) for code, count in parents.items() if code}
    return program_rows(overdue, int(opened["service_code"].isin(rule.flood).sum()), city)


def program_rows(overdue: dict[str, int], floods: int, city: City) -> list[SceneRow]:
    """Return the rotation.

    :param overdue: by kecamatan; ``floods``: open reports of the flood categories
    """
    rule = city.room
    scenes = rotation(
        [{"code": code, "overdue": count} for code, count in overdue.items()],
        floods,
        city=rule.city_seconds,
        spotlight=rule.spotlight_seconds,
        spotlights=rule.spotlights,
    )
    return [{"view": scene.view, "seconds": scene.seconds} for scene in scenes]


def _previous_cases(facts: Facts, city: City, as_of: datetime) -> pd.DataFrame | None:
    if facts.previous is None:
        return None
    days = city.ranking.window_days
    return rate_cases_at(facts.previous, previous_moment(as_of, days, city.zone), days)


def data_as_of(sources: tuple[SourceHealth, ...]) -> datetime | None:
    """Return how far the data reaches: the *oldest* last success, as a total is as fresh as its oldest part.

    Sources imported by hand do not age; they count only if no source is scheduled. None: no data yet.
    """
    scheduled = [source for source in sources if source.every_seconds is not None]
    if scheduled:
        moments = [source.last_success for source in scheduled]
        return None if None in moments else min(m for m in moments if m)
    return max((s.last_success for s in sources if s.last_success), default=None)


def _has_only_own_reports(sources: tuple[SourceHealth, ...]) -> bool:
    """Return whether no source was ever pulled: reports submitted here are complete at once."""
    return not any(source.every_seconds is not None or source.last_try for source in sources)


def _history_reach(facts: Facts | ColumnFacts, as_of: datetime) -> datetime | None:
    """Return the moment itself once any event occurred; before the first report there is no data."""
    return as_of if facts.revision else None


def has_stale_source(sources: tuple[SourceHealth, ...], as_of: datetime) -> bool:
    """Return whether any scheduled source is stale: a total with a missing part is wrong."""
    return any(source.is_stale(as_of) for source in sources)


def source_status(source: SourceHealth, as_of: datetime) -> SourceStatusRow:
    """Return one source's health under the snapshot's names."""
    values = {item.name: getattr(source, item.name) for item in fields(source)}
    status = {**values, "stale": source.is_stale(as_of), "late_at": source.stale_at()}
    return cast(SourceStatusRow, status)


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame's rows as dictionaries of plain Python values."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def stale_at(snapshot: Snapshot) -> datetime | None:
    """Return from when a screen must show that its data is stale, if no newer snapshot arrives."""
    if snapshot.historical:
        return None
    if snapshot.stale:
        return snapshot.data_as_of or snapshot.as_of
    return min((pull["late_at"] for pull in snapshot.pulls if pull["late_at"]), default=None)


def has_data(snapshot: Snapshot) -> bool:
    """Return whether there is any data to count; before that, a zero would be wrong."""
    return snapshot.data_as_of is not None
