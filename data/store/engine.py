"""Engines of the store: SQLite in WAL mode by default, PostgreSQL by URL, with the same code on both."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text

from data.lib.private_files import make_private, make_private_folder

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_SUFFIXES = ("-wal", "-shm", "-journal")
BUSY_TIMEOUT_MS = 30_000
WAL_RETRY_SECONDS = 0.02
JSON_OPTIONS: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}
# A server that vanished is noticed within half a minute; without these a read waits for two hours.
POSTGRES_LIMITS = {
    "connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 10, "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}  # fmt: skip
SERVER_KEEPALIVES = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3"
)
WRITER_LOCK = 7_171  # an arbitrary number, the same in every process


@dataclass(frozen=True)
class PoolSize:
    """How many connections one part of a process may hold.

    :param extra: connections that are opened under load and closed afterwards
    :param wait_seconds: how long to wait for one before it counts as an error
    """

    connections: int
    extra: int
    wait_seconds: float = 30.0


# Each part has a pool of its own, so that no other part can take its connections.
PAGES_POOL = PoolSize(5, 10)
ACCOUNTS_POOL = PoolSize(4, 4)
BOARD_POOL = PoolSize(3, 0)  # one refreshes, one listens for changes, one is spare


def open_engine(url: str | URL, pool: PoolSize = PAGES_POOL) -> Engine:
    """Return an engine for ``url``; a SQLite file and its folder are created for this user alone."""
    database_url = make_url(url)
    options = {**JSON_OPTIONS, **_pool_options(database_url, pool), "hide_parameters": True}
    if database_url.get_backend_name() != "sqlite":
        options |= {"isolation_level": "REPEATABLE READ", "connect_args": postgres_limits(database_url)}
        engine = create_engine(database_url, pool_pre_ping=True, **options)
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _lock_writer)
        return engine
    if database_url.database and not _is_in_memory(database_url):
        _prepare_sqlite_file(Path(database_url.database))
    engine = create_engine(database_url, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_another_pool(engine: Engine, pool: PoolSize) -> Engine:
    """Return an engine of the same store with a pool of its own; a store in memory has only the one."""
    return engine if _is_in_memory(engine.url) else open_engine(engine.url, pool)


def _pool_options(url: URL, pool: PoolSize) -> dict[str, Any]:
    if _is_in_memory(url):
        return {}
    return {"pool_size": pool.connections, "max_overflow": pool.extra, "pool_timeout": pool.wait_seconds}


def postgres_limits(url: URL) -> dict[str, int]:
    """Return how long a connection waits for a silent server, in libpq's terms; what the URL states stays."""
    return {name: value for name, value in POSTGRES_LIMITS.items() if name not in url.query}


def _is_in_memory(url: URL) -> bool:
    """Return whether a store lies in the memory of its one connection."""
    if url.get_backend_name() != "sqlite":
        return False
    return not url.database or url.database.startswith((":memory:", "file:"))


def _prepare_sqlite_file(path: Path) -> None:
    """Keep the store, which holds people's texts and password hashes, from other users of the machine.

    Later files of SQLite take the mode of the store's.
    """
    make_private_folder(path.parent)
    for file in (path, *filter(Path.exists, (path.with_name(path.name + end) for end in SQLITE_SUFFIXES))):
        make_private(file)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Set WAL, so that readers need not wait for a pull; with it NORMAL is safe if the process crashes."""
    connection.isolation_level = None  # _begin_immediate sends BEGIN
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    _enter_wal(connection)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _enter_wal(connection: Any) -> None:
    """Set WAL mode; SQLite refuses it at once, without waiting, while another process reads a new file."""
    deadline = monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # an extended code is more than its last byte
            if code != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(WAL_RETRY_SECONDS)


def _begin_immediate(connection: Connection) -> None:
    """Take the lock of a writer at once: a reader that turns writer later fails instead of waiting."""
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _prepare_postgres(connection: Any, _record: Any) -> None:
    """Set UTC as the connection's zone, and let the server end it soon after a client that vanished.

    A time just before the year 10000 has no local form east of Greenwich, and cannot be read.
    """
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute(SERVER_KEEPALIVES)
    connection.commit()


def _lock_writer(connection: Connection) -> None:
    """Let writers queue, as SQLite does, so that none decides by a state that another is changing."""
    if connection.get_execution_options().get("writing", False):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")


def writer(engine: Engine) -> Engine:
    """Return the engine for transactions that write; there is one of them at a time.

    Readers see one moment from their first statement to their last. A writer must see what the one before it
    left, so it reads anew with every statement.
    """
    if engine.dialect.name == "sqlite":
        return engine.execution_options(writing=True)
    return engine.execution_options(writing=True, isolation_level="READ COMMITTED")


def has_schema(engine: Engine) -> bool:
    """Return whether the store has tables, so that it was used before."""
    return inspect(engine).has_table("alembic_version")


def migrate(engine: Engine) -> None:
    """Upgrade the store's schema to the newest version, if it is older; Alembic is loaded only then."""
    if has_schema(engine) and _schema_versions(engine) == [newest_version()]:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def newest_version() -> str:
    """Return the version of the last migration, which its file's name begins with."""
    return max(file.name for file in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]


def _schema_versions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))
