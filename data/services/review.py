"""Reviews and review packs: each review is read once per revision and period, and cached.

A page requests the figures first and then the reports of each figure; both come from the same reading, so
that a pull in between cannot make them differ.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.review.pack import ReviewPack, checksum, decode_pack, encode_pack, freeze
from data.core.review.review_data import ReviewData
from data.core.review.review_report import ReviewAnalysis
from data.core.review.rows import TimelineStepRow
from data.core.review.timeline import build_timeline, evenly_spaced_moments
from data.services.history import history_coverage
from data.services.time_windows import review_start
from data.store import history, packs, reports
from data.store.engine import writer

MAX_CACHED_REVIEWS = 6  # each holds all events of its review


class StoreUnavailableError(Exception):
    """The store cannot be read: the review is unknown, which is not the same as empty."""


@dataclass(frozen=True)
class VerifiedPack:
    """A pack as it was read; ``pack`` is None where the body cannot be decoded."""

    pack_id: int
    frozen_at: datetime
    checksum: str
    intact: bool
    pack: ReviewPack | None


class ReviewService:
    """Reviews of one store; any thread may call it."""

    def __init__(self, engine: Engine, city: City, clock: Clock) -> None:
        self._engine, self._city, self._clock = engine, city, clock
        self._cache: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        """Open a connection for reading.

        :raises StoreUnavailableError: the store cannot be read
        """
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise StoreUnavailableError(type(error).__name__) from error

    def load(self, since: datetime, until: datetime, revision: int | None = None) -> ReviewAnalysis:
        """Return the review of two moments, with its figures computed.

        :param revision: as it was known at that change number; None: as it is known now
        :raises StoreUnavailableError: the store cannot be read
        """
        with self._lock:  # one at a time: a second request for the same review waits for the first
            with self._connect() as connection:
                known_revision = reports.revision(connection) if revision is None else revision
            key = (known_revision, since, until)
            if key not in self._cache:
                self._cache[key] = self._load_uncached(since, until, known_revision)
            self._cache.move_to_end(key)
            while len(self._cache) > MAX_CACHED_REVIEWS:
                self._cache.popitem(last=False)
            review: ReviewAnalysis = self._cache[key]
            return review

    def _load_uncached(self, since: datetime, until: datetime, revision: int) -> ReviewAnalysis:
        with self._connect() as connection:
            review = ReviewAnalysis(read_review_data(connection, self._city, since, until, revision))
        assert review.report  # computed now, in this thread, and cached with the data
        return review

    def replay(self, since: datetime, until: datetime, steps: int) -> list[TimelineStepRow]:
        """Return the board's counts at ``steps`` + 1 moments of a period."""
        with self._connect() as connection:
            events = history.period_events(connection, since, until)
            areas = reports.areas(connection, until)
        return build_timeline(events, areas, evenly_spaced_moments(since, until, steps))

    def freeze(self, since: datetime, until: datetime, revision: int, *, author: str, title: str) -> int:
        """Store a review as a pack and return the pack's number."""
        report, now = self.load(since, until, revision).report, self._clock.now()
        payload = encode_pack(
            freeze(report, self._city, revision, frozen_at=now, frozen_by=author, title=title)
        )
        with writer(self._engine).begin() as connection:
            return packs.append(connection, now, checksum(payload), payload)

    def list_packs(self) -> list[VerifiedPack]:
        """Return all packs, the newest first, each verified."""
        with self._connect() as connection:
            return [_verify(row) for row in packs.iter_all(connection)]

    def get_pack(self, pack_id: int) -> VerifiedPack | None:
        """Return one pack, verified; None for an unknown number."""
        with self._connect() as connection:
            row = packs.find(connection, pack_id)
        return None if row is None else _verify(row)


def read_review_data(
    connection: Connection, city: City, since: datetime, until: datetime, revision: int
) -> ReviewData:
    """Return what a review rests on, read by index; tests prove that it equals that of all events."""
    events = history.events_of_active_reports(connection, review_start(city, since, until), until, revision)
    areas, unknown_leave_years = reports.areas(connection, until), unknown_years(city, until)
    coverage = history_coverage(connection, until, revision)
    return ReviewData(events, areas, city, since, until, revision, unknown_leave_years, coverage)


def _verify(row: packs.StoredPack) -> VerifiedPack:
    intact = checksum(row.body) == row.checksum
    try:
        pack = decode_pack(row.body)
    except ValueError:
        pack = None
    return VerifiedPack(row.pack_id, row.frozen_at, row.checksum, intact and pack is not None, pack)
