"""The board of a past moment and the review of its week, in the middle of a store of 500,000 reports.

The floor is the same over a store of 5,000, with as many open and recent reports around its moment.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import World
from data.services.history import review_between, snapshot_at
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import line, paired
from tests.bench.stores import DAYS, fill
from tests.builders import open_town
from tests.personas import MONDAY_NOON

SMALL, LARGE = 5_000, 500_000
BAR = 2
PAIRS = 5
WEEK = timedelta(days=7)
RECENT = MONDAY_NOON - timedelta(days=1.3)
LONG_AGO = RECENT - 50 * timedelta(days=DAYS + 1)  # half of the large store lies before it, half after


def measure() -> dict[str, Any]:
    """The line ``past`` of the benchmarks."""
    with filled(SMALL) as (small, _), filled(LARGE) as (large, count):

        def floor() -> None:
            snapshot_at(small.engine, small.city, RECENT)
            review_between(small.engine, small.city, RECENT - WEEK, RECENT)

        def ours() -> None:
            snapshot_at(large.engine, large.city, LONG_AGO)
            review_between(large.engine, large.city, LONG_AGO - WEEK, LONG_AGO)

        floor()  # what is imported for the first time is not measured
        ratio = paired(ours, floor, PAIRS)
    return line("past", ratio, BAR, "lower", "the same board and review over 5,000 reports", count)


@contextmanager
def filled(reports: int) -> Iterator[tuple[World, int]]:
    """A town whose store holds so many reports, and how many exactly."""
    with TemporaryDirectory() as folder:
        world = open_town(Path(folder))
        sync_layer(world)
        count = fill(world, reports)
        yield world, count
        world.engine.dispose()
