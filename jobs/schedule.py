"""The schedule: each source on its own interval, and the post. The only module that knows APScheduler."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from bootstrap import World
from data.core.config.city import Source
from jobs.delivery import deliver
from jobs.source_job import turn_of

REMIND_SECONDS, DELIVER_SECONDS = 30, 2
Tell = Callable[[dict[str, Any]], None]


def build_schedule(world: World, tell: Tell | None = None) -> BackgroundScheduler:
    """A scheduler, not started yet, with a job for every source that has an interval.

    A pull that takes longer than its interval is never overtaken by the next (``max_instances=1``), and
    missed turns are made up for once, not one by one (``coalesce``).

    :param tell: what to do with the ledger line of each pull, nothing if not given
    """
    schedule = BackgroundScheduler(timezone=UTC)
    for source in world.city.source:
        if source.every_seconds is not None:
            _add(schedule, world, source, source.every_seconds, tell)
    _every(schedule, "remind", REMIND_SECONDS, world.post.remind)
    _every(schedule, "deliver", DELIVER_SECONDS, partial(deliver, world))
    return schedule


def _add(
    schedule: BackgroundScheduler, world: World, source: Source, every_seconds: float, tell: Tell | None
) -> None:
    job = partial(_turn, turn_of(world, source), tell)
    _every(schedule, f"pull {source.name}", every_seconds, job, next_run_time=datetime.now(UTC))


def _every(
    schedule: BackgroundScheduler, name: str, seconds: float, job: Callable[[], Any], **more: Any
) -> None:
    schedule.add_job(
        job,
        "interval",
        seconds=seconds,
        id=name,
        name=name,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
        **more,
    )


def _turn(turn: Callable[[], dict[str, Any]], tell: Tell | None) -> None:
    line = turn()
    if tell:
        tell(line)
