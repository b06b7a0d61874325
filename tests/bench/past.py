"""The snapshot of a past moment and the review of its week, in the middle of 500,000 reports.

The baseline is the same over a store of 5,000, with as many open and recent reports around its moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import AppContext
from data.services.history import review_between, snapshot_at
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import median_ratio, result_line
from tests.bench.stores import DAYS, fill_store
from tests.builders import open_test_context
from tests.personas import MONDAY_NOON

SMALL, LARGE = 5_000, 500_000
BAR = 2
PAIRS = 5
WEEK = timedelta(days=7)
RECENT = MONDAY_NOON - timedelta(days=1.3)
PAST_MOMENT = RECENT - 50 * timedelta(days=DAYS + 1)  # half of the large store is before it, half after


def measure() -> dict[str, Any]:
    """Measure the benchmark ``past``."""
    with open_filled_store(SMALL) as (small, _), open_filled_store(LARGE) as (large, count):

        def floor() -> None:
            snapshot_at(small.engine, small.city, RECENT)
            review_between(small.engine, small.city, RECENT - WEEK, RECENT)

        def subject() -> None:
            snapshot_at(large.engine, large.city, PAST_MOMENT)
            review_between(large.engine, large.city, PAST_MOMENT - WEEK, PAST_MOMENT)

        floor()  # the first import of modules is not measured
        ratio = median_ratio(subject, floor, PAIRS)
    return result_line("past", ratio, BAR, "lower", "the same board and review over 5,000 reports", count)


@contextmanager
def open_filled_store(reports: int) -> Iterator[tuple[AppContext, int]]:
    """Open a city with so many reports; yield it and their exact number."""
    with TemporaryDirectory() as folder:
        app_context = open_test_context(Path(folder))
        sync_layer(app_context)
        count = fill_store(app_context, reports)
        yield app_context, count
        app_context.engine.dispose()
