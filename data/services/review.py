"""Reviews and review packs: each review is read once per period, until something is learnt about that period.

A page requests the figures first and then the reports of each figure; both are computed from the same
columns of events (:mod:`data.store.event_history`), up to the same change number, so that a pull in between
cannot make them differ. Only the figures are kept.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, Engine

from data.config.clock import Clock
from data.config.holidays import unknown_years
from data.core.columns.event_columns import EventColumns
from data.core.config.city import City
from data.core.review.column_data import ColumnData
from data.core.review.column_lists import list_reports
from data.core.review.column_review import ColumnReview
from data.core.review.column_timeline import build_column_timeline
from data.core.review.metric_key import MetricKey
from data.core.review.pack import ReviewPack, checksum, decode_pack, encode_pack, freeze
from data.core.review.review import Review
from data.core.review.review_data import ReviewData
from data.core.review.rows import ReportRow, ReviewReport, TimelineStepRow
from data.core.review.timeline import evenly_spaced_moments
from data.lib.byte_cache import DEFAULT_BUDGET, ByteCache, CacheBudget, CacheName, byte_size
from data.lib.payload import CompactBody, EncodedBody, encode_compact
from data.services.history import history_coverage
from data.services.store_reading import reading_connection
from data.services.time_windows import baseline_start, review_start
from data.store import history, packs, reports
from data.store.engine import writer
from data.store.event_history import EventHistory
from data.store.event_reader import StoreEventReader

# A change number, or None for a period that is over: as it was known at the first request.
ReviewKey = tuple[int | None, datetime, datetime]


@dataclass(frozen=True)
class VerifiedPack:
    """A pack as it was read; ``pack`` is None where the body cannot be decoded."""

    pack_id: int
    frozen_at: datetime
    checksum: str
    intact: bool
    pack: ReviewPack | None


@dataclass(frozen=True)
class PeriodFigures:
    """A review as pages show it; the reports behind a number are looked up when they are asked for.

    :param revision: the change number up to which the store was read
    :param review: what the API returns of the same events, its indicators without their reports
    """

    revision: int
    report: ReviewReport
    review: Review
    list_reports: "Callable[[PeriodFigures, MetricKey, int, int], list[ReportRow]]"

    def reports(self, metric_key: MetricKey, start: int = 0, limit: int = 200) -> list[ReportRow]:
        """Return some of the reports behind a number, the earliest deadline first.

        :raises StoreUnavailableError: the store cannot be read
        """
        return self.list_reports(self, metric_key, start, limit)

    def count(self, metric_key: MetricKey) -> int:
        """Return the number itself."""
        return self.report["counts"].get(str(metric_key), 0)


class ReviewService:
    """Reviews of one store; any thread may call it."""

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        budget: CacheBudget = DEFAULT_BUDGET,
        event_history: EventHistory | None = None,
    ) -> None:
        """:param event_history: the columns that others share; None: of its own"""
        self._engine, self._city, self._clock = engine, city, clock
        self._history = event_history or EventHistory(engine)
        self._cache: ByteCache[ReviewKey, PeriodFigures] = ByteCache(
            budget.share(CacheName.REVIEWS), _figures_size
        )
        self._bodies: ByteCache[ReviewKey, CompactBody] = ByteCache(budget.share(CacheName.API_REVIEWS))
        self._build_lock = threading.Lock()  # a review looks at a hundred megabytes: one at a time

    @property
    def kept_bytes(self) -> int:
        """Return how much memory the kept reviews take."""
        return self._cache.size + self._bodies.size

    def load(self, since: datetime, until: datetime, revision: int | None = None) -> PeriodFigures:
        """Return the review of two moments, with its figures computed.

        What happens after the period changes none of its figures, so its revision is that of its end.

        :param revision: as it was known at that change number; None: as it is known now
        :raises StoreUnavailableError: the store cannot be read
        """
        with reading_connection(self._engine) as connection:
            known_revision = history.revision_at(connection, until) if revision is None else revision
        key = (known_revision, since, until)
        return self._cache.get_or_build(key, lambda: self._build(since, until, known_revision))

    def load_past(self, since: datetime, until: datetime) -> PeriodFigures:
        """Return the review of a period that is over, as it was known at the first request.

        :raises StoreUnavailableError: the store cannot be read
        """
        return self._cache.get_or_build((None, since, until), lambda: self.load(since, until))

    def _build(self, since: datetime, until: datetime, revision: int) -> PeriodFigures:
        with self._build_lock, self._open_data(since, until, revision) as data:
            analysis = ColumnReview(data)
            return PeriodFigures(revision, analysis.report, analysis.outline, self._list_reports)

    @contextmanager
    def _open_data(self, since: datetime, until: datetime, revision: int) -> Iterator[ColumnData]:
        """Open what a review is computed from, and give back the memory in which it was looked at.

        :raises StoreUnavailableError: the store cannot be read
        """
        with reading_connection(self._engine) as connection:
            columns = self._history.columns(connection, revision)
            yield column_data(connection, columns, self._city, since, until, revision)
        self._history.release()

    def _list_reports(
        self, figures: PeriodFigures, metric_key: MetricKey, start: int, limit: int
    ) -> list[ReportRow]:
        report = figures.report
        with self._open_data(report["since"], report["until"], figures.revision) as data:
            return list_reports(data, metric_key, start, limit)

    def prepare(self, stop: threading.Event) -> None:
        """Read the history before anybody asks for a review, which would wait for it.

        :raises StoreUnavailableError: the store cannot be read
        """
        with reading_connection(self._engine) as connection:
            self._history.prepare(connection, stop)

    def encoded_review(self, since: datetime, until: datetime) -> EncodedBody:
        """Return the review of the API as JSON, with the reports of its indicators.

        :raises sqlalchemy.exc.SQLAlchemyError: the store cannot be read
        """
        with self._engine.connect() as connection:
            revision = history.revision_at(connection, until)
        key = (revision, since, until)
        return self._bodies.get_or_build(key, lambda: self._build_body(since, until, revision)).encoded

    def _build_body(self, since: datetime, until: datetime, revision: int) -> CompactBody:
        with self._build_lock, self._engine.connect() as connection:
            columns = self._history.columns(connection, revision)
            data = column_data(connection, columns, self._city, since, until, revision)
            body = orjson.dumps(ColumnReview(data).review.as_dict(), option=orjson.OPT_SERIALIZE_NUMPY)
        self._history.release()
        return encode_compact(body)

    def replay(self, since: datetime, until: datetime, steps: int) -> list[TimelineStepRow]:
        """Return the board's counts at ``steps`` + 1 moments of a period."""
        with reading_connection(self._engine) as connection:
            columns = self._history.columns(connection, history.revision_at(connection, until))
            return build_column_timeline(columns, evenly_spaced_moments(since, until, steps))

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
        with reading_connection(self._engine) as connection:
            return [_verify(row) for row in packs.iter_all(connection)]

    def get_pack(self, pack_id: int) -> VerifiedPack | None:
        """Return one pack, verified; None for an unknown number."""
        with reading_connection(self._engine) as connection:
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


def column_data(
    connection: Connection,
    columns: EventColumns,
    city: City,
    since: datetime,
    until: datetime,
    revision: int,
) -> ColumnData:
    """Return what a review by columns rests on."""
    return ColumnData(
        columns=columns,
        areas=reports.areas(connection, until),
        city=city,
        since=since,
        until=until,
        revision=revision,
        coverage=history_coverage(connection, until, revision),
        closings_since=baseline_start(city, since, until),
        reader=StoreEventReader(connection),
        unknown_years=unknown_years(city, until),
    )


def _figures_size(figures: PeriodFigures) -> int:
    return byte_size((figures.report, figures.review))


def _verify(row: packs.StoredPack) -> VerifiedPack:
    intact = checksum(row.body) == row.checksum
    try:
        pack = decode_pack(row.body)
    except ValueError:
        pack = None
    return VerifiedPack(row.pack_id, row.frozen_at, row.checksum, intact and pack is not None, pack)
