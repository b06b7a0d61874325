"""Waiting for commits to the store, of whichever process.

SQLite has a number that changes with every commit of another connection (``PRAGMA data_version``), which is
cheap to poll. PostgreSQL sends notifications (``LISTEN``; the triggers of migration 0017 notify).
"""

import os
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

CHANNEL = "pantau_changed"
POLL_SECONDS = 0.05  # between two polls of SQLite


class ChangeNotifier(ABC):
    """Waits for commits over a connection of its own; for one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Any = None
        # The driver is called directly, so that SQLAlchemy does not wrap its errors.
        self._driver_errors = (SQLAlchemyError, engine.dialect.loaded_dbapi.Error)

    @abstractmethod
    def wait(self, seconds: float) -> None:
        """Return once something was committed since the last call, or after that time.

        It never raises: without a store it waits the whole time.
        """

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection:
            with suppress(*self._driver_errors):
                connection.invalidate()

    def _driver_connection(self) -> Any:
        """Return the driver's connection, outside of any transaction."""
        if self._connection is None:
            self._connection = self._engine.raw_connection()
            self._prepare(self._connection.driver_connection)
        return self._connection.driver_connection

    def _prepare(self, driver: Any) -> None:  # noqa: B027 (SQLite needs nothing)
        """Prepare a new connection."""


def open_change_notifier(engine: Engine) -> ChangeNotifier:
    """Return a notifier of commits to this store."""
    return _SqliteNotifier(engine) if engine.dialect.name == "sqlite" else _PostgresNotifier(engine)


class _SqliteNotifier(ChangeNotifier):
    _inode: int | None = None
    _last_version: int | None = None

    def wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        self._follow_file()
        while (version := self._read_version()) == self._last_version and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        self._last_version = version

    def _follow_file(self) -> None:
        """Connect anew if another file lies in the store's place; once a wait, since it costs most."""
        inode = store_inode(self._engine)
        if inode != self._inode:
            self.close()
            self._inode, self._last_version = inode, None

    def _read_version(self) -> int | None:
        with suppress(*self._driver_errors):
            return int(self._driver_connection().execute("PRAGMA data_version").fetchone()[0])
        self.close()
        return None


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
    """Return the inode of a SQLite store's file; None without a file, or for another database."""
    path = engine.url.database
    if engine.dialect.name != "sqlite" or not path:
        return None
    with suppress(OSError):
        return os.stat(path).st_ino
    return None
