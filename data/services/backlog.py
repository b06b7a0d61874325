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

from data.core.backlog.backlog import Backlog, backlogs
from data.core.backlog.duplicates import Sought, near, offered
from data.core.case_file.case_file import CaseFile, casefile
from data.core.config.city import City
from data.core.history.facts import KEY, Facts
from data.core.report.key import Key
from data.core.snapshot.snapshot import Snapshot
from data.store import reports

CLAIMED = "salah_wilayah"


@dataclass(frozen=True)
class _Laid:
    """One snapshot with its facts, and what was made of them since."""

    facts: Facts
    snapshot: Snapshot
    backlogs: dict[str, Backlog] = field(default_factory=dict)
    details: dict[Key, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class OnDesk:
    """A kecamatan's backlog with the city's snapshot that it belongs to."""

    backlog: Backlog
    snapshot: Snapshot


class Desk:
    """Laid anew by the thread that refreshes the board, looked at by any."""

    def __init__(self, engine: Engine, city: City) -> None:
        self._engine, self._city = engine, city
        self._laid: _Laid | None = None

    def lay(self, facts: Facts, snapshot: Snapshot) -> None:
        """Puts a new snapshot on the desk; details stay as long as no report changed."""
        held = self._laid
        kept = held.details if held and held.snapshot.revision == snapshot.revision else {}
        self._laid = _Laid(facts, snapshot, details=dict(kept))

    def backlog(self, code: str) -> OnDesk | None:
        """The backlog of a kecamatan; None before the first snapshot, and for a code that is none."""
        laid = self._laid
        if laid is None:
            return None
        if not laid.backlogs:
            laid.backlogs.update(backlogs(laid.facts, self._city, laid.snapshot.as_of))
        found = laid.backlogs.get(code)
        return OnDesk(found, laid.snapshot) if found else None

    def details(self, keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
        """The descriptive fields of reports, of one that the store does not know none."""
        wanted, laid = list(keys), self._laid
        known = laid.details if laid else {}
        missing = [key for key in wanted if key not in known]
        if missing:
            with self._engine.connect() as connection:
                known |= reports.details_of(connection, missing)
        return {key: known.get(key, {}) for key in wanted}

    def near(self, sought: Sought) -> list[Key]:
        """Open reports of the same category nearby, the nearest first; none before the first snapshot."""
        laid = self._laid
        rows = near(laid.facts.standings, sought, laid.snapshot.as_of) if laid else None
        return [] if rows is None else _keys(rows)

    def claims(self) -> list[Key]:
        """Reports of which a kecamatan says that they are not its own, the longest waiting first."""
        laid = self._laid
        if laid is None:
            return []
        rows = laid.facts.standings
        waiting = rows[rows["status_description"] == CLAIMED].sort_values(["requested_datetime", *KEY])
        return _keys(waiting)

    def alike(self, sought: Sought) -> pd.DataFrame | None:
        """Open reports that may be the same; None before the first snapshot.

        :returns: as :func:`data.core.backlog.duplicates.offered`
        """
        laid = self._laid
        if laid is None:
            return None
        as_of = laid.snapshot.as_of
        rows = near(laid.facts.standings, sought, as_of)
        told = self.details(_keys(rows))
        words = [str(told[key].get("description") or "") for key in _keys(rows)]
        return offered(rows, words, sought, as_of)

    def casefile(self, source: str, service_request_id: str) -> CaseFile | None:
        """One report's file at the snapshot's moment; None if there is no such report, or no snapshot."""
        laid, key = self._laid, (source, service_request_id)
        if laid is None:
            return None
        with self._engine.connect() as connection:
            standing = reports.standing_of(connection, key)
            if standing.empty:
                return None
            events = reports.events_of(connection, key)
            details = reports.details_of(connection, [key])[key]
        return casefile(standing, events, details, laid.snapshot.as_of)


def _keys(rows: pd.DataFrame) -> list[Key]:
    return list(zip(rows["source"], rows["service_request_id"], strict=True))
