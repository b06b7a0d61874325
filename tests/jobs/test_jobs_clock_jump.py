"""A wall clock that jumps and comes back: pulls, reminders and deliveries go on, without a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.config.steady_clock import boot_seconds
from data.core.notifications import MessageBatch
from data.services.submission import NewReport
from data.store.ledger import last_success
from jobs.area_reassignment import sync_layer
from jobs.clock_watchdog import MIN_JUMP_SECONDS, ClockWatchdog
from jobs.schedule import SteadyRun, SteadyTrigger, build_scheduler
from tests.builders import open_test_context, qlue_row, settings, write_city
from tests.jobs.message_server import create_accounts
from tests.personas import CAMAT_BARAT, IN_ANGGREK, MONDAY_NOON
from tests.pulls import app_context_at, http_source, pull_rows, wait_until
from tests.servers import HttpFeed

JUMPS = [timedelta(days=40), timedelta(hours=-1), timedelta(days=3652), timedelta(days=-3652)]
LAT, LONG = IN_ANGGREK


class SettableClock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.moment = MONDAY_NOON

    def __call__(self) -> float:
        return self.moment.timestamp()


@pytest.fixture
def settable_clock() -> SettableClock:
    return SettableClock()


@pytest.fixture
def app_context(tmp_path: Path, settable_clock: SettableClock) -> Iterator[AppContext]:
    write_city(tmp_path)
    app_context = open_app_context(settings(tmp_path), time=Clock(time_source=settable_clock))
    sync_layer(app_context)
    create_accounts(app_context)
    yield app_context


def submit(app_context: AppContext) -> None:
    app_context.submissions.submit(NewReport("satu", "warga", "sampah", "tumpukan", lat=LAT, long=LONG))


def inbox_templates(app_context: AppContext) -> list[str]:
    app_context.notifications.fan_out()
    return [notice.template for notice, _new in app_context.notifications.inbox(CAMAT_BARAT.name)]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_reminders_go_on_after_the_clock_is_right_again(
    app_context: AppContext, settable_clock: SettableClock, jump: timedelta
) -> None:
    """Kind: time is not trusted. ``reminded`` stayed 40 days ahead, and so long nobody was reminded."""
    submit(app_context)
    app_context.notifications.enqueue_reminders()
    settable_clock.moment = MONDAY_NOON + jump
    app_context.notifications.enqueue_reminders()
    settable_clock.moment = MONDAY_NOON + timedelta(hours=48, minutes=1)  # of the 48 hours for waste
    app_context.notifications.enqueue_reminders()
    app_context.notifications.enqueue_reminders()
    assert inbox_templates(app_context).count("terlambat") == 1


def test_a_threshold_passed_while_the_clock_was_wrong_is_not_missed(
    app_context: AppContext, settable_clock: SettableClock
) -> None:
    """Kind: time is not trusted: the time that really passed meanwhile is checked afterwards."""
    submit(app_context)
    settable_clock.moment = MONDAY_NOON + timedelta(hours=47)
    app_context.notifications.enqueue_reminders()
    settable_clock.moment += timedelta(days=40)
    app_context.notifications.enqueue_reminders()
    settable_clock.moment = MONDAY_NOON + timedelta(hours=48, minutes=1)
    app_context.notifications.enqueue_reminders()
    assert inbox_templates(app_context).count("terlambat") == 1


def test_a_message_that_failed_while_the_clock_was_ahead_is_tried_when_it_is_right(
    app_context: AppContext, settable_clock: SettableClock
) -> None:
    """Kind: time is not trusted. The lease of such a message ended 40 days later."""
    service = app_context.notifications
    service.subscribe(CAMAT_BARAT.name, {"endpoint": "https://push.contoh.test/1"})
    settable_clock.moment += timedelta(days=40)
    submit(app_context)
    service.fan_out()
    [batch] = service.claim()
    service.mark_failed(batch, "not reached")
    settable_clock.moment = MONDAY_NOON
    [again] = service.claim()
    assert isinstance(again, MessageBatch)
    assert again.batch_id == batch.batch_id
    assert service.claim() == []  # leased


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_changes_are_read_since_a_pull_that_did_not_begin_in_the_future(
    tmp_path: Path, jump: timedelta
) -> None:
    """Kind: time is not trusted. After a pull "in 2027" only changes since 2027 were asked for."""
    app_context = open_test_context(tmp_path)
    pull_rows(app_context, qlue_row(1))
    pull_rows(app_context_at(app_context, MONDAY_NOON + jump), qlue_row(1))
    with app_context.engine.connect() as connection:
        since = last_success(connection, "qlue", MONDAY_NOON)
    assert since == min(MONDAY_NOON, MONDAY_NOON + jump)


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_the_watchdog_notices_each_jump_once(jump: timedelta) -> None:
    """Kind: time is not trusted: wall and monotonic clock disagree."""
    wall, monotonic, jumps = [1e9], [50.0], list[None]()
    watchdog = ClockWatchdog(lambda: jumps.append(None), lambda: wall[0], lambda: monotonic[0])
    for seconds in (jump.total_seconds(), -jump.total_seconds()):
        wall[0] += 1 + seconds
        monotonic[0] += 1
        assert watchdog.check() == pytest.approx(seconds)
        assert watchdog.check() == 0
    assert len(jumps) == 2


def test_slow_adjustments_are_no_jump() -> None:
    wall, jumps = [1e9], list[None]()
    watchdog = ClockWatchdog(lambda: jumps.append(None), lambda: wall[0], lambda: 0.0)
    for _second in range(20):
        wall[0] += MIN_JUMP_SECONDS / 2
        watchdog.check()
    assert jumps == []


def test_runs_planned_far_ahead_are_planned_anew_after_a_jump(tmp_path: Path, feed: HttpFeed) -> None:
    """Kind: time is not trusted. No pull ran again before a restart once the clock was back."""
    app_context = open_test_context(tmp_path, source=[http_source(feed.url, every_seconds=60)])
    scheduler, wall = build_scheduler(app_context), [0.0]
    watchdog = ClockWatchdog(scheduler.plan_anew, lambda: wall[0], lambda: 0.0)
    for job in scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC) + timedelta(days=40))
    scheduler.start()
    try:
        wall[0] -= timedelta(days=40).total_seconds()
        assert watchdog.check()
        wait_until(lambda: feed.requested_paths)
        planned = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown(wait=True)
    assert max(planned.values()) < datetime.now(UTC) + timedelta(days=1)


@pytest.mark.parametrize("missed", [timedelta(days=3652), timedelta(seconds=7)])
def test_missed_runs_are_one_run_without_being_listed(missed: timedelta) -> None:
    """Kind: time is not trusted. Ten years ahead, each missed run was listed first: 157 million moments."""
    trigger, planned = SteadyTrigger(seconds=2, timezone=UTC), datetime(2026, 11, 23, tzinfo=UTC)
    upcoming = trigger.get_next_fire_time(planned, planned + missed)
    assert upcoming is not None
    assert timedelta(0) < upcoming - (planned + missed) <= timedelta(seconds=2)
    assert (upcoming - planned) % timedelta(seconds=2) == timedelta(0)


@pytest.mark.parametrize("jump", [1e9, -1e9])
def test_a_run_that_a_jump_began_early_is_left_out(jump: float) -> None:
    """Kind: time is not trusted. Each jump of the wall clock doubled every pull."""
    wall, runs = [1e9], list[None]()
    watchdog = ClockWatchdog(lambda: None, lambda: wall[0] + boot_seconds())
    run = SteadyRun(lambda: runs.append(None), 60, watchdog, due=boot_seconds())
    run()
    wall[0] += jump
    run()
    run()
    assert len(runs) == 1
    run.due = boot_seconds()
    run()
    assert len(runs) == 2
    assert 59 < run.due - boot_seconds() <= 60
