"""Feed of a query on another system's database, which is only read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data.core.config.city import SqlSource
from data.core.findings import FindingCounter
from data.core.report.listing.listing import Coverage
from data.core.report.record import ServiceRequest
from data.sources.base import FeedError, PullContext, Row
from data.sources.column_usage import ColumnUsage
from data.sources.columns import EMPTY_MESSAGE, map_rows
from data.sources.http import SourceContext
from data.sources.secrets import resolve_secret

# A day after the epoch, so that it is not before the epoch in zones west of Greenwich either.
EARLIEST_SINCE = datetime(1970, 1, 2, tzinfo=UTC)
DEFAULT_FIELDS = {
    name: name for name in ServiceRequest.model_fields if name not in ("source", "history", "issues")
}


class SqlFeed:
    """The rows of a query; if it contains ``:since``, only those that changed since the last good pull.

    :param zone: for times without a zone, and for the database's session
    """

    def __init__(self, source: SqlSource, zone: ZoneInfo, source_context: SourceContext) -> None:
        self._source, self._zone, self._source_context = source, zone, source_context
        self._query = text(source.query)
        self.findings = FindingCounter()

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return the rows of a pull without stored state."""
        return self.pull_rows(now, since, PullContext())

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        """Yield the rows as they are read; none at all is an error, except for an incremental query.

        :raises FeedError: no connection or a wrong query; also halfway, if the connection is lost
        """
        url, since = self._url(), None if pull_context.reconfigured else since
        self.findings.take()  # what an earlier pull counted
        usage = ColumnUsage([*DEFAULT_FIELDS, *self._source.fields.values(), *self._source.id_from])
        if not (self._is_incremental and since):
            pull_context.coverage = Coverage.SPAN
        try:
            with read_only_connection(url, self._zone, self._source.timeout_seconds) as connection:
                number = 0
                for number, item in enumerate(self._items(connection, since), start=1):
                    usage.observe(item)
                    yield self._row(number, item)
        except (SQLAlchemyError, ImportError) as error:
            raise FeedError(f"{_safe_url(url)}: {_driver_message(error, url)}") from error
        usage.add_to(self.findings)
        if number == 0 and not (self._is_incremental and since):
            raise FeedError(f"{_safe_url(url)}: the answer to the query {EMPTY_MESSAGE}")

    def _url(self) -> URL:
        address = resolve_secret(
            self._source.database, self._source_context.environ, self._source_context.folder
        )
        try:
            return make_url(address)
        except (ArgumentError, ValueError):  # its message would repeat the password
            raise FeedError(
                "the database's address is no SQLAlchemy URL (not shown: it may hold a password)"
            ) from None

    @property
    def _is_incremental(self) -> bool:
        return "since" in self._query._bindparams

    def _items(self, connection: Connection, since: datetime | None) -> Iterator[Mapping[str, Any]]:
        batch_size = self._source.batch_rows
        result = connection.execution_options(stream_results=True, yield_per=batch_size).execute(
            *self._statement(connection, since)
        )
        return (dict(row) for row in result.mappings())

    def _statement(self, connection: Connection, since: datetime | None) -> tuple[TextClause, dict[str, Any]]:
        if not self._is_incremental:
            return self._query, {}
        after = since - timedelta(seconds=self._source.overlap_seconds) if since else EARLIEST_SINCE
        return self._query, {"since": self._since_value(after, connection.dialect.name)}

    def _since_value(self, after: datetime, dialect: str) -> Any:
        """Return the bind value in the form of the change-time column."""
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
        fields = {
            **{field_name: name for field_name, name in DEFAULT_FIELDS.items() if name in item},
            **self._source.fields,
        }
        if missing := sorted({*self._source.fields.values(), *self._source.id_from} - set(item)):
            raise FeedError(f"the query has no column {', '.join(missing)}; it has {', '.join(item)}")
        row = next(map_rows(self._source, fields, [dict(item)]))
        return Row(
            number, row.raw, {name: _plain_value(value) for name, value in row.fields.items()}, row.problem
        )


@contextmanager
def read_only_connection(url: URL, zone: ZoneInfo, timeout: float) -> Iterator[Connection]:
    """Open a connection that cannot write, for one pull; none stays open between pulls."""
    engine = create_engine(url, poolclass=NullPool)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        _require_file(url)
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    elif url.get_backend_name() == "postgresql":
        options["postgresql_readonly"] = True
    with engine.connect().execution_options(**options) as connection:
        _configure_session(engine, connection, zone, timeout)
        try:
            yield connection
        finally:
            connection.rollback()


def _configure_session(engine: Engine, connection: Connection, zone: ZoneInfo, timeout: float) -> None:
    """Let the server end a query that runs too long, and read times without a zone in the source's zone."""
    if engine.dialect.name == "postgresql":
        connection.execute(text("SELECT set_config('TimeZone', :zone, false)"), {"zone": str(zone)})
        parameters = {"limit": str(int(timeout * 1_000))}
        connection.execute(text("SELECT set_config('statement_timeout', :limit, false)"), parameters)
    elif engine.dialect.name in ("mysql", "mariadb"):
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")


def _require_file(url: URL) -> None:
    """Check that the file exists: SQLite would create an empty database for a wrong path."""
    name = url.database or ":memory:"
    if name != ":memory:" and not name.startswith("file:") and not Path(name).is_file():
        raise FeedError(f"{_safe_url(url)}: no such file")


def _plain_value(value: Any) -> Any:
    """Return the database's own number types as text, which the row validator reads like a file's.

    A DATE stays a date, and so a day, while a TIMESTAMP is a moment.
    """
    if value is None or isinstance(value, str | int | float | date | list | dict):
        return value
    return str(value)


def _safe_url(url: URL) -> str:
    """Return kind, host and database of a URL, without user and password."""
    host = url.host or ""
    return f"{url.get_backend_name()}://{host}/{(url.database or '').lstrip('/')}"


def _driver_message(error: Exception, url: URL) -> str:
    """Return the first line of the driver's message, without the password."""
    lines = str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__]
    return lines[0][:300].replace(url.password, "***") if url.password else lines[0][:300]
