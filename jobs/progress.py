"""A progress bar for long imports, on terminals only."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from data.core.findings import FindingCounter
from data.sources.base import CountingFeed, Feed, PullContext, Row, StatefulFeed

ROWS_PER_UPDATE = 500


@contextmanager
def track_progress(feed: Feed, name: str, stream: TextIO) -> Iterator[Feed]:
    """Yield the feed, with a progress bar on ``stream`` while its rows are read, if that is a terminal."""
    if not stream.isatty():
        yield feed
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[rows]:,} rows"),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(file=stream)) as bar:
        yield _TrackedFeed(feed, bar, bar.add_task(name, total=None, rows=0))


class _TrackedFeed:
    def __init__(self, feed: Feed, bar: Progress, task: TaskID) -> None:
        self._feed, self._bar, self._task = feed, bar, task
        self.findings = feed.findings if isinstance(feed, CountingFeed) else FindingCounter()

    def rows(self, now: datetime, since: datetime | None) -> Iterator[Row]:
        return self.pull_rows(now, since, PullContext())

    def pull_rows(self, now: datetime, since: datetime | None, pull_context: PullContext) -> Iterator[Row]:
        feed, count = self._feed, 0
        rows = (
            feed.pull_rows(now, since, pull_context)
            if isinstance(feed, StatefulFeed)
            else feed.rows(now, since)
        )
        for count, row in enumerate(rows, start=1):
            if count % ROWS_PER_UPDATE == 0:
                self._update_bar(count)
            yield row
        self._update_bar(count)

    def _update_bar(self, count: int) -> None:
        """Show the share of the file that has been read, where the feed knows it."""
        share = read_share(self._feed)
        total = None if share is None else 1.0
        self._bar.update(self._task, total=total, completed=share or 0, rows=count)


def read_share(feed: Feed) -> float | None:
    """Return the share of its file that a feed has read, 0 to 1; None where it does not know."""
    table = getattr(feed, "table", None)
    return table.share() if table is not None else None


def left_out_of(feed: Feed) -> dict[str, int]:
    """Return how many rows a feed left out by reason: totals, and repeated headers, are no reports."""
    table = getattr(feed, "table", None)
    return dict(table.left_out) if table is not None else {}
