"""Reading the store into the frames that the core computes with."""

from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, or_, select

from data.core.facts import AREA_COLUMNS, EVENT_COLUMNS, STANDING_COLUMNS, frame
from data.core.status import Status
from data.store.schema import area, counter, event, pull, service_request

LEDGER_COLUMNS = (
    "pull_id", "source", "outcome", "read", "new", "changed", "unchanged", "rejected",
    "located", "outside", "no_location",
)  # fmt: skip


def revision(connection: Connection) -> int:
    """The last change number given: "has anything changed?" for the price of one row."""
    return int(connection.execute(select(counter.c.value).where(counter.c.name == "change")).scalar_one())


def standings(
    connection: Connection, *, after: int = 0, closed_since: datetime | None = None
) -> pd.DataFrame:
    """Current state of reports, ``STANDING_COLUMNS``.

    :param after: only those changed after this change number
    :param closed_since: leave out what was closed before; open reports always come
    """
    table = service_request.c
    found = select(*[table[name] for name in STANDING_COLUMNS]).where(table.change > after)
    if closed_since is not None:
        recent = or_(table.status == Status.OPEN, table.closed_datetime >= closed_since)
        found = found.where(recent)
    return _framed(connection, found, STANDING_COLUMNS)


def events(
    connection: Connection, *, after: int = 0, since: datetime | None = None, until: datetime | None = None
) -> pd.DataFrame:
    """Events in order of ``change``, ``EVENT_COLUMNS``; bounds on when they occurred are optional."""
    found = select(*[event.c[name] for name in EVENT_COLUMNS]).where(event.c.change > after)
    if since is not None:
        found = found.where(event.c.occurred_at >= since)
    if until is not None:
        found = found.where(event.c.occurred_at <= until)
    return _framed(connection, found.order_by(event.c.change), EVENT_COLUMNS)


def latest_events(connection: Connection, count: int) -> pd.DataFrame:
    """The ``count`` events that occurred last, in order of ``change``."""
    found = select(*[event.c[name] for name in EVENT_COLUMNS])
    last = found.order_by(event.c.occurred_at.desc(), event.c.change.desc()).limit(count).subquery()
    return _framed(connection, select(last).order_by(last.c.change), EVENT_COLUMNS)


def areas(connection: Connection) -> pd.DataFrame:
    """The area layer in use, ``AREA_COLUMNS``, by code."""
    return _framed(connection, select(*[area.c[n] for n in AREA_COLUMNS]).order_by(area.c.code), AREA_COLUMNS)


def ledger(connection: Connection) -> pd.DataFrame:
    """Every pull with its numbers, ``LEDGER_COLUMNS``."""
    rows = connection.execute(select(*[pull.c[name] for name in LEDGER_COLUMNS]).order_by(pull.c.pull_id))
    return pd.DataFrame([tuple(row) for row in rows], columns=list(LEDGER_COLUMNS))


def count_reports(connection: Connection) -> int:
    """How many reports the store holds."""
    return int(connection.execute(select(func.count()).select_from(service_request)).scalar_one())


def _framed(connection: Connection, found: Select[Any], columns: tuple[str, ...]) -> pd.DataFrame:
    return frame(connection.execute(found).all(), columns)
