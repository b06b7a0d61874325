"""The previous period of the ranking is the same on a running board as read from the events."""

from datetime import timedelta

import pytest

from bootstrap import AppContext
from data.core.snapshot.snapshot import Snapshot
from data.services.history import snapshot_at
from data.services.live_board import LiveBoard, snapshot_now
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_test_context, qlue_row
from tests.personas import BARAT, MONDAY_NOON
from tests.pulls import QLUE, app_context_at, pull_rows

# A window of 7 days: the period before Monday 23 November ended with Sunday the 15th, at midnight.
WEEK = {"window_days": 7, "minimum_sample": 1}
DAY = timedelta(days=1)


@pytest.fixture
def app_context(tmp_path, store_url) -> AppContext:
    """Return the city's context, once on each kind of database."""
    context = open_test_context(tmp_path, store_url, source=[QLUE], ranking=WEEK)
    sync_layer(context)
    return context


def rubbish(number, filed_day, **overrides):
    """Return a report due after 48 hours, filed on a day of November at nine in the morning."""
    return qlue_row(number, category="Sampah", post_date=f"2026-11-{filed_day:02d} 09:00:00", **overrides)


def closed(number, filed_day, closed_day):
    return rubbish(number, filed_day, status="complete", closed_datetime=f"2026-11-{closed_day:02d} 09:00:00")


def previous_period(snapshot: Snapshot):
    row = next(row for row in snapshot.ranking if row["code"] == BARAT)
    return row["previous_on_time"], row["previous_n"]


def board(context, moment=MONDAY_NOON):
    live = LiveBoard(context.engine, context.city, fixed_clock(moment))
    live.refresh()
    return live


def shown_previous_period(live):
    return previous_period(live.current().snapshot)


def previous_period_on_all_paths(context, moment=MONDAY_NOON):
    """Return the previous period, after checking that every way to a snapshot gives the same."""
    snapshots = [
        snapshot_at(context.engine, context.city, moment),
        snapshot_now(context.engine, context.city, moment),
    ]
    periods = {
        shown_previous_period(board(context, moment)),
        *[previous_period(snapshot) for snapshot in snapshots],
    }
    assert len(periods) == 1
    return periods.pop()


def test_before_any_report_there_is_no_previous_rate(app_context):
    assert previous_period_on_all_paths(app_context) == (None, 0)


def test_previous_rate_counts_closed_and_overdue_reports_of_the_week_before(app_context):
    rows = [
        closed(1, 10, 11),  # Tuesday to Wednesday: on time
        closed(2, 9, 13),  # Monday to Friday: late
        closed(3, 1, 2),  # closed before that week
        closed(4, 17, 18),  # filed after it
        closed(5, 10, 20),  # closed after it, but overdue at its end
        closed(6, 15, 20),  # closed after it, not yet due at its end
        rubbish(7, 2, status="wait"),  # overdue then and now
        rubbish(8, 10, status="ditolak"),  # rejected only now: overdue then
    ]
    pull_rows(app_context, *rows)
    assert previous_period_on_all_paths(app_context) == (0.2, 5)


def test_late_updates_change_the_previous_rate_of_a_running_board(app_context):
    pull_rows(app_context, closed(1, 10, 11))
    live = board(app_context)
    assert shown_previous_period(live) == (1.0, 1)
    pull_rows(
        app_context_at(app_context, MONDAY_NOON + timedelta(minutes=1)), closed(1, 10, 11), closed(2, 9, 13)
    )
    live.clock = fixed_clock(MONDAY_NOON + timedelta(minutes=2))
    assert live.refresh()
    assert (
        shown_previous_period(live)
        == previous_period_on_all_paths(app_context, MONDAY_NOON + timedelta(minutes=2))
        == (0.5, 2)
    )


def test_previous_period_moves_on_with_the_day(app_context):
    pull_rows(app_context, closed(1, 9, 10), closed(2, 15, 16))
    live = board(app_context)
    assert shown_previous_period(live) == (1.0, 1)
    for days, expected in ((1, (1.0, 2)), (2, (1.0, 1)), (9, (None, 0))):
        live.clock = fixed_clock(MONDAY_NOON + days * DAY)
        live.refresh()
        assert (
            shown_previous_period(live)
            == previous_period_on_all_paths(app_context, MONDAY_NOON + days * DAY)
            == expected
        )


def test_an_area_by_itself_has_the_previous_period_of_its_own_reports(app_context):
    pull_rows(app_context, closed(1, 10, 11), closed(2, 9, 13))
    assert previous_period(board(app_context).area_snapshot(BARAT)) == (0.5, 2)
