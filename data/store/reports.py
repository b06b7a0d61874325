"""Reading the store into the frames that the core computes with."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import (
    CompoundSelect,
    Connection,
    DateTime,
    Select,
    Text,
    and_,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
)

from data.core.history.facts import AREA_COLUMNS, EVENT_COLUMNS, STANDING_COLUMNS, frame
from data.core.report.key import Key
from data.core.status import Status
from data.store.report_states import IDS_PER_QUERY, by_source
from data.store.schema import UtcDateTime, area, area_layer, counter, event, pull, service_request

LEDGER_COLUMNS = (
    "pull_id", "source", "outcome", "read", "new", "changed", "unchanged", "rejected",
    "located", "outside", "no_location",
)  # fmt: skip


def revision(connection: Connection) -> int:
    """The last change number given: "has anything changed?" for the price of one row."""
    return int(connection.execute(select(counter.c.value).where(counter.c.name == "change")).scalar_one())


def standings(connection: Connection, *, after: int = 0, since: datetime | None = None) -> pd.DataFrame:
    """Current state of reports, ``STANDING_COLUMNS``, in order of their latest change.

    :param after: only those changed after this change number
    :param since: only what :func:`moving_since` keeps
    """
    table = service_request.c
    found = select(*[table[name] for name in STANDING_COLUMNS]).where(table.change > after)
    if since is not None:
        first = select(func.min(table.received_at)).scalar_subquery()
        closed = and_(table.status == Status.CLOSED, table.closed_datetime >= since)  # as the index has it
        moving = (table.status == Status.OPEN, closed, table.received_at >= since)
        found = found.where(or_(*moving, table.received_at == first))
    return framed(connection, found.order_by(table.change), STANDING_COLUMNS)


def policies(connection: Connection) -> dict[str, int]:
    """The ids of all policies that judged a stored report, each with the number of its reports."""
    name = service_request.c.policy
    found = select(name, func.count()).where(name.is_not(None)).group_by(name).order_by(name)
    return {str(policy): int(number) for policy, number in connection.execute(found)}


def moving_since(held: pd.DataFrame, since: datetime) -> pd.DataFrame:
    """The open reports, and the closed ones that came in or were closed since then.

    The very first report always stays: without it nobody could tell how long the history is.
    """
    received, moment = held["received_at"], pd.Timestamp(since)
    moving = (held["status"] == Status.OPEN) | (held["closed_datetime"] >= moment) | (received >= moment)
    return held[moving | (received == received.min())]


def touched_before(connection: Connection, moment: datetime, *, after: int) -> bool:
    """Whether a change after number ``after`` tells of something that happened up to ``moment``."""
    # Made first, by change number: by time, a database may read the whole history that lies before.
    news = select(event.c.occurred_at).where(event.c.change > after).cte("news").prefix_with("MATERIALIZED")
    found = select(literal(1)).select_from(news).where(news.c.occurred_at <= moment).limit(1)
    return connection.execute(found).first() is not None


def events(
    connection: Connection, *, after: int = 0, since: datetime | None = None, until: datetime | None = None
) -> pd.DataFrame:
    """Events in order of ``change``, ``EVENT_COLUMNS``; bounds on when they occurred are optional."""
    found = select(*[event.c[name] for name in EVENT_COLUMNS]).where(event.c.change > after)
    if since is not None:
        found = found.where(event.c.occurred_at >= since)
    if until is not None:
        found = found.where(event.c.occurred_at <= until)
    return framed(connection, found.order_by(event.c.change), EVENT_COLUMNS)


def moving_events(
    connection: Connection, after: datetime, until: datetime, *, upto: int | None = None
) -> pd.DataFrame:
    """``EVENT_COLUMNS``: all events up to ``until`` of the reports that a recap from ``after`` on counts.

    Those are: open at ``after``, closed later than that, or touched since. Whatever was open then is open
    now or has been touched since, so all are found by an index, however long the history is.

    :param upto: as the store stood at this change number
    """
    mine = moving_keys(after, upto).subquery()
    same = (event.c.source == mine.c.source) & (event.c.service_request_id == mine.c.service_request_id)
    found = select(*[event.c[name] for name in EVENT_COLUMNS]).join(mine, same)
    found = found.where(event.c.occurred_at <= until)
    number = event.c.change + 0  # not the bare number: SQLite would walk the whole history in its order
    if upto is not None:
        found = found.where(number <= upto)
    return framed(connection, found.order_by(number), EVENT_COLUMNS)


def moving_keys(after: datetime, upto: int | None = None) -> CompoundSelect[Any]:
    """The reports of :func:`moving_events`: each way of moving asked by an index of its own."""
    now, told = service_request.c, event.c
    request, news = (now.source, now.service_request_id), (told.source, told.service_request_id)
    ways = [
        select(*request).where(now.status == Status.OPEN),
        select(*request).where(now.status.in_(tuple(Status)), now.closed_datetime > after),
        select(*news).where(told.occurred_at > after),
    ]
    return union(*ways, *([select(*news).where(told.change > upto)] if upto is not None else []))


def latest_events(connection: Connection, count: int, as_of: datetime | None = None) -> pd.DataFrame:
    """The ``count`` events that occurred last, up to a moment of the past if one is given, by ``change``."""
    found = select(*[event.c[name] for name in EVENT_COLUMNS])
    if as_of is not None:
        found = found.where(event.c.occurred_at <= as_of)
    last = found.order_by(event.c.occurred_at.desc(), event.c.change.desc()).limit(count).subquery()
    return framed(connection, select(last).order_by(last.c.change), EVENT_COLUMNS)


def areas(connection: Connection, as_of: datetime | None = None) -> pd.DataFrame:
    """The area layer in use, now or at a moment of the past, ``AREA_COLUMNS``, by code."""
    used = select(area_layer.c.layer_id).order_by(area_layer.c.layer_id.desc()).limit(1)
    if as_of is not None:
        first = select(func.min(area_layer.c.layer_id)).scalar_subquery()
        used = used.where(or_(area_layer.c.since <= as_of, area_layer.c.layer_id == first))
    found = select(*[area.c[n] for n in AREA_COLUMNS]).where(area.c.layer_id == used.scalar_subquery())
    return framed(connection, found.order_by(area.c.code), AREA_COLUMNS)


def details_of(connection: Connection, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """The descriptive fields of each report that the store knows, looked up by primary key."""
    table = service_request.c
    found: dict[Key, dict[str, Any]] = {}
    for source, ids in by_source(keys).items():
        for start in range(0, len(ids), IDS_PER_QUERY):
            mine = (table.source == source) & table.service_request_id.in_(ids[start : start + IDS_PER_QUERY])
            rows = connection.execute(select(table.service_request_id, table.details).where(mine))
            found |= {(source, str(row[0])): dict(row[1]) for row in rows}
    return found


def standing_of(connection: Connection, key: Key) -> pd.DataFrame:
    """One report's current state, ``STANDING_COLUMNS``; no row if there is none."""
    table = service_request.c
    mine = (table.source == key[0]) & (table.service_request_id == key[1])
    found = select(*[table[name] for name in STANDING_COLUMNS]).where(mine)
    return framed(connection, found, STANDING_COLUMNS)


def events_of(connection: Connection, key: Key) -> pd.DataFrame:
    """All events of one report in order of ``change``, ``EVENT_COLUMNS``."""
    mine = (event.c.source == key[0]) & (event.c.service_request_id == key[1])
    found = select(*[event.c[name] for name in EVENT_COLUMNS]).where(mine).order_by(event.c.change)
    return framed(connection, found, EVENT_COLUMNS)


def ledger(connection: Connection) -> pd.DataFrame:
    """Every pull with its numbers, ``LEDGER_COLUMNS``."""
    rows = connection.execute(select(*[pull.c[name] for name in LEDGER_COLUMNS]).order_by(pull.c.pull_id))
    return pd.DataFrame([tuple(row) for row in rows], columns=list(LEDGER_COLUMNS))


def count_reports(connection: Connection) -> int:
    """How many reports the store holds."""
    return int(connection.execute(select(func.count()).select_from(service_request)).scalar_one())


def framed(connection: Connection, found: Select[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    """What a query finds, with the core's column types.

    Times come as the database holds them and are made times all at once: one by one, they took most of
    the reading.
    """
    bare = Text() if connection.dialect.name == "sqlite" else DateTime(timezone=True)
    plain = [
        type_coerce(column, bare) if isinstance(column.type, UtcDateTime) else column
        for column in found.selected_columns
    ]
    rows = connection.execute(found.with_only_columns(*plain, maintain_column_froms=True)).all()
    return frame(rows, columns)
