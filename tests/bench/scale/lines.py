"""The lines that are measured in this process, by its processor time, against the five panels by SQL."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from statistics import median
from typing import Any

from data.core.recap.spans import DayRange, span_of_days
from data.core.report_list.query import ReportQuery, ReportState, SortKey
from data.services.integrity import check_store
from data.services.recap import RecapQuery
from tests.bench.density.city import STORE_FILE
from tests.bench.pairs import result_line, without_garbage_collection
from tests.bench.scale.boards import ScaleBoard, open_scale
from tests.bench.scale.panels import run_panels
from tests.bench.scale.targets import panel_bar
from tests.personas import MONDAY_NOON

MANY = 1_000
FLOOR_RUNS, RUNS = 3, 7
DAY, WEEK = timedelta(days=1), timedelta(days=7)
Subject = Callable[[ScaleBoard], Callable[[], object]]
_numbers = count(1)  # no two runs ask for the same period


def measure_line(name: str, per_day: int) -> dict[str, Any]:
    """Measure one line at one scale."""
    prepare, subject, runs = LINES[name]
    board = open_scale(per_day)
    floor = median(
        _seconds(lambda: run_panels(board.folder / STORE_FILE, MONDAY_NOON)) for _ in range(FLOOR_RUNS)
    )
    taken = median(_prepared_seconds(board, prepare, subject) for _ in range(runs))
    description = f"the five panels by SQL ({floor * 1e3:.0f} ms); it took {taken * 1e3:,.1f} ms"
    bar = panel_bar(name, per_day)
    return result_line(f"{name}:{per_day}", taken / floor, bar, "lower", description, per_day)


def _prepared_seconds(
    board: ScaleBoard, prepare: Callable[[ScaleBoard], object], subject: Callable[[ScaleBoard], object]
) -> float:
    prepare(board)
    with without_garbage_collection():
        return _seconds(lambda: subject(board))


def _seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of this process, all its threads together."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _refresh(board: ScaleBoard) -> None:
    """Refresh the board, up to the bytes that programs read; encoding them is part of the promise."""
    assert board.live.refresh()
    live_snapshot = board.live.current()
    assert live_snapshot and live_snapshot.encoded


def _change_one(board: ScaleBoard) -> None:
    board.change_reports(1)


def _change_many(board: ScaleBoard) -> None:
    board.change_reports(MANY)


def _pass_time(board: ScaleBoard) -> None:
    board.moment += timedelta(seconds=10)


def _change_and_refresh(board: ScaleBoard) -> None:
    board.change_reports(1)
    board.live.refresh()


def _review(board: ScaleBoard) -> object:
    until = MONDAY_NOON - 20 * DAY + timedelta(hours=next(_numbers))
    return board.live.review(until - WEEK, until)


def _review_again(board: ScaleBoard) -> object:
    return board.live.review(MONDAY_NOON - 20 * DAY - WEEK, MONDAY_NOON - 20 * DAY)


def _read_history(board: ScaleBoard) -> None:
    """Read all events, as a board does once after its start; until then the store is asked."""
    board.live.reviews.prepare(threading.Event())


def _recap(board: ScaleBoard) -> object:
    first = date(2026, 9, 1) + timedelta(days=next(_numbers) % 20)
    span = span_of_days(
        DayRange(first, first + timedelta(days=29)), board.app_context.city.zone, board.moment
    )
    return board.live.recap(RecapQuery(span))


def _backlog(board: ScaleBoard) -> object:
    parent = str(board.app_context.layer.parents["code"].iloc[0])
    found = board.live.backlogs.get(parent)
    assert found
    return found


def _past(board: ScaleBoard) -> object:
    return board.live.snapshot_at(MONDAY_NOON - 40 * DAY + timedelta(minutes=997 * next(_numbers)))


def _read_texts(board: ScaleBoard) -> None:
    """Read all events and texts, as a board does once after its start; then a change is to be followed."""
    _read_history(board)
    board.live.report_lists.prepare(threading.Event())
    _change_and_refresh(board)


def _search(board: ScaleBoard) -> object:
    """Find the reports of a fifth of the store that hold two words, and list the newest of them."""
    page = board.live.report_lists.page(ReportQuery(words="parkir trotoar"), board.moment)
    assert page.total > len(page.rows)
    return page


def _list(board: ScaleBoard) -> object:
    """List the open reports of some age, by deadline."""
    query = ReportQuery(states=(ReportState.OPEN,), age_from=3, sort=SortKey.DEADLINE, descending=False)
    page = board.live.report_lists.page(query, board.moment)
    assert page.total > len(page.rows)
    return page


def _check(board: ScaleBoard) -> None:
    faults = check_store(board.app_context.engine, board.app_context.city, board.moment)
    assert not faults, faults[:3]


def _nothing(_board: ScaleBoard) -> None:
    """Prepare nothing."""


# By name: what is prepared outside the measured time, what is measured, and how often.
LINES: dict[str, tuple[Callable[[ScaleBoard], object], Callable[[ScaleBoard], object], int]] = {
    "refresh_one": (_change_one, _refresh, RUNS),
    "refresh_many": (_change_many, _refresh, RUNS),
    "tick": (_pass_time, _refresh, RUNS),
    "backlog": (_change_and_refresh, _backlog, 3),
    "past": (_read_history, _past, 3),
    "review": (_read_history, _review, 3),
    "review_again": (_review_again, _review_again, 3),
    "recap": (_nothing, _recap, 3),
    "search": (_read_texts, _search, 3),
    "report_list": (_read_texts, _list, 3),
    "check": (_nothing, _check, 1),
}
