"""Notices to those who are told: laid out, sent by every channel, tried again, and given up in the open."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from bootstrap import AppContext
from data.core.notifications import MessageBatch
from jobs.channel_adapters import ChannelAdapters, DeliveryError

MAX_CONCURRENT_SENDS = (
    4  # messages under way at the same time: a channel that hangs must not hold up the others
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class DeliveryRound:
    """What one turn did."""

    fanned_out: int
    sent: int
    failed: int


def deliver(app_context: AppContext) -> DeliveryRound:
    """One turn: lays out what is new, then sends what is due."""
    fanned_out = app_context.notifications.fan_out()
    batches, adapters = app_context.notifications.claim(), ChannelAdapters(app_context)
    with ThreadPoolExecutor(MAX_CONCURRENT_SENDS) as executor:
        outcomes = list(executor.map(lambda batch: _send_batch(app_context, adapters, batch), batches))
    return DeliveryRound(fanned_out, sum(outcomes), len(outcomes) - sum(outcomes))


def _send_batch(app_context: AppContext, adapters: ChannelAdapters, batch: MessageBatch) -> bool:
    """Whether a parcel arrived; what went wrong is noted, and tried again later."""
    try:
        adapters.send(batch)
    except DeliveryError as error:
        reason = str(error)
    except Exception as error:  # a channel's own fault must not stop the others
        log.exception("a message was not sent", channel=batch.channel)
        reason = type(error).__name__
    else:
        app_context.notifications.mark_sent(batch)
        return True
    app_context.notifications.mark_failed(batch, reason)
    return False
