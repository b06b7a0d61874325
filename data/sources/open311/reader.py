"""Complete reading of a server that cuts its responses off: by pages, else by ever smaller time windows.

GeoReport v2 limits a response to 90 days "or the first 1,000 requests, whichever is smallest" and has no
pages; servers add ``page`` and ``page_size``, ignore them, or cut at a number they do not tell. A response
without pages is therefore proved complete: its window is halved at the median filing time of what it held.
If there were more reports than the response showed, the halves together show more of them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.city import Open311Source
from data.sources.base import FeedError
from data.sources.columns import canonical_json, get_path
from data.sources.open311.client import GeoReportClient, ResourceNotFoundError
from data.sources.open311.time_windows import TimeWindow, WindowReports, format_time
from data.sources.source_times import parse_time
from data.sources.values import text_or_none

MAX_PAGES = 10_000


class ReportReader:
    """The reader of one pull; it yields each form of a report once."""

    def __init__(self, client: GeoReportClient, source: Open311Source, zone: ZoneInfo) -> None:
        self._client, self._source, self._zone = client, source, zone
        self._seen_hashes: set[int] = set()
        self.ids: set[str] = set()
        self.incomplete = list[str]()  # messages on windows that could not be read completely
        self._cut_off_size = source.window_rows  # lowered when a shorter response proves to be cut off
        self._pages_ignored = source.paging == "none"  # also set when the server sends the first page again
        self.step = timedelta(days=1) if source.query_times == "date" else timedelta(seconds=1)

    def pages(self, **parameters: str) -> Iterator[list[Any]]:
        """Yield each page, up to an empty one or one without a new report."""
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
        self, window_reports: WindowReports, parent_reports: WindowReports | None = None
    ) -> Iterator[list[Any]]:
        """Yield everything filed within a window, however often the server cuts its responses off.

        :param window_reports: the window; takes the reports that the response for it shows
        :param parent_reports: the reports of the window of which this is a half
        """
        for page in self.pages(**self._date_parameters(window_reports.window)):
            window_reports.filed_by_id.update((self._item_key(item), self.filing_time(item)) for item in page)
            yield self.new_items(page)
        if parent_reports and not window_reports.ids <= parent_reports.ids:
            # The half shows reports that the whole window did not: a response of that size is cut off.
            self._cut_off_size = min(self._cut_off_size, len(parent_reports.ids))
        if self._may_be_cut_off(window_reports, parent_reports):
            yield from self._read_halves(window_reports)

    def _date_parameters(self, window: TimeWindow) -> dict[str, str]:
        source = self._source
        start, end = (format_time(end, source.query_times, self._zone) for end in (window.start, window.end))
        return {source.start_parameter: start, source.end_parameter: end}

    def _may_be_cut_off(self, current: WindowReports, parent: WindowReports | None) -> bool:
        """Return whether reports may be missing: with pages at the row limit only, else until disproved."""
        if len(current.ids) >= self._source.window_rows:
            return parent is None or current.ids != parent.ids or current.is_within_window(self.step)
        if not self._pages_ignored or len(current.ids) < 2:
            return False
        if parent is None or not current.ids <= parent.ids:
            return True
        return current.ids == parent.ids and current.is_within_window(self.step)

    def _read_halves(self, window_reports: WindowReports) -> Iterator[list[Any]]:
        halves = window_reports.window.halves(window_reports.filing_times, self.step)
        if halves:
            for half in halves:
                yield from self.read_window(WindowReports({}, half), window_reports)
        elif len(window_reports.ids) >= self._cut_off_size:
            window_start, count = window_reports.window.start.isoformat(), len(window_reports.ids)
            self.incomplete.append(
                f"there may be more than {count} reports at {window_start}: the server cuts its answers off"
            )

    def new_items(self, items: list[Any]) -> list[Any]:
        """Return the items that this pull has not seen in this form."""
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
        """Return the id that the server gave a report, else its token."""
        name = self._source.fields.get("service_request_id", "service_request_id")
        return text_or_none(get_path(item, name)) or text_or_none(get_path(item, "token"))

    def filing_time(self, item: Any) -> datetime | None:
        """Return when a report was filed; None if the item does not tell."""
        name = self._source.fields.get("requested_datetime", "requested_datetime")
        return parse_time(get_path(item, name), self._zone, self._source.date_format)
