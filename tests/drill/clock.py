"""What a clock that is wrong for a while must not do: nothing missed, doubled or dated wrong.

The board of :mod:`tests.drill.clock_board` runs under load; its clock is set wrong either way, by a minute to
ten years, and back.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, func, select

from data.services.integrity import check_store
from data.store.future_dates import find_future_dates
from data.store.schema import audit, event, pull
from data.store.schema_follow_ups import filing, notice
from tests.drill.clock_board import PULL_SECONDS, ShiftedBoard, open_board, under_load
from tests.pulls import wait_until

RIGHT_SECONDS = 10.0  # after the clock is right again
REMINDED_SECONDS, TOLD_SECONDS = 90.0, 60.0
SETTLE_SECONDS = 15.0  # longer than a shift lasts: a time known for less long is held for less long
TOLERANCE = timedelta(seconds=1)  # between this process and the others
ALL_SHIFTS = tuple(
    sign * length
    for length in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=40), timedelta(days=3652))
    for sign in (1, -1)
)
WRITTEN = (pull.c.started_at, event.c.learnt_at, audit.c.at, notice.c.made_at, filing.c.filed_at)


def run_drill(folder: Path, shifts: Sequence[timedelta], seconds: float, url: str = "") -> ShiftedBoard:
    """Set the clock wrong by each shift for so many seconds, and back; return the board with its faults."""
    with open_board(folder, shifts, seconds, url) as board:
        with under_load(board):
            time.sleep(seconds + SETTLE_SECONDS)
            started, pulls_before = time.monotonic(), len(board.pulled_at)
            for shift in shifts:
                _shift_for_a_while(board, shift, seconds)
            wait_until(lambda: _late_notices(board).keys() >= board.due_at.keys(), REMINDED_SECONDS)
            elapsed = time.monotonic() - started
        board.lines.append(_compare_pulls(board, len(board.pulled_at) - pulls_before, elapsed))
        board.faults += list(find_faults(board))
    return board


def _shift_for_a_while(board: ShiftedBoard, shift: timedelta, seconds: float) -> None:
    wrong_at = time.monotonic()
    board.set_clock(shift)
    wait_until(board.is_told, TOLD_SECONDS)
    told = time.monotonic() - wrong_at
    time.sleep(max(0.0, seconds - told))
    board.set_clock(timedelta(0))
    right_at = time.monotonic()
    wait_until(board.is_right, TOLD_SECONDS)
    right = time.monotonic() - right_at
    board.lines.append(f"{describe(shift)}: told after {told:.1f} s, right after {right:.1f} s")
    if right > RIGHT_SECONDS:
        board.lines[-1] += " (NOT within 10 s)"


def describe(shift: timedelta) -> str:
    """Return a shift with its sign."""
    return f"+{shift}" if shift > timedelta(0) else f"-{-shift}"


def _compare_pulls(board: ShiftedBoard, count: int, elapsed: float) -> str:
    expected = elapsed / PULL_SECONDS
    if count > expected + 2:
        board.faults.append(f"{count} pulls in {elapsed:.0f} s: at most {expected:.0f} were due")
    return f"{count} pulls, {expected:.0f} due in {elapsed:.0f} s; {len(board.filed)} reports filed"


def _late_notices(board: ShiftedBoard) -> dict[str, int]:
    """Return how many notices of a missed deadline each report has."""
    query = select(notice.c.service_request_id, func.count(func.distinct(notice.c.once)))
    query = query.where(notice.c.template == "terlambat").group_by(notice.c.service_request_id)
    with board.app_context.engine.connect() as connection:
        return {name: count for name, count in connection.execute(query)}  # noqa: C416 (rows are no pairs)


def find_faults(board: ShiftedBoard) -> Iterator[str]:
    """Yield what is missed, doubled or dated wrong."""
    counts = _late_notices(board)
    for name in board.due_at:
        if counts.get(name) != 1:
            yield f"{name}: {counts.get(name, 0)} reminders of its deadline"
    if not board.filed:
        yield "no report could be filed"
    with board.app_context.engine.connect() as connection:
        now = datetime.now(UTC) + TOLERANCE
        yield from (str(dates) for dates in find_future_dates(connection, now))
        yield from _too_early(connection, board.began_at - TOLERANCE)
        yield from _backwards(connection)
    yield from map(str, check_store(board.app_context.engine, board.app_context.city, now))


def _too_early(connection: Connection, began_at: datetime) -> Iterator[str]:
    for column in WRITTEN:
        first = connection.execute(select(func.min(column))).scalar()
        if first is None or first < began_at:
            yield f"{column} begins at {first}, before the drill"


def _backwards(connection: Connection) -> Iterator[str]:
    """Yield pulls and lines of the audit log that are dated before their predecessor."""
    for key, column in ((pull.c.pull_id, pull.c.started_at), (audit.c.audit_id, audit.c.at)):
        moments = connection.execute(select(column).order_by(key)).scalars().all()
        for before, after in pairwise(moments):
            if after < before - TOLERANCE:
                yield f"{column}: {after} after {before}"
