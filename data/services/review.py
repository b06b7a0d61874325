"""Reviews and review packs: each review is read once per period, until something is learnt about that period.

A page requests the figures first and then the reports of each figure; both come from the same reading, so
that a pull in between cannot make them differ. What was read is dropped once they are computed.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from data.config.clock import Clock
from data.config.holidays import unknown_years
from data.core.config.city import City
from data.core.review.pack import ReviewPack, checksum, decode_pack, encode_pack, freeze
from data.core.review.review import Review
from data.core.review.review_data import ReviewData
from data.core.review.review_figures import ReviewFigures
from data.core.review.review_report import ReviewAnalysis
from data.core.review.rows import TimelineStepRow
from data.core.review.timeline import build_timeline, evenly_spaced_moments
from data.lib.byte_cache import DEFAULT_BUDGET, ByteCache, CacheBudget, CacheName, byte_size
from data.services.history import history_coverage, review_between
from data.services.time_windows import review_start
from data.store import history, packs, reports
from data.store.engine import writer

# A change number, or None for a period that is over: as it was known at the first request.
ReviewKey = tuple[int | None, datetime, datetime]


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

    def __init__(
        self, engine: Engine, city: City, clock: Clock, budget: CacheBudget = DEFAULT_BUDGET
    ) -> None:
        self._engine, self._city, self._clock = engine, city, clock
        self._cache: ByteCache[ReviewKey, ReviewFigures] = ByteCache(
            budget.share(CacheName.REVIEWS), _figures_size
        )
        self._build_lock = threading.Lock()  # a review reads a hundred megabytes: one at a time

    @property
    def kept_bytes(self) -> int:
        """Return how much memory the kept reviews take."""
        return self._cache.size

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

    def load(self, since: datetime, until: datetime, revision: int | None = None) -> ReviewFigures:
        """Return the review of two moments, with its figures computed.

        What happens after the period changes none of its figures, so its revision is that of its end.

        :param revision: as it was known at that change number; None: as it is known now
        :raises StoreUnavailableError: the store cannot be read
        """
        with self._connect() as connection:
            known_revision = history.revision_at(connection, until) if revision is None else revision
        key = (known_revision, since, until)
        return self._cache.get_or_build(key, lambda: self._build(since, until, known_revision))

    def load_past(self, since: datetime, until: datetime) -> ReviewFigures:
        """Return the review of a period that is over, as it was known at the first request.

        :raises StoreUnavailableError: the store cannot be read
        """
        return self._cache.get_or_build((None, since, until), lambda: self.load(since, until))

    def _build(self, since: datetime, until: datetime, revision: int) -> ReviewFigures:
        with self._build_lock, self._connect() as connection:
            review_data = read_review_data(connection, self._city, since, until, revision)
            return ReviewAnalysis(review_data).figures

    def review(self, since: datetime, until: datetime) -> Review:
        """Return the review of the API, which is not kept.

        :raises sqlalchemy.exc.SQLAlchemyError: the store cannot be read
        """
        with self._build_lock:
            return review_between(self._engine, self._city, since, until)

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


def _figures_size(figures: ReviewFigures) -> int:
    """Return the memory of a review without the city's configuration, which all share."""
    listed = figures.listed
    return byte_size((figures.report, figures.review, listed.events, listed.drilldown, listed.areas))


def _verify(row: packs.StoredPack) -> VerifiedPack:
    intact = checksum(row.body) == row.checksum
    try:
        pack = decode_pack(row.body)
    except ValueError:
        pack = None
    return VerifiedPack(row.pack_id, row.frozen_at, row.checksum, intact and pack is not None, pack)
