"""The latest events as the board lists them: few columns, and at a change only those that are new."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, Select, bindparam, select

from data.core.snapshot.recent_events import OTHERS, TIMES, RecentEvents
from data.store.packed_moments import packed, unpacked
from data.store.schema import event


def listed_events(connection: Connection, count: int, as_of: datetime | None = None) -> RecentEvents:
    """Return the ``count`` events that occurred last, by ``change``, with what a list shows of them.

    :param as_of: only events up to this moment
    """
    query = _columns(connection.dialect.name)
    if as_of is not None:
        query = query.where(event.c.occurred_at <= as_of)
    last = query.order_by(event.c.occurred_at.desc(), event.c.change.desc()).limit(count)
    return _recent(list(connection.execute(last)))


def new_listed_events(connection: Connection, count: int, after: int) -> RecentEvents:
    """Return the ``count`` events that occurred last of those after a change number."""
    query = _new_query(connection.dialect.name)
    return _recent(list(connection.execute(query, {"after": after, "count": count})))


@cache
def _new_query(dialect: str) -> Select[Any]:
    """Return the query of new events: found by their number, as by time a database may read the history."""
    columns = _columns(dialect).add_columns(event.c.occurred_at)
    new = columns.where(event.c.change > bindparam("after", type_=BigInteger)).cte("new")
    new = new.prefix_with("MATERIALIZED")
    latest = select(*list(new.c)[:-1]).order_by(new.c.occurred_at.desc(), new.c.change.desc())
    return latest.limit(bindparam("count"))


@cache
def _columns(dialect: str) -> Select[Any]:
    moments = packed(dialect, [event.c[name] for name in TIMES]).label("moments")
    return select(event.c.change, moments, *[event.c[name] for name in OTHERS])


def _recent(rows: list[Row[Any]]) -> RecentEvents:
    if not rows:
        return RecentEvents(())
    changes, packed_moments, *others = (list(column) for column in zip(*rows, strict=True))
    moments = [column.tolist() for column in unpacked(packed_moments, len(TIMES))]
    return RecentEvents.from_values(changes, moments, others)
