"""The schedule: each source at its own interval, reminders and delivery. Nothing else uses APScheduler."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bootstrap import AppContext
from data.config.steady_clock import boot_seconds
from data.store.single_runner import SingleRunner, single_runner
from jobs.clock_watchdog import ClockWatchdog
from jobs.delivery import deliver
from jobs.job_faults import noted
from jobs.source_job import source_job

REMIND_SECONDS, DELIVER_SECONDS = 30, 2
RIGHT_CHECK_SECONDS = 2.0  # how often a process asks whether it may run the schedule
STOP_SECONDS = 10.0  # how long an end waits for a question to a store that does not answer
JUMP_WINDOW_SECONDS = 5.0  # a run that is early so soon after a jump was started by it
EARLY_SECONDS = 0.5
PullListener = Callable[[dict[str, Any]], None]

log = structlog.get_logger(__name__)


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


class StoreScheduler(BackgroundScheduler):
    """A scheduler that runs its jobs while no other process runs those of the same store.

    Its runs keep their intervals by the steady clock, although APScheduler plans them by the wall clock.

    :ivar watchdog: plans all runs anew after a jump of the wall clock
    """

    def __init__(self, runner: SingleRunner) -> None:
        super().__init__(timezone=UTC)
        self.watchdog = ClockWatchdog(self.plan_anew)
        self._runner, self._has_right = runner, True
        self._stopped = threading.Event()
        self._asker = threading.Thread(target=self._keep_asking, name="schedule's right", daemon=True)

    def start(self, paused: bool = False) -> None:
        """Start, or wait for the end of the process that runs the schedule of this store."""
        super().start(paused=True)
        if not paused:
            self._has_right = self._runner.acquire()
            self._pause_or_resume(has_waited=False)
        self.watchdog.start()
        self._asker.start()

    def shutdown(self, wait: bool = True) -> None:
        """Stop; a run under way is finished first, then another process may begin."""
        self._stopped.set()
        if self._asker.is_alive():  # no start came so far if something failed in it
            self._asker.join(STOP_SECONDS)
        self.watchdog.stop()
        super().shutdown(wait=wait)
        self._runner.release()

    def plan_anew(self) -> None:
        """Plan every job for when it is due by the steady clock."""
        now, steady = datetime.now(UTC), boot_seconds()
        for job in self.get_jobs():
            job.modify(next_run_time=now + timedelta(seconds=max(0.0, job.func.due - steady)))

    def _keep_asking(self) -> None:
        while not self._stopped.wait(RIGHT_CHECK_SECONDS):
            had_right, self._has_right = self._has_right, self._runner.acquire()
            if had_right != self._has_right:
                self._pause_or_resume(has_waited=True)

    def _pause_or_resume(self, *, has_waited: bool) -> None:
        if self._has_right:
            if has_waited:
                log.info("this process runs the schedule of this store")
            self.resume()
        else:
            log.warning("the schedule of this store waits in this process", reason=self._runner.refusal)
            self.pause()


class SteadyRun:
    """What a job runs, at its interval by the steady clock.

    :ivar due: when the next run is due, by :func:`boot_seconds`
    """

    def __init__(self, run: Callable[[], Any], seconds: float, watchdog: ClockWatchdog, due: float) -> None:
        self._run, self._seconds, self._watchdog, self.due = run, seconds, watchdog, due

    def __call__(self) -> None:
        """Run, unless a jump of the wall clock alone made it begin."""
        self._watchdog.check()
        now = boot_seconds()
        if now < self.due - EARLY_SECONDS and now - self._watchdog.jumped_at < JUMP_WINDOW_SECONDS:
            return
        missed = max(0.0, now - self.due) // self._seconds
        self.due += (missed + 1) * self._seconds
        self._run()


def build_scheduler(app_context: AppContext, on_pull: PullListener | None = None) -> StoreScheduler:
    """Return a scheduler, not started yet, with a job for every source that has an interval.

    A pull that takes longer than its interval is never overtaken by the next (``max_instances=1``), and
    missed runs are made up for once, not one by one (``coalesce``). A wall clock that jumps, either way,
    neither adds a run nor leaves one out.

    :param on_pull: called with the ledger line of each pull
    """
    scheduler = StoreScheduler(single_runner(app_context.engine))
    for source in app_context.city.source:
        if source.every_seconds is not None:
            pull = partial(_run_source_job, source_job(app_context, source), on_pull)
            name = f"pull {source.name}"
            _add_job(scheduler, name, source.every_seconds, noted(app_context, name, pull), delay=0)
    remind, send = app_context.notifications.enqueue_reminders, partial(deliver, app_context)
    _add_job(scheduler, "remind", REMIND_SECONDS, noted(app_context, "remind", remind))
    _add_job(scheduler, "deliver", DELIVER_SECONDS, noted(app_context, "deliver", send))
    return scheduler


def _add_job(
    scheduler: StoreScheduler,
    name: str,
    seconds: float,
    run: Callable[[], Any],
    delay: float | None = None,
) -> None:
    """Add a job.

    :param delay: seconds until its first run; None: its interval
    """
    first = seconds if delay is None else delay
    scheduler.add_job(
        SteadyRun(run, seconds, scheduler.watchdog, boot_seconds() + first),
        SteadyTrigger(seconds=seconds, timezone=UTC),
        id=name,
        name=name,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        next_run_time=datetime.now(UTC) + timedelta(seconds=first),
    )


def _run_source_job(job: Callable[[], dict[str, Any]], on_pull: PullListener | None) -> None:
    line = job()
    if on_pull:
        on_pull(line)
