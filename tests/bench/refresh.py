"""A new snapshot after 1,000 of 200,000 reports changed: read the changes, merge, count, serialise, compress.

The baseline reads the facts of the whole board from the same store, without building anything.
"""

from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import AppContext
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, KnownReport, Standing
from data.services.live_board import LiveBoard, read_facts
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import TrackedReport, write_states
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import median_ratio, result_line
from tests.builders import open_test_context, standing
from tests.personas import AREAS, MONDAY_NOON

REPORTS, CHANGED_REPORTS, BATCH = 200_000, 1_000, 10_000
BAR = 0.5
PAIRS = 5
OPEN_EVERY = 20


def measure() -> dict[str, Any]:
    """Measure the benchmark ``refresh``."""
    with TemporaryDirectory() as folder:
        app_context = open_test_context(Path(folder))
        sync_layer(app_context)
        _fill(app_context)
        live, step = LiveBoard(app_context.engine, app_context.city, app_context.clock), count(1)
        live.refresh()

        def floor() -> None:
            with app_context.engine.connect() as connection:
                read_facts(connection, app_context.city, MONDAY_NOON)

        ratio = median_ratio(live.refresh, floor, PAIRS, prepare=lambda: _change(app_context, next(step)))
        app_context.engine.dispose()
    return result_line("refresh", ratio, BAR, "lower", "reading the whole board's facts afresh", REPORTS)


def _fill(app_context: AppContext) -> None:
    """Fill a store with reports of the last 29 days; each twentieth is open, others closed within a day."""
    for start in range(1, REPORTS + 1, BATCH):
        numbers = range(start, min(start + BATCH, REPORTS + 1))
        _write(
            app_context, {number: (EventKind.RECEIVED, _report(number)) for number in numbers}, stored=False
        )


def _report(number: int, **changed: Any) -> Standing:
    requested_at = MONDAY_NOON - timedelta(seconds=number * 29 * 86_400 / REPORTS)
    defaults: dict[str, Any] = {
        "area_code": AREAS[number % 4][0],
        "requested_datetime": requested_at,
        "expected_datetime": requested_at + timedelta(hours=48),
    }
    if number % OPEN_EVERY:
        defaults |= {
            "status_description": "selesai",
            "closed_datetime": requested_at + timedelta(hours=number % 24),
        }
    return standing(**defaults, **changed)


def _change(app_context: AppContext, step: int) -> None:
    """Reassign another thousand open reports."""
    first = (step * CHANGED_REPORTS * OPEN_EVERY) % REPORTS
    numbers = [(first + i * OPEN_EVERY) % REPORTS or REPORTS for i in range(CHANGED_REPORTS)]
    agency = f"Dinas {step}"
    _write(
        app_context,
        {n: (EventKind.STATUS, _report(n, agency_responsible=agency)) for n in numbers},
        stored=True,
    )


def _write(app_context: AppContext, states: dict[int, tuple[EventKind, Standing]], *, stored: bool) -> None:
    events: list[tuple[ReportKey, Event]] = []
    reports: dict[ReportKey, TrackedReport] = {}
    for number, (kind, state) in states.items():
        key, at = ("qlue", str(number)), MONDAY_NOON if stored else state.received_at
        events.append((key, Event(kind, at, MONDAY_NOON, state)))
        reports[key] = TrackedReport(KnownReport(state, {}, at, at, str(number)), MONDAY_NOON, stored)
    with writer(app_context.engine).begin() as connection:
        write_states(connection, reports, write_events(connection, events, pull_id=1))
