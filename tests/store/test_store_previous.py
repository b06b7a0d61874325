"""The previous period of the ranking: the same whether kept by a running board or read from the events."""

from datetime import timedelta

import pytest

from bootstrap import World
from data.core.snapshot.snapshot import Snapshot
from data.services.live_board import LiveBoard, snapshot_at, snapshot_now
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_town, qlue_row
from tests.personas import BARAT, MONDAY_NOON
from tests.pulls import QLUE, at, pull_rows

# A window of 7 days: the period before Monday 23 November ended with Sunday the 15th, at midnight.
WEEK = {"window_days": 7, "minimum_sample": 1}
DAY = timedelta(days=1)


@pytest.fixture
def town(tmp_path, store_url) -> World:
    """Once on each kind of database."""
    world = open_town(tmp_path, store_url, source=[QLUE], ranking=WEEK)
    sync_layer(world)
    return world


def rubbish(number, filed, **changed):
    """Due after 48 hours; days are of November, at nine in the morning."""
    return qlue_row(number, category="Sampah", post_date=f"2026-11-{filed:02d} 09:00:00", **changed)


def closed(number, filed, done):
    return rubbish(number, filed, status="complete", closed_datetime=f"2026-11-{done:02d} 09:00:00")


def before(snapshot: Snapshot):
    row = next(row for row in snapshot.ranking if row["code"] == BARAT)
    return row["previous_on_time"], row["previous_n"]


def board(town, moment=MONDAY_NOON):
    live = LiveBoard(town.engine, town.city, fixed_clock(moment))
    live.refresh()
    return live


def shown(live):
    return before(live.current().snapshot)


def everywhere(town, moment=MONDAY_NOON):
    """The previous period as each way to a snapshot tells it, which must be one."""
    ways = [snapshot_at(town.engine, town.city, moment), snapshot_now(town.engine, town.city, moment)]
    found = {shown(board(town, moment)), *[before(way) for way in ways]}
    assert len(found) == 1
    return found.pop()


def test_before_any_report_there_is_no_previous_rate(town):
    assert everywhere(town) == (None, 0)


def test_it_counts_what_was_closed_in_the_week_before_and_what_was_overdue_at_its_end(town):
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
    pull_rows(town, *rows)
    assert everywhere(town) == (0.2, 5)


def test_what_is_learnt_later_about_that_time_changes_a_running_board_too(town):
    pull_rows(town, closed(1, 10, 11))
    live = board(town)
    assert shown(live) == (1.0, 1)
    pull_rows(at(town, MONDAY_NOON + timedelta(minutes=1)), closed(1, 10, 11), closed(2, 9, 13))
    live.clock = fixed_clock(MONDAY_NOON + timedelta(minutes=2))
    assert live.refresh()
    assert shown(live) == everywhere(town, MONDAY_NOON + timedelta(minutes=2)) == (0.5, 2)


def test_a_running_board_moves_on_with_the_day(town):
    pull_rows(town, closed(1, 9, 10), closed(2, 15, 16))
    live = board(town)
    assert shown(live) == (1.0, 1)
    for days, expected in ((1, (1.0, 2)), (2, (1.0, 1)), (9, (None, 0))):
        live.clock = fixed_clock(MONDAY_NOON + days * DAY)
        live.refresh()
        assert shown(live) == everywhere(town, MONDAY_NOON + days * DAY) == expected


def test_an_area_by_itself_has_the_previous_period_of_its_own_reports(town):
    pull_rows(town, closed(1, 10, 11), closed(2, 9, 13))
    assert before(board(town).area(BARAT)) == (0.5, 2)
