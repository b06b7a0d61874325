"""The one door through which screens see data: the latest snapshot, built from changes, serialised once.

:class:`LiveBoard` holds the frames, asks the store "has anything changed?", reads only what did, and
publishes a new :class:`Published`. When the store cannot be read, the last good one stays and grows old
in plain sight: it carries its own times.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import orjson
import pandas as pd
import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock, clock
from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.history.facts import KEY, Facts
from data.core.recap.recap import Recap
from data.core.review.review import Review
from data.core.snapshot.snapshot import Snapshot, build
from data.lib.payload import Packed, pack
from data.services.backlog import Desk
from data.services.displays import Screens
from data.services.history import facts_at as facts_at
from data.services.history import read_previous
from data.services.history import review_between as review_between
from data.services.history import snapshot_at as snapshot_at
from data.services.history_cache import Archive
from data.services.recap import Asked, recap_of, reports_of
from data.services.review import Reviews
from data.services.time_windows import LATEST_EVENTS, previous_end, window_start
from data.store import ledger
from data.store import reports as store_reports
from data.store.change_notifier import changes_of, file_of
from data.store.rejected_rows import Quarantined, quarantined

TICK = timedelta(seconds=10)  # time alone moves reports across deadlines; so often it is looked at
RECAPS_KEPT = 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Published:
    """A snapshot with its bytes, ready to be sent to any number of screens."""

    snapshot: Snapshot
    packed: Packed


def publish(snapshot: Snapshot) -> Published:
    """Serialises and compresses a snapshot, once for everybody."""
    return Published(snapshot, pack(to_json(snapshot)))


def to_json(snapshot: Snapshot | Review | Recap) -> bytes:
    """A snapshot or review under its public names; NaN and missing values become null."""
    return orjson.dumps(snapshot.as_dict(), option=orjson.OPT_SERIALIZE_NUMPY)


class LiveBoard:
    """The present board. One per process; ``refresh`` is called by one thread, ``current`` by any."""

    def __init__(self, engine: Engine, city: City, clock: Clock) -> None:
        self.city, self.clock = city, clock
        self.screens = Screens(engine, real_time())
        self._engine = engine
        self._current: Published | None = None
        self._facts: Facts | None = None
        self._previous_at: datetime | None = None
        self._broken = False
        self.looked: tuple[float, datetime] | None = None  # when the store last answered: monotonic, city's
        self.tell: Callable[[], None] = nobody  # called, from the refreshing thread, when screens should know
        self.refresh_seconds: float | None = None  # that the last one took which published anew
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forgets all that was read: another store may answer now, other reports under the same numbers."""
        self.reviews = Reviews(self._engine, self.city, self.clock)
        self.desk = Desk(self._engine, self.city)
        self._archive = Archive(self._engine, self.city)
        self._recap = lru_cache(maxsize=RECAPS_KEPT)(self._recap_at)
        self._mark: object = None
        self._whole = True  # whether all reports are read next time, not only those that changed
        self._file = file_of(self._engine)

    def current(self) -> Published | None:
        """The latest published snapshot; None before the first."""
        return self._current

    def area(self, code: str) -> Snapshot | None:
        """The latest snapshot for one kelurahan or kecamatan; None if there is none."""
        facts, held = self._facts, self._current
        if facts is None or held is None:
            return None
        here = facts.within(code)
        return None if here.areas.empty else build(here, self.city, held.snapshot.as_of)

    def about(self, categories: tuple[str, ...]) -> Snapshot | None:
        """The latest snapshot of some categories only; None before the first."""
        facts, held = self._facts, self._current
        if facts is None or held is None:
            return None
        return build(facts.about(categories), self.city, held.snapshot.as_of)

    def at(self, as_of: datetime) -> Snapshot:
        """The board as it stood at a moment of the past."""
        return self._archive.at(as_of)

    def replay(self, since: datetime, until: datetime, steps: int) -> Iterator[Snapshot]:
        """The boards of a stretch of the past in equal steps, both ends among them."""
        return self._archive.replay(since, until, steps)

    def review(self, since: datetime, until: datetime) -> Review:
        """What happened between two moments."""
        return review_between(self._engine, self.city, since, until)

    def rejected(self, source: str | None) -> list[Quarantined]:
        """The rows in quarantine of one source or of all."""
        with self._engine.connect() as connection:
            return quarantined(connection, source)

    def recap(self, asked: Asked) -> Recap:
        """A recap of the store as the present board shows it: same numbers until the next one is published.

        :raises NoAreaError: no such area
        :raises ValueError: too many rows of time
        """
        return self._recap(self._revision(), asked)

    def _recap_at(self, revision: int, asked: Asked) -> Recap:
        return recap_of(self._engine, self.city, asked, revision)

    def reports(self, asked: Asked) -> Iterator[pd.DataFrame]:
        """The reports behind :meth:`recap`, chunk by chunk."""
        return reports_of(self._engine, self.city, asked, self._revision())

    def _revision(self) -> int:
        return self._current.snapshot.revision if self._current else 0

    def refresh(self) -> bool:
        """Publishes anew if reports, pulls or the time changed anything; returns whether it did."""
        now = self.clock.now()
        self._notice_another_store()
        with self._engine.connect() as connection:
            last_pull, finished_at = ledger.latest_pull(connection)
            revision = store_reports.revision(connection)
            if self._facts is not None and revision < self._facts.revision:
                self._begin_anew()  # a backup was put back
            tick = floor(now)
            mark = (revision, last_pull, finished_at, tick)
            if mark == self._mark:
                return False
            as_of = max(tick, finished_at or tick)  # the same in every process that sees the same store
            self._facts = self._read(connection, revision, as_of)
        self._current = publish(build(self._facts, self.city, as_of))
        self.desk.lay(self._facts, self._current.snapshot)
        self._mark, self._whole = mark, False
        return True

    def _notice_another_store(self) -> None:
        """A file put in the store's place is another file, to which no connection held leads."""
        if file_of(self._engine) != self._file:
            log.warning("another file lies in the store's place, it is read from the beginning")
            self._engine.dispose()
            self._begin_anew()

    def _read(self, connection: Connection, revision: int, as_of: datetime) -> Facts:
        """What :func:`read_facts` reads, but of the reports only those that changed."""
        held, self._previous_at, kept_at = self._facts, previous_end(self.city, as_of), self._previous_at
        if held is None or self._whole:
            return read_facts(connection, self.city, as_of)
        moment, previous = self._previous_at, held.previous
        if kept_at != moment or store_reports.touched_before(connection, moment, after=held.revision):
            previous = read_previous(connection, self.city, as_of)
        standings, events = held.standings, held.events
        if revision != held.revision:
            standings = upsert(standings, store_reports.standings(connection, after=held.revision))
            events = store_reports.latest_events(connection, LATEST_EVENTS)
        return Facts(
            standings=store_reports.moving_since(standings, window_start(self.city, as_of)),
            events=events,
            areas=store_reports.areas(connection),
            sources=ledger.health(connection, self.city),
            revision=revision,
            previous=previous,
            unknown_years=unknown_years(self.city, as_of),
        )

    def run(self, stop: threading.Event, every_seconds: float = 0.25) -> None:
        """Refreshes at every commit, and so often for the time that goes by, until told to stop.

        A fault is logged once when it begins and once when it ends.
        """
        changes = changes_of(self._engine)
        while not stop.is_set():
            self._turn()
            changes.wait(every_seconds)
        changes.close()

    def _turn(self) -> None:
        try:
            began = time.monotonic()
            published = self.refresh()
            self.refresh_seconds = time.monotonic() - began if published else self.refresh_seconds
            ordered = self.screens.refresh()
            self.looked = time.monotonic(), self.clock.now()
            self._recovered()
        except SQLAlchemyError as error:
            return self._failed(error)
        if published or ordered:
            self.tell()

    def _failed(self, error: SQLAlchemyError) -> None:
        if not self._broken:
            log.error("store cannot be read, the last good snapshot stays", reason=type(error).__name__)
        self._broken, self._whole, self._mark = True, True, None  # who knows what comes back

    def _recovered(self) -> None:
        if self._broken:
            log.info("store can be read again")
        self._broken = False


def real_time() -> Clock:
    """The time that screens and sessions keep, whatever the city's."""
    return clock(1)


def nobody() -> None:
    """Nobody listens."""


def floor(moment: datetime) -> datetime:
    """The last whole tick."""
    return moment - (moment - EPOCH) % TICK


def upsert(held: pd.DataFrame, changed: pd.DataFrame) -> pd.DataFrame:
    """``held`` with the rows of ``changed`` in place of those of the same report."""
    return pd.concat([held, changed], ignore_index=True).drop_duplicates(list(KEY), keep="last")


def read_facts(connection: Connection, city: City, as_of: datetime) -> Facts:
    """Everything the present board depends on: open reports, and those that moved within its windows."""
    return Facts(
        standings=store_reports.standings(connection, since=window_start(city, as_of)),
        events=store_reports.latest_events(connection, LATEST_EVENTS),
        areas=store_reports.areas(connection),
        sources=ledger.health(connection, city),
        revision=store_reports.revision(connection),
        previous=read_previous(connection, city, as_of),
        unknown_years=unknown_years(city, as_of),
    )


def snapshot_now(engine: Engine, city: City, now: datetime, area: str | None = None) -> Snapshot:
    """The present board, read afresh."""
    with engine.connect() as connection:
        facts = read_facts(connection, city, now)
    return build(facts.within(area) if area else facts, city, now)
