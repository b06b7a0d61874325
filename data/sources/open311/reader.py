"""Everything a server has, although it cuts its answers: pages where it has them, else ever smaller spans.

GeoReport v2 limits an answer to 90 days "or the first 1,000 requests, whichever is smallest" and has no
pages; servers add ``page`` and ``page_size``, ignore them, or cut at a number they do not tell. An answer
without pages is therefore proven whole: the span is cut at the median of what it held, so that each half
holds some of it. If there were more than the answer showed, the halves together show more of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.city import Open311Source
from data.sources.base import FeedError
from data.sources.columns import raw_text, reach
from data.sources.open311.client import Client, MissingError
from data.sources.open311.spans import Span, written
from data.sources.values import parse_time, text_or_none

MAX_PAGES = 10_000
NEVER = datetime.min.replace(tzinfo=UTC)
TOLERANCE = timedelta(days=2)  # a zone, and a server that counts in whole days


class Reader:
    """One pull's reading: what was yielded once is not yielded again."""

    def __init__(self, client: Client, source: Open311Source, zone: ZoneInfo) -> None:
        self._client, self._source, self._zone = client, source, zone
        self._seen: set[int] = set()
        self.ids: set[str] = set()
        self.losses = list[str]()  # spans that could not be read whole
        self._cut_at = source.window_rows  # or less, as found out on the way
        self._pages_ignored = source.paging == "none"  # or found out on the way
        self.step = timedelta(days=1) if source.query_times == "date" else timedelta(seconds=1)

    def pages(self, **parameters: str) -> Iterator[list[Any]]:
        """The news of each page, up to an empty one or one that was there before."""
        source, asked = self._source, set[str]()
        skipped = 0
        for number in range(MAX_PAGES):
            found = self._page(number, skipped, parameters)
            skipped += len(found)
            fresh = {self._name(item) for item in found} - asked
            if not fresh:
                self._pages_ignored |= number == 1 and bool(found)
                return
            asked |= fresh
            yield found
            if source.paging == "none" or self._pages_ignored:
                return
        raise FeedError(f"the server gives pages without end: {MAX_PAGES} so far")

    def _page(self, number: int, skipped: int, parameters: dict[str, str]) -> list[Any]:
        source = self._source
        if source.paging == "link":
            size = {source.page_size_parameter: str(source.page_size)}
            return self._client.following() if number else self._client.requests(**parameters, **size)
        turn = skipped if source.paging == "rows" else number + source.first_page
        paging = {source.page_parameter: str(turn), source.page_size_parameter: str(source.page_size)}
        try:
            return self._client.requests(**parameters, **({} if source.paging == "none" else paging))
        except MissingError:
            if number == 0 and not source.not_found_is_empty:
                raise
            return []

    def read(self, seen: "Seen", above: "Seen | None" = None) -> Iterator[list[Any]]:
        """What was filed within a span, however often the server cuts it off.

        :param seen: names the span, and takes what the answer for it shows
        :param above: what the answer for the span of which this is a half has shown
        """
        for page in self.pages(**self._dates(seen.span)):
            seen.shown.update((self._name(item), self.filed(item)) for item in page)
            yield self.news(page)
        if above and not seen.shown.keys() <= above.shown.keys():
            self._cut_at = min(self._cut_at, len(above.shown))  # the half shows what the whole did not
        if self._may_be_cut(seen, above):
            yield from self._halves(seen)

    def _dates(self, span: Span) -> dict[str, str]:
        source = self._source
        start, end = (written(at, source.query_times, self._zone) for at in (span.start, span.end))
        return {source.start_parameter: start, source.end_parameter: end}

    def _may_be_cut(self, seen: "Seen", above: "Seen | None") -> bool:
        """With pages, only a suspicious number is cut off; without, nothing is whole until proven."""
        if len(seen.shown) >= self._source.window_rows:
            return above is None or seen.shown.keys() != above.shown.keys() or seen.lies_within(self.step)
        if not self._pages_ignored or len(seen.shown) < 2:
            return False
        if above is None or not seen.shown.keys() <= above.shown.keys():
            return True
        return seen.shown.keys() == above.shown.keys() and seen.lies_within(self.step)

    def _halves(self, seen: "Seen") -> Iterator[list[Any]]:
        halves = seen.span.halves([t for t in seen.shown.values() if t], self.step)
        if halves is not None:
            for half in halves:
                yield from self.read(Seen({}, half), seen)
        elif len(seen.shown) >= self._cut_at:
            when, count = seen.span.start.isoformat(), len(seen.shown)
            self.losses.append(
                f"there may be more than {count} reports at {when}: the server cuts its answers off"
            )

    def news(self, found: list[Any]) -> list[Any]:
        """Those that this pull has not seen in this very form."""
        fresh = []
        for item in found:
            self.ids.add(self._name(item))
            mark = hash(raw_text(item))
            if mark not in self._seen:
                self._seen.add(mark)
                fresh.append(item)
        return fresh

    def _name(self, item: Any) -> str:
        return self.identity(item) or raw_text(item)

    def identity(self, item: Any) -> str | None:
        """The id that the server gave a report, else its token."""
        name = self._source.fields.get("service_request_id", "service_request_id")
        return text_or_none(reach(item, name)) or text_or_none(reach(item, "token"))

    def filed(self, item: Any) -> datetime | None:
        """When a report was filed, if it says so."""
        name = self._source.fields.get("requested_datetime", "requested_datetime")
        return parse_time(reach(item, name), self._zone, self._source.date_format)


@dataclass
class Seen:
    """What the answer for a span has shown: filing times by id."""

    shown: dict[str, datetime | None]
    span: Span = field(default_factory=lambda: Span(NEVER, NEVER))

    def lies_within(self, step: timedelta) -> bool:
        """Whether all of it was filed within the span; if not, the server does not look at dates.

        Where no report says when it was filed nobody can tell; cutting further would never end.
        """
        first, last = self.span.start - 2 * step, self.span.end + 2 * step
        times = [filed for filed in self.shown.values() if filed]
        return bool(times) and all(first <= filed <= last for filed in times)

    def disregards(self, before: "Seen") -> bool:
        """Whether the server does not look at dates: the same answer again, older than was asked for."""
        oldest = min((filed for filed in self.shown.values() if filed), default=self.span.start)
        again = bool(self.shown) and self.shown.keys() == before.shown.keys()
        return again and oldest < self.span.start - TOLERANCE
