"""Feed of an Open311 server: new reports, changed reports, and reports that are open in the store."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from data.core.config.city import Open311Source
from data.core.findings import FindingCounter
from data.core.report.listing.listing import Coverage
from data.sources.base import FeedError, PullContext, Row
from data.sources.column_usage import ColumnUsage
from data.sources.columns import EMPTY_MESSAGE
from data.sources.http import SourceContext
from data.sources.open311.client import GeoReportClient
from data.sources.open311.reader import ReportReader
from data.sources.open311.rows import RowBuilder, columns_read
from data.sources.open311.sweep import Sweep
from data.sources.open311.time_windows import TimeWindow, WindowReports, format_time
from data.sources.open311.tokens import TokenRegistry
from data.sources.pages import count_linked_page
from data.sources.transport import open_client

MAX_FUTURE = timedelta(days=1)  # a server whose zone is wrong files its reports in our future
EARLIEST_FILING = datetime(1990, 1, 1, tzinfo=UTC)
Items = list[Any]


class Open311Feed:
    """A GeoReport v2 server as a feed.

    :param zone: for times without a zone, and for local times in requests
    """

    def __init__(self, source: Open311Source, zone: ZoneInfo, source_context: SourceContext) -> None:
        self._source, self._zone, self._source_context = source, zone, source_context
        self.findings = FindingCounter()

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        """Return the rows of a pull without stored state."""
        return self.pull_rows(now, since, PullContext())

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        """Yield each report once for each form in which the server shows it."""
        with open_client() as http_client:
            yield from self._read_rows(
                GeoReportClient(self._source, self._source_context, pull_context, http_client),
                now,
                since,
                pull_context,
            )

    def _read_rows(
        self, client: GeoReportClient, now: datetime, since: datetime | None, pull_context: PullContext
    ) -> Iterator[Row]:
        self.findings.take()  # what an earlier pull counted
        usage = ColumnUsage([*columns_read(self._source), *self._source.id_from])
        tokens = TokenRegistry(pull_context, client.get_service_id)
        row_builder = RowBuilder(self._source, tokens.local_id, lambda: client.service_names)
        plan = _PullPlan(
            self._source, ReportReader(client, self._source, self._zone), self._zone, now, pull_context
        )
        tokens.resolve_pending()
        number = 0
        for items in plan.batches(since, Sweep(client, plan.reader, self._source, tokens)):
            for item in items:
                number += 1
                if isinstance(item, Mapping):
                    usage.observe(item)
                yield row_builder.build_row(number, item)
        usage.add_to(self.findings)
        if client.has_unread_page and not self._source.window_days:
            count_linked_page(self.findings)


class _PullPlan:
    """What one pull reads, in batches: recent or all reports, then the sweep."""

    def __init__(
        self,
        source: Open311Source,
        reader: ReportReader,
        zone: ZoneInfo,
        now: datetime,
        pull_context: PullContext,
    ) -> None:
        self._source, self.reader, self._zone = source, reader, zone
        self._now, self._pull_context = now, pull_context

    def batches(self, since: datetime | None, sweep: Sweep) -> Iterator[Items]:
        is_first = since is None or self._pull_context.reconfigured
        is_full = is_first or self._is_due("full_at", self._source.full_every_hours)
        if since is None or is_full:
            yield from self._read_everything()
        else:
            yield from self._read_recent(since - timedelta(hours=self._source.overlap_hours))
        is_sweep_due = is_full or self._is_due("swept_at", self._source.sweep_every_hours)
        if is_full or not self._source.window_days:
            self._pull_context.coverage = Coverage.SPAN
        if is_sweep_due and self._source.sweep != "none":
            yield from self._run_sweep(sweep)
        if self.reader.incomplete:  # raised last, so that everything else is stored
            raise FeedError("; ".join(self.reader.incomplete[:3]))
        self._remember_run("full_at", is_full)
        self._remember_run("swept_at", is_sweep_due)

    def _is_due(self, name: str, every_hours: float | None) -> bool:
        if every_hours is None:
            return False
        last_run, interval = self._pull_context.stored_state.get(name), timedelta(hours=every_hours)
        return last_run is None or self._now - datetime.fromisoformat(last_run) >= interval

    def _remember_run(self, name: str, was_run: bool) -> None:
        last_run = self._now.isoformat() if was_run else self._pull_context.stored_state.get(name)
        self._pull_context.state_on_success.update({name: last_run} if last_run else {})

    def _read_everything(self) -> Iterator[Items]:
        """Read all windows backwards; a server that answers none of them is asked once without dates.

        :raises FeedError: there is no report at all
        """
        if self._source.window_days:
            yield from self._read_backwards()
        if not self.reader.ids:
            yield from map(self.reader.new_items, self.reader.pages())
        if not self.reader.ids:
            raise FeedError(f"the list of reports {EMPTY_MESSAGE}")

    def _read_backwards(self) -> Iterator[Items]:
        """Read the windows backwards, to the first day or until enough of them in a row bring nothing new."""
        silent_count, previous = 0, WindowReports({})
        for window in self._windows(self._history_start()):
            known_count, current = len(self.reader.ids), WindowReports({}, window)
            yield from self.reader.read_window(current)
            silent_count = silent_count + 1 if len(self.reader.ids) == known_count else 0
            if silent_count >= self._source.silent_windows or current.ignores_dates(previous):
                return
            previous = current

    def _history_start(self) -> datetime:
        day = self._source.history_from
        return datetime.combine(day, time(), self._zone) if day else EARLIEST_FILING

    def _windows(self, begin: datetime) -> Iterator[TimeWindow]:
        length, end = timedelta(days=self._source.window_days), self._now + MAX_FUTURE
        while end > begin:
            start = max(end - length, begin)
            yield TimeWindow(start, end)
            end = start + self.reader.step if start > begin else begin

    def _read_recent(self, begin: datetime) -> Iterator[Items]:
        if self._source.updated_after:
            yield from self._read_updated(begin)
        if not self._source.window_days:
            yield from map(self.reader.new_items, self.reader.pages())
            return
        for window in self._windows(begin):
            yield from self.reader.read_window(WindowReports({}, window))

    def _read_updated(self, begin: datetime) -> Iterator[Items]:
        """Read what has changed by the server's account; read everything if its response may be cut off."""
        parameters = {
            self._source.updated_after_parameter: format_time(begin, self._source.query_times, self._zone)
        }
        count = 0
        for items in self.reader.pages(**parameters):
            count += len(items)
            yield self.reader.new_items(items)
        if count >= self._source.window_rows:
            yield from self._read_backwards()

    def _run_sweep(self, sweep: Sweep) -> Iterator[Items]:
        open_reports = self._pull_context.open_reports()
        yield from sweep.read_by_ids(open_reports)
        if sweep.needs_windows and self._source.window_days:
            yield from self._read_windows_around(sweep.unread_filing_times(open_reports))
        if sweep.has_asked_for_all(self._source.window_days):
            self._pull_context.coverage = Coverage.OPEN_REPORTS
            self._pull_context.not_requested.update(sweep.without_server_id(open_reports))
        if open_reports and not self.reader.ids:
            raise FeedError(f"the server knows none of the {len(open_reports)} reports that are open here")

    def _read_windows_around(self, filing_times: Sequence[datetime]) -> Iterator[Items]:
        """Read only the windows that hold the filing time of a report that has not been read again yet."""
        if not filing_times:
            return
        for window in self._windows(min(filing_times) - self.reader.step):
            if any(window.start <= filing_time <= window.end for filing_time in filing_times):
                yield from self.reader.read_window(WindowReports({}, window))
