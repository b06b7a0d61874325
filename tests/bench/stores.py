"""Stores with years of reports for the benchmarks, filled in seconds.

The last months are written by the store's own code. Earlier ones are copies of their finished reports, each
moved back by the database: histories, events and density are alike at any time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, cast, func, select, text, tuple_, update
from sqlalchemy.types import Text

from bootstrap import AppContext
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.core.status import Status
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import TrackedReport, write_states
from data.store.schema import UtcDateTime, counter, event, revision_step, service_request, standing_span
from tests.builders import standing
from tests.personas import MONDAY_NOON

RECENT_REPORTS = 5_000
DAYS = 124  # the longest window, and the period before it
OPEN_EVERY = 20
CHANGES_PER_COPY = 4 * RECENT_REPORTS  # change numbers of one copy, with room to spare
LATEST_CHANGE_INDEX = "service_request_change"
TABLES, BY_CHANGE = (event, service_request), (standing_span, revision_step)

EventHistory = list[tuple[EventKind, Standing, datetime]]


def fill_store(app_context: AppContext, reports: int) -> int:
    """Fill an empty SQLite store with reports up to Monday noon, ``RECENT`` of them of the last months.

    Return how many there are, at most a few thousand fewer than ``count``.
    """
    with writer(app_context.engine).begin() as connection:
        connection.execute(text("PRAGMA cache_size = -200000"))
        counter_update = update(counter).where(counter.c.name == "change")
        connection.execute(counter_update.values(value=CHANGES_PER_COPY * reports // 4_000))
        closed_count = _write(connection, app_context)
        copies = (reports - RECENT_REPORTS) // closed_count
        with _unindexed(connection):
            for copy in range(copies, 0, -1):
                _copy(connection, copy)
        connection.execute(text("ANALYZE"))
    return RECENT_REPORTS + copies * closed_count


@contextmanager
def _unindexed(connection: Connection) -> Iterator[None]:
    """Drop the indexes and create them at the end, which takes a fraction of the time.

    That of the latest changes stays: without it, each copy looks for its originals in the whole table.
    """
    indexes = [index for table in (*TABLES, *BY_CHANGE) for index in table.indexes]
    indexes = [index for index in indexes if index.name != LATEST_CHANGE_INDEX]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _write(connection: Connection, app_context: AppContext) -> int:
    """Write the last months in one batch; return how many of its reports are closed."""
    events: list[tuple[ReportKey, Event]] = []
    reports: dict[ReportKey, TrackedReport] = {}
    for number in range(RECENT_REPORTS):
        key, event_history = ("qlue", str(number)), _event_history(number, app_context)
        events += [(key, Event(kind, moment, moment, state)) for kind, state, moment in event_history]
        _, state, moment = event_history[-1]
        reports[key] = TrackedReport(KnownReport(state, {}, moment, moment, str(number)), event_history[0][2])
    events.sort(key=lambda item: item[1].occurred_at)
    write_states(connection, reports, write_events(connection, events, pull_id=1))
    return sum(report.known.standing.status == Status.CLOSED for report in reports.values() if report.known)


def _event_history(number: int, app_context: AppContext) -> EventHistory:
    """Return events: received, taken up, closed within four days or still open; every tenth was reopened."""
    codes, categories = app_context.layer.codes, [category.code for category in app_context.city.category]
    requested_at = MONDAY_NOON - timedelta(hours=2, seconds=number * DAYS * 86_400 // RECENT_REPORTS)
    defaults: dict[str, Any] = {
        "area_code": codes[number * 7 % len(codes)],
        "service_code": categories[number * 3 % len(categories)],
        "requested_datetime": requested_at,
        "expected_datetime": requested_at + timedelta(hours=48),
        "reporter": f"{number % 900:024x}",
    }
    steps = [(EventKind.RECEIVED, "menunggu", 0.0), (EventKind.STATUS, "proses", 1.0)]
    hours = 2 + number % 95
    if number % OPEN_EVERY and requested_at + timedelta(hours=hours) < MONDAY_NOON:
        reopening = [(EventKind.CLOSED, "selesai", 1.5), (EventKind.REOPENED, "proses", 1.75)]
        steps += [*(reopening if number % 10 == 1 else []), (EventKind.CLOSED, "selesai", hours)]
    return [
        _step(defaults, kind, status_word, requested_at + timedelta(hours=hours_after))
        for kind, status_word, hours_after in steps
    ]


def _step(
    defaults: dict[str, Any], kind: EventKind, status_word: str, at: datetime
) -> tuple[EventKind, Standing, datetime]:
    closing_fields = (
        {"closed_datetime": at, "evidence": at.minute % 3 == 0} if kind is EventKind.CLOSED else {}
    )
    return kind, standing(**defaults, status_description=status_word, **closing_fields), at


def _copy(connection: Connection, copy: int) -> None:
    """Copy every finished report once more, so many months earlier."""
    first = select(counter.c.value - CHANGES_PER_COPY).where(counter.c.name == "change").scalar_subquery()
    closed_keys = select(service_request.c.source, service_request.c.service_request_id)
    closed_keys = closed_keys.where(
        service_request.c.status == Status.CLOSED, service_request.c.change > first
    )
    closed_events = tuple_(event.c.source, event.c.service_request_id).in_(closed_keys) & (
        event.c.change > first
    )
    for table in TABLES:
        keys = tuple_(table.c.source, table.c.service_request_id)
        _insert_copies(connection, table, copy, keys.in_(closed_keys) & (table.c.change > first))
    for table in BY_CHANGE:
        _insert_copies(
            connection, table, copy, table.c.change.in_(select(event.c.change).where(closed_events))
        )


def _insert_copies(connection: Connection, table: Table, copy: int, condition: ColumnElement[bool]) -> None:
    rows = select(*[_shifted_column(column, copy) for column in table.c]).where(condition)
    connection.execute(table.insert().from_select(list(table.c.keys()), rows))


def _shifted_column(column: Column[Any], copy: int) -> ColumnElement[Any]:
    """Return a column's value in a copy; all moments of the original are whole seconds."""
    if isinstance(column.type, UtcDateTime):
        shifted_moment = func.strftime("%Y-%m-%d %H:%M:%S.000000", column, f"-{copy * (DAYS + 1)} days")
        return cast(shifted_moment, Text)
    if column.name == "change":
        return column - copy * CHANGES_PER_COPY
    return column + f"-{copy}" if column.name == "service_request_id" else column
