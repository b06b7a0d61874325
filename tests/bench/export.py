"""Peak memory of streaming the list of reports as Excel: 100,000 rows against 10,000.

Counted by ``tracemalloc`` over one store for each size, after one export of a few rows has loaded and cached
whatever is needed once. If rows were held, ten times as many would take ten times as much.
"""

import tracemalloc
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import World
from dashboard.pages.recap.exports.columns import list_rows
from dashboard.pages.recap.exports.workbooks import list_book
from dashboard.pages.recap.query import Ask
from dashboard.pages.recap.view import View, view_of
from data.core.recap.groups import By
from data.core.recap.spans import Days, Span
from data.core.report.key import Key
from data.core.report.standing import Event, Kind, Known
from data.services.live_board import LiveBoard
from data.services.recap import Asked
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import Report, write_states
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import line
from tests.builders import open_town, standing
from tests.personas import AREAS, MONDAY_NOON

SMALL, LARGE, BATCH = 10_000, 100_000, 10_000
BAR = 1.3
WEEK = timedelta(days=7)
SPAN = Span(MONDAY_NOON - WEEK, MONDAY_NOON)
SAID = "Sampah menumpuk di tepi jalan dekat pasar, sudah tiga hari tidak diangkut, nomor "


def measure() -> dict[str, Any]:
    """The line ``export`` of the benchmarks."""
    peaks = [_peak(count) for count in (SMALL, LARGE)]
    return line("export", peaks[1] / peaks[0], BAR, "lower", f"peak memory of {SMALL:,} rows", LARGE)


def _peak(count: int) -> int:
    """Bytes at the highest, while a list of so many reports is written and thrown away."""
    with TemporaryDirectory() as folder:
        world = open_town(Path(folder))
        sync_layer(world)
        _fill(world, count)
        live = LiveBoard(world.engine, world.city, world.clock)
        live.refresh()
        view = _view(world, live)
        _export(world, live, view, rows=10)
        tracemalloc.start()
        assert _export(world, live, view) > count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        world.engine.dispose()
    return peak


def _view(world: World, live: LiveBoard) -> View:
    """The head of the list; its own figures are made of a moment without reports."""
    ask = Ask(None, By.PARENT, "sendiri", Days(SPAN.after.date(), SPAN.until.date()))
    empty = live.recap(Asked(Span(MONDAY_NOON - 100 * WEEK, MONDAY_NOON - 99 * WEEK)))
    return view_of(empty, ask, world.city, MONDAY_NOON)


def _export(world: World, live: LiveBoard, view: View, rows: int | None = None) -> int:
    """How many bytes were written."""
    found = list_rows(live.reports(Asked(SPAN)), world.city)
    some = found if rows is None else (row for row, _ in zip(found, range(rows), strict=False))
    return sum(len(piece) for piece in list_book(view, some))


def _fill(world: World, count: int) -> None:
    """Reports of the last week, all open."""
    for start in range(0, count, BATCH):
        happened: list[tuple[Key, Event]] = []
        reports: dict[Key, Report] = {}
        for number in range(start, min(start + BATCH, count)):
            at = MONDAY_NOON - WEEK * (number + 0.5) / count
            state = standing(
                area_code=AREAS[number % 4][0],
                requested_datetime=at,
                expected_datetime=at + timedelta(hours=48),
            )
            key = ("qlue", str(number))
            known = Known(state, {"description": f"{SAID}{number}"}, at, at, str(number))
            happened.append((key, Event(Kind.RECEIVED, at, MONDAY_NOON, state)))
            reports[key] = Report(known, MONDAY_NOON, stored=False)
        with writer(world.engine).begin() as connection:
            write_states(connection, reports, write_events(connection, happened, pull_id=1))
