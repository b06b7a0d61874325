"""Reports as other people's programs ask for them: by number, or filed within a stretch of time."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from data.core.open311_query import Wanted
from data.core.report.key import Key
from data.store.schema import service_request as table

COLUMNS = ("source", "service_request_id", "service_code", "status", "agency_responsible",
           "requested_datetime", "expected_datetime", "last_occurred_at", "lat", "long", "area_code",
           "details")  # fmt: skip
FIELDS = [table.c[name] for name in COLUMNS]
DAY = timedelta(days=1)


def between(connection: Connection, wanted: Wanted) -> list[dict[str, Any]]:
    """Reports filed in ``[since, until]``, the newest first."""
    filed = table.c.requested_datetime
    # Received a day earlier at most than filed, so that the index narrows it down.
    found = select(*FIELDS).where(
        table.c.received_at >= wanted.since - DAY,
        filed >= wanted.since,
        filed <= wanted.until,
        table.c.service_code.not_in(wanted.hidden),
    )
    if wanted.status:
        found = found.where(table.c.status.in_(wanted.status))
    if wanted.service_codes:
        found = found.where(table.c.service_code.in_(wanted.service_codes))
    ordered = found.order_by(filed.desc(), table.c.source, table.c.service_request_id)
    rows = connection.execute(ordered.offset(wanted.skip).limit(wanted.most))
    return [dict(row._mapping) for row in rows]


def numbered(connection: Connection, keys: Sequence[Key], hidden: Collection[str]) -> list[dict[str, Any]]:
    """Reports by their numbers, in the order asked for; those that there are not are left out."""
    found = []
    for source, number in keys:
        mine = (table.c.source == source, table.c.service_request_id == number)
        row = connection.execute(select(*FIELDS).where(*mine, table.c.service_code.not_in(hidden))).first()
        found += [dict(row._mapping)] if row else []
    return found
