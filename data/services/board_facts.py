"""The facts of the present board, kept by change: a refresh reads what changed, and nothing twice.

Everything of one refresh is read within one transaction, so that its parts are of one moment.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection

from data.config.holidays import unknown_years
from data.core.columns.board_reports import BoardReports
from data.core.columns.frames import frame_of
from data.core.config.city import City
from data.core.history.facts import SourceHealth
from data.core.ranking.case_counts import CaseCounts
from data.core.ranking.previous_cases import counted_cases
from data.core.snapshot.column_facts import ColumnFacts
from data.services.time_windows import (
    LATEST_EVENTS_LIMIT,
    previous_period_end,
    previous_period_start,
    window_start,
)
from data.store import ledger
from data.store import reports as store_reports
from data.store.areas import layer_number
from data.store.listed_events import listed_events, new_listed_events
from data.store.past_cases import count_closings, open_at
from data.store.pull_maxima import PullMaxima
from data.store.report_columns import active_reports, changed_reports


@dataclass(frozen=True)
class BoardFacts:
    """Facts with what tells which parts of them are still right.

    :param period_end: the end of the previous period that ``facts.previous`` is of
    :param layer: the number of the layer in ``facts.areas``
    :param pulls: the state of the pulls that ``facts.sources`` is of (:meth:`PullMaxima.state`)
    """

    facts: ColumnFacts
    period_end: datetime
    layer: int | None
    pulls: object


def read_board_facts(connection: Connection, city: City, as_of: datetime, maxima: PullMaxima) -> BoardFacts:
    """Return the facts of :func:`data.services.live_board.read_facts` as columns."""
    period_end = previous_period_end(city, as_of)
    facts = ColumnFacts(
        reports=BoardReports.of(active_reports(connection, window_start(city, as_of))),
        events=listed_events(connection, LATEST_EVENTS_LIMIT),
        areas=store_reports.areas(connection),
        sources=ledger.health(connection, city, as_of, maxima),
        revision=store_reports.revision(connection),
        previous=read_previous_cases(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )
    return BoardFacts(facts, period_end, layer_number(connection), maxima.state(as_of))


def read_changes(
    connection: Connection,
    city: City,
    as_of: datetime,
    maxima: PullMaxima,
    earlier: BoardFacts,
    revision: int,
) -> BoardFacts:
    """Return :func:`read_board_facts`, but read only what changed since some facts of an earlier moment.

    :param revision: the last change number, read within the same transaction
    """
    facts = earlier.facts
    period_end, layer = previous_period_end(city, as_of), layer_number(connection)
    reports, events = facts.reports, facts.events
    if revision != facts.revision:
        reports = reports.merge(changed_reports(connection, facts.revision))
        new = new_listed_events(connection, LATEST_EVENTS_LIMIT, after=facts.revision)
        events = events.merge(new, LATEST_EVENTS_LIMIT)
    return BoardFacts(
        replace(
            facts,
            reports=reports.active_since(window_start(city, as_of)),
            events=events,
            areas=facts.areas if layer == earlier.layer else store_reports.areas(connection),
            sources=_present_sources(connection, city, as_of, maxima, earlier),
            revision=revision,
            previous=_previous_cases(connection, city, as_of, earlier, revision),
            unknown_years=unknown_years(city, as_of),
        ),
        period_end,
        layer,
        maxima.state(as_of),
    )


def _present_sources(
    connection: Connection, city: City, as_of: datetime, maxima: PullMaxima, earlier: BoardFacts
) -> tuple[SourceHealth, ...]:
    """Return the health of the sources: that known, until a pull begins or ends, or its time comes."""
    if maxima.state(as_of) == earlier.pulls:
        return ledger.with_present_quarantine(connection, earlier.facts.sources)
    return ledger.health(connection, city, as_of, maxima)


def _previous_cases(
    connection: Connection, city: City, as_of: datetime, earlier: BoardFacts, revision: int
) -> CaseCounts | None:
    """Return the cases of the previous period: those known, until a day begins or more of it is learnt."""
    period_end, known = previous_period_end(city, as_of), earlier.facts
    if period_end != earlier.period_end:
        return read_previous_cases(connection, city, as_of)
    is_same = revision == known.revision or not store_reports.has_changes_before(
        connection, period_end, after=known.revision
    )
    return known.previous if is_same else read_previous_cases(connection, city, as_of)


def read_previous_cases(connection: Connection, city: City, as_of: datetime) -> CaseCounts:
    """Return the cases of the period before that of ``as_of``."""
    start, end = previous_period_start(city, as_of), previous_period_end(city, as_of)
    opened: pd.DataFrame = frame_of(open_at(connection, end))
    return counted_cases(opened, count_closings(connection, start, end), end)
