"""The facts of a past board as columns: narrow, read by index, however long the store's history is."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from data.config.holidays import unknown_years
from data.core.columns.board_reports import BoardReports
from data.core.columns.event_columns import EventColumns
from data.core.columns.report_columns import ReportColumns
from data.core.config.city import City
from data.core.moments import datetime_to_micros
from data.core.ranking.case_counts import CaseCounts
from data.core.ranking.column_cases import case_counts
from data.core.snapshot.column_facts import ColumnFacts
from data.services.board_facts import read_previous_cases
from data.services.time_windows import (
    LATEST_EVENTS_LIMIT,
    previous_period_end,
    previous_period_start,
    window_start,
)
from data.store import history, ledger, reports
from data.store.event_history import EventHistory
from data.store.listed_events import listed_events
from data.store.past_reports import reports_at, reports_of_history


def past_facts(
    connection: Connection,
    city: City,
    as_of: datetime,
    previous: CaseCounts | None = None,
    events: EventHistory | None = None,
) -> ColumnFacts:
    """Return everything that the snapshot of a past moment depends on.

    :param previous: the cases of the previous period, if they are known; None: they are read
    :param events: all events in memory, if they are kept; until they are read, the store is asked instead
    """
    source = _source(connection, city, as_of, events)
    return ColumnFacts(
        reports=BoardReports.of(source.reports()),
        events=listed_events(connection, LATEST_EVENTS_LIMIT, as_of),
        areas=reports.areas(connection, as_of),
        sources=ledger.health(connection, city),
        revision=history.revision_at(connection, as_of),
        previous=previous or source.previous_cases(),
        unknown_years=unknown_years(city, as_of),
    )


@dataclass(frozen=True)
class _FromStore:
    """The reports of a past moment, read by index."""

    connection: Connection
    city: City
    as_of: datetime

    def reports(self) -> ReportColumns:
        return reports_at(self.connection, self.as_of, window_start(self.city, self.as_of))

    def previous_cases(self) -> CaseCounts:
        return read_previous_cases(self.connection, self.city, self.as_of)


@dataclass(frozen=True)
class _FromHistory:
    """The same from the columns of all events."""

    history: EventHistory
    columns: EventColumns
    city: City
    as_of: datetime

    def reports(self) -> ReportColumns:
        return reports_of_history(self.history, self.columns, self.as_of, window_start(self.city, self.as_of))

    def previous_cases(self) -> CaseCounts:
        start, end = previous_period_start(self.city, self.as_of), previous_period_end(self.city, self.as_of)
        return case_counts(self.columns, datetime_to_micros(start), datetime_to_micros(end))


def _source(
    connection: Connection, city: City, as_of: datetime, events: EventHistory | None
) -> _FromStore | _FromHistory:
    revision = reports.revision(connection)
    if events is None or not events.is_near(revision):
        return _FromStore(connection, city, as_of)
    return _FromHistory(events, events.columns(connection, revision), city, as_of)
