"""Past snapshots and reviews, from the events alone: at a moment, at many, and between two.

Only what shows is read: reports open at the moment, those changed within the windows of the board, and the
events of the period. Tests on random histories prove that the result equals that of all events
(:func:`data.core.history.replay.standings_at`).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pandas as pd
from sqlalchemy import Connection, Engine

from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.history.counts import day_start
from data.core.history.coverage import HistoryCoverage
from data.core.history.facts import KEY, STANDING_COLUMNS, Facts
from data.core.review.review import Review, review
from data.core.snapshot.snapshot import Snapshot, build_snapshot
from data.services.time_windows import (
    LATEST_EVENTS_LIMIT,
    baseline_start,
    previous_period_end,
    previous_period_start,
    window_start,
)
from data.store import history, ledger, reports


def facts_at(connection: Connection, city: City, as_of: datetime) -> Facts:
    """Return everything that the snapshot of a past moment depends on."""
    standings = history.standings_at(connection, as_of, window_start(city, as_of))
    return Facts(
        standings=standings[list(STANDING_COLUMNS)],
        events=reports.latest_events(connection, LATEST_EVENTS_LIMIT, as_of),
        areas=reports.areas(connection, as_of),
        sources=ledger.health(connection, city),
        revision=history.revision_at(connection, as_of),
        previous=read_previous(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )


def read_previous(connection: Connection, city: City, as_of: datetime) -> pd.DataFrame:
    """Return the reports of the previous period with their standings at its end."""
    end, start = previous_period_end(city, as_of), previous_period_start(city, as_of)
    return history.standings_at(connection, end, start)[list(STANDING_COLUMNS)]


def snapshot_at(engine: Engine, city: City, as_of: datetime, area: str | None = None) -> Snapshot:
    """Return the snapshot of a past moment, for the city or one area."""
    with engine.connect() as connection:
        facts = facts_at(connection, city, as_of)
    return build_snapshot(facts.for_area(area) if area else facts, city, as_of, historical=True)


def review_between(engine: Engine, city: City, since: datetime, until: datetime) -> Review:
    """Return the review of (``since``, ``until``]."""
    with engine.connect() as connection:
        closings_since, filings_since = baseline_start(city, since, until), day_start(since, city.zone)
        events = history.review_events(connection, since, until, closings_since, filings_since)
        areas, coverage = reports.areas(connection, until), history_coverage(connection, until)
    return review(events, areas, city, since, until, unknown_years(city, until), coverage)


def history_coverage(connection: Connection, until: datetime, revision: int | None = None) -> HistoryCoverage:
    """Return what all events up to a moment cover, as known at a revision if one is given."""
    return HistoryCoverage(
        first=history.first_moment(connection, until, revision),
        evidence=frozenset(history.sources_with_evidence(connection, until, revision)),
        reporters=history.has_reporters(connection, until, revision),
    )


def split_period(since: datetime, until: datetime, steps: int) -> list[datetime]:
    """Return the two ends and the moments between them, in so many equal steps.

    :raises ValueError: less than one step, or an end that is not after the beginning
    """
    if steps < 1 or since >= until:
        raise ValueError(f"from {since.isoformat()} to {until.isoformat()} in {steps} steps")
    first, last = since.astimezone(UTC), until.astimezone(UTC)
    return [first + (last - first) * step / steps for step in range(steps)] + [last]


def replay(engine: Engine, city: City, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
    """Yield the snapshots of a period in equal steps, each equal to :func:`snapshot_at` of its moment.

    The standings at the beginning are read once; the events since are applied to them step by step.

    :raises ValueError: as :func:`split_period`
    """
    timeline = split_period(since, until, steps)
    with engine.connect() as connection:
        facts, standings, events = _initial_state(connection, city, timeline[0], timeline[-1])
        yield build_snapshot(facts, city, timeline[0], historical=True)
        for previous_as_of, as_of in pairwise(timeline):
            new_events = _events_between(events, previous_as_of, as_of)
            standings = _apply_events(standings, new_events)
            facts = _next_facts(connection, city, previous_as_of, as_of, facts, standings, new_events)
            yield build_snapshot(facts, city, as_of, historical=True)


def _initial_state(
    connection: Connection, city: City, since: datetime, until: datetime
) -> tuple[Facts, pd.DataFrame, pd.DataFrame]:
    """Return the facts at ``since``, its standings by change number, and all events until ``until``."""
    standings = history.standings_at(connection, since, window_start(city, since), closed_until=until)
    events = reports.events(connection, since=since, until=until)
    return facts_at(connection, city, since), standings, _events_between(events, since, until)


def _events_between(events: pd.DataFrame, since: datetime, until: datetime) -> pd.DataFrame:
    occurred_at = events["occurred_at"]
    return events[(occurred_at > pd.Timestamp(since)) & (occurred_at <= pd.Timestamp(until))]


def _apply_events(standings: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return the standings after the events, in order of change as the store returns them."""
    combined = pd.concat([standings, events[list(standings.columns)]], ignore_index=True)
    return combined.drop_duplicates(list(KEY), keep="last").sort_values("change", ignore_index=True)


def _next_facts(
    connection: Connection,
    city: City,
    previous_as_of: datetime,
    as_of: datetime,
    facts: Facts,
    standings: pd.DataFrame,
    new_events: pd.DataFrame,
) -> Facts:
    """Return the facts of the next moment; the previous period is read again where a day has begun."""
    same_day = previous_period_end(city, previous_as_of) == previous_period_end(city, as_of)
    latest = pd.concat([facts.events, new_events], ignore_index=True)
    return replace(
        facts,
        standings=standings[list(STANDING_COLUMNS)],
        events=latest.sort_values(["occurred_at", "change"]).tail(LATEST_EVENTS_LIMIT),
        areas=reports.areas(connection, as_of),
        revision=max(facts.revision, int(new_events["change"].max())) if len(new_events) else facts.revision,
        previous=facts.previous if same_day else read_previous(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )
