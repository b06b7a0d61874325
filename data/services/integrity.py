"""The integrity check of ``python -m data check``: every identity on the whole store."""

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.config.city import City
from data.core.history.assignees import assignment_spans
from data.core.history.facts import KEY
from data.core.history.places import is_in_area
from data.core.history.replay import flow, flow_table
from data.core.integrity import checks
from data.core.integrity.checks import IntegrityFault
from data.core.review.review import with_known_evidence
from data.core.status import Status
from data.core.time_trust import CLOCK_TOLERANCE
from data.services.history import snapshot_at
from data.services.live_board import snapshot_now
from data.store import history, reports
from data.store.future_dates import find_future_dates
from data.store.missing_reports import all_missing_reports
from data.store.standing_spans import size_class

SAMPLE_SIZE = 8
SEED = 71  # fixed, so that the same store gives the same faults


def check_store(engine: Engine, city: City, now: datetime) -> list[IntegrityFault]:
    """Return all broken identities: of ledger, events, state, stock and flow, and several snapshots."""
    with engine.connect() as connection:
        events = reports.events(connection)
        faults = list(_check_stored_rows(connection, events, now))
        for moment in _sample_moments(events, now):
            standings = history.standings_at(connection, moment, moment)
            faults += checks.check_open_at(standings, events, moment)
        faults += checks.check_policies(reports.policies(connection), city)
        faults += _check_dates(connection, city, now)
    snapshots = [snapshot_now(engine, city, now)]
    snapshots += [snapshot_at(engine, city, moment) for moment in _sample_moments(events, now)[:3]]
    return faults + [fault for snapshot in snapshots for fault in checks.check_snapshot(snapshot)]


def _check_dates(connection: Connection, city: City, now: datetime) -> Iterator[IntegrityFault]:
    """Check that nothing is dated later than now; a practice city's own time may run ahead."""
    if city.simulated:
        return
    for dates in find_future_dates(connection, now + CLOCK_TOLERANCE):
        where, figures = (
            f"{dates.table}.{dates.column}",
            f"{dates.rows} rows, up to {dates.latest.isoformat()}",
        )
        yield IntegrityFault("nothing is dated into the future", where, figures)


def _check_stored_rows(
    connection: Connection, events: pd.DataFrame, now: datetime
) -> Iterator[IntegrityFault]:
    standings = reports.standings(connection)
    yield from checks.check_ledger(reports.ledger(connection))
    yield from checks.check_state_follows_from_events(standings, events)
    yield from checks.check_events_run_forward(events)
    yield from checks.check_spans(history.spans(connection), events, size_class)
    yield from checks.check_closing_times(standings)
    yield from checks.check_verdicts(standings)
    yield from _check_missing_reports(connection, standings)
    areas = reports.areas(connection)
    area_codes = [None, *sorted(set(areas["parent"])), *areas["code"].head(5)]
    moments, numbered_events = sorted(_sample_moments(events, now)), _with_numeric_ids(events)
    for area_code in area_codes:
        area_events = (
            numbered_events
            if area_code is None
            else _events_of_area_reports(numbered_events, area_code, areas)
        )
        for since, until in pairwise(moments):
            yield from checks.check_flow(area_events, since, until, area_code, areas)
    for since, until in pairwise(moments):
        yield from _check_review(numbered_events, areas, since, until)


def _check_missing_reports(connection: Connection, standings: pd.DataFrame) -> Iterator[IntegrityFault]:
    opened = standings[standings["status"] == Status.OPEN]
    open_keys = set(zip(opened["source"], opened["service_request_id"], strict=True))
    missing = [(*report.key, report.pull_id) for report in all_missing_reports(connection)]
    yield from checks.check_missing_reports(missing, open_keys, reports.ledger(connection))


def _check_review(
    events: pd.DataFrame, areas: pd.DataFrame, since: datetime, until: datetime
) -> Iterator[IntegrityFault]:
    """Check what the review of a period rests on: the flow of all areas, and the time of all assignees."""
    period, city_flow = f"from {since.isoformat()} to {until.isoformat()}", flow(events, since, until)
    for by in ("parent", "code"):
        table = flow_table(with_known_evidence(events), areas, since, until, by)
        yield from checks.check_flow_table(table, city_flow, f"by {by} {period}")
    yield from checks.check_assignees(assignment_spans(events, since, until), events, since, until)


def _with_numeric_ids(events: pd.DataFrame) -> pd.DataFrame:
    """Number the reports instead of naming source and id: the same sums in a fraction of the time."""
    return events.assign(source=0, service_request_id=events.groupby(list(KEY), sort=False).ngroup())


def _events_of_area_reports(events: pd.DataFrame, area_code: str, areas: pd.DataFrame) -> pd.DataFrame:
    """Return all events of the reports that were ever in an area; others add nothing to its flow."""
    report_ids = events.loc[is_in_area(events["area_code"], area_code, areas), "service_request_id"]
    return events[events["service_request_id"].isin(report_ids)]


def _sample_moments(events: pd.DataFrame, now: datetime) -> list[datetime]:
    """Return random moments between the first event and now, the same ones each time."""
    if events.empty:
        return [now]
    first = events["occurred_at"].min().to_pydatetime()
    rng = random.Random(SEED)
    return [first + (now - first) * rng.random() for _ in range(SAMPLE_SIZE)] + [now]
