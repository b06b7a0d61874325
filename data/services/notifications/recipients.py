"""From an audience to those who are told, and by which channel."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.core.access import Role
from data.core.config.city import City
from data.core.notifications import CENTER, KECAMATAN, LEADERS, REPORTER, Laid, Told, due_at
from data.services.notifications.channels import Channels
from data.store.accounts import Account
from data.store.notifications import BOX, SENT, WAITING

PUSH, CHANNEL = "dorong:", "saluran:"
OFFICE = (Role.CAMAT, Role.EXECUTOR)


@dataclass(frozen=True)
class Receivers:
    """Everybody who can be told.

    :param browsers: subscriptions for pushes by receiver
    :param reachable: reporters (``pelapor:…``) who left an address
    """

    city: City
    accounts: Sequence[Account]
    browsers: Mapping[str, Sequence[int]]
    reachable: frozenset[str]
    channels: Channels

    def lay(self, told: Told, now: datetime) -> Iterator[Laid]:
        """One notice for each receiver by each channel; in the boxes of accounts it is at once."""
        due = due_at(now, told.audience, told.values["service_code"], self.city.notify, self.city.zone)
        names = list(self._names(told.audience))
        for name in names:
            if not name.startswith(REPORTER):
                yield Laid(told.notice_id, name, BOX, SENT, now, now)
            for number in self.browsers.get(name, ()):
                yield Laid(told.notice_id, name, f"{PUSH}{number}", WAITING, due)
        for channel in self._channels(told.audience):
            yield Laid(told.notice_id, told.audience, f"{CHANNEL}{channel}", WAITING, due)

    def _names(self, audience: str) -> Iterator[str]:
        if audience.startswith(REPORTER):
            yield audience
        for account in self.accounts:
            if not account.disabled and _hears(account, audience):
                yield account.name

    def _channels(self, audience: str) -> list[str]:
        if audience.startswith(REPORTER) and audience not in self.reachable:
            return []
        return [channel.name for channel in self.channels.for_audience(audience)]


def _hears(account: Account, audience: str) -> bool:
    if audience.startswith(KECAMATAN):
        return account.role in OFFICE and account.parent == audience.removeprefix(KECAMATAN)
    return account.role == {CENTER: Role.OPERATOR, LEADERS: Role.DEPUTY_MAYOR}.get(audience)
