"""What a camat's desk is covered with: his backlog out of the board's own facts, and single reports' files.

The figures come from the facts of which the published snapshot was built, so that they equal the wall's;
the backlogs of all kecamatan are built once per snapshot, when the first is asked for. Only descriptive
fields and histories are read from the store, by primary key, and only for the reports looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import Engine

from data.core.backlog.backlog import Backlog, backlogs_by_parent
from data.core.backlog.duplicates import DuplicateQuery, likely_duplicates, nearby_reports
from data.core.case_file.case_file import CaseFile, build_case_file
from data.core.config.city import City
from data.core.history.facts import KEY, Facts
from data.core.report.key import ReportKey
from data.core.snapshot.snapshot import Snapshot
from data.store import reports

DISPUTED_STATUS = "salah_wilayah"


@dataclass(frozen=True)
class _BacklogState:
    """One snapshot with its facts, and what was made of them since."""

    facts: Facts
    snapshot: Snapshot
    backlogs: dict[str, Backlog] = field(default_factory=dict)
    details: dict[ReportKey, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class KecamatanBacklog:
    """A kecamatan's backlog with the city's snapshot that it belongs to."""

    backlog: Backlog
    snapshot: Snapshot


class BacklogService:
    """Laid anew by the thread that refreshes the board, looked at by any."""

    def __init__(self, engine: Engine, city: City) -> None:
        self._engine, self._city = engine, city
        self._state: _BacklogState | None = None

    def update(self, facts: Facts, snapshot: Snapshot) -> None:
        """Puts a new snapshot on the desk; details stay as long as no report changed."""
        previous = self._state
        details = previous.details if previous and previous.snapshot.revision == snapshot.revision else {}
        self._state = _BacklogState(facts, snapshot, details=dict(details))

    def get(self, code: str) -> KecamatanBacklog | None:
        """The backlog of a kecamatan; None before the first snapshot, and for a code that is none."""
        state = self._state
        if state is None:
            return None
        if not state.backlogs:
            state.backlogs.update(backlogs_by_parent(state.facts, self._city, state.snapshot.as_of))
        kecamatan_backlog = state.backlogs.get(code)
        return KecamatanBacklog(kecamatan_backlog, state.snapshot) if kecamatan_backlog else None

    def details(self, keys: Iterable[ReportKey]) -> dict[ReportKey, dict[str, Any]]:
        """The descriptive fields of reports, of one that the store does not know none."""
        requested, state = list(keys), self._state
        cached = state.details if state else {}
        missing = [key for key in requested if key not in cached]
        if missing:
            with self._engine.connect() as connection:
                cached |= reports.load_details(connection, missing)
        return {key: cached.get(key, {}) for key in requested}

    def nearby(self, query: DuplicateQuery) -> list[ReportKey]:
        """Open reports of the same category nearby, the nearest first; none before the first snapshot."""
        state = self._state
        rows = nearby_reports(state.facts.standings, query, state.snapshot.as_of) if state else None
        return [] if rows is None else _keys(rows)

    def disputed(self) -> list[ReportKey]:
        """Reports of which a kecamatan says that they are not its own, the longest waiting first."""
        state = self._state
        if state is None:
            return []
        rows = state.facts.standings
        disputed_rows = rows[rows["status_description"] == DISPUTED_STATUS].sort_values(
            ["requested_datetime", *KEY]
        )
        return _keys(disputed_rows)

    def likely_duplicates(self, query: DuplicateQuery) -> pd.DataFrame | None:
        """Open reports that may be the same; None before the first snapshot.

        :returns: as :func:`data.core.backlog.duplicates.offered`
        """
        state = self._state
        if state is None:
            return None
        as_of = state.snapshot.as_of
        rows = nearby_reports(state.facts.standings, query, as_of)
        details = self.details(_keys(rows))
        descriptions = [str(details[key].get("description") or "") for key in _keys(rows)]
        return likely_duplicates(rows, descriptions, query, as_of)

    def case_file(self, source: str, service_request_id: str) -> CaseFile | None:
        """One report's file at the snapshot's moment; None if there is no such report, or no snapshot."""
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


def _keys(rows: pd.DataFrame) -> list[ReportKey]:
    return list(zip(rows["source"], rows["service_request_id"], strict=True))
