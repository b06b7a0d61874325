"""Copies of the whole store, consistent while others write, and their way back.

SQLite is copied by its own backup interface, PostgreSQL by ``pg_dump`` and ``pg_restore``.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url, text

from data.lib.private_files import copy_private, make_private
from data.store.engine import BUSY_TIMEOUT_MS, SQLITE_SUFFIXES, has_schema, open_engine

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DEBIAN_POSTGRES_FOLDER = Path("/usr/lib/postgresql")
STDERR_LINES = 3  # of a tool that failed


class BackupError(Exception):
    """A backup cannot be made or put back; the message says why and what to do."""


def database_kind(url: str) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return make_url(url).get_backend_name()


def sqlite_path(url: str) -> Path:
    """Return the file of a SQLite store.

    :raises BackupError: the store is in memory
    """
    database = make_url(url).database
    if not database or database.startswith((":memory:", "file:")):
        raise BackupError("a store in memory has no file: there is nothing to back up or to put back")
    return Path(database)


def is_filled(url: str) -> bool:
    """Return whether the store has tables; a SQLite file that is missing is not created."""
    if database_kind(url) == SQLITE and not sqlite_path(url).exists():
        return False
    engine = open_engine(url)
    try:
        return has_schema(engine)
    finally:
        engine.dispose()


def copy_store(url: str, copy: Path) -> None:
    """Write what is committed when the copy begins to a file for this user alone.

    :raises BackupError: the store cannot be read, the file not written, or a tool is missing
    """
    make_private(copy)
    if database_kind(url) == SQLITE:
        _copy_sqlite(sqlite_path(url), copy)
    else:
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={_schema(url)}"]
        _run_tool("pg_dump", url, [*arguments, f"--file={copy}"])


def _copy_sqlite(store: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(store, timeout=BUSY_TIMEOUT_MS / 1_000)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)  # all in one step: a writer in WAL mode neither waits nor disturbs it
            target.execute("PRAGMA journal_mode=DELETE")  # one file
            problem = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        raise BackupError(f"{store}: the store cannot be copied: {error}") from error
    if problem != "ok":
        raise BackupError(f"{store}: the store is damaged: {problem}")


def put_back_store(url: str, copy: Path, aside: str) -> None:
    """Put a copy in place of an empty store, or of a filled one that may be replaced.

    :param aside: what a SQLite file that is replaced gets behind its name
    :raises BackupError: a tool is missing or failed; then PostgreSQL holds what it held before
    """
    if database_kind(url) == SQLITE:
        _put_back_sqlite(sqlite_path(url), copy, aside)
        return
    schema = _schema(url)
    arguments = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    arguments += ["--clean", "--if-exists"] if is_filled(url) else []
    _run_tool("pg_restore", url, [*arguments, f"--schema={schema}", str(copy)])


def _put_back_sqlite(store: Path, copy: Path, aside: str) -> None:
    """Move the old store away with its WAL, which belongs to it alone, then put the copy there."""
    incoming = store.with_name(f".{store.name}.incoming")
    incoming.unlink(missing_ok=True)
    copy_private(copy, incoming)
    for suffix in ("", *SQLITE_SUFFIXES):
        file = store.with_name(store.name + suffix)
        if file.exists():
            file.replace(store.with_name(f"{store.name}.{aside}{suffix}"))
    incoming.replace(store)


def _schema(url: str) -> str:
    """Return the PostgreSQL schema that holds the store's tables."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT current_schema()")).scalar_one())
    finally:
        engine.dispose()


def _run_tool(name: str, url: str, arguments: list[str]) -> None:
    database = make_url(url)
    address = _without_password(database).render_as_string(hide_password=False)
    environment = dict(os.environ)
    if database.password:
        environment["PGPASSWORD"] = str(database.password)  # not an argument: those are seen by everybody
    command = [_find_tool(name), f"--dbname={address}", *arguments]
    completed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if completed.returncode:
        reason = " ".join(completed.stderr.strip().splitlines()[-STDERR_LINES:])
        raise BackupError(f"{name} failed: {reason}")


def _without_password(database: URL) -> URL:
    return URL.create(
        "postgresql", database.username, None, database.host, database.port, database.database, database.query
    )


def _find_tool(name: str) -> str:
    """Return the path of a PostgreSQL tool; that of the newest version that Debian installed beside others.

    :raises BackupError: it is not installed
    """
    installed = sorted(DEBIAN_POSTGRES_FOLDER.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is missing: apt-get install postgresql-client, of the server's version")
    return found
