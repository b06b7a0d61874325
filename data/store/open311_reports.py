"""Reports for other programs: by number, or filed within a period."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select, tuple_

from data.core.open311_query import ServiceRequestQuery
from data.core.report.key import ReportKey
from data.store.schema import service_request as table

COLUMNS = ("source", "service_request_id", "service_code", "status", "agency_responsible",
           "requested_datetime", "expected_datetime", "last_occurred_at", "lat", "long", "area_code",
           "details")  # fmt: skip
SELECTED_COLUMNS = [table.c[name] for name in COLUMNS]
DAY = timedelta(days=1)


def list_filed(connection: Connection, query: ServiceRequestQuery) -> list[dict[str, Any]]:
    """Return reports filed in [``since``, ``until``], the newest first."""
    filed_at = table.c.requested_datetime
    # A report is received a day before its filing at most, so that the index limits the rows.
    statement = select(*SELECTED_COLUMNS).where(
        table.c.received_at >= query.since - DAY,
        filed_at >= query.since,
        filed_at <= query.until,
        table.c.service_code.not_in(query.excluded_codes),
    )
    if query.status:
        statement = statement.where(table.c.status.in_(query.status))
    if query.service_codes:
        statement = statement.where(table.c.service_code.in_(query.service_codes))
    if query.updated_since:
        statement = statement.where(table.c.last_occurred_at >= query.updated_since)
    if query.updated_until:
        statement = statement.where(table.c.last_occurred_at <= query.updated_until)
    ordered = statement.order_by(filed_at.desc(), table.c.source, table.c.service_request_id)
    rows = connection.execute(ordered.offset(query.offset).limit(query.limit))
    return [dict(row._mapping) for row in rows]


def find_by_keys(
    connection: Connection, keys: Sequence[ReportKey], excluded_codes: Collection[str]
) -> list[dict[str, Any]]:
    """Return reports by their keys, in that order, read by one query; unknown ones are left out."""
    wanted = tuple_(table.c.source, table.c.service_request_id).in_(sorted(set(keys)))
    query = select(*SELECTED_COLUMNS).where(wanted, table.c.service_code.not_in(excluded_codes))
    rows = {(row.source, row.service_request_id): dict(row._mapping) for row in connection.execute(query)}
    return [rows[key] for key in keys if key in rows]
