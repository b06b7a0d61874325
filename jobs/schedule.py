"""The schedule: each source pulled on its own interval. The only module that knows APScheduler."""

from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from data.core.city import Source
from jobs.feeds import feed_of
from jobs.pull import pull
from jobs.world import World


def build_schedule(world: World) -> BackgroundScheduler:
    """A scheduler, not started yet, with a job for every source that has an interval.

    A pull that takes longer than its interval is never overtaken by the next (``max_instances=1``), and
    missed turns are made up for once, not one by one (``coalesce``).
    """
    schedule = BackgroundScheduler(timezone=UTC)
    for source in world.city.source:
        if source.every_seconds is not None:
            _add(schedule, world, source, source.every_seconds)
    return schedule


def _add(schedule: BackgroundScheduler, world: World, source: Source, every_seconds: float) -> None:
    schedule.add_job(
        pull,
        "interval",
        args=(world, source, feed_of(source, world)),
        seconds=every_seconds,
        id=f"pull {source.name}",
        next_run_time=datetime.now(UTC),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
