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
POLL_SECONDS = 0.05  # how often SQLite is asked


class ChangeNotifier(ABC):
    """Notices commits, over one connection of its own. Asked by one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        # the driver's own errors, which no engine wraps here
        self._driver_errors = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Returns once something was committed since the last call, or after that time.

        It never raises: with the store gone, it waits the whole time and looks again.
        """

    def close(self) -> None:
        """Gives back what it holds."""
        connection, self._connection = self._connection, None
        if connection:
            with suppress(*self._driver_errors):
                connection.invalidate()

    def _driver_connection(self) -> Any:
        """The driver's connection, outside of any transaction."""
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._prepare(self._connection.driver_connection)
        return self._connection.driver_connection

    def _prepare(self, driver: Any) -> None:  # noqa: B027 (SQLite needs nothing)
        """What a new connection needs."""


def open_change_notifier(engine: Engine) -> ChangeNotifier:
    """What notices the commits of this store."""
    return _SqliteNotifier(engine) if engine.dialect.name == "sqlite" else _PostgresNotifier(engine)


class _SqliteNotifier(ChangeNotifier):
    _last_state: tuple[int | None, Any] = (None, None)  # which file it is, and its version

    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while (state := self._read_state()) == self._last_state and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        self._last_state = state

    def _read_state(self) -> tuple[int | None, Any]:
        inode = store_inode(self._engine)
        if inode != self._last_state[0]:
            self.close()  # a file put in its place has connections of its own
        with suppress(*self._driver_errors):
            return inode, self._driver_connection().execute("PRAGMA data_version").fetchone()[0]
        self.close()
        return inode, None


class _PostgresNotifier(ChangeNotifier):
    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        with suppress(*self._driver_errors):
            for _notification in self._driver_connection().notifies(timeout=seconds, stop_after=1):
                break
            return
        self.close()
        time.sleep(max(0.0, deadline - time.monotonic()))

    def _prepare(self, driver: Any) -> None:
        driver.autocommit = True
        driver.execute(f"LISTEN {CHANNEL}")


def store_inode(engine: Engine) -> int | None:
    """The number of the file that a SQLite store lies in now; None: no file, or another database."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path:
        return None
    with suppress(OSError):
        return os.stat(path).st_ino
    return None
