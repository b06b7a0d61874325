"""Reports in chunks, for lists of any length, so that they are never all in memory."""

from collections.abc import Iterator
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, or_, select

from data.core.history.facts import STANDING_COLUMNS, typed_frame
from data.core.status import Status
from data.store.schema import event, service_request

CHUNK = 1_000
REPORT_COLUMNS = (*STANDING_COLUMNS, "service_code_now", "description")


def active_reports(
    connection: Connection, after: datetime, until: datetime, *, max_change: int
) -> Iterator[pd.DataFrame]:
    """Yield reports received or closed in (``after``, ``until``], or open at its end, as they were then.

    :param max_change: as the store was at this change number
    :returns: frames of ``REPORT_COLUMNS``, in order of each report's last change; ``service_code_now`` and
        ``description`` are the present ones
    """
    table, later, current = event.c, event.alias("later").c, service_request.c
    superseded = (
        select(later.change)
        .where(later.source == table.source, later.service_request_id == table.service_request_id)
        .where(later.change > table.change, later.change <= max_change, later.occurred_at <= until)
        .exists()
    )
    is_active = or_(table.status == Status.OPEN, table.closed_datetime > after, table.received_at > after)
    same_report = (current.source == table.source) & (current.service_request_id == table.service_request_id)
    description = current.details["description"].as_string()
    query = select(*[table[name] for name in STANDING_COLUMNS], current.service_code, description)
    query = query.join(service_request, same_report)
    query = query.where(table.occurred_at <= until, table.change <= max_change, is_active, ~superseded)
    rows = connection.execution_options(stream_results=True, yield_per=CHUNK).execute(
        query.order_by(table.change)
    )
    for chunk in rows.partitions(CHUNK):
        yield typed_frame(chunk, REPORT_COLUMNS)
