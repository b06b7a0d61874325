"""The Open311 interface for other programs: reports that they read, and keys by which they submit."""

import secrets
from typing import Any

from sqlalchemy import Engine

from data.config.clock import Clock
from data.core.config.city import City
from data.core.open311_query import ServiceRequestQuery
from data.core.report.key import ReportKey
from data.lib.crypto import token_hash
from data.store import api_keys, open311_reports
from data.store.engine import writer
from data.store.rate_limits import consume_allowance

REPORTS_PER_HOUR = 600  # reports that one program may submit


class Open311Service:
    """One city's reports for programs; any thread may call it."""

    def __init__(self, engine: Engine, city: City, clock: Clock) -> None:
        self._read_engine, self._write_engine, self._clock = engine, writer(engine), clock
        self.excluded_codes = city.sensitive_codes

    def list_reports(self, query: ServiceRequestQuery) -> list[dict[str, Any]]:
        """Return reports filed within a period, the newest first."""
        with self._read_engine.connect() as connection:
            return open311_reports.list_filed(connection, query)

    def get_reports(self, keys: list[ReportKey]) -> list[dict[str, Any]]:
        """Return reports by their keys."""
        with self._read_engine.connect() as connection:
            return open311_reports.find_by_keys(connection, keys, self.excluded_codes)

    def client_name(self, key: str) -> str | None:
        """Return the name of the program with this key; None without a valid key."""
        if not key:
            return None
        with self._read_engine.connect() as connection:
            return api_keys.find_name(connection, token_hash(key))

    def consume_allowance(self, name: str) -> bool:
        """Return whether a program may submit one more report within this hour, and count it if so."""
        with self._write_engine.begin() as connection:
            return consume_allowance(connection, "open311", name, REPORTS_PER_HOUR, self._clock.now())

    def add_key(self, name: str) -> str | None:
        """Return a new key, of which only the hash is stored; None where the name is taken."""
        key = secrets.token_urlsafe(24)
        with self._write_engine.begin() as connection:
            return key if api_keys.add(connection, name, token_hash(key), self._clock.now()) else None

    def revoke_key(self, name: str) -> bool:
        """Revoke a key; return False where there is none."""
        with self._write_engine.begin() as connection:
            return api_keys.revoke(connection, name, self._clock.now())

    def key_names(self) -> list[tuple[str, bool]]:
        """Return the names of all keys, each with whether it is valid."""
        with self._read_engine.connect() as connection:
            return [(name, until is None) for name, _since, until in api_keys.list_all(connection)]
