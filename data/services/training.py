"""The training class of a practice city: who has done what, and beginning anew."""

from collections.abc import Iterable

from sqlalchemy import Engine

from data.config.clock import Clock
from data.core.access import Role, Who
from data.core.training import PUPILS, SIGN_IN, Progress
from data.services.auth.service import Accounts
from data.services.auth.ttl_cache import Memory
from data.store import exercises
from data.store.engine import writer


class Training:
    """One practice city's class; any thread may call it."""

    def __init__(self, engine: Engine, accounts: Accounts, clock: Clock) -> None:
        self._read, self._write = engine, writer(engine)
        self._accounts, self._clock = accounts, clock
        self._noted = Memory[bool](keep_seconds=60)

    def did(self, who: Who, step: int) -> None:
        """Notes an exercise; whoever does any has signed in. Asked again and again, it costs nothing."""
        mark = f"{who.name}\n{step}"
        if self._noted.get(mark, lambda _mark: None):
            return
        now = self._clock.now()
        with self._write.begin() as connection:
            exercises.note(connection, who.name, SIGN_IN, now)
            exercises.note(connection, who.name, step, now)
        self._noted.get(mark, lambda _mark: True)

    def progress(self) -> list[Progress]:
        """All pupils by kecamatan, the camat first."""
        with self._read.connect() as connection:
            done = exercises.done(connection)
        people = [
            Who(found.name, Role(found.role), found.parent)
            for found in self._accounts.every()
            if found.role in PUPILS and not found.disabled
        ]
        people.sort(key=lambda who: (who.parent or "", who.name))
        return [Progress(who, done.get(who.name, {})) for who in people]

    def restart(self, names: Iterable[str]) -> None:
        """Forgets what these accounts did. Reports that they filed stay: a class learns on a living city."""
        with self._write.begin() as connection:
            exercises.forget(connection, names)
        self._noted.forget()
