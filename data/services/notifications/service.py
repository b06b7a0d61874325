"""The post office of one city: notices to receivers, parcels to whoever sends them, and what came of it."""

from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection, Engine, select

from data.config.clock import Clock
from data.core.config.city import City
from data.core.notifications import REPORTER, Parcel, Telling, Told, reminders, wait_after
from data.core.report.standing import STANDING, Standing
from data.core.status import Status
from data.lib.crypto import cipher
from data.services.notifications.channels import Channels
from data.services.notifications.enqueue import ParentOf, keep
from data.services.notifications.recipients import Receivers
from data.services.submission import Filings
from data.store import accounts, subscriptions
from data.store import notifications as stored
from data.store.engine import writer
from data.store.schema import counter, service_request

AT_ONCE, A_TURN = 500, 40  # notices laid out, parcels taken, in one turn
REMINDED = "reminded"  # the name under which it is kept until when clocks were looked at, in microseconds
LONGEST_GAP = timedelta(hours=24)  # after a longer stop, what passed before that is not told any more


class Post:
    """Any thread may call it; one process at a time sends."""

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        filings: Filings,
        parent_of: ParentOf,
        channels: Channels,
        secret: bytes,
    ) -> None:
        self._read, self._write = engine, writer(engine)
        self._city, self._clock, self._filings = city, clock, filings
        self._parent_of, self._channels = parent_of, channels
        self._cipher = cipher(secret, "push")

    def spread(self) -> int:
        """Lays new notices out to their receivers; returns how many notices there were."""
        with self._read.connect() as connection:
            if not stored.not_spread(connection, 1):
                return 0
        with self._write.begin() as connection:
            told, now = stored.not_spread(connection, AT_ONCE), self._clock.now()
            receivers = self._receivers(connection, told)
            laid = [each for one in told for each in receivers.lay(one, now)]
            stored.spread(connection, [one.notice_id for one in told], laid, now)
        return len(told)

    def _receivers(self, connection: Connection, told: list[Told]) -> Receivers:
        people = accounts.every(connection)
        reporters = {one.audience for one in told if one.audience.startswith(REPORTER)}
        browsers = subscriptions.of(connection, [*(account.name for account in people), *reporters])
        reachable = frozenset(name for name in reporters if self._contact(connection, name))
        return Receivers(self._city, people, browsers, reachable, self._channels)

    def take(self) -> list[Parcel]:
        """Parcels to be sent now."""
        with self._read.connect() as connection:
            if not stored.any_due(connection, self._clock.now()):
                return []
        with self._write.begin() as connection:
            return stored.take(connection, self._clock.now(), A_TURN)

    def arrived(self, parcel: Parcel) -> None:
        """A parcel was taken in."""
        with self._write.begin() as connection:
            stored.sent(connection, parcel.batch, self._clock.now())

    def failed(self, parcel: Parcel, error: str) -> None:
        """A try failed: it is made again later, until it was made often enough."""
        now, dead = self._clock.now(), parcel.tries >= self._city.notify.attempts
        with self._write.begin() as connection:
            stored.failed(connection, parcel.batch, error, now + wait_after(parcel.tries), dead=dead)

    def contact(self, receiver: str) -> str | None:
        """The address that a reporter left, without its scheme."""
        with self._read.connect() as connection:
            return self._contact(connection, receiver)

    def _contact(self, connection: Connection, receiver: str) -> str | None:
        source, _, number = receiver.removeprefix(REPORTER).partition("/")
        found = self._filings.contact(connection, (source, number))
        return found.removeprefix("mailto:") if found else None

    def remind(self) -> int:
        """Tells of clocks that passed a moment since the last time; returns how many reports."""
        with self._write.begin() as connection:
            now = self._clock.now()
            since = self._reminded(connection, now)
            if since is None:
                return 0
            found = list(self._passed(connection, since, now))
            keep(connection, found, now)
        return len({telling.key for telling in found})

    def _reminded(self, connection: Connection, now: datetime) -> datetime | None:
        """Until when clocks were looked at; None the first time: what is late by then is no news."""
        mine, value = counter.c.name == REMINDED, int(now.timestamp() * 1e6)
        before = connection.execute(select(counter.c.value).where(mine)).scalar_one_or_none()
        if before is None:
            connection.execute(counter.insert().values(name=REMINDED, value=value))
            return None
        connection.execute(counter.update().where(mine).values(value=max(value, before)))
        return max(datetime.fromtimestamp(before / 1e6, now.tzinfo), now - LONGEST_GAP)

    def _passed(self, connection: Connection, since: datetime, now: datetime) -> list[Telling]:
        table = service_request.c
        moments = (table.approaching_at, table.expected_datetime, table.very_late_at)
        near = [(moment > since) & (moment <= now) for moment in moments]
        columns = [table.source, table.service_request_id, *(table[name] for name in STANDING)]
        rows = connection.execute(
            select(*columns).where(table.status == Status.OPEN, near[0] | near[1] | near[2])
        )
        return [
            telling
            for source, number, *values in rows
            for telling in reminders((source, number), Standing(*values), since, now, self._parent_of)
        ]

    def box(self, receiver: str, most: int = 100) -> list[tuple[Told, bool]]:
        """An account's own notices, the newest first, each with whether it is new: now it is read."""
        with self._write.begin() as connection:
            found = stored.box(connection, receiver, most)
            stored.seen(connection, receiver, self._clock.now())
        return found

    def unseen(self, receiver: str) -> int:
        """How many notices an account has not read."""
        with self._read.connect() as connection:
            return stored.unseen(connection, receiver)

    def dead_letters(self, most: int = 50) -> list[tuple[str, str, str, datetime]]:
        """What reached nobody: receiver, channel, why and when it was last tried."""
        with self._read.connect() as connection:
            return stored.dead_letters(connection, most)

    def revive(self) -> int:
        """Tries dead letters again; returns how many notices."""
        with self._write.begin() as connection:
            return stored.revive(connection, self._clock.now())

    def subscribe(self, receiver: str, browser: dict[str, object]) -> bool:
        """Keeps a browser for pushes; False where there are too many."""
        sealed = self._cipher.encrypt(orjson.dumps(browser)).decode()
        with self._write.begin() as connection:
            return subscriptions.add(
                connection, receiver, str(browser["endpoint"]), sealed, self._clock.now()
            )

    def unsubscribe(self, receiver: str, endpoint: str) -> None:
        """Drops a browser."""
        with self._write.begin() as connection:
            subscriptions.leave(connection, receiver, endpoint)

    def browser(self, number: int) -> dict[str, object] | None:
        """What a browser gave; None if it takes no pushes any more."""
        with self._read.connect() as connection:
            sealed = subscriptions.body(connection, number)
        found: dict[str, object] | None = (
            orjson.loads(self._cipher.decrypt(sealed.encode())) if sealed else None
        )
        return found

    def lost_browser(self, number: int) -> None:
        """A browser said that it takes no pushes any more."""
        with self._write.begin() as connection:
            subscriptions.forget(connection, number)
