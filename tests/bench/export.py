"""Peak memory of streaming the list of reports as Excel: 100,000 rows against 10,000.

Measured by ``tracemalloc`` over one store for each size, after an export of a few rows has loaded and cached
what is needed once. If rows were held, ten times as many would take ten times as much.
"""

import tracemalloc
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bootstrap import AppContext
from dashboard.pages.recap.exports.columns import list_rows
from dashboard.pages.recap.exports.workbooks import report_list_workbook
from dashboard.pages.recap.query import RecapPageQuery
from dashboard.pages.recap.view import RecapView, build_view
from data.core.recap.groups import GroupBy
from data.core.recap.spans import DayRange, TimeSpan
from data.core.report.key import ReportKey
from data.core.report.standing import Event, EventKind, KnownReport
from data.services.live_board import LiveBoard
from data.services.recap import RecapQuery
from data.store.engine import writer
from data.store.events import write_events
from data.store.report_states import TrackedReport, write_states
from jobs.area_reassignment import sync_layer
from tests.bench.pairs import result_line
from tests.builders import open_test_context, standing
from tests.personas import AREAS, MONDAY_NOON

SMALL, LARGE, BATCH = 10_000, 100_000, 10_000
BAR = 1.3
WEEK = timedelta(days=7)
SPAN = TimeSpan(MONDAY_NOON - WEEK, MONDAY_NOON)
DESCRIPTION = "Sampah menumpuk di tepi jalan dekat pasar, sudah tiga hari tidak diangkut, nomor "


def measure() -> dict[str, Any]:
    """Measure the benchmark ``export``."""
    peaks = [_peak(count) for count in (SMALL, LARGE)]
    return result_line("export", peaks[1] / peaks[0], BAR, "lower", f"peak memory of {SMALL:,} rows", LARGE)


def _peak(count: int) -> int:
    """Return the peak of bytes while a list of so many reports is written and discarded."""
    with TemporaryDirectory() as folder:
        app_context = open_test_context(Path(folder))
        sync_layer(app_context)
        _fill(app_context, count)
        live = LiveBoard(app_context.engine, app_context.city, app_context.clock)
        live.refresh()
        view = _build_view(app_context, live)
        _export(app_context, live, view, rows=10)
        tracemalloc.start()
        assert _export(app_context, live, view) > count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        app_context.engine.dispose()
    return peak


def _build_view(app_context: AppContext, live: LiveBoard) -> RecapView:
    """Return the head of the list, with the figures of a moment without reports."""
    page_query = RecapPageQuery(
        None, GroupBy.PARENT, "sendiri", DayRange(SPAN.after.date(), SPAN.until.date())
    )
    empty = live.recap(RecapQuery(TimeSpan(MONDAY_NOON - 100 * WEEK, MONDAY_NOON - 99 * WEEK)))
    return build_view(empty, page_query, app_context.city, MONDAY_NOON)


def _export(app_context: AppContext, live: LiveBoard, view: RecapView, rows: int | None = None) -> int:
    """Export the list; return the number of bytes written."""
    all_rows = list_rows(live.reports(RecapQuery(SPAN)), app_context.city)
    selected_rows = all_rows if rows is None else (row for row, _ in zip(all_rows, range(rows), strict=False))
    return sum(len(piece) for piece in report_list_workbook(view, selected_rows))


def _fill(app_context: AppContext, count: int) -> None:
    """Fill a store with open reports of the last week."""
    for start in range(0, count, BATCH):
        events: list[tuple[ReportKey, Event]] = []
        reports: dict[ReportKey, TrackedReport] = {}
        for number in range(start, min(start + BATCH, count)):
            at = MONDAY_NOON - WEEK * (number + 0.5) / count
            state = standing(
                area_code=AREAS[number % 4][0],
                requested_datetime=at,
                expected_datetime=at + timedelta(hours=48),
            )
            key = ("qlue", str(number))
            known_report = KnownReport(state, {"description": f"{DESCRIPTION}{number}"}, at, at, str(number))
            events.append((key, Event(EventKind.RECEIVED, at, MONDAY_NOON, state)))
            reports[key] = TrackedReport(known_report, MONDAY_NOON, stored=False)
        with writer(app_context.engine).begin() as connection:
            write_states(connection, reports, write_events(connection, events, pull_id=1))
