"""One process for each store runs the schedule; another that begins waits for its end.

The lock is the operating system's or the database's own, so that it ends with the process that holds it,
however that ends. SQLite: a lock on a file beside the store. PostgreSQL: an advisory lock over a connection
of its own, which the server ends soon after its client.
"""

import errno
import fcntl
import os
from abc import ABC, abstractmethod
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine

from data.lib.private_files import PRIVATE_FILE_MODE
from data.store.engine import SERVER_KEEPALIVES, postgres_limits

if TYPE_CHECKING:
    import psycopg

RUNNER_LOCK = 7_172  # an arbitrary number, the same in every process
HELD_BY_ANOTHER = (errno.EAGAIN, errno.EACCES)


class SingleRunner(ABC):
    """The right to run the schedule of a store; for one thread at a time.

    :ivar refusal: why this process does not have it
    """

    refusal = "another process runs it"

    @abstractmethod
    def acquire(self) -> bool:
        """Return whether this process has the right now, also if it had it before."""

    @abstractmethod
    def release(self) -> None:
        """Give the right up."""


class _Alone(SingleRunner):
    """A store in memory, which no other process sees."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        pass


class _FileLock(SingleRunner):
    """A record lock, which child processes do not inherit: they may live a moment longer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        if self._descriptor is not None:
            return True
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE_MODE)
        except OSError as error:
            self.refusal = str(error)
            return False
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            self.refusal = SingleRunner.refusal if error.errno in HELD_BY_ANOTHER else str(error)
            return False
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None


class _AdvisoryLock(SingleRunner):
    """A lock of the database's session; it is lost with the connection, and then taken anew."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._driver = engine, engine.dialect.loaded_dbapi
        self._connection: psycopg.Connection[Any] | None = None

    def acquire(self) -> bool:
        if self._connection is not None:
            try:
                self._connection.execute("SELECT 1")
            except (self._driver.Error, OSError):
                self.release()
            else:
                return True
        try:
            self.refusal = SingleRunner.refusal
            return self._connect()
        except self._driver.Error:
            self.refusal = "the store does not answer"
            return False
        except OSError as error:
            self.refusal = str(error)
            return False

    def _connect(self) -> bool:
        arguments, parameters = self._engine.dialect.create_connect_args(self._engine.url)
        parameters = {**postgres_limits(self._engine.url), **parameters, "autocommit": True}
        connection = self._driver.connect(*arguments, **parameters)
        connection.execute(SERVER_KEEPALIVES)
        # A store is a schema: two of them may lie in one database.
        query = "SELECT pg_try_advisory_lock(%s, hashtext(coalesce(current_schema(), '')))"
        row = connection.execute(query, [RUNNER_LOCK]).fetchone()
        if row and row[0]:
            self._connection = connection
            return True
        connection.close()
        return False

    def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(self._driver.Error):
                connection.close()


def single_runner(engine: Engine) -> SingleRunner:
    """Return the right to run the schedule of this engine's store, not acquired yet."""
    if engine.dialect.name != "sqlite":
        return _AdvisoryLock(engine)
    path = engine.url.database
    if not path or path.startswith((":memory:", "file:")):
        return _Alone()
    return _FileLock(Path(f"{path}.jobs.lock"))
