"""What the on-time rates of a past moment are made of, counted by the database where it can be.

A period has hundreds of thousands of closings, of which only counts matter; the open reports are judged by
their moments, so that those are read.
"""

from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, func, select, union

from data.core.columns.report_columns import ReportColumns
from data.core.status import Status
from data.store.history import open_spans, span_columns, spans_at
from data.store.report_columns import column_query, read_columns
from data.store.schema import event

CLOSING_COLUMNS = ("area_code", "service_code", "status", "status_description", "verdict")


def open_at(connection: Connection, moment: datetime) -> ReportColumns:
    """Return the reports open at a moment, with their standings then."""
    query = column_query(connection.dialect.name, event)
    return read_columns(connection, query.where(event.c.change.in_(union(*open_spans(moment)))))


def count_closings(connection: Connection, after: datetime, until: datetime) -> pd.DataFrame:
    """Return how many reports that were closed in (``after``, ``until``] were so at its end.

    :returns: ``CLOSING_COLUMNS`` and ``reports``, their number
    """
    closed = (span_columns.closed_datetime > after, span_columns.closed_datetime <= until)
    changes = spans_at(until, span_columns.status == Status.CLOSED, *closed)
    columns = [event.c[name] for name in CLOSING_COLUMNS]
    query = select(*columns, func.count()).where(event.c.change.in_(changes)).group_by(*columns)
    rows = [tuple(row) for row in connection.execute(query)]
    table = pd.DataFrame(rows, columns=[*CLOSING_COLUMNS, "reports"])
    return table.astype({**dict.fromkeys(CLOSING_COLUMNS, "str"), "reports": "int64"})
