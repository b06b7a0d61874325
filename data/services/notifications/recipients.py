"""Recipients: the accounts, browsers and channels that an audience stands for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.access import Role
from data.core.config.city import City
from data.core.notifications import (
    KECAMATAN_PREFIX,
    LEADERS_AUDIENCE,
    OPERATOR_AUDIENCE,
    REPORTER_PREFIX,
    Delivery,
    StoredNotice,
    earliest_send_time,
)
from data.services.auth.office_names import KECAMATAN_ROLES
from data.services.notifications.channels import Channels
from data.store.accounts import Account
from data.store.notifications import INBOX, SENT, WAITING

PUSH_PREFIX, CHANNEL_PREFIX = "dorong:", "saluran:"


@dataclass(frozen=True)
class Recipients:
    """Everybody who can receive notifications.

    :param push_subscriptions: ids of subscribed browsers by recipient
    :param reachable: reporters (``pelapor:…``) who left an address
    """

    city: City
    accounts: Sequence[Account]
    push_subscriptions: Mapping[str, Sequence[int]]
    reachable: frozenset[str]
    channels: Channels

    def expand(self, notice: StoredNotice, now: datetime) -> Iterator[Delivery]:
        """Yield one delivery per recipient and channel; those for inboxes count as sent at once."""
        due = earliest_send_time(
            now, notice.audience, notice.values["service_code"], self.city.notify, self.city.zone
        )
        recipient_names = list(self._recipient_names(notice.audience))
        for recipient in recipient_names:
            if not recipient.startswith(REPORTER_PREFIX):
                yield Delivery(notice.notice_id, recipient, INBOX, SENT, now, now)
            for subscription_id in self.push_subscriptions.get(recipient, ()):
                yield Delivery(notice.notice_id, recipient, f"{PUSH_PREFIX}{subscription_id}", WAITING, due)
        for channel in self._channel_names(notice.audience):
            yield Delivery(notice.notice_id, notice.audience, f"{CHANNEL_PREFIX}{channel}", WAITING, due)

    def _recipient_names(self, audience: str) -> Iterator[str]:
        if audience.startswith(REPORTER_PREFIX):
            yield audience
        for account in self.accounts:
            if not account.disabled and _is_addressed(account, audience):
                yield account.name

    def _channel_names(self, audience: str) -> list[str]:
        if audience.startswith(REPORTER_PREFIX) and audience not in self.reachable:
            return []
        return [channel.name for channel in self.channels.for_audience(audience)]


def _is_addressed(account: Account, audience: str) -> bool:
    if audience.startswith(KECAMATAN_PREFIX):
        return account.role in KECAMATAN_ROLES and account.parent == audience.removeprefix(KECAMATAN_PREFIX)
    return account.role == {OPERATOR_AUDIENCE: Role.OPERATOR, LEADERS_AUDIENCE: Role.DEPUTY_MAYOR}.get(
        audience
    )
