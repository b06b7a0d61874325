"""The snapshot: everything that screens show, as one value that follows from facts, city and moment.

Two processes with the same three inputs build the same bytes. The JSON names are a public door
(see README, "Snapshot"): extended now and then, never renamed.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from data.core.clock.sla import OVERDUE_STATES
from data.core.config.city import City
from data.core.displays import rotation
from data.core.history import counts
from data.core.history.facts import Facts, SourceHealth
from data.core.history.places import parents_of
from data.core.history.trend import previous_moment
from data.core.ranking.durations import withdrawn_reports
from data.core.ranking.ranking import ranking
from data.core.ranking.rates import city_rate, closed_within, rate_cases, rate_cases_at
from data.core.snapshot import alerts, lists


@dataclass(frozen=True)
class Snapshot:
    """What the board shows at ``as_of``; plain values only, ready for JSON."""

    city: dict[str, Any]
    as_of: datetime
    data_as_of: datetime | None
    revision: int
    stale: bool
    simulated: bool
    historical: bool
    totals: dict[str, Any]
    reconciliation: dict[str, int]
    areas: list[dict[str, Any]]
    timers: list[dict[str, Any]]
    ranking: list[dict[str, Any]]
    ranking_rule: dict[str, Any]
    pulls: list[dict[str, Any]]
    points: list[dict[str, Any]]
    events: list[dict[str, Any]]
    unknown_years: list[int]
    just_late: list[dict[str, Any]]
    bursts: list[dict[str, Any]]
    program: list[dict[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """The snapshot under its public names."""
        return asdict(self)


def build_snapshot(facts: Facts, city: City, as_of: datetime, *, historical: bool = False) -> Snapshot:
    """The board at ``as_of``.

    :param historical: a moment of the past asked for on purpose; its data is not "stale" but closed
    """
    opened = counts.open_reports(facts.standings, as_of)
    resolved = counts.resolved_reports(facts.standings)
    recent = closed_within(resolved, as_of, city.ranking.window_days)
    usual = counts.usual_by_now(facts.standings, as_of, city.zone)
    totals = counts.totals(opened, resolved, facts.standings["received_at"], as_of, city.zone)
    names = lists.NameLookup(city, facts.areas)
    data_until = (
        _history_reach(facts, as_of)
        if historical or _has_only_own_reports(facts.sources)
        else data_as_of(facts.sources)
    )
    return Snapshot(
        city={"code": city.code, "name": city.name, "title": city.title, "timezone": city.timezone},
        as_of=as_of,
        data_as_of=data_until,
        revision=facts.revision,
        stale=not historical and (data_until is None or has_stale_source(facts.sources, as_of)),
        simulated=city.simulated,
        historical=historical,
        totals={**totals, "usual_new_by_now": usual},
        reconciliation=counts.reconciliation(opened),
        areas=records(counts.counts_by_area(opened, facts.areas)),
        timers=lists.timers(opened, names),
        ranking=ranking(
            opened,
            resolved,
            facts.areas,
            as_of,
            city.ranking,
            gone=withdrawn_reports(facts.standings),
            previous=_previous_cases(facts, city, as_of),
        ),
        ranking_rule={**city.ranking.model_dump(), "city_on_time": city_rate(rate_cases(opened, recent))},
        pulls=[source_status(source, as_of) for source in facts.sources],
        points=lists.points(opened, names),
        events=lists.latest_events(facts.events, as_of, names),
        unknown_years=list(facts.unknown_years),
        just_late=alerts.just_late(opened, as_of, names),
        bursts=alerts.cluster_rows(facts.standings, facts.areas, city, as_of),
        program=_program(opened, facts.areas, city),
    )


def _program(opened: pd.DataFrame, areas: pd.DataFrame, city: City) -> list[dict[str, Any]]:
    """What screens show in turn."""
    rule, late = city.room, opened[opened["state"].isin(OVERDUE_STATES)]
    parents = parents_of(late["area_code"], areas).value_counts()
    ranks = [{"code": code, "overdue": int(count)} for code, count in parents.items() if code]
    floods = int(opened["service_code"].isin(rule.flood).sum())
    scene_rule = {
        "city": rule.city_seconds,
        "spotlight": rule.spotlight_seconds,
        "spotlights": rule.spotlights,
    }
    return [asdict(scene) for scene in rotation(ranks, floods, **scene_rule)]


def _previous_cases(facts: Facts, city: City, as_of: datetime) -> pd.DataFrame | None:
    if facts.previous is None:
        return None
    days = city.ranking.window_days
    return rate_cases_at(facts.previous, previous_moment(as_of, days, city.zone), days)


def data_as_of(sources: tuple[SourceHealth, ...]) -> datetime | None:
    """How far the data reaches: the *oldest* last success, since a total is only as fresh as its parts.

    Sources imported by hand do not age; they count only where nothing is scheduled. None: never yet.
    """
    scheduled = [source for source in sources if source.every_seconds is not None]
    if scheduled:
        moments = [source.last_success for source in scheduled]
        return None if None in moments else min(m for m in moments if m)
    return max((s.last_success for s in sources if s.last_success), default=None)


def _has_only_own_reports(sources: tuple[SourceHealth, ...]) -> bool:
    """Whether nobody ever tried to bring anything: what is filed on the board itself is there at once."""
    return not any(source.every_seconds is not None or source.last_try for source in sources)


def _history_reach(facts: Facts, as_of: datetime) -> datetime | None:
    """A moment is complete once anything had happened; before the first report there is no data."""
    return as_of if facts.revision else None


def has_stale_source(sources: tuple[SourceHealth, ...], as_of: datetime) -> bool:
    """Whether any scheduled source is older than it may be: a total with a missing part is not true."""
    return any(source.is_stale(as_of) for source in sources)


def source_status(source: SourceHealth, as_of: datetime) -> dict[str, Any]:
    """One source's health under the snapshot's names."""
    return {**asdict(source), "stale": source.is_stale(as_of), "late_at": source.stale_at()}


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as dictionaries of plain Python values."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]


def stale_at(snapshot: Snapshot) -> datetime | None:
    """From when the screen must say that it is too old, should no newer frame arrive."""
    if snapshot.historical:
        return None
    if snapshot.stale:
        return snapshot.data_as_of or snapshot.as_of
    return min((pull["late_at"] for pull in snapshot.pulls if pull["late_at"]), default=None)


def has_data(snapshot: Snapshot) -> bool:
    """Whether there is any data to count. Before that, a zero would be a lie."""
    return snapshot.data_as_of is not None
