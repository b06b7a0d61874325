"""The store's reports, events and areas as the frames that the core computes with."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

import pandas as pd
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
)

from data.core.history.facts import AREA_COLUMNS, EVENT_COLUMNS, STANDING_COLUMNS, typed_frame
from data.core.report.key import ReportKey
from data.core.status import Status
from data.store.query_chunks import key_chunks
from data.store.schema import UtcDateTime, area, area_layer, counter, event, pull, service_request

LEDGER_COLUMNS = (
    "pull_id", "source", "outcome", "read", "new", "changed", "unchanged", "rejected",
    "located", "outside", "no_location",
)  # fmt: skip
LAST_CHANGE = select(counter.c.value).where(counter.c.name == "change")


def revision(connection: Connection) -> int:
    """Return the last change number; it tells for the price of one row whether anything has changed."""
    return int(connection.execute(LAST_CHANGE).scalar_one())


def standings(connection: Connection, *, after: int = 0, since: datetime | None = None) -> pd.DataFrame:
    """Return current standings of reports, ``STANDING_COLUMNS``, in order of their latest change.

    :param after: only those changed after this change number
    :param since: only what :func:`active_since` keeps
    """
    table = service_request.c
    query = select(*[table[name] for name in STANDING_COLUMNS]).where(table.change > after)
    if since is not None:
        query = query.where(is_active_since(since))
    return read_frame(connection, query.order_by(table.change), STANDING_COLUMNS)


def is_active_since(since: datetime) -> ColumnElement[bool]:
    """Return the condition for the reports that :func:`active_since` keeps."""
    table = service_request.c
    first = select(func.min(table.received_at)).scalar_subquery()
    closed = and_(table.status == Status.CLOSED, table.closed_datetime >= since)  # both columns of the index
    return or_(table.status == Status.OPEN, closed, table.received_at >= since, table.received_at == first)


def policies(connection: Connection) -> dict[str, int]:
    """Return the ids of all policies that judged a stored report, each with its number of reports."""
    return count_by(connection, "policy")


def count_by(connection: Connection, name: str) -> dict[str, int]:
    """Return the number of stored reports by the values of a column, in their order; none for no value."""
    column = service_request.c[name]
    query = select(column, func.count()).where(column.is_not(None)).group_by(column).order_by(column)
    return {str(value): int(number) for value, number in connection.execute(query)}


def has_source(connection: Connection, name: str) -> bool:
    """Return whether any report of a source is stored."""
    query = select(service_request.c.source).where(service_request.c.source == name).limit(1)
    return connection.execute(query).first() is not None


def active_since(reports: pd.DataFrame, since: datetime) -> pd.DataFrame:
    """Return the open reports, and those received or closed since then.

    The very first report always stays: it shows how long the history is.
    """
    received_at, moment = reports["received_at"], pd.Timestamp(since)
    is_open, is_new = reports["status"] == Status.OPEN, received_at >= moment
    is_first = received_at == received_at.min()
    return reports[is_open | is_new | (reports["closed_datetime"] >= moment) | is_first]


def has_changes_before(connection: Connection, moment: datetime, *, after: int) -> bool:
    """Return whether a change after number ``after`` is of an event up to ``moment``."""
    return connection.execute(_changes_before(), {"after": after, "moment": moment}).first() is not None


def has_changes_of(connection: Connection, categories: Iterable[str], *, after: int) -> bool:
    """Return whether a change after number ``after`` is of a report that is then of one of the categories."""
    of_them = event.c.service_code.in_(sorted(categories))
    query = select(literal(1)).where(event.c.change > after, of_them).limit(1)
    return connection.execute(query).first() is not None


@cache
def _changes_before() -> Select[int]:
    # Materialised by change number: by time, a database may read the whole history before the moment.
    changes = select(event.c.occurred_at).where(event.c.change > bindparam("after", type_=BigInteger))
    recent = changes.cte("recent").prefix_with("MATERIALIZED")
    is_before = recent.c.occurred_at <= bindparam("moment", type_=event.c.occurred_at.type)
    return select(literal(1)).select_from(recent).where(is_before).limit(1)


def events(
    connection: Connection, *, after: int = 0, since: datetime | None = None, until: datetime | None = None
) -> pd.DataFrame:
    """Return events in order of ``change``, ``EVENT_COLUMNS``, optionally bounded by when they occurred."""
    query = select(*[event.c[name] for name in EVENT_COLUMNS]).where(event.c.change > after)
    if since is not None:
        query = query.where(event.c.occurred_at >= since)
    if until is not None:
        query = query.where(event.c.occurred_at <= until)
    return read_frame(connection, query.order_by(event.c.change), EVENT_COLUMNS)


def active_report_events(
    connection: Connection, after: datetime, until: datetime, *, max_change: int | None = None
) -> pd.DataFrame:
    """Return all events up to ``until`` of the reports that a recap from ``after`` on counts.

    Those are: open at ``after``, closed later than that, or changed since. Whatever was open then is open now
    or has changed since, so that an index finds all of them, however long the history is.

    :param max_change: as the store was at this change number
    :returns: ``EVENT_COLUMNS``
    """
    keys = active_report_keys(after, max_change).subquery()
    same_report = (event.c.source == keys.c.source) & (
        event.c.service_request_id == keys.c.service_request_id
    )
    query = select(*[event.c[name] for name in EVENT_COLUMNS]).join(keys, same_report)
    query = query.where(event.c.occurred_at <= until)
    change_number = (
        event.c.change + 0
    )  # for the bare column, SQLite would scan the whole history in its order
    if max_change is not None:
        query = query.where(change_number <= max_change)
    return read_frame(connection, query.order_by(change_number), EVENT_COLUMNS)


def active_report_keys(after: datetime, max_change: int | None = None) -> CompoundSelect[Any]:
    """Return the query for the keys of :func:`active_report_events`, with one index per part."""
    report = service_request.c
    report_key, event_key = (
        (report.source, report.service_request_id),
        (event.c.source, event.c.service_request_id),
    )
    queries = [
        select(*report_key).where(report.status == Status.OPEN),
        select(*report_key).where(report.status.in_(tuple(Status)), report.closed_datetime > after),
        select(*event_key).where(event.c.occurred_at > after),
    ]
    if max_change is not None:
        queries.append(select(*event_key).where(event.c.change > max_change))
    return union(*queries)


def latest_events(connection: Connection, count: int, as_of: datetime | None = None) -> pd.DataFrame:
    """Return the ``count`` events that occurred last, up to ``as_of`` if given, by ``change``."""
    query = select(*[event.c[name] for name in EVENT_COLUMNS])
    if as_of is not None:
        query = query.where(event.c.occurred_at <= as_of)
    last = query.order_by(event.c.occurred_at.desc(), event.c.change.desc()).limit(count).subquery()
    return read_frame(connection, select(last).order_by(last.c.change), EVENT_COLUMNS)


def areas(connection: Connection, as_of: datetime | None = None) -> pd.DataFrame:
    """Return the area layer in use, now or at a past moment, ``AREA_COLUMNS``, by code."""
    layer_query = select(area_layer.c.layer_id).order_by(area_layer.c.layer_id.desc()).limit(1)
    if as_of is not None:
        first_layer = select(func.min(area_layer.c.layer_id)).scalar_subquery()
        layer_query = layer_query.where(
            or_(area_layer.c.since <= as_of, area_layer.c.layer_id == first_layer)
        )
    query = select(*[area.c[name] for name in AREA_COLUMNS]).where(
        area.c.layer_id == layer_query.scalar_subquery()
    )
    return read_frame(connection, query.order_by(area.c.code), AREA_COLUMNS)


def load_details(connection: Connection, keys: Iterable[ReportKey]) -> dict[ReportKey, dict[str, Any]]:
    """Return the descriptive fields of each report that the store knows, looked up by primary key."""
    table = service_request.c
    details: dict[ReportKey, dict[str, Any]] = {}
    for source, ids in key_chunks(keys):
        condition = (table.source == source) & table.service_request_id.in_(ids)
        rows = connection.execute(select(table.service_request_id, table.details).where(condition))
        details |= {(source, str(row[0])): dict(row[1]) for row in rows}
    return details


def standing_of(connection: Connection, key: ReportKey) -> pd.DataFrame:
    """Return one report's current standing, ``STANDING_COLUMNS``; no row if there is none."""
    table = service_request.c
    condition = (table.source == key[0]) & (table.service_request_id == key[1])
    query = select(*[table[name] for name in STANDING_COLUMNS]).where(condition)
    return read_frame(connection, query, STANDING_COLUMNS)


def events_of(connection: Connection, key: ReportKey) -> pd.DataFrame:
    """Return all events of one report in order of ``change``, ``EVENT_COLUMNS``."""
    condition = (event.c.source == key[0]) & (event.c.service_request_id == key[1])
    query = select(*[event.c[name] for name in EVENT_COLUMNS]).where(condition).order_by(event.c.change)
    return read_frame(connection, query, EVENT_COLUMNS)


def ledger(connection: Connection) -> pd.DataFrame:
    """Return every pull with its counts, ``LEDGER_COLUMNS``."""
    rows = connection.execute(select(*[pull.c[name] for name in LEDGER_COLUMNS]).order_by(pull.c.pull_id))
    return pd.DataFrame([tuple(row) for row in rows], columns=list(LEDGER_COLUMNS))


def count_reports(connection: Connection) -> int:
    """Return how many reports the store holds."""
    return int(connection.execute(select(func.count()).select_from(service_request)).scalar_one())


def read_frame(connection: Connection, query: Select[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the result of a query as a frame with the core's column types.

    Times are read as the database stores them and converted column by column: converting them one by one took
    most of the time.
    """
    raw_columns = [raw_column(connection, column) for column in query.selected_columns]
    rows = connection.execute(query.with_only_columns(*raw_columns, maintain_column_froms=True)).all()
    return typed_frame(rows, columns)


def raw_column(connection: Connection, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column whose times are not converted: ISO texts in UTC on SQLite, all of one length."""
    raw_type = Text() if connection.dialect.name == "sqlite" else DateTime(timezone=True)
    return type_coerce(column, raw_type) if isinstance(column.type, UtcDateTime) else column
