"""Reports with their standings at a past moment, as columns: by SQL, or from the history in memory."""

from datetime import datetime

from sqlalchemy import Connection, union

from data.core.columns.event_columns import EventColumns
from data.core.columns.past_standings import board_rows, reports_of_rows
from data.core.columns.report_columns import ReportColumns
from data.core.moments import datetime_to_micros
from data.store.event_history import EventHistory
from data.store.history import standing_changes
from data.store.report_columns import SQLITE, column_query, read_columns
from data.store.schema import event


def reports_at(connection: Connection, moment: datetime, since: datetime) -> ReportColumns:
    """Return what :func:`data.store.history.standings_at` returns, as columns."""
    dialect = connection.dialect.name
    changes = union(*standing_changes(moment, since))
    query = column_query(dialect, event).where(event.c.change.in_(changes))
    # PostgreSQL's driver would hold all rows at once; on SQLite a stream takes the first row by itself.
    return read_columns(connection, query.execution_options(stream_results=dialect != SQLITE))


def reports_of_history(
    history: EventHistory, columns: EventColumns, moment: datetime, since: datetime
) -> ReportColumns:
    """Return the same from columns of all events."""
    rows = board_rows(columns, datetime_to_micros(moment), datetime_to_micros(since))
    return reports_of_rows(columns, rows, history.report_numbers(columns, rows))
