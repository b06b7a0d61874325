"""The live board: the present snapshot, updated from changes and encoded once for all readers.

:class:`LiveBoard` keeps the facts in memory, asks the store whether anything has changed, reads only what
did, and publishes a new :class:`LiveSnapshot`. While the store cannot be read the last snapshot stays; it
carries its own times, so that its age shows.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

import orjson
import pandas as pd
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock, start_clock
from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.history.facts import Facts
from data.core.recap.recap import Recap
from data.core.review.review import Review
from data.core.snapshot.column_facts import ColumnFacts
from data.core.snapshot.from_columns import build_snapshot_from_columns
from data.core.snapshot.snapshot import Snapshot, build_snapshot
from data.core.time_trust import CLOCK_TOLERANCE
from data.lib.byte_cache import DEFAULT_BUDGET, CacheBudget
from data.lib.payload import EncodedBody, encode
from data.services.backlog import BacklogService
from data.services.board_facts import BoardFacts, read_board_facts, read_changes
from data.services.displays import DisplayService
from data.services.history import read_previous
from data.services.history_cache import HistoryCache
from data.services.live_board_clock import BoardClockWatch
from data.services.part_snapshots import PartSnapshots
from data.services.recap import RecapCache, RecapQuery, recap_reports
from data.services.report_list import open_report_lists
from data.services.review import ReviewService
from data.services.store_reading import StoreUnavailableError
from data.services.time_windows import LATEST_EVENTS_LIMIT, window_start
from data.store import ledger
from data.store import reports as store_reports
from data.store.change_notifier import open_change_notifier, store_inode
from data.store.event_history import EventHistory
from data.store.pull_maxima import PullMaxima
from data.store.rejected_rows import QuarantinedRow, list_quarantined

# Time alone moves reports past their deadlines: a snapshot is built at least once a tick.
TICK = timedelta(seconds=10)
PREPARE_SECONDS = 1.0  # how often the first snapshot is waited for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LiveSnapshot:
    """A snapshot with its encoded body, ready for any number of readers.

    :param token: what nothing else is, for whoever keeps what was made of it and not the snapshot itself
    """

    snapshot: Snapshot
    token: object = field(default_factory=object)

    @cached_property
    def encoded(self) -> EncodedBody:
        """The snapshot as JSON, encoded at the first use: screens read frames instead."""
        return encode(to_json(self.snapshot))


def to_json(snapshot: Snapshot | Review | Recap) -> bytes:
    """Return a snapshot, review or recap as JSON with its public names; NaN and missing values are null."""
    return orjson.dumps(snapshot.as_dict(), option=orjson.OPT_SERIALIZE_NUMPY)


class LiveBoard:
    """The present board, one per process; one thread calls :meth:`refresh`, any thread reads.

    :param board_engine: for refreshing alone, so that no reader holds its connections; ``engine`` by default
    :param displays_engine: for orders and heartbeats of displays; ``engine`` by default
    :param budget: what its caches may keep
    :ivar last_store_contact: when the store last answered: ``time.monotonic()``, and the time in the city
    :ivar on_change: called by the refreshing thread after a new snapshot or other display orders
    :ivar refresh_seconds: duration of the last refresh that published a snapshot
    """

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        board_engine: Engine | None = None,
        displays_engine: Engine | None = None,
        budget: CacheBudget = DEFAULT_BUDGET,
    ) -> None:
        self.city, self.clock, self._budget = city, clock, budget
        self.clock_watch = BoardClockWatch(clock)
        self._engine, self._board_engine = engine, board_engine or engine
        displays_engine = displays_engine or engine
        self.displays = DisplayService(displays_engine, real_time_clock(), self._board_engine)
        self._engines = {engine, self._board_engine, displays_engine}
        self._current: LiveSnapshot | None = None
        self._known: BoardFacts | None = None
        self._parts: PartSnapshots | None = None
        self._store_failed = False
        self.last_store_contact: tuple[float, datetime] | None = None
        self.on_change: Callable[[], None] = do_nothing
        self.refresh_seconds: float | None = None
        self._reset()

    def _reset(self) -> None:
        """Discard everything that was read: another store may reuse the same change numbers."""
        events = EventHistory(self._engine)
        self.reviews = ReviewService(self._engine, self.city, self.clock, self._budget, events)
        self.report_lists = open_report_lists(self._engine, self.city, events)
        self.backlogs = BacklogService(self._engine, self.city, self._budget)
        self._history_cache = HistoryCache(self._engine, self.city, self._budget, events)
        self._recaps = RecapCache(self._engine, self.city, self._budget, events)
        self._pulls = PullMaxima()
        self._state_key: object = None
        self._reload_all = True  # read all reports at the next refresh, not only those that changed
        self._store_inode = store_inode(self._engine)

    def current(self) -> LiveSnapshot | None:
        """Return the latest published snapshot; None before the first."""
        return self._current

    def area_snapshot(self, code: str) -> Snapshot | None:
        """Return the latest snapshot of one kelurahan or kecamatan; None without such an area or snapshot."""
        return self._parts.of_area(code) if self._parts else None

    def category_snapshot(self, categories: tuple[str, ...]) -> Snapshot | None:
        """Return the latest snapshot of some categories only; None before the first."""
        return self._parts.of_categories(categories) if self._parts else None

    def snapshot_at(self, as_of: datetime) -> Snapshot:
        """Return the snapshot of a past moment."""
        return self._history_cache.snapshot_at(as_of)

    def replay(self, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
        """Yield the snapshots of a past period in equal steps, both ends included."""
        return self._history_cache.replay(since, until, steps)

    def review(self, since: datetime, until: datetime) -> EncodedBody:
        """Return the review of the period between two moments as JSON."""
        return self.reviews.encoded_review(since, until)

    def rejected(self, source: str | None) -> list[QuarantinedRow]:
        """Return the rows in quarantine of one source, or of all."""
        with self._engine.connect() as connection:
            return list_quarantined(connection, source)

    def recap(self, query: RecapQuery) -> Recap:
        """Return a recap of the store as the present snapshot shows it, until the next one is published.

        :raises UnknownAreaError: no such area
        :raises ValueError: the period has too many rows
        """
        return self._recaps.get(query, self._revision())

    def reports(self, query: RecapQuery) -> Iterator[pd.DataFrame]:
        """Yield the reports of :meth:`recap`, chunk by chunk."""
        return recap_reports(self._engine, self.city, query, self._revision())

    def _revision(self) -> int:
        return self._current.snapshot.revision if self._current else 0

    def refresh(self) -> bool:
        """Publish a new snapshot if reports, pulls or the time changed anything.

        :returns: whether it did
        :raises sqlalchemy.exc.SQLAlchemyError: the store cannot be read
        """
        now = self.clock.now()
        tick = floor_to_tick(now)
        self._detect_replaced_store()
        with self._board_engine.connect() as connection:
            revision = store_reports.revision(connection)
            if self._known is not None and revision < self._known.facts.revision:
                self._reset()  # a backup was restored
            self._pulls.read(connection, tick)
            last_pull, finished_at = self._pulls.latest_pull(now + CLOCK_TOLERANCE * self.clock.speed)
            self.clock_watch.note_pull(*ledger.newest_end(connection), now)
            state_key = (revision, last_pull, finished_at, tick)
            if state_key == self._state_key:
                return False
            as_of = max(tick, finished_at or tick)  # equal in every process on the same store
            if self._current and as_of < self._current.snapshot.as_of:
                self._reload_all = True  # the clock was set back: its windows hold other reports
            self._known = self._read_facts(connection, as_of, revision)
        self._publish(self._known.facts, as_of)
        self._state_key, self._reload_all = state_key, False
        return True

    def _detect_replaced_store(self) -> None:
        """Start again if another file has replaced the store, which open connections do not notice."""
        if store_inode(self._engine) != self._store_inode:
            log.warning("another file lies in the store's place, it is read from the beginning")
            for engine in self._engines:
                engine.dispose()
            self._reset()

    def _read_facts(self, connection: Connection, as_of: datetime, revision: int) -> BoardFacts:
        if self._known is None or self._reload_all:
            return read_board_facts(connection, self.city, as_of, self._pulls)
        return read_changes(connection, self.city, as_of, self._pulls, self._known, revision)

    def _publish(self, facts: ColumnFacts, as_of: datetime) -> None:
        snapshot = build_snapshot_from_columns(facts, self.city, as_of)
        self._current = LiveSnapshot(snapshot)
        self._parts = PartSnapshots(facts, self.city, as_of, self._budget)
        self.backlogs.update(facts, snapshot)

    def run(self, stop: threading.Event, interval_seconds: float = 0.25) -> None:
        """Refresh at every commit, and at least every ``interval_seconds``, until ``stop`` is set.

        A failure of the store is logged once when it begins and once when it ends.
        """
        notifier = open_change_notifier(self._board_engine)
        while not stop.is_set():
            self._tick()
            notifier.wait(interval_seconds)
        notifier.close()

    def prepare_reviews(self, stop: threading.Event) -> None:
        """Once there is a snapshot, read the history that reviews and recaps are computed from."""
        while self._current is None and not stop.wait(PREPARE_SECONDS):
            pass
        try:
            self.reviews.prepare(stop)
            self.report_lists.prepare(stop)
        except StoreUnavailableError:
            log.info("the history is not read ahead: the store cannot be read")

    def _tick(self) -> None:
        try:
            started = time.monotonic()
            published = self.refresh()
            self.refresh_seconds = time.monotonic() - started if published else self.refresh_seconds
            orders_changed = self.displays.refresh()
            self.last_store_contact = time.monotonic(), self.clock.now()
            self._on_recovery()
        except SQLAlchemyError as error:
            return self._on_failure(error)
        if published or orders_changed:
            self.on_change()

    def _on_failure(self, error: SQLAlchemyError) -> None:
        if not self._store_failed:
            log.error("store cannot be read, the last good snapshot stays", reason=type(error).__name__)
        # Another store may answer next time, so that everything is read again.
        self._pulls = PullMaxima()
        self._store_failed, self._reload_all, self._state_key = True, True, None

    def _on_recovery(self) -> None:
        if self._store_failed:
            log.info("store can be read again")
        self._store_failed = False


def real_time_clock() -> Clock:
    """Return a clock of real time, which displays and sessions use whatever the city's speed."""
    return start_clock(1)


def do_nothing() -> None:
    """Ignore a change; the default of :attr:`LiveBoard.on_change`."""


def floor_to_tick(moment: datetime) -> datetime:
    """Return the last whole tick at or before a moment."""
    return moment - (moment - EPOCH) % TICK


def read_facts(connection: Connection, city: City, as_of: datetime) -> Facts:
    """Return the facts of the present board: open reports, and those that changed within its windows."""
    return Facts(
        standings=store_reports.standings(connection, since=window_start(city, as_of)),
        events=store_reports.latest_events(connection, LATEST_EVENTS_LIMIT),
        areas=store_reports.areas(connection),
        sources=ledger.health(connection, city, as_of),
        revision=store_reports.revision(connection),
        previous=read_previous(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )


def snapshot_now(engine: Engine, city: City, now: datetime, area: str | None = None) -> Snapshot:
    """Return the present snapshot, read from the store, for the city or one area."""
    with engine.connect() as connection:
        facts = read_facts(connection, city, now)
    return build_snapshot(facts.for_area(area) if area else facts, city, now)
