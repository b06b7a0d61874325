"""The integrity check of ``python -m data check``: every identity on the whole store.

The database looks at every row for what may violate an identity (:mod:`data.store.suspects`). Those reports,
and those that changed last, are read in full and checked by the core's rules. So its price is that of a few
passes of the database, however many reports there are, and its memory is bounded.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import pandas as pd
from sqlalchemy import Connection, Engine

from data.core.columns.board_reports import BoardReports
from data.core.config.city import City
from data.core.history.assignees import assignment_spans
from data.core.history.facts import KEY
from data.core.history.replay import flow, flow_table
from data.core.integrity import checks, secrecy
from data.core.integrity.chains import check_kinds
from data.core.integrity.checks import IntegrityFault
from data.core.integrity.first_deadlines import check_first_deadlines
from data.core.integrity.left_out import check_findings, check_quarantine
from data.core.integrity.secrecy import check_withheld
from data.core.report.standing import EventKind
from data.core.review.review import with_known_evidence
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.snapshot import Snapshot
from data.core.time_trust import CLOCK_TOLERANCE
from data.services.history import snapshot_at
from data.services.time_windows import LATEST_EVENTS_LIMIT, window_start
from data.store import history, reports
from data.store.checked_rows import (
    confidential_texts,
    deadline_histories,
    open_reports_of,
    readable_rejections,
)
from data.store.findings import all_counts
from data.store.future_dates import find_future_dates
from data.store.listed_events import listed_events
from data.store.missing_reports import all_missing_reports
from data.store.rejected_rows import count_seen
from data.store.report_columns import active_reports
from data.store.standing_spans import size_class
from data.store.suspects import StoredRows, Suspects, find_suspects, latest_reports, stored_rows

SAMPLE_SIZE = 8
FLOW_STEP = 4  # of so many moments, one is the end of a period whose flow is checked; the last one is now
PAST_BOARDS = 2
SAMPLE_REPORTS = 500  # read in full, besides those that may violate an identity
SEED = 71  # fixed, so that the same store gives the same faults


def check_store(engine: Engine, city: City, now: datetime) -> list[IntegrityFault]:
    """Return broken identities: of ledger, events, state, stock and flow, and several snapshots."""
    with engine.connect() as connection:
        moments, pulls = _sample_moments(connection, now), reports.ledger(connection)
        suspects = find_suspects(connection, moments)
        keys = {*suspects.doubtful, *latest_reports(connection, SAMPLE_REPORTS)}
        rows = stored_rows(connection, keys)
        faults = list(_check_stored_rows(connection, rows, moments))
        if suspects.doubtful or len(keys) < SAMPLE_REPORTS:
            faults += _check_open_reports(connection, rows, moments)
        faults += _check_missing_reports(connection, pulls)
        faults += _check_confidential(connection, suspects)
        faults += _check_left_out(connection, suspects, pulls)
        faults += checks.check_ledger(pulls)
        faults += checks.check_policies(reports.policies(connection), city)
        faults += _check_dates(connection, city, now)
        faults += checks.check_snapshot(_present_snapshot(connection, city, now))
    for moment in moments[:PAST_BOARDS]:
        faults += checks.check_snapshot(snapshot_at(engine, city, moment))
    return faults


def _present_snapshot(connection: Connection, city: City, now: datetime) -> Snapshot:
    """Return the present snapshot as far as it is checked: without sources and trend."""
    facts = ColumnFacts(
        reports=BoardReports.of(active_reports(connection, window_start(city, now))),
        events=listed_events(connection, LATEST_EVENTS_LIMIT),
        areas=reports.areas(connection),
        sources=(),
        revision=reports.revision(connection),
    )
    return build_snapshot_from_columns(facts, city, now)


def _check_confidential(connection: Connection, suspects: Suspects) -> Iterator[IntegrityFault]:
    texts = confidential_texts(connection, suspects.confidential, suspects.confidential_changes)
    yield from check_withheld(texts)
    for where in readable_rejections(connection):
        yield IntegrityFault(secrecy.IDENTITY, where, "raw")


def _check_left_out(
    connection: Connection, suspects: Suspects, pulls: pd.DataFrame
) -> Iterator[IntegrityFault]:
    """Check first deadlines, and that moved deadlines, findings and rejected rows are all counted."""
    moves = Counter[tuple[str, int]]()
    for deadlines in deadline_histories(connection, suspects.rescheduled):
        yield from check_first_deadlines([deadlines])
        late = (step for step in deadlines.steps if step.kind == EventKind.RESCHEDULED)
        moves.update((deadlines.key[0], step.pull_id) for step in late)
    yield from check_findings(list(all_counts(connection)), pulls, moves)
    yield from check_quarantine(pulls, count_seen(connection))


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
    connection: Connection, rows: StoredRows, moments: list[datetime]
) -> Iterator[IntegrityFault]:
    yield from checks.check_state_follows_from_events(rows.standings, rows.events)
    yield from checks.check_events_run_forward(rows.events)
    yield from check_kinds(rows.events)
    yield from checks.check_spans(rows.spans, rows.events, size_class)
    yield from checks.check_closing_times(rows.standings)
    yield from checks.check_verdicts(rows.standings)
    areas, events = reports.areas(connection), _with_numeric_ids(rows.events)
    for since, until in pairwise(sorted(moments)[::FLOW_STEP]):
        for area_code in [None, *sorted(set(areas["parent"]))[:3], *areas["code"].head(3)]:
            yield from checks.check_flow(events, since, until, area_code, areas)
        yield from _check_review(events, areas, since, until)


def _check_open_reports(
    connection: Connection, rows: StoredRows, moments: list[datetime]
) -> Iterator[IntegrityFault]:
    """Check past boards for the reports that were read; the store has looked at all others."""
    keys = pd.MultiIndex.from_frame(rows.events[list(KEY)].drop_duplicates())
    for moment in moments:
        standings = history.standings_at(connection, moment, moment)
        known = pd.MultiIndex.from_frame(standings[list(KEY)]).isin(keys)
        yield from checks.check_open_at(standings[known], rows.events, moment)


def _check_missing_reports(connection: Connection, pulls: pd.DataFrame) -> Iterator[IntegrityFault]:
    missing = all_missing_reports(connection)
    opened = open_reports_of(connection, (report.key for report in missing))
    listed = [(*report.key, report.pull_id) for report in missing]
    yield from checks.check_missing_reports(listed, opened, pulls)


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


def _sample_moments(connection: Connection, now: datetime) -> list[datetime]:
    """Return random moments between the first event and now, the same ones each time."""
    first = history.first_moment(connection, now)
    if first is None:
        return [now]
    rng = random.Random(SEED)
    return [first + (now - first) * rng.random() for _ in range(SAMPLE_SIZE)] + [now]
