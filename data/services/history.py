"""Past snapshots and reviews, from the events alone: at a moment, at many, and between two.

Only what shows is read: reports open at the moment, those changed within the windows of the board, and the
events of the period. Tests on random histories prove that the result equals that of all events
(:func:`data.core.history.replay.standings_at`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pandas as pd
from sqlalchemy import Connection, Engine

from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.history.counts import day_start
from data.core.history.coverage import HistoryCoverage
from data.core.history.facts import STANDING_COLUMNS
from data.core.ranking.case_counts import CaseCounts
from data.core.review.review import Review, review
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.snapshot import Snapshot
from data.services.past_facts import past_facts
from data.services.time_windows import (
    baseline_start,
    previous_period_end,
    previous_period_start,
)
from data.store import history, reports
from data.store.event_history import EventHistory


def read_previous(connection: Connection, city: City, as_of: datetime) -> pd.DataFrame:
    """Return the reports of the previous period with their standings at its end."""
    end, start = previous_period_end(city, as_of), previous_period_start(city, as_of)
    return history.standings_at(connection, end, start)[list(STANDING_COLUMNS)]


def snapshot_at(engine: Engine, city: City, as_of: datetime, area: str | None = None) -> Snapshot:
    """Return the snapshot of a past moment, for the city or one area."""
    with engine.connect() as connection:
        facts = past_facts(connection, city, as_of)
    chosen = facts.for_area(area) if area else facts
    return build_snapshot_from_columns(chosen, city, as_of, historical=True)


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


def replay(
    engine: Engine,
    city: City,
    since: datetime,
    until: datetime,
    steps: int,
    events: EventHistory | None = None,
) -> Iterator[Snapshot]:
    """Yield the snapshots of a period in equal steps, each equal to :func:`snapshot_at` of its moment.

    The previous period is read again where a day has begun.

    :param events: as of :func:`past_facts`
    :raises ValueError: as :func:`split_period`
    """
    previous: CaseCounts | None = None
    period_end: datetime | None = None
    for as_of in split_period(since, until, steps):
        is_known = period_end == previous_period_end(city, as_of)
        with engine.connect() as connection:
            facts = past_facts(connection, city, as_of, previous if is_known else None, events)
        previous, period_end = facts.previous, previous_period_end(city, as_of)
        yield build_snapshot_from_columns(facts, city, as_of, historical=True)
