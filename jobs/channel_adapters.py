"""Channel adapters: Apprise for the channels of the city, Web Push for browsers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import httpcore
import orjson
import structlog

from bootstrap import AppContext
from data.config.clock import real_seconds
from data.core.notifications import REPORTER_PREFIX, MessageBatch
from data.lib.translation import use_language
from data.services.notifications.channels import BATCH_PLACEHOLDER, Channel
from data.services.notifications.messages import NOT_YOURS, Message, MessageRenderer
from data.services.notifications.push_endpoint import InvalidEndpointError, parse_endpoint
from data.services.notifications.recipients import CHANNEL_PREFIX, PUSH_PREFIX
from data.services.notifications.vapid import load_push_key
from data.services.submission import OWN_SOURCE

PUSH_ENCODING, PUSH_TTL_SECONDS = "aes128gcm", 86_400
PUSH_HEADERS = {"TTL": str(PUSH_TTL_SECONDS), "Urgency": "high", "Content-Encoding": PUSH_ENCODING}
VAPID_SECONDS = 12 * 3_600  # a signature may be valid for a day at most
# By scheme, how an address carries the identity of a message, by which a recipient drops one sent twice.
MESSAGE_ID_PARAMETERS = {
    "mailto": "+Message-ID=%3C{kiriman}@pantau%3E", "mailtos": "+Message-ID=%3C{kiriman}@pantau%3E",
    "json": "+Idempotency-Key={kiriman}", "jsons": "+Idempotency-Key={kiriman}",
    "form": "+Idempotency-Key={kiriman}", "forms": "+Idempotency-Key={kiriman}",
}  # fmt: skip
GONE_STATUSES, TAKEN_STATUSES = (404, 410), (200, 201, 202)
NETWORK_ERRORS = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError)

log = structlog.get_logger(__name__)


class DeliveryError(Exception):
    """A message was not delivered; the text says why, without an address or a secret."""


@dataclass(frozen=True)
class ChannelAdapters:
    """The channels of one city."""

    app_context: AppContext

    @cached_property
    def renderer(self) -> MessageRenderer:
        """Render notifications as text."""
        return MessageRenderer(self.app_context.city, self.app_context.layer.name_of)

    def send(self, batch: MessageBatch) -> None:
        """Send a batch by its channel.

        :raises DeliveryError: the channel did not take it
        :raises MessageLimitError: the reporter's address has had enough messages today
        """
        with use_language(self.app_context.notifications.language_of(batch)):
            message = self.renderer.render_batch(batch.notices)
            if batch.channel.startswith(PUSH_PREFIX):
                self._send_push(batch, message)
            else:
                self._send_to_channel(batch, message)

    def _send_to_channel(self, batch: MessageBatch, message: Message) -> None:
        import apprise  # opens sockets as it is imported: not before there is something to send

        channel = self.app_context.channels.by_name.get(batch.channel.removeprefix(CHANNEL_PREFIX))
        if channel is None:
            raise DeliveryError("the channel is no longer configured")
        contact = self._contact(batch)
        link = self.link(batch)
        parts = (message.body, link, str(NOT_YOURS) if contact else "")
        body = "\n\n".join(filter(None, parts))
        client = apprise.Apprise()
        if not client.add(_with_message_id(channel).url_for(batch.batch_id, contact)):
            raise DeliveryError("the channel's address is none that Apprise knows")
        if not client.notify(title=message.title, body=body, body_format=apprise.NotifyFormat.TEXT):
            raise DeliveryError("the channel did not take it")

    def _contact(self, batch: MessageBatch) -> str:
        """Return the address of a reporter, who may have a message more today; empty for anybody else.

        :raises DeliveryError: the reporter's address is no longer kept
        :raises MessageLimitError: it has had enough messages today
        """
        if not batch.receiver.startswith(REPORTER_PREFIX):
            return ""
        contact = self.app_context.notifications.contact_of(batch.receiver)
        if contact is None:
            raise DeliveryError("the reporter's address is no longer kept")
        if batch.tries == 1:  # a message that is retried was counted
            self.app_context.notifications.refuse_over_limit(contact)
        return contact

    def link(self, batch: MessageBatch) -> str:
        """Return the address to read more at; empty where the board's own address is not configured."""
        base_url = self.app_context.settings.base_url
        return f"{base_url}{self.path(batch)}" if base_url else ""

    def path(self, batch: MessageBatch) -> str:
        """Return the path of the report's page, or of the inbox if the batch is about several reports."""
        keys = {(notice.source, notice.service_request_id) for notice in batch.notices}
        source, number = next(iter(keys))
        if batch.receiver.startswith(REPORTER_PREFIX):
            key = self.app_context.submissions.tracking_key(number) if source == OWN_SOURCE else ""
            return f"/lacak/{quote(number)}/{quote(key)}"
        return f"/laporan/{quote(source)}/{quote(number)}" if len(keys) == 1 else "/pemberitahuan"

    def _send_push(self, batch: MessageBatch, message: Message) -> None:
        subscription_id = int(batch.channel.removeprefix(PUSH_PREFIX))
        subscription = self.app_context.notifications.get_subscription(subscription_id)
        if subscription is None:
            return  # the browser no longer takes pushes
        payload = {
            "title": message.title,
            "body": message.body,
            "tag": batch.batch_id,
            "url": self.path(batch),
        }
        status = self._post_push(subscription, orjson.dumps(payload), batch.batch_id)
        if status in GONE_STATUSES:
            self.app_context.notifications.delete_subscription(subscription_id)
        elif status not in TAKEN_STATUSES:  # a redirect too: no push service sends one
            raise DeliveryError(f"the push service did not take it (status {status})")

    def _post_push(self, subscription: Mapping[str, Any], payload: bytes, topic: str) -> int:
        """Return the status of the push service.

        :raises DeliveryError: it is no public one, or was not reached
        """
        from jobs.push_transport import NotPublicError, post

        try:
            origin = parse_endpoint(str(subscription["endpoint"])).hostname
            headers = {**PUSH_HEADERS, "Topic": topic, **self._push_authorization(f"https://{origin}")}
            return post(str(subscription["endpoint"]), _encrypt(subscription, payload), headers)
        except (InvalidEndpointError, NotPublicError) as error:
            raise DeliveryError("the push service is no public one") from error
        except NETWORK_ERRORS as error:
            raise DeliveryError("the push service was not reached") from error

    def _push_authorization(self, origin: str) -> dict[str, str]:
        """Return the header by which a push service recognises this board (VAPID)."""
        settings = self.app_context.settings
        expires = int(real_seconds()) + VAPID_SECONDS
        claims = {"sub": settings.push_contact, "aud": origin, "exp": expires}
        return dict(load_push_key(settings.var).sign(claims))


def _encrypt(subscription: Mapping[str, Any], payload: bytes) -> bytes:
    """Encrypt a payload for one browser.

    :raises DeliveryError: its keys are none
    """
    from pywebpush import WebPusher, WebPushException  # opens sockets as it is imported

    try:
        return bytes(WebPusher(subscription).encode(payload, PUSH_ENCODING)["body"])
    except (WebPushException, ValueError) as error:
        raise DeliveryError("the browser's keys cannot be used") from error


def _with_message_id(channel: Channel) -> Channel:
    """Return the channel with the identity of the message in its address, where its scheme can carry one."""
    scheme = channel.url.partition(":")[0].lower()
    if BATCH_PLACEHOLDER in channel.url or scheme not in MESSAGE_ID_PARAMETERS:
        return channel
    separator = "&" if "?" in channel.url else "?"
    return channel.model_copy(update={"url": f"{channel.url}{separator}{MESSAGE_ID_PARAMETERS[scheme]}"})
