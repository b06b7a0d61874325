"""Waiting until somebody commits to the store, whichever process it is.

SQLite gives a number that moves with every commit of another connection (``PRAGMA data_version``), which
costs next to nothing to ask for. PostgreSQL says so itself (``LISTEN``; triggers of migration 0017 notify).
"""

import os
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

CHANNEL = "pantau_changed"
LOOK_SECONDS = 0.05  # how often SQLite is asked


class Changes(ABC):
    """Notices commits, over one connection of its own. Asked by one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: Any = None
        # the driver's own errors, which no engine wraps here
        self._faults = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Returns once something was committed since the last call, or after that time.

        It never raises: with the store gone, it waits the whole time and looks again.
        """

    def close(self) -> None:
        """Gives back what it holds."""
        held, self._held = self._held, None
        if held:
            with suppress(*self._faults):
                held.invalidate()

    def _driver(self) -> Any:
        """The driver's connection, outside of any transaction."""
        if self._held is None:
            self._held = self._engine.raw_connection()
            self._begin(self._held.driver_connection)
        return self._held.driver_connection

    def _begin(self, driver: Any) -> None:  # noqa: B027 (SQLite needs nothing)
        """What a new connection needs."""


def changes_of(engine: Engine) -> Changes:
    """What notices the commits of this store."""
    return _Sqlite(engine) if engine.dialect.name == "sqlite" else _Postgres(engine)


class _Sqlite(Changes):
    _seen: tuple[int | None, Any] = (None, None)  # which file it is, and its version

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (seen := self._look()) == self._seen and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
        self._seen = seen

    def _look(self) -> tuple[int | None, Any]:
        file = file_of(self._engine)
        if file != self._seen[0]:
            self.close()  # a file put in its place has connections of its own
        with suppress(*self._faults):
            return file, self._driver().execute("PRAGMA data_version").fetchone()[0]
        self.close()
        return file, None


class _Postgres(Changes):
    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        with suppress(*self._faults):
            for _notice in self._driver().notifies(timeout=seconds, stop_after=1):
                break
            return
        self.close()
        time.sleep(max(0.0, until - time.monotonic()))

    def _begin(self, driver: Any) -> None:
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")


def file_of(engine: Engine) -> int | None:
    """The number of the file that a SQLite store lies in now; None: no file, or another database."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name:
        return None
    with suppress(OSError):
        return os.stat(name).st_ino
    return None
