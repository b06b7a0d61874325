"""One pull of an Open311 server: what is new, what changed, and what of ours is still open there."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.city import Open311Source
from data.sources.base import FeedError, Row, Visit
from data.sources.columns import EMPTY
from data.sources.http import Surroundings
from data.sources.open311.client import Client
from data.sources.open311.reader import Reader, Seen
from data.sources.open311.rows import RowMaker
from data.sources.open311.spans import Span, written
from data.sources.open311.sweep import Sweep
from data.sources.open311.tokens import Tokens
from data.sources.transport import open_session

AHEAD = timedelta(days=1)  # a server whose zone is wrong files its reports in our future
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
Items = list[Any]


class Open311Feed:
    """A GeoReport v2 server as a feed.

    :param zone: for times that carry none, and for local times in questions
    """

    def __init__(self, source: Open311Source, zone: ZoneInfo, around: Surroundings) -> None:
        self._source, self._zone, self._around = source, zone, around

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """The rows of a first pull, or of one that remembers nothing."""
        return self.visit(now, since, Visit())

    def visit(self, now: datetime, since: datetime | None, visit: Visit) -> Iterator[Row]:
        """Each report once per form in which the server shows it."""
        with open_session() as session:
            yield from self._read(Client(self._source, self._around, visit, session), now, since, visit)

    def _read(self, client: Client, now: datetime, since: datetime | None, visit: Visit) -> Iterator[Row]:
        tokens = Tokens(visit, client.service_id)
        maker = RowMaker(self._source, tokens.ours, lambda: client.service_names)
        plan = _Plan(self._source, Reader(client, self._source, self._zone), self._zone, now, visit)
        tokens.resolve()
        number = 0
        for items in plan.chapters(since, Sweep(client, plan.reader, self._source, tokens)):
            for item in items:
                number += 1
                yield maker.row(number, item)


class _Plan:
    """What one pull reads, chapter by chapter."""

    def __init__(
        self, source: Open311Source, reader: Reader, zone: ZoneInfo, now: datetime, visit: Visit
    ) -> None:
        self._source, self.reader, self._zone = source, reader, zone
        self._now, self._visit = now, visit

    def chapters(self, since: datetime | None, sweep: Sweep) -> Iterator[Items]:
        anew = since is None or self._visit.reconfigured
        full = anew or self._due("full_at", self._source.full_every_hours)
        if since is None or full:
            yield from self._everything()
        else:
            yield from self._recent(since - timedelta(hours=self._source.overlap_hours))
        swept = full or self._due("swept_at", self._source.sweep_every_hours)
        if swept and self._source.sweep != "none":
            yield from self._sweep(sweep)
        if self.reader.losses:  # everything else is read by now; nothing is lost in silence
            raise FeedError("; ".join(self.reader.losses[:3]))
        self._leave("full_at", full)
        self._leave("swept_at", swept)

    def _due(self, name: str, every_hours: float | None) -> bool:
        if every_hours is None:
            return False
        last = self._visit.kept.get(name)
        return last is None or self._now - datetime.fromisoformat(last) >= timedelta(hours=every_hours)

    def _leave(self, name: str, done: bool) -> None:
        moment = self._now.isoformat() if done else self._visit.kept.get(name)
        self._visit.leaves.update({name: moment} if moment else {})

    def _everything(self) -> Iterator[Items]:
        """Back through all windows; a server that answers none of them is asked once without dates.

        :raises FeedError: there is not one report
        """
        if self._source.window_days:
            yield from self._back()
        if not self.reader.ids:
            yield from map(self.reader.news, self.reader.pages())
        if not self.reader.ids:
            raise FeedError(f"the list of reports {EMPTY}")

    def _back(self) -> Iterator[Items]:
        """Window by window into the past, until its begin or until nothing has come for long enough."""
        silent, before = 0, Seen({})
        for span in self._windows(self._begin()):
            known, seen = len(self.reader.ids), Seen({}, span)
            yield from self.reader.read(seen)
            silent = silent + 1 if len(self.reader.ids) == known else 0
            if silent >= self._source.silent_windows or seen.disregards(before):
                return
            before = seen

    def _begin(self) -> datetime:
        day = self._source.history_from
        return datetime.combine(day, time(), self._zone) if day else EARLIEST

    def _windows(self, begin: datetime) -> Iterator[Span]:
        length, end = timedelta(days=self._source.window_days), self._now + AHEAD
        while end > begin:
            start = max(end - length, begin)
            yield Span(start, end)
            end = start + self.reader.step if start > begin else begin

    def _recent(self, begin: datetime) -> Iterator[Items]:
        if self._source.updated_after:
            yield from self._updated(begin)
        if not self._source.window_days:
            yield from map(self.reader.news, self.reader.pages())
            return
        for span in self._windows(begin):
            yield from self.reader.read(Seen({}, span))

    def _updated(self, begin: datetime) -> Iterator[Items]:
        """What the server says has changed; if its answer may be cut off, everything is read instead."""
        asked = {self._source.updated_after_parameter: written(begin, self._source.query_times, self._zone)}
        count = 0
        for items in self.reader.pages(**asked):
            count += len(items)
            yield self.reader.news(items)
        if count >= self._source.window_rows:
            yield from self._back()

    def _sweep(self, sweep: Sweep) -> Iterator[Items]:
        open_reports = self._visit.open_reports()
        yield from sweep.by_ids(open_reports)
        if sweep.fell_through and self._source.window_days:
            yield from self._windows_of(sweep.unread(open_reports))
        if open_reports and not self.reader.ids:
            raise FeedError(f"the server knows none of the {len(open_reports)} reports that are open here")

    def _windows_of(self, unread: Sequence[datetime]) -> Iterator[Items]:
        """Only those windows in which a report was filed that has not been read again yet."""
        if not unread:
            return
        for span in self._windows(min(unread) - self.reader.step):
            if any(span.start <= filed <= span.end for filed in unread):
                yield from self.reader.read(Seen({}, span))
