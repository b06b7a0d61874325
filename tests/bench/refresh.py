"""A new snapshot after 1,000 of 200,000 reports changed: read the changes, merge, count, serialise, compress.

The floor is reading the facts of the whole board afresh from the same store, without building anything.
"""

from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import World
from data.core.report.key import Key
from data.core.report.standing import Event, Kind, Known, Standing
from data.services.live_board import LiveBoard, read_facts
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import Report, write_states
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import line, paired
from tests.builders import open_town, standing
from tests.personas import AREAS, MONDAY_NOON

REPORTS, CHANGED, BATCH = 200_000, 1_000, 10_000
BAR = 0.5
PAIRS = 5
OPEN_EVERY = 20


def measure() -> dict[str, Any]:
    """The line ``refresh`` of the benchmarks."""
    with TemporaryDirectory() as folder:
        world = open_town(Path(folder))
        sync_layer(world)
        _fill(world)
        live, step = LiveBoard(world.engine, world.city, world.clock), count(1)
        live.refresh()

        def floor() -> None:
            with world.engine.connect() as connection:
                read_facts(connection, world.city, MONDAY_NOON)

        ratio = paired(live.refresh, floor, PAIRS, prepare=lambda: _change(world, next(step)))
        world.engine.dispose()
    return line("refresh", ratio, BAR, "lower", "reading the whole board's facts afresh", REPORTS)


def _fill(world: World) -> None:
    """Reports of the last 29 days; every twentieth is open, the others were closed within a day."""
    for start in range(1, REPORTS + 1, BATCH):
        numbers = range(start, min(start + BATCH, REPORTS + 1))
        _write(world, {number: (Kind.RECEIVED, _report(number)) for number in numbers}, stored=False)


def _report(number: int, **changed: Any) -> Standing:
    filed = MONDAY_NOON - timedelta(seconds=number * 29 * 86_400 / REPORTS)
    usual: dict[str, Any] = {
        "area_code": AREAS[number % 4][0],
        "requested_datetime": filed,
        "expected_datetime": filed + timedelta(hours=48),
    }
    if number % OPEN_EVERY:
        usual |= {"status_description": "selesai", "closed_datetime": filed + timedelta(hours=number % 24)}
    return standing(**usual, **changed)


def _change(world: World, step: int) -> None:
    """Another thousand of the open ones go to somebody else."""
    first = (step * CHANGED * OPEN_EVERY) % REPORTS
    numbers = [(first + i * OPEN_EVERY) % REPORTS or REPORTS for i in range(CHANGED)]
    agency = f"Dinas {step}"
    _write(world, {n: (Kind.STATUS, _report(n, agency_responsible=agency)) for n in numbers}, stored=True)


def _write(world: World, states: dict[int, tuple[Kind, Standing]], *, stored: bool) -> None:
    happened: list[tuple[Key, Event]] = []
    reports: dict[Key, Report] = {}
    for number, (kind, state) in states.items():
        key, at = ("qlue", str(number)), MONDAY_NOON if stored else state.received_at
        happened.append((key, Event(kind, at, MONDAY_NOON, state)))
        reports[key] = Report(Known(state, {}, at, at, str(number)), MONDAY_NOON, stored)
    with writer(world.engine).begin() as connection:
        write_states(connection, reports, write_events(connection, happened, pull_id=1))
