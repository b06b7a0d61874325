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
from data.sources.columns import canonical_json, get_path
from data.sources.open311.client import GeoReportClient, ResourceNotFoundError
from data.sources.open311.spans import TimeWindow, format_time
from data.sources.values import parse_time, text_or_none

MAX_PAGES = 10_000
NEVER = datetime.min.replace(tzinfo=UTC)
DATE_TOLERANCE = timedelta(days=2)  # a zone, and a server that counts in whole days


class ReportReader:
    """One pull's reading: what was yielded once is not yielded again."""

    def __init__(self, client: GeoReportClient, source: Open311Source, zone: ZoneInfo) -> None:
        self._client, self._source, self._zone = client, source, zone
        self._seen_hashes: set[int] = set()
        self.ids: set[str] = set()
        self.incomplete = list[str]()  # spans that could not be read whole
        self._cut_off_size = source.window_rows  # or less, as found out on the way
        self._pages_ignored = source.paging == "none"  # or found out on the way
        self.step = timedelta(days=1) if source.query_times == "date" else timedelta(seconds=1)

    def pages(self, **parameters: str) -> Iterator[list[Any]]:
        """The news of each page, up to an empty one or one that was there before."""
        source, seen_keys = self._source, set[str]()
        skipped = 0
        for number in range(MAX_PAGES):
            page = self._page(number, skipped, parameters)
            skipped += len(page)
            new_keys = {self._item_key(item) for item in page} - seen_keys
            if not new_keys:
                self._pages_ignored |= number == 1 and bool(page)
                return
            seen_keys |= new_keys
            yield page
            if source.paging == "none" or self._pages_ignored:
                return
        raise FeedError(f"the server gives pages without end: {MAX_PAGES} so far")

    def _page(self, number: int, skipped: int, parameters: dict[str, str]) -> list[Any]:
        source = self._source
        if source.paging == "link":
            size = {source.page_size_parameter: str(source.page_size)}
            return self._client.get_next_page() if number else self._client.get_requests(**parameters, **size)
        page_value = skipped if source.paging == "rows" else number + source.first_page
        paging = {source.page_parameter: str(page_value), source.page_size_parameter: str(source.page_size)}
        try:
            return self._client.get_requests(**parameters, **({} if source.paging == "none" else paging))
        except ResourceNotFoundError:
            if number == 0 and not source.not_found_is_empty:
                raise
            return []

    def read_window(
        self, window_reports: "WindowReports", parent_reports: "WindowReports | None" = None
    ) -> Iterator[list[Any]]:
        """What was filed within a span, however often the server cuts it off.

        :param seen: names the span, and takes what the answer for it shows
        :param above: what the answer for the span of which this is a half has shown
        """
        for page in self.pages(**self._date_parameters(window_reports.window)):
            window_reports.filed_by_id.update((self._item_key(item), self.filing_time(item)) for item in page)
            yield self.new_items(page)
        if parent_reports and not window_reports.filed_by_id.keys() <= parent_reports.filed_by_id.keys():
            self._cut_off_size = min(
                self._cut_off_size, len(parent_reports.filed_by_id)
            )  # the half shows what the whole did not
        if self._may_be_cut_off(window_reports, parent_reports):
            yield from self._read_halves(window_reports)

    def _date_parameters(self, window: TimeWindow) -> dict[str, str]:
        source = self._source
        start, end = (
            format_time(moment, source.query_times, self._zone) for moment in (window.start, window.end)
        )
        return {source.start_parameter: start, source.end_parameter: end}

    def _may_be_cut_off(
        self, window_reports: "WindowReports", parent_reports: "WindowReports | None"
    ) -> bool:
        """With pages, only a suspicious number is cut off; without, nothing is whole until proven."""
        if len(window_reports.filed_by_id) >= self._source.window_rows:
            return (
                parent_reports is None
                or window_reports.filed_by_id.keys() != parent_reports.filed_by_id.keys()
                or window_reports.lies_within_window(self.step)
            )
        if not self._pages_ignored or len(window_reports.filed_by_id) < 2:
            return False
        if (
            parent_reports is None
            or not window_reports.filed_by_id.keys() <= parent_reports.filed_by_id.keys()
        ):
            return True
        return (
            window_reports.filed_by_id.keys() == parent_reports.filed_by_id.keys()
            and window_reports.lies_within_window(self.step)
        )

    def _read_halves(self, window_reports: "WindowReports") -> Iterator[list[Any]]:
        halves = window_reports.window.halves(
            [t for t in window_reports.filed_by_id.values() if t], self.step
        )
        if halves is not None:
            for half in halves:
                yield from self.read_window(WindowReports({}, half), window_reports)
        elif len(window_reports.filed_by_id) >= self._cut_off_size:
            window_start, count = window_reports.window.start.isoformat(), len(window_reports.filed_by_id)
            self.incomplete.append(
                f"there may be more than {count} reports at {window_start}: the server cuts its answers off"
            )

    def new_items(self, items: list[Any]) -> list[Any]:
        """Those that this pull has not seen in this very form."""
        unseen = []
        for item in items:
            self.ids.add(self._item_key(item))
            item_hash = hash(canonical_json(item))
            if item_hash not in self._seen_hashes:
                self._seen_hashes.add(item_hash)
                unseen.append(item)
        return unseen

    def _item_key(self, item: Any) -> str:
        return self.server_id(item) or canonical_json(item)

    def server_id(self, item: Any) -> str | None:
        """The id that the server gave a report, else its token."""
        name = self._source.fields.get("service_request_id", "service_request_id")
        return text_or_none(get_path(item, name)) or text_or_none(get_path(item, "token"))

    def filing_time(self, item: Any) -> datetime | None:
        """When a report was filed, if it says so."""
        name = self._source.fields.get("requested_datetime", "requested_datetime")
        return parse_time(get_path(item, name), self._zone, self._source.date_format)


@dataclass
class WindowReports:
    """What the answer for a span has shown: filing times by id."""

    filed_by_id: dict[str, datetime | None]
    window: TimeWindow = field(default_factory=lambda: TimeWindow(NEVER, NEVER))

    def lies_within_window(self, step: timedelta) -> bool:
        """Whether all of it was filed within the span; if not, the server does not look at dates.

        Where no report says when it was filed nobody can tell; cutting further would never end.
        """
        first, last = self.window.start - 2 * step, self.window.end + 2 * step
        times = [filing_time for filing_time in self.filed_by_id.values() if filing_time]
        return bool(times) and all(first <= filing_time <= last for filing_time in times)

    def ignores_dates(self, previous: "WindowReports") -> bool:
        """Whether the server does not look at dates: the same answer again, older than was asked for."""
        oldest = min(
            (filing_time for filing_time in self.filed_by_id.values() if filing_time),
            default=self.window.start,
        )
        is_repeated = bool(self.filed_by_id) and self.filed_by_id.keys() == previous.filed_by_id.keys()
        return is_repeated and oldest < self.window.start - DATE_TOLERANCE
