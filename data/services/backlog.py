"""Backlogs of the kecamatan, and case files of single reports.

The figures come from the facts of the published snapshot, so that they equal the wall's; the backlog of a
kecamatan is built once per snapshot, at the first request, from its own reports. Only descriptive fields and
histories are read from the store, by primary key, and only of the reports that are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from data.core.backlog.backlog import Backlog
from data.core.backlog.duplicates import DuplicateQuery, likely_duplicates, nearby_reports
from data.core.backlog.selections import backlog_of, disputed_rows, nearby_rows
from data.core.case_file.case_file import CaseFile, build_case_file
from data.core.config.city import City
from data.core.history.facts import KEY
from data.core.report.key import ReportKey
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.snapshot import Snapshot
from data.lib.byte_cache import DEFAULT_BUDGET, ByteCache, CacheBudget, CacheName
from data.store import reports

DetailCache = ByteCache[ReportKey, dict[str, Any]]


@dataclass(frozen=True)
class _BacklogState:
    """One snapshot with its facts, and the backlogs and details read for it so far."""

    facts: ColumnFacts
    snapshot: Snapshot
    details: DetailCache
    backlogs: ByteCache[str, Backlog]


@dataclass(frozen=True)
class KecamatanBacklog:
    """The backlog of a kecamatan, with the city's snapshot that it belongs to."""

    backlog: Backlog
    snapshot: Snapshot


class BacklogService:
    """The backlogs of one city; the thread that refreshes the board updates them, any thread reads them."""

    def __init__(self, engine: Engine, city: City, budget: CacheBudget = DEFAULT_BUDGET) -> None:
        self._engine, self._city = engine, city
        self._details_bytes = budget.share(CacheName.REPORT_DETAILS)
        self._backlogs_bytes = budget.share(CacheName.BACKLOGS)
        self._state: _BacklogState | None = None

    def update(self, facts: ColumnFacts, snapshot: Snapshot) -> None:
        """Replace the snapshot; cached details stay as long as no report has changed."""
        previous = self._state
        unchanged = previous is not None and previous.snapshot.revision == snapshot.revision
        details = previous.details if previous and unchanged else DetailCache(self._details_bytes)
        self._state = _BacklogState(facts, snapshot, details, ByteCache(self._backlogs_bytes))

    def get(self, code: str) -> KecamatanBacklog | None:
        """Return the backlog of a kecamatan; None before the first snapshot, and for another code."""
        state = self._state
        if state is None or code not in {row["code"] for row in state.snapshot.ranking}:
            return None
        backlog = state.backlogs.get_or_build(code, lambda: self._build(state, code))
        return KecamatanBacklog(backlog, state.snapshot)

    def _build(self, state: _BacklogState, code: str) -> Backlog:
        facts = state.facts
        return backlog_of(facts.reports, facts.areas, self._city, state.snapshot.as_of, code)

    def details(self, keys: Iterable[ReportKey]) -> dict[ReportKey, dict[str, Any]]:
        """Return the descriptive fields of reports; empty for a report that the store does not know."""
        requested, state = list(keys), self._state
        found = {key: cached for key in requested if state and (cached := state.details.get(key))}
        missing = [key for key in requested if key not in found]
        if missing:
            with self._engine.connect() as connection:
                loaded = reports.load_details(connection, missing)
            found |= loaded
            if state:
                state.details.put_all(loaded)
        return {key: found.get(key, {}) for key in requested}

    def nearby(self, query: DuplicateQuery) -> list[ReportKey]:
        """Return open reports of the same category nearby, the nearest first; none before a snapshot."""
        state = self._state
        return [] if state is None else _keys(_nearby(state, query))

    def disputed(self) -> list[ReportKey]:
        """Return the reports with an area dispute, the longest waiting first."""
        state = self._state
        if state is None:
            return []
        return _keys(disputed_rows(state.facts.reports).sort_values(["requested_datetime", *KEY]))

    def likely_duplicates(self, query: DuplicateQuery) -> pd.DataFrame | None:
        """Return open reports that may be duplicates; None before the first snapshot.

        :returns: columns as :func:`data.core.backlog.duplicates.likely_duplicates`
        """
        state = self._state
        if state is None:
            return None
        rows = _nearby(state, query)
        details = self.details(_keys(rows))
        descriptions = [str(details[key].get("description") or "") for key in _keys(rows)]
        return likely_duplicates(rows, descriptions, query, state.snapshot.as_of)

    def case_file(self, source: str, service_request_id: str) -> CaseFile | None:
        """Return a report's case file at the snapshot's moment; None without a report or a snapshot."""
        state, key = self._state, (source, service_request_id)
        if state is None:
            return None
        with self._engine.connect() as connection:
            standing = reports.standing_of(connection, key)
            if standing.empty:
                return None
            events = reports.events_of(connection, key)
            details = reports.load_details(connection, [key])[key]
        return build_case_file(standing, events, details, state.snapshot.as_of)


def _nearby(state: _BacklogState, query: DuplicateQuery) -> pd.DataFrame:
    as_of = state.snapshot.as_of
    return nearby_reports(nearby_rows(state.facts.reports, query, as_of), query, as_of)


def _keys(rows: pd.DataFrame) -> list[ReportKey]:
    return list(zip(rows["source"], rows["service_request_id"], strict=True))
