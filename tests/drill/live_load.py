"""A dense city that changes a hundred times a second, before 200 screens and 20 office pages.

New reports and steps of open ones are committed ten times a second. Each new report makes the number of open
reports larger by one, so that the number in a frame says which commit a screen shows, and how old it is.
"""

import asyncio
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle

import httpx

from tests.bench.density.city import open_city
from tests.bench.scale.board_process import ScaleProcess, start_board
from tests.bench.scale.boards import copy_store
from tests.dashboard.visits import Address, Visitor
from tests.drill.live_changes import ChangeWriter
from tests.drill.live_screens import LiveScreens
from tests.drill.siege.run import Promise, percentile_99
from tests.personas import MONDAY_NOON

PER_DAY = "PANTAU_LIVE_PER_DAY"
CHANGES_PER_SECOND, COMMITS_PER_SECOND = 100, 10
MAX_AGE_SECONDS, MAX_BEHIND = 1.0, 30.0  # of what screens show; commits that the writer is late
OFFICE_PAUSE_SECONDS = 10.0
OFFICE_PAGES = ("/layar", "/rekap", "/sumber", "/cara-hitung")
SETTLE_SECONDS = 5.0  # until every screen shows the first frame's successor
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True)
class Crowd:
    """How many watch, and how dense the city is."""

    screens: int = 200
    offices: int = 20
    per_day: int = 10_000


@dataclass
class OfficeWork:
    """What office users saw."""

    page_seconds: list[float] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self, url: str, headers: dict[str, str], number: int) -> None:
        """Open one page after another."""
        pages = deque(OFFICE_PAGES)
        pages.rotate(number)
        with httpx.Client(base_url=url, headers=headers, timeout=TIMEOUT_SECONDS) as client:
            for path in cycle(pages):
                self._open(client, path)
                if self.stop.wait(OFFICE_PAUSE_SECONDS):
                    return

    def _open(self, client: httpx.Client, path: str) -> None:
        visitor, start = Visitor(client), time.monotonic()
        try:
            visitor.open_page(Address(path))
        except httpx.HTTPError as error:
            self.refusals.append(f"{path}: {type(error).__name__}")
        self.page_seconds.append(time.monotonic() - start)
        refused = {status: count for status, count in visitor.statuses.items() if status in (429, 503)}
        self.refusals += [f"{path}: {count} times {status}" for status, count in refused.items()]


def run_drill(seconds: float, crowd: Crowd | None = None) -> list[Promise]:
    """Run the load for so many seconds; return what is promised with its figure."""
    crowd = crowd or Crowd(per_day=int(os.environ.get(PER_DAY, "10000")))
    folder = copy_store(crowd.per_day)
    with start_board(folder, "--with-jobs") as board:
        board.wait_for_frame()
        headers = board.operator_header() | {"Origin": board.url}
        screens, writer = LiveScreens(board.port, crowd.screens), _open_writer(board)
        with _offices(board.url, headers, crowd.offices) as office:
            before = board.cpu_seconds
            asyncio.run(_watch(screens, writer, seconds))
            used = board.cpu_seconds - before
    return list(_promises(screens, writer, office, used / seconds))


async def _watch(screens: LiveScreens, writer: ChangeWriter, seconds: float) -> None:
    await screens.connect()
    thread = threading.Thread(target=writer.run, args=(seconds, COMMITS_PER_SECOND))
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.1)
    await asyncio.sleep(min(SETTLE_SECONDS, seconds))
    await screens.disconnect()


def _open_writer(board: ScaleProcess) -> ChangeWriter:
    app_context = open_city(board.folder, MONDAY_NOON)
    return ChangeWriter(app_context, board.shift, CHANGES_PER_SECOND // COMMITS_PER_SECOND)


@contextmanager
def _offices(url: str, headers: dict[str, str], count: int) -> Iterator[OfficeWork]:
    office = OfficeWork()
    threads = [threading.Thread(target=office.work, args=(url, headers, number)) for number in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield office
    finally:
        office.stop.set()
        for thread in threads:
            thread.join()


def _promises(
    screens: LiveScreens, writer: ChangeWriter, office: OfficeWork, cores: float
) -> Iterator[Promise]:
    ages = sorted(screens.ages(writer.commits)) or [float("inf")]
    yield Promise("changes a second, short of what was asked", _shortfall(writer), 1, is_time=True)
    yield Promise("age of what screens show, median, s", ages[len(ages) // 2], MAX_AGE_SECONDS, is_time=True)
    yield Promise("age of what screens show, p99, s", percentile_99(ages), MAX_AGE_SECONDS, is_time=True)
    yield Promise("age of what screens show, oldest, s", ages[-1], MAX_AGE_SECONDS, is_time=True)
    yield Promise("commits not shown at the end", screens.missing(writer.commits), 0)
    yield Promise(_named("screens refused or lost", screens.refusals), len(screens.refusals), 0)
    yield Promise(_named("office requests refused", office.refusals), len(office.refusals), 0)
    yield Promise("commits that waited behind the schedule", writer.most_behind, MAX_BEHIND, is_time=True)
    yield Promise("office page, p99, s", percentile_99(office.page_seconds or [0.0]), 3, is_time=True)
    yield Promise("cores of the board", cores, 2, is_time=True)


def _named(name: str, refusals: list[str]) -> str:
    """Return the name of a promise with its most frequent refusal."""
    most_frequent = Counter(refusals).most_common(1)
    return f"{name} ({most_frequent[0][1]} times {most_frequent[0][0]})" if most_frequent else name


def _shortfall(writer: ChangeWriter) -> float:
    return CHANGES_PER_SECOND - writer.changes_per_second
