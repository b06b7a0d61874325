"""What everything about accounts stands on: the store, the time, what was just looked up, the audit log."""

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.core.access import Who
from data.services.auth.models import KnownError, Lifetime, Visitor
from data.services.auth.passwords import Passwords
from data.services.auth.ttl_cache import Memory
from data.store import accounts as stored
from data.store import audit
from data.store.accounts import Account
from data.store.audit import Line
from data.store.engine import writer

log = structlog.get_logger(__name__)


class Base:
    """One store's accounts. The clock shows real time: in a practice city sessions run no faster.

    :param practice: the city is one, so its accounts' well-known password lets in
    """

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        lifetime: Lifetime | None = None,
        passwords: Passwords | None = None,
        *,
        practice: bool = False,
    ) -> None:
        self._read, self._write = engine, writer(engine)
        self.clock, self.lifetime = clock, lifetime or Lifetime()
        self._passwords, self.practice = passwords or Passwords(), practice
        self._known = Memory[Visitor]()
        self._noted = Memory[bool](keep_seconds=60)

    def note(self, who: Who, act: str, about: str, outcome: str, address: str) -> None:
        """Writes one line of the audit log; into the program's own log if the store is gone."""
        line = Line(self.clock.now(), who.name, who.role, act, about, outcome, address)
        try:
            with self._write.begin() as connection:
                audit.write(connection, line)
        except SQLAlchemyError as error:
            log.error(
                "audit line not stored", who=who.name, act=act, about=about, outcome=outcome,
                reason=type(error).__name__,
            )  # fmt: skip

    def note_once(self, who: Who, act: str, about: str, outcome: str, address: str) -> None:
        """As :meth:`note`, but the same line once a minute only: anybody can ask for the same without end."""
        line = "\n".join((who.name, who.role, act, about, outcome, address))
        if self._noted.get(line, lambda _line: None) is None:
            self._noted.get(line, lambda _line: True)
            self.note(who, act, about, outcome, address)

    def audit(self, most: int = 100) -> list[Line]:
        """The newest lines of the audit log, newest first."""
        with self._read.connect() as connection:
            return audit.latest(connection, most)

    def _change(self, name: str, *, end_sessions: bool, **values: object) -> Account:
        """:raises KnownError: there is no such account"""
        with self._write.begin() as connection:
            if not stored.change(connection, name, end_sessions=end_sessions, **values):
                raise KnownError(f"no account {name!r}")
            found = stored.find(connection, name)
        self._known.forget()
        assert found is not None
        return found
