"""All faults of single items, for the log and the operator's page: stored ones, messages, sources, rows."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

import structlog
from sqlalchemy import Engine

from data.config.clock import Clock
from data.core.faults import RETRY_DELAY, Fault, FaultKind, describe_error
from data.core.snapshot.rows import SourceStatusRow
from data.store import faults as stored
from data.store.engine import writer
from data.store.notifications import list_failing

MAX_FAILING_MESSAGES = 50

log = structlog.get_logger(__name__)


class FaultService:
    """The faults of one city's items; any thread may call it, and it never fails itself."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._read_engine, self._write_engine, self._clock = engine, writer(engine), clock

    def note(self, kind: FaultKind, item: str, error: Exception, event: str, reason: str = "") -> None:
        """Store the fault of an item, and log it the first time.

        :param event: the text of the log line; empty if it is logged already
        :param reason: why, without a person's text; by default the kind of the exception
        """
        now, reason = self._clock.now(), reason or describe_error(error)
        try:
            with self._write_engine.begin() as connection:
                is_first = stored.record(connection, kind, item, reason, now, now + RETRY_DELAY)
        except Exception:
            is_first = True  # the store cannot say whether it is
        if is_first and event:
            log.error(event, item=item, exc_info=error)

    def clear(self, kind: FaultKind, item: str) -> None:
        """Forget the fault of an item that succeeded, if there was one."""
        try:
            with self._read_engine.connect() as connection:
                if not stored.count_failures(connection, kind, item):
                    return
            with self._write_engine.begin() as connection:
                stored.clear(connection, kind, item)
        except Exception as error:
            log.warning("a fault that ended could not be forgotten", item=item, error=type(error).__name__)

    def list_all(self, sources: Iterable[SourceStatusRow]) -> list[Fault]:
        """Return everything that does not work at present, the latest first.

        :param sources: the health of the city's sources
        """
        with self._read_engine.connect() as connection:
            faults = [*stored.list_all(connection), *list_failing(connection, MAX_FAILING_MESSAGES)]
        faults += [fault for source in sources for fault in _source_faults(source)]
        return sorted(faults, key=lambda fault: fault.last_at, reverse=True)


def _source_faults(source: SourceStatusRow) -> Iterator[Fault]:
    """Yield what is wrong with a source: its last pull failed, or rows of it wait in quarantine."""
    last_try, interval = source["last_try"], source["every_seconds"]
    if last_try is None:
        return
    next_at = last_try + timedelta(seconds=interval) if interval else None
    since = source["last_success"] or last_try
    if source["error"]:
        yield Fault(FaultKind.SOURCE, source["source"], since, last_try, 1, source["error"], next_at)
    if source["rejected"]:
        count = source["rejected"]
        yield Fault(FaultKind.ROWS, source["source"], since, last_try, count, str(count), next_at)
