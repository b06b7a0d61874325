"""The ledger: one line per pull, and the health of each source computed from it."""

from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from data.core.config.city import City
from data.core.history.facts import SourceHealth
from data.store.pull_maxima import PullMaxima
from data.store.schema import pull, rejected_row

SEARCHED_PULLS = 500
QUARANTINED_BY_SOURCE = (
    select(rejected_row.c.source, func.count())
    .where(rejected_row.c.resolved_at.is_(None))
    .group_by(rejected_row.c.source)
)
NEWEST_END = (
    select(pull.c.pull_id, pull.c.finished_at)
    .where(pull.c.finished_at.is_not(None))
    .order_by(pull.c.pull_id.desc())
    .limit(1)
)
INTERRUPTED = "the process ended before the pull did"


@dataclass(frozen=True)
class Ledger:
    """A pull's counts: ``read = new + changed + unchanged + rejected``, and the stored ones by placement.

    ``ahead`` counts reports filed "in the future", a sign of a wrong time zone; ``contradicted`` those whose
    named area is not where their point lies.
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
    """Metrics of a pull besides its counts.

    :param latency_seconds: how long it took
    :param watermark: the latest filing, change or closing in any of its rows
    :param bytes_read: as received, or the size of the file
    """

    latency_seconds: float | None = None
    watermark: datetime | None = None
    bytes_read: int = 0


def begin_pull(connection: Connection, source: str, started_at: datetime, file: str | None = None) -> int:
    """Insert a line for a pull, and mark those of the source that a crash left running as interrupted.

    :param file: the name of an imported file; files do not count for the health of a scheduled feed
    :returns: the pull's id
    """
    unfinished = update(pull).where(pull.c.source == source, pull.c.outcome == "running")
    connection.execute(unfinished.values(outcome="interrupted", finished_at=started_at, error=INTERRUPTED))
    values = {"source": source, "started_at": started_at, "outcome": "running", "file": file}
    statement = pull.insert().values(**values, **asdict(Ledger()))
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])


def add_to_pull(connection: Connection, pull_id: int, ledger: Ledger) -> None:
    """Add a batch's counts in the batch's own transaction, so that those of a killed pull are right."""
    increments = {name: pull.c[name] + value for name, value in asdict(ledger).items()}
    connection.execute(update(pull).where(pull.c.pull_id == pull_id).values(**increments))


def end_pull(
    connection: Connection,
    pull_id: int,
    finished_at: datetime,
    error: str | None,
    metrics: PullMetrics | None = None,
) -> Ledger:
    """Mark a pull as ok, or as failed with its reason, and return its counts."""
    outcome = "failed" if error else "ok"
    statement = update(pull).where(pull.c.pull_id == pull_id)
    values = {"finished_at": finished_at, "outcome": outcome, "error": error}
    connection.execute(statement.values(**values, **asdict(metrics or PullMetrics())))
    names = [field.name for field in fields(Ledger)]
    row = connection.execute(
        select(*[pull.c[column] for column in names]).where(pull.c.pull_id == pull_id)
    ).one()
    return Ledger(*row)


def last_success(connection: Connection, source: str, now: datetime) -> datetime | None:
    """Return when the last successful pull of ``source`` began; the next one reads changes since then.

    One that began "in the future", while the clock was wrong, is none: nothing would be read until then.
    """
    conditions = (
        pull.c.source == source,
        pull.c.outcome == "ok",
        pull.c.file.is_(None),
        pull.c.started_at <= now,
    )
    last = select(pull.c.started_at).where(*conditions).order_by(pull.c.pull_id.desc()).limit(1)
    return connection.execute(last).scalar_one_or_none()


def last_error(connection: Connection, source: str) -> str | None:
    """Return why the latest finished pull of a source failed; None if it did not."""
    finished = (pull.c.source == source, pull.c.outcome != "running")
    query = select(pull.c.error).where(*finished).order_by(pull.c.pull_id.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none()


@dataclass(frozen=True)
class Reading:
    """A pull that read rows; ``file`` is the name of an imported file."""

    pull_id: int
    started_at: datetime
    file: str | None


def latest_reading(connection: Connection, source: str) -> Reading | None:
    """Return the latest finished pull of a source that read rows or failed.

    None if it is none of the latest ones, of which there may be very many: an unchanged feed reads no row.
    """
    finished = (pull.c.source == source, pull.c.outcome != "running")
    latest = select(pull).where(*finished).order_by(pull.c.pull_id.desc()).limit(SEARCHED_PULLS).subquery()
    matches = (latest.c.read > 0) | latest.c.error.is_not(None)
    query = select(latest.c.pull_id, latest.c.started_at, latest.c.file).where(matches)
    row = connection.execute(query.order_by(latest.c.pull_id.desc()).limit(1)).first()
    return None if row is None else Reading(*row)


def reading_of(connection: Connection, pull_id: int) -> Reading | None:
    """Return a pull; None if there is none of that id."""
    query = select(pull.c.pull_id, pull.c.started_at, pull.c.file).where(pull.c.pull_id == pull_id)
    row = connection.execute(query).first()
    return None if row is None else Reading(*row)


def latest_watermark(connection: Connection, source: str) -> datetime | None:
    """Return the latest time in all good pulls of a source; None before the first."""
    query = select(func.max(pull.c.watermark)).where(pull.c.source == source, pull.c.outcome == "ok")
    return connection.execute(query).scalar()


def latest_pull(connection: Connection, until: datetime) -> tuple[int, datetime | None]:
    """Return the highest id of all pulls and the latest end; one of them changes with every pull.

    :param until: pulls that ended later, by a wrong clock, have no end here
    """
    highest_id = connection.execute(select(func.max(pull.c.pull_id))).scalar()
    latest_end = select(func.max(pull.c.finished_at)).where(pull.c.finished_at <= until)
    return int(highest_id or 0), connection.execute(latest_end).scalar()


def newest_end(connection: Connection) -> tuple[int | None, datetime | None]:
    """Return the id of the newest pull that has ended, and the end as its process wrote it."""
    row = connection.execute(NEWEST_END).one_or_none()
    return (row.pull_id, row.finished_at) if row else (None, None)


def health(
    connection: Connection, city: City, until: datetime | None = None, maxima: PullMaxima | None = None
) -> tuple[SourceHealth, ...]:
    """Return the health of each configured source, in the order of the city's file.

    :param until: pulls that ended later, by a wrong clock, do not count; None: all count
    :param maxima: what is known of all pulls, so that they need not be read
    """
    return tuple(_source_health(connection, city, source.name, until, maxima) for source in city.source)


def _source_health(
    connection: Connection, city: City, name: str, until: datetime | None, maxima: PullMaxima | None
) -> SourceHealth:
    """Return the health of one source.

    Files imported by hand count only for a source without a schedule.
    """
    source = city.get_source(name)
    assert source is not None
    finished_pulls = select(pull).where(pull.c.source == name, pull.c.outcome != "running")
    if source.every_seconds is not None:
        finished_pulls = finished_pulls.where(pull.c.file.is_(None))
    if until is not None:
        finished_pulls = finished_pulls.where(pull.c.finished_at <= until)
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
        watermark=maxima.watermark(name, until) if maxima and until else _watermark(connection, name, until),
    )


def with_present_quarantine(
    connection: Connection, sources: tuple[SourceHealth, ...]
) -> tuple[SourceHealth, ...]:
    """Return health whose pulls are the same still, with the rows that are in quarantine now."""
    counts = {str(source): int(rows) for source, rows in connection.execute(QUARANTINED_BY_SOURCE)}
    if all(source.rejected == counts.get(source.source, 0) for source in sources):
        return sources
    return tuple(replace(source, rejected=counts.get(source.source, 0)) for source in sources)


def _watermark(connection: Connection, name: str, until: datetime | None) -> datetime | None:
    query = select(func.max(pull.c.watermark)).where(pull.c.source == name)
    if until is not None:
        query = query.where(pull.c.watermark <= until)
    return connection.execute(query).scalar()


def _count_quarantined(connection: Connection, name: str) -> int:
    conditions = (rejected_row.c.source == name, rejected_row.c.resolved_at.is_(None))
    query = select(func.count()).select_from(rejected_row).where(*conditions)
    return int(connection.execute(query).scalar_one())
