"""Another system's database: a query with the reports, read row by row and never written to."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data.core.config.city import SqlSource
from data.core.report.record import ServiceRequest
from data.sources.base import FeedError, Row, Visit
from data.sources.columns import EMPTY, mapped
from data.sources.http import Surroundings
from data.sources.secrets import reveal

BEGINNING = datetime(1970, 1, 2, tzinfo=UTC)  # a day after the epoch: also west of Greenwich not before it
OURS = {name: name for name in ServiceRequest.model_fields if name not in ("source", "history", "issues")}


class SqlFeed:
    """The rows of a query; with ``:since`` in it, only those that changed since the last good pull.

    :param zone: of times that carry none, and of the database's session
    """

    def __init__(self, source: SqlSource, zone: ZoneInfo, around: Surroundings) -> None:
        self._source, self._zone, self._around = source, zone, around
        self._query = text(source.query)

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """The rows of a pull that remembers nothing."""
        return self.visit(now, since, Visit())

    def visit(self, now: datetime, since: datetime | None, visit: Visit) -> Iterator[Row]:
        """Streams the rows; none at all is a fault unless it was asked what changed.

        :raises FeedError: no connection, a wrong query; also halfway, if the connection is lost
        """
        url, since = self._url(), None if visit.reconfigured else since
        try:
            with reading(url, self._zone, self._source.timeout_seconds) as connection:
                number = 0
                for number, item in enumerate(self._items(connection, since), start=1):
                    yield self._row(number, item)
        except (SQLAlchemyError, ImportError) as error:
            raise FeedError(f"{_shown(url)}: {_said(error, url)}") from error
        if number == 0 and not (self._incremental and since):
            raise FeedError(f"{_shown(url)}: the answer to the query {EMPTY}")

    def _url(self) -> URL:
        written = reveal(self._source.database, self._around.environ, self._around.folder)
        try:
            return make_url(written)
        except (ArgumentError, ValueError):  # its message would repeat the password
            raise FeedError(
                "the database's address is no SQLAlchemy URL (not shown: it may hold a password)"
            ) from None

    @property
    def _incremental(self) -> bool:
        return "since" in self._query._bindparams

    def _items(self, connection: Connection, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        size = self._source.batch_rows
        found = connection.execution_options(stream_results=True, yield_per=size).execute(
            *self._asked(connection, since)
        )
        return (dict(row) for row in found.mappings())

    def _asked(self, connection: Connection, since: datetime | None) -> tuple[TextClause, dict[str, Any]]:
        if not self._incremental:
            return self._query, {}
        after = since - timedelta(seconds=self._source.overlap_seconds) if since else BEGINNING
        return self._query, {"since": self._since(after, connection.dialect.name)}

    def _since(self, after: datetime, dialect: str) -> Any:
        """The bind value in the form in which the change-time column is kept."""
        match self._source.since_as or ("text" if dialect == "sqlite" else "local"):
            case "utc":
                return after.astimezone(UTC).replace(tzinfo=None)
            case "aware":
                return after
            case "epoch":
                return after.timestamp()
            case "text":
                return after.astimezone(self._zone).strftime(self._source.since_format)
            case _:
                return after.astimezone(self._zone).replace(tzinfo=None)

    def _row(self, number: int, item: Mapping[str, Any]) -> Row:
        fields = {**{ours: name for ours, name in OURS.items() if name in item}, **self._source.fields}
        if missing := sorted({*self._source.fields.values(), *self._source.id_from} - set(item)):
            raise FeedError(f"the query has no column {', '.join(missing)}; it has {', '.join(item)}")
        row = next(mapped(self._source, fields, [dict(item)]))
        return Row(number, row.raw, {name: _plain(value) for name, value in row.fields.items()}, row.problem)


@contextmanager
def reading(url: URL, zone: ZoneInfo, timeout: float) -> Iterator[Connection]:
    """A connection that cannot write, closed with the block; one per pull, none is kept open between."""
    engine = create_engine(url, poolclass=NullPool)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        _must_exist(url)
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    elif url.get_backend_name() == "postgresql":
        options["postgresql_readonly"] = True
    with engine.connect().execution_options(**options) as connection:
        _limit(engine, connection, zone, timeout)
        try:
            yield connection
        finally:
            connection.rollback()


def _limit(engine: Engine, connection: Connection, zone: ZoneInfo, timeout: float) -> None:
    """A query that runs too long is ended by its own server; zone-less times mean the source's zone."""
    if engine.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('TimeZone', :zone, false)"), {"zone": str(zone)})
        limit = {"limit": str(int(timeout * 1_000))}
        connection.execute(text("SELECT set_config('statement_timeout', :limit, false)"), limit)
    elif engine.dialect.name in ("mysql", "mariadb"):
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")


def _must_exist(url: URL) -> None:
    """SQLite would make an empty database out of a wrong path."""
    name = url.database or ":memory:"
    if name != ":memory:" and not name.startswith("file:") and not Path(name).is_file():
        raise FeedError(f"{_shown(url)}: no such file")


def _plain(value: Any) -> Any:
    """Numbers of the database's own kinds as text, which the guard reads as it reads a file's."""
    if value is None or isinstance(value, str | int | float | datetime | list | dict):
        return value
    return str(value)


def _shown(url: URL) -> str:
    """Kind, host and database: neither user nor password."""
    host = url.host or ""
    return f"{url.get_backend_name()}://{host}/{(url.database or '').lstrip('/')}"


def _said(error: Exception, url: URL) -> str:
    """The first line of the driver's own words, without the password."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    return words[0][:300].replace(url.password, "***") if url.password else words[0][:300]
