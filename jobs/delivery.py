"""Notices to those who are told: laid out, sent by every channel, tried again, and given up in the open."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from bootstrap import World
from data.core.notifications import Parcel
from jobs.channel_adapters import NotSentError, Senders

AT_ONCE = 4  # messages under way at the same time: a channel that hangs must not hold up the others

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Round:
    """What one turn did."""

    spread: int
    sent: int
    failed: int


def deliver(world: World) -> Round:
    """One turn: lays out what is new, then sends what is due."""
    spread = world.post.spread()
    parcels, senders = world.post.take(), Senders(world)
    with ThreadPoolExecutor(AT_ONCE) as hands:
        arrived = list(hands.map(lambda parcel: _sent(world, senders, parcel), parcels))
    return Round(spread, sum(arrived), len(arrived) - sum(arrived))


def _sent(world: World, senders: Senders, parcel: Parcel) -> bool:
    """Whether a parcel arrived; what went wrong is noted, and tried again later."""
    try:
        senders.send(parcel)
    except NotSentError as error:
        reason = str(error)
    except Exception as error:  # a channel's own fault must not stop the others
        log.exception("a message was not sent", channel=parcel.channel)
        reason = type(error).__name__
    else:
        world.post.arrived(parcel)
        return True
    world.post.failed(parcel, reason)
    return False
