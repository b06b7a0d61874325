"""Handing one message to a channel: Apprise for the city's own, Web Push for browsers."""

import ipaddress
import socket
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

import orjson
import structlog

from bootstrap import World
from data.core.notifications import REPORTER, Parcel
from data.services.notifications.channels import BATCH, Channel
from data.services.notifications.messages import Said, Speaker
from data.services.notifications.recipients import CHANNEL, PUSH
from data.services.notifications.vapid import push_key
from data.services.submission import OWN
from data.sources.redirects import is_private

SECONDS = 20  # that a push service may take
DAY = 86_400
NAMED = {  # where a scheme lets a message carry its name, by which a receiver knows one that comes twice
    "mailto": "+Message-ID=%3C{kiriman}@pantau%3E", "mailtos": "+Message-ID=%3C{kiriman}@pantau%3E",
    "json": "+Idempotency-Key={kiriman}", "jsons": "+Idempotency-Key={kiriman}",
    "form": "+Idempotency-Key={kiriman}", "forms": "+Idempotency-Key={kiriman}",
}  # fmt: skip
GONE = (404, 410)

log = structlog.get_logger(__name__)


class NotSentError(Exception):
    """A try failed; the message says why, without an address or a secret."""


@dataclass(frozen=True)
class Senders:
    """Everything that messages of one city go out by."""

    world: World

    @cached_property
    def speaker(self) -> Speaker:
        """Puts notices into words."""
        return Speaker(self.world.city, self.world.layer.name_of)

    def send(self, parcel: Parcel) -> None:
        """Hands a parcel over.

        :raises NotSentError: it was not taken
        """
        said = self.speaker.all_said(parcel.notices)
        if parcel.channel.startswith(PUSH):
            self._push(parcel, said)
        else:
            self._tell(parcel, said)

    def _tell(self, parcel: Parcel, said: Said) -> None:
        import apprise  # opens sockets as it is imported: not before there is something to send

        channel = self.world.channels.by_name.get(parcel.channel.removeprefix(CHANNEL))
        if channel is None:
            raise NotSentError("the channel is no longer configured")
        contact = self._contact(parcel.receiver)
        link = self.link(parcel)
        body = f"{said.body}\n\n{link}" if link else said.body
        sender = apprise.Apprise()
        if not sender.add(_named(channel).address(parcel.batch, contact)):
            raise NotSentError("the channel's address is none that Apprise knows")
        if not sender.notify(title=said.title, body=body, body_format=apprise.NotifyFormat.TEXT):
            raise NotSentError("the channel did not take it")

    def _contact(self, receiver: str) -> str:
        """:raises NotSentError: a reporter whose address is no longer kept"""
        if not receiver.startswith(REPORTER):
            return ""
        found = self.world.post.contact(receiver)
        if found is None:
            raise NotSentError("the reporter's address is no longer kept")
        return found

    def link(self, parcel: Parcel) -> str:
        """Where to read more; empty where the board's own address is not configured."""
        return f"{self.world.settings.base_url}{self.path(parcel)}" if self.world.settings.base_url else ""

    def path(self, parcel: Parcel) -> str:
        """The page that a message is about: the report's; of several reports the account's own box."""
        keys = {(told.source, told.service_request_id) for told in parcel.notices}
        source, number = next(iter(keys))
        if parcel.receiver.startswith(REPORTER):
            key = self.world.filings.track_key(number) if source == OWN else ""
            return f"/lacak/{quote(number)}/{quote(key)}"
        return f"/laporan/{quote(source)}/{quote(number)}" if len(keys) == 1 else "/pemberitahuan"

    def _push(self, parcel: Parcel, said: Said) -> None:
        from pywebpush import WebPushException, webpush  # opens sockets as it is imported

        number = int(parcel.channel.removeprefix(PUSH))
        browser = self.world.post.browser(number)
        if browser is None:
            return  # it takes no pushes any more: nobody is to be told there
        _check_public(str(browser["endpoint"]))
        told = {"title": said.title, "body": said.body, "tag": parcel.batch, "url": self.path(parcel)}
        try:
            webpush(
                browser,
                orjson.dumps(told).decode(),
                vapid_private_key=push_key(self.world.settings.var),
                vapid_claims={"sub": self.world.settings.push_contact},
                ttl=DAY,
                timeout=SECONDS,
                headers={"Topic": parcel.batch, "Urgency": "high"},
            )
        except WebPushException as error:
            if error.response is not None and error.response.status_code in GONE:
                self.world.post.lost_browser(number)
                return
            raise NotSentError("the push service did not take it") from error
        except OSError as error:  # requests' own are of this kind
            raise NotSentError("the push service was not reached") from error


def _named(channel: Channel) -> Channel:
    """The channel, its address carrying the message's name where its scheme can."""
    scheme = channel.url.partition(":")[0].lower()
    if BATCH in channel.url or scheme not in NAMED:
        return channel
    joint = "&" if "?" in channel.url else "?"
    return channel.model_copy(update={"url": f"{channel.url}{joint}{NAMED[scheme]}"})


def _check_public(endpoint: str) -> None:
    """A browser names its push service itself: it must not name a machine of the office.

    :raises NotSentError: it does, or names none
    """
    found = urlsplit(endpoint)
    try:
        answers = socket.getaddrinfo(found.hostname, found.port or 443, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotSentError("the push service was not found") from error
    addresses = [ipaddress.ip_address(str(answer[4][0])) for answer in answers]
    if found.scheme != "https" or any(map(is_private, addresses)):
        raise NotSentError("the push service is no public one")
