"""The schedule: each source at its own interval, reminders and delivery. Nothing else uses APScheduler."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from apscheduler.events import EVENT_SCHEDULER_SHUTDOWN, EVENT_SCHEDULER_STARTED
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bootstrap import AppContext
from data.core.config.city import Source
from jobs.clock_watchdog import ClockWatchdog
from jobs.delivery import deliver
from jobs.source_job import source_job

REMIND_SECONDS, DELIVER_SECONDS = 30, 2
PullListener = Callable[[dict[str, Any]], None]


class SteadyTrigger(IntervalTrigger):
    """An interval whose missed runs are one run, however many they are.

    APScheduler lists each of them first: ten years of seconds, after a jump of the clock, are 300 million.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """Return the next run on the grid of the interval; after missed runs the first one after ``now``."""
        upcoming: datetime | None = super().get_next_fire_time(previous_fire_time, now)
        if previous_fire_time is None or upcoming is None or upcoming > now:
            return upcoming
        intervals: int = (now - previous_fire_time) // self.interval
        return previous_fire_time + (intervals + 1) * self.interval


def build_scheduler(app_context: AppContext, on_pull: PullListener | None = None) -> BackgroundScheduler:
    """Return a scheduler, not started yet, with a job for every source that has an interval.

    A pull that takes longer than its interval is never overtaken by the next (``max_instances=1``), and
    missed runs are made up for once, not one by one (``coalesce``). A wall clock that jumps, either way,
    plans all runs anew.

    :param on_pull: called with the ledger line of each pull
    """
    scheduler = BackgroundScheduler(timezone=UTC)
    for source in app_context.city.source:
        if source.every_seconds is not None:
            _add_source_job(scheduler, app_context, source, source.every_seconds, on_pull)
    _add_interval_job(scheduler, "remind", REMIND_SECONDS, app_context.notifications.enqueue_reminders)
    _add_interval_job(scheduler, "deliver", DELIVER_SECONDS, partial(deliver, app_context))
    _watch_clock(scheduler)
    return scheduler


def _watch_clock(scheduler: BackgroundScheduler) -> None:
    """Plan all runs anew when the wall clock jumps, for as long as the scheduler runs."""
    watchdog = ClockWatchdog(partial(run_all_now, scheduler))
    scheduler.add_listener(lambda _event: watchdog.start(), EVENT_SCHEDULER_STARTED)
    scheduler.add_listener(lambda _event: watchdog.stop(), EVENT_SCHEDULER_SHUTDOWN)


def run_all_now(scheduler: BackgroundScheduler) -> None:
    """Plan every job for now, and from now on at its interval."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=datetime.now(UTC))


def _add_source_job(
    scheduler: BackgroundScheduler,
    app_context: AppContext,
    source: Source,
    every_seconds: float,
    on_pull: PullListener | None,
) -> None:
    job = partial(_run_source_job, source_job(app_context, source), on_pull)
    _add_interval_job(scheduler, f"pull {source.name}", every_seconds, job, next_run_time=datetime.now(UTC))


def _add_interval_job(
    scheduler: BackgroundScheduler, name: str, seconds: float, job: Callable[[], Any], **options: Any
) -> None:
    scheduler.add_job(
        job,
        SteadyTrigger(seconds=seconds, timezone=UTC),
        id=name,
        name=name,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        **options,
    )


def _run_source_job(job: Callable[[], dict[str, Any]], on_pull: PullListener | None) -> None:
    line = job()
    if on_pull:
        on_pull(line)
