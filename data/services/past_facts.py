"""The facts of a past board as columns: narrow, read by index, however long the store's history is."""

from datetime import datetime

from sqlalchemy import Connection

from data.config.holidays import unknown_years
from data.core.columns.board_reports import BoardReports
from data.core.config.city import City
from data.core.ranking.case_counts import CaseCounts
from data.core.snapshot.column_facts import ColumnFacts
from data.services.board_facts import read_previous_cases
from data.services.time_windows import LATEST_EVENTS_LIMIT, window_start
from data.store import history, ledger, reports
from data.store.listed_events import listed_events
from data.store.past_reports import reports_at


def past_facts(
    connection: Connection, city: City, as_of: datetime, previous: CaseCounts | None = None
) -> ColumnFacts:
    """Return everything that the snapshot of a past moment depends on.

    :param previous: the cases of the previous period, if they are known; None: they are read
    """
    return ColumnFacts(
        reports=BoardReports.of(reports_at(connection, as_of, window_start(city, as_of))),
        events=listed_events(connection, LATEST_EVENTS_LIMIT, as_of),
        areas=reports.areas(connection, as_of),
        sources=ledger.health(connection, city),
        revision=history.revision_at(connection, as_of),
        previous=previous or read_previous_cases(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )
