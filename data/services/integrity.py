"""``python -m data check``: every identity on the whole store."""

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.config.city import City
from data.core.history.assignees import spans
from data.core.history.facts import KEY
from data.core.history.places import lies_in
from data.core.history.replay import flow, flow_table
from data.core.integrity import checks
from data.core.integrity.checks import Fault
from data.core.review.review import complete
from data.services.history import snapshot_at
from data.services.live_board import snapshot_now
from data.store import history, reports
from data.store.standing_spans import size_of

MOMENTS = 8
SEED = 71


def check_store(engine: Engine, city: City, now: datetime) -> list[Fault]:
    """All broken identities: ledger, events, state, stock and flow, and the screens of several moments."""
    with engine.connect() as connection:
        events = reports.events(connection)
        found = list(_stored(connection, events, now))
        for moment in _moments(events, now):
            then = history.standings_then(connection, moment, moment)
            found += checks.check_open_then(then, events, moment)
        found += checks.check_policies(reports.policies(connection), city)
    snapshots = [snapshot_now(engine, city, now)]
    snapshots += [snapshot_at(engine, city, moment) for moment in _moments(events, now)[:3]]
    return found + [fault for snapshot in snapshots for fault in checks.check_snapshot(snapshot)]


def _stored(connection: Connection, events: pd.DataFrame, now: datetime) -> Iterator[Fault]:
    standings = reports.standings(connection)
    yield from checks.check_ledger(reports.ledger(connection))
    yield from checks.check_state_follows_from_events(standings, events)
    yield from checks.check_events_run_forward(events)
    yield from checks.check_spans(history.spans(connection), events, size_of)
    yield from checks.check_closing_times(standings)
    yield from checks.check_verdicts(standings)
    areas = reports.areas(connection)
    places = [None, *sorted(set(areas["parent"])), *areas["code"].head(5)]
    moments, numbered = sorted(_moments(events, now)), _numbered(events)
    for place in places:
        touching = numbered if place is None else _touching(numbered, place, areas)
        for since, until in pairwise(moments):
            yield from checks.check_flow(touching, since, until, place, areas)
    for since, until in pairwise(moments):
        yield from _reviewed(numbered, areas, since, until)


def _reviewed(events: pd.DataFrame, areas: pd.DataFrame, since: datetime, until: datetime) -> Iterator[Fault]:
    """What the review of a period rests on: the table of all places, and the sums of all holders."""
    where, whole = f"from {since.isoformat()} to {until.isoformat()}", flow(events, since, until)
    for by in ("parent", "code"):
        table = flow_table(complete(events), areas, since, until, by)
        yield from checks.check_flow_table(table, whole, f"by {by} {where}")
    yield from checks.check_holders(spans(events, since, until), events, since, until)


def _numbered(events: pd.DataFrame) -> pd.DataFrame:
    """Reports by number instead of source and id: the same sums in a fraction of the time."""
    return events.assign(source=0, service_request_id=events.groupby(list(KEY), sort=False).ngroup())


def _touching(events: pd.DataFrame, place: str, areas: pd.DataFrame) -> pd.DataFrame:
    """All events of the reports that were ever in a place; the others add nothing to its flow."""
    here = events.loc[lies_in(events["area_code"], place, areas), "service_request_id"]
    return events[events["service_request_id"].isin(here)]


def _moments(events: pd.DataFrame, now: datetime) -> list[datetime]:
    """Moments spread by chance, but the same ones each time, over everything that happened."""
    if events.empty:
        return [now]
    first = events["occurred_at"].min().to_pydatetime()
    pick = random.Random(SEED)
    return [first + (now - first) * pick.random() for _ in range(MOMENTS)] + [now]
