"""Delivery of notifications: fan out to recipients, send by each channel, retry, give up as dead letters."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from bootstrap import AppContext
from data.core.faults import FaultKind
from data.core.notifications import MessageBatch
from data.services.notifications.service import MessageLimitError, UnreadableAddressError
from jobs.channel_adapters import ChannelAdapters, DeliveryError

ALL_USED_UP = "all messages of the day are used up"
MAX_CONCURRENT_SENDS = 4  # so that a channel that hangs does not hold up the others

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class DeliveryRound:
    """The counts of one round: deliveries created, messages sent, messages failed."""

    fanned_out: int
    sent: int
    failed: int


def deliver(app_context: AppContext) -> DeliveryRound:
    """Fan out new notifications, then send the batches that are due."""
    fanned_out = app_context.notifications.fan_out()
    batches, adapters = app_context.notifications.claim(), ChannelAdapters(app_context)
    with ThreadPoolExecutor(MAX_CONCURRENT_SENDS) as executor:
        outcomes = list(executor.map(lambda batch: _try_batch(app_context, adapters, batch), batches))
    return DeliveryRound(fanned_out, sum(outcomes), len(outcomes) - sum(outcomes))


def _try_batch(app_context: AppContext, adapters: ChannelAdapters, batch: MessageBatch) -> bool:
    """Return whether a batch was delivered; one whose result cannot be stored must not stop the others.

    Its lease ends later, and it is tried again.
    """
    try:
        return _send_batch(app_context, adapters, batch)
    except Exception:
        _log_fault("the result of a message was not stored", batch)
        return False


def _send_batch(app_context: AppContext, adapters: ChannelAdapters, batch: MessageBatch) -> bool:
    """Return whether a batch was delivered; a failure is stored with its reason and retried later."""
    try:
        adapters.send(batch)
    except MessageLimitError as error:
        app_context.notifications.put_off(batch, error.until)
        if error.of_all:
            note = app_context.faults.note
            note(FaultKind.DELIVERY, batch.channel, error, "no more messages to reporters today", ALL_USED_UP)
        return False
    except DeliveryError as error:
        reason = str(error)
    except UnreadableAddressError as error:
        _log_fault("a recipient cannot be reached", batch)
        reason = str(error)
    except Exception as error:  # a fault of one channel must not stop the others
        _log_fault("a message was not sent", batch)
        reason = type(error).__name__
    else:
        app_context.notifications.mark_sent(batch)
        return True
    app_context.notifications.mark_failed(batch, reason)
    return False


def _log_fault(event: str, batch: MessageBatch) -> None:
    """Log the fault being handled, once for all attempts, with the notices of the batch."""
    if batch.tries == 1:
        log.exception(event, channel=batch.channel, notices=[notice.notice_id for notice in batch.notices])
