"""The state that a feed keeps for its next pull, and which of its reports are open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from data.core.status import Status
from data.store.schema import feed_memory, service_request


@dataclass(frozen=True)
class SourceState:
    """The values that a feed keeps, with the digest of the configuration that they were read with."""

    fingerprint: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def load_source_state(connection: Connection, source: str) -> SourceState:
    """Return the state that the source's feed kept; empty before its first successful pull."""
    query = select(feed_memory.c.fingerprint, feed_memory.c.kept).where(feed_memory.c.source == source)
    row = connection.execute(query).one_or_none()
    return SourceState(row.fingerprint, row.kept) if row else SourceState()


def save_source_state(connection: Connection, source: str, state: SourceState) -> None:
    """Store a feed's state in place of the previous one; with one writer at a time this cannot race."""
    values = {"fingerprint": state.fingerprint or "", "kept": dict(state.values)}
    updated = connection.execute(update(feed_memory).where(feed_memory.c.source == source).values(**values))
    if updated.rowcount == 0:
        connection.execute(feed_memory.insert().values(source=source, **values))


def list_open_reports(connection: Connection, source: str) -> list[tuple[str, datetime]]:
    """Return id and filing time of each open report of the source, newest first."""
    table = service_request.c
    # No open report has a closing time; naming that lets the index of open reports be used, on any source.
    is_open = (table.status == Status.OPEN) & table.closed_datetime.is_(None)
    condition = (table.source == source) & is_open
    query = select(table.service_request_id, table.requested_datetime).where(condition)
    rows = connection.execute(query.order_by(table.requested_datetime.desc(), table.service_request_id))
    return [(row[0], row[1]) for row in rows]
