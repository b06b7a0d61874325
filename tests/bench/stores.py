"""Stores with years of reports for the benchmarks, made in seconds.

The last months are written as the store itself writes them. What lies before is copies of their finished
reports, each moved so many months back by the database: at any time lives, events and density are alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, cast, func, select, text, tuple_, update
from sqlalchemy.types import Text

from bootstrap import World
from data.core.report.key import Key
from data.core.report.standing import Event, Kind, Known, Standing
from data.core.status import Status
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import Report, write_states
from data.store.schema import UtcDateTime, counter, event, revision_step, service_request, standing_span
from tests.builders import standing
from tests.personas import MONDAY_NOON

RECENT = 5_000
DAYS = 124  # the longest window, and the period before it
OPEN_EVERY = 20
BLOCK = 4 * RECENT  # change numbers of one stretch, with room to spare
TABLES, BY_CHANGE = (event, service_request), (standing_span, revision_step)

Life = list[tuple[Kind, Standing, datetime]]


def fill(world: World, reports: int) -> int:
    """Fills an empty SQLite store with reports up to Monday noon, ``RECENT`` of them of the last months.

    :returns: how many there are, at most a few thousand fewer than asked for
    """
    with writer(world.engine).begin() as connection:
        connection.execute(text("PRAGMA cache_size = -200000"))
        changes = update(counter).where(counter.c.name == "change")
        connection.execute(changes.values(value=BLOCK * reports // 4_000))
        finished = _write(connection, world)
        copies = (reports - RECENT) // finished
        with _unindexed(connection):
            for copy in range(copies, 0, -1):
                _copy(connection, copy)
        connection.execute(text("ANALYZE"))
    return RECENT + copies * finished


@contextmanager
def _unindexed(connection: Connection) -> Iterator[None]:
    """Indexes made at the end take a fraction of the time."""
    indexes = [index for table in (*TABLES, *BY_CHANGE) for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def _write(connection: Connection, world: World) -> int:
    """The last months, in one batch; returns how many of its reports are closed."""
    happened: list[tuple[Key, Event]] = []
    reports: dict[Key, Report] = {}
    for number in range(RECENT):
        key, life = ("qlue", str(number)), _life(number, world)
        happened += [(key, Event(kind, moment, moment, state)) for kind, state, moment in life]
        _, state, moment = life[-1]
        reports[key] = Report(Known(state, {}, moment, moment, str(number)), life[0][2])
    happened.sort(key=lambda item: item[1].occurred_at)
    write_states(connection, reports, write_events(connection, happened, pull_id=1))
    return sum(report.known.standing.status == Status.CLOSED for report in reports.values() if report.known)


def _life(number: int, world: World) -> Life:
    """Received, taken up, closed within four days or still open; every tenth was opened again."""
    codes, categories = world.layer.codes, [category.code for category in world.city.category]
    filed = MONDAY_NOON - timedelta(hours=2, seconds=number * DAYS * 86_400 // RECENT)
    usual: dict[str, Any] = {
        "area_code": codes[number * 7 % len(codes)],
        "service_code": categories[number * 3 % len(categories)],
        "requested_datetime": filed,
        "expected_datetime": filed + timedelta(hours=48),
        "reporter": f"{number % 900:024x}",
    }
    words = [(Kind.RECEIVED, "menunggu", 0.0), (Kind.STATUS, "proses", 1.0)]
    hours = 2 + number % 95
    if number % OPEN_EVERY and filed + timedelta(hours=hours) < MONDAY_NOON:
        again = [(Kind.CLOSED, "selesai", 1.5), (Kind.REOPENED, "proses", 1.75)]
        words += [*(again if number % 10 == 1 else []), (Kind.CLOSED, "selesai", hours)]
    return [_step(usual, kind, word, filed + timedelta(hours=after)) for kind, word, after in words]


def _step(usual: dict[str, Any], kind: Kind, word: str, at: datetime) -> tuple[Kind, Standing, datetime]:
    done = {"closed_datetime": at, "evidence": at.minute % 3 == 0} if kind is Kind.CLOSED else {}
    return kind, standing(**usual, status_description=word, **done), at


def _copy(connection: Connection, copy: int) -> None:
    """One more stretch of the past: every finished report once more, so many months earlier."""
    first = select(counter.c.value - BLOCK).where(counter.c.name == "change").scalar_subquery()
    done = select(service_request.c.source, service_request.c.service_request_id)
    done = done.where(service_request.c.status == Status.CLOSED, service_request.c.change > first)
    mine = tuple_(event.c.source, event.c.service_request_id).in_(done) & (event.c.change > first)
    for table in TABLES:
        keys = tuple_(table.c.source, table.c.service_request_id)
        _add(connection, table, copy, keys.in_(done) & (table.c.change > first))
    for table in BY_CHANGE:
        _add(connection, table, copy, table.c.change.in_(select(event.c.change).where(mine)))


def _add(connection: Connection, table: Table, copy: int, which: ColumnElement[bool]) -> None:
    rows = select(*[_moved(column, copy) for column in table.c]).where(which)
    connection.execute(table.insert().from_select(list(table.c.keys()), rows))


def _moved(column: Column[Any], copy: int) -> ColumnElement[Any]:
    """A column's value in a copy; all moments of the original are whole seconds."""
    if isinstance(column.type, UtcDateTime):
        when = func.strftime("%Y-%m-%d %H:%M:%S.000000", column, f"-{copy * (DAYS + 1)} days")
        return cast(when, Text)
    if column.name == "change":
        return column - copy * BLOCK
    return column + f"-{copy}" if column.name == "service_request_id" else column
