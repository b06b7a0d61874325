"""The ledger: one line per pull, and from it the health of each source."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from data.core.config.city import City
from data.core.history.facts import SourceHealth
from data.store.schema import pull, rejected_row

INTERRUPTED = "the process ended before the pull did"


@dataclass(frozen=True)
class Ledger:
    """A pull's numbers: ``read = new + changed + unchanged + rejected``, and the stored ones by place.

    ``ahead`` counts reports filed "in the future", the sign of a wrong time zone; ``contradicted`` those
    whose named area is not where their point lies.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    located: int = 0
    outside: int = 0
    no_location: int = 0
    ahead: int = 0
    contradicted: int = 0


@dataclass(frozen=True)
class PullMetrics:
    """How a pull went, beside its counts.

    :param latency_seconds: how long it took
    :param watermark: the latest filing, change or closing that any of its rows speaks of
    :param bytes_read: as they came over the wire or from the file
    """

    latency_seconds: float | None = None
    watermark: datetime | None = None
    bytes_read: int = 0


def begin_pull(connection: Connection, source: str, started_at: datetime, file: str | None = None) -> int:
    """Opens a line for a pull and closes those of the same source that a crash left running.

    :param file: the name of the file that is imported; a file says nothing about the health of a feed
    """
    unfinished = update(pull).where(pull.c.source == source, pull.c.outcome == "running")
    connection.execute(unfinished.values(outcome="interrupted", finished_at=started_at, error=INTERRUPTED))
    values = {"source": source, "started_at": started_at, "outcome": "running", "file": file}
    statement = pull.insert().values(**values, **asdict(Ledger()))
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_to_pull(connection: Connection, pull_id: int, ledger: Ledger) -> None:
    """Adds a batch's numbers in the batch's own transaction, so that a killed pull still adds up."""
    increments = {name: pull.c[name] + value for name, value in asdict(ledger).items()}
    connection.execute(update(pull).where(pull.c.pull_id == pull_id).values(**increments))


def end_pull(
    connection: Connection,
    pull_id: int,
    finished_at: datetime,
    error: str | None,
    metrics: PullMetrics | None = None,
) -> Ledger:
    """Closes the line as ok, or as failed with its reason, and returns its numbers."""
    outcome = "failed" if error else "ok"
    statement = update(pull).where(pull.c.pull_id == pull_id)
    values = {"finished_at": finished_at, "outcome": outcome, "error": error}
    connection.execute(statement.values(**values, **asdict(metrics or PullMetrics())))
    names = [field.name for field in fields(Ledger)]
    row = connection.execute(
        select(*[pull.c[column] for column in names]).where(pull.c.pull_id == pull_id)
    ).one()
    return Ledger(*row)


def last_success(connection: Connection, source: str) -> datetime | None:
    """When the last successful pull of ``source`` began; the next one asks for changes since then."""
    conditions = (pull.c.source == source, pull.c.outcome == "ok", pull.c.file.is_(None))
    return connection.execute(select(func.max(pull.c.started_at)).where(*conditions)).scalar()


def latest_pull(connection: Connection) -> tuple[int, datetime | None]:
    """A mark that moves whenever a pull begins or ends."""
    row = connection.execute(select(func.max(pull.c.pull_id), func.max(pull.c.finished_at))).one()
    return int(row[0] or 0), row[1]


def health(connection: Connection, city: City) -> tuple[SourceHealth, ...]:
    """The state of each configured source, in the order of the city's file."""
    return tuple(_source_health(connection, city, source.name) for source in city.source)


def _source_health(connection: Connection, city: City, name: str) -> SourceHealth:
    """A file imported by hand makes no scheduled feed fresh; where nothing is scheduled, files are all."""
    source = city.get_source(name)
    assert source is not None
    finished_pulls = select(pull).where(pull.c.source == name, pull.c.outcome != "running")
    if source.every_seconds is not None:
        finished_pulls = finished_pulls.where(pull.c.file.is_(None))
    last = connection.execute(finished_pulls.order_by(pull.c.pull_id.desc()).limit(1)).one_or_none()
    success_query = finished_pulls.where(pull.c.outcome == "ok").order_by(pull.c.pull_id.desc()).limit(1)
    success = connection.execute(success_query).one_or_none()
    return SourceHealth(
        source=name,
        label=source.label or name,
        every_seconds=source.every_seconds,
        stale_after_intervals=source.stale_after_intervals,
        last_try=last.finished_at if last else None,
        last_success=success.finished_at if success else None,
        error=last.error if last else None,
        rejected=_count_quarantined(connection, name),
        contradicted=success.contradicted if success else 0,
        latency_seconds=last.latency_seconds if last else None,
        watermark=_watermark(connection, name),
    )


def _watermark(connection: Connection, name: str) -> datetime | None:
    query = select(func.max(pull.c.watermark)).where(pull.c.source == name)
    return connection.execute(query).scalar()


def _count_quarantined(connection: Connection, name: str) -> int:
    conditions = (rejected_row.c.source == name, rejected_row.c.resolved_at.is_(None))
    query = select(func.count()).select_from(rejected_row).where(*conditions)
    return int(connection.execute(query).scalar_one())
