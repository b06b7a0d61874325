"""The notification service of one city: fan-out to recipients, batches to send, and their results."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import orjson
from cryptography.fernet import InvalidToken
from sqlalchemy import Connection, Engine, select

from data.config.clock import Clock
from data.core.config.city import City
from data.core.faults import FaultKind
from data.core.notifications import REPORTER_PREFIX, MessageBatch, StoredNotice, retry_delay
from data.core.report.key import ReportKey
from data.core.time_trust import is_ahead, not_after
from data.lib.crypto import cipher, opaque_id
from data.lib.translation import languages
from data.services.notifications.channels import Channels
from data.services.notifications.enqueue import ParentOf, enqueue
from data.services.notifications.isolation import note_fault, try_item
from data.services.notifications.recipients import PUSH_PREFIX, Recipients
from data.services.notifications.reminders import due_reminders, retry_faults, waiting_notices
from data.services.submission import SubmissionService
from data.store import accounts, faults, message_limits, preferences, subscriptions
from data.store import notifications as stored
from data.store.engine import writer
from data.store.schema import counter

FAN_OUT_LIMIT, CLAIM_LIMIT = 500, 40  # notices and batches of one run
REMINDER_COUNTER = "reminded"  # in the table of counters: deadlines are checked up to here, in microseconds
MESSAGES_A_DAY_PER_ADDRESS = 5  # to a reporter, by a channel outside; ``[notify]`` has those in all
MAX_REMINDER_GAP = timedelta(hours=24)  # after a longer stop, earlier thresholds cause no reminder


class UnreadableAddressError(Exception):
    """A recipient's address cannot be deciphered with the board's key; the text names none."""


class MessageLimitError(Exception):
    """No more messages today; ``until`` is when the next ones may be sent.

    :param of_all: to anybody, not only to this address
    """

    def __init__(self, until: datetime, *, of_all: bool) -> None:
        super().__init__("no more messages today")
        self.until, self.of_all = until, of_all


class NotificationService:
    """Notifications of one city; any thread may call it, one process at a time sends."""

    def __init__(
        self,
        engine: Engine,
        city: City,
        clock: Clock,
        submissions: SubmissionService,
        parent_of: ParentOf,
        channels: Channels,
        secret: bytes,
    ) -> None:
        self._read_engine, self._write_engine = engine, writer(engine)
        self._city, self._clock, self._submissions = city, clock, submissions
        self._parent_of, self._channels = parent_of, channels
        self._cipher, self._secret = cipher(secret, "push"), secret

    def fan_out(self) -> int:
        """Create the deliveries of new notices; return the number of notices."""
        with self._read_engine.connect() as connection:
            waiting = waiting_notices(connection, self._clock.now())
            if not stored.list_pending_fan_out(connection, 1, waiting):
                return 0
        with self._write_engine.begin() as connection:
            notices = stored.list_pending_fan_out(connection, FAN_OUT_LIMIT, waiting)
            recipients = self._load_recipients(connection, notices)
            return sum(self._fan_out_one(connection, notice, recipients) for notice in notices)

    def _fan_out_one(self, connection: Connection, notice: StoredNotice, recipients: Recipients) -> bool:
        """Return whether the deliveries of one notice were created; if not, it is tried again later."""
        number, now = notice.notice_id, self._clock.now()

        def create() -> None:
            stored.fan_out(connection, [number], list(recipients.expand(notice, now)), now)
            faults.clear(connection, FaultKind.NOTICE, str(number))

        fault = try_item(connection, create)
        if fault is not None:
            note_fault(connection, FaultKind.NOTICE, str(number), fault, now, "a notice was not fanned out")
        return fault is None

    def _load_recipients(self, connection: Connection, notices: list[StoredNotice]) -> Recipients:
        all_accounts = accounts.list_all(connection)
        reporters = {notice.audience for notice in notices if notice.audience.startswith(REPORTER_PREFIX)}
        push_subscriptions = subscriptions.ids_by_receiver(
            connection, [*(account.name for account in all_accounts), *reporters]
        )
        reachable = frozenset(name for name in reporters if self._left_address(connection, name))
        return Recipients(self._city, all_accounts, push_subscriptions, reachable, self._channels)

    def _left_address(self, connection: Connection, recipient: str) -> bool:
        """Return whether a reporter left an address; it is deciphered only when a message is sent."""
        return self._submissions.has_contact(connection, _key_of(recipient))

    def claim(self) -> list[MessageBatch]:
        """Return the message batches that are due, leased to the caller."""
        with self._read_engine.connect() as connection:
            if not stored.has_due(connection, self._clock.now()):
                return []
        with self._write_engine.begin() as connection:
            return stored.claim(connection, self._clock.now(), CLAIM_LIMIT)

    def mark_sent(self, batch: MessageBatch) -> None:
        """Mark a batch as sent."""
        with self._write_engine.begin() as connection:
            stored.mark_sent(connection, batch.batch_id, self._clock.now())

    def mark_failed(self, batch: MessageBatch, error: str) -> None:
        """Store a failed attempt; the batch is tried again later, until its attempts are used up."""
        now, exhausted = self._clock.now(), batch.tries >= self._city.notify.attempts
        with self._write_engine.begin() as connection:
            stored.mark_failed(
                connection, batch.batch_id, error, now + retry_delay(batch.tries), dead=exhausted
            )

    def refuse_over_limit(self, contact: str) -> None:
        """Count a message to a reporter's address.

        Nobody has confirmed that an address is the reporter's own, and a stranger can file with any.

        :raises MessageLimitError: it, or all together, had enough messages today
        """
        now = self._clock.now().astimezone(self._city.zone)
        address = opaque_id(self._secret, "message limit", contact.casefold())
        with self._write_engine.begin() as connection:
            used_up = message_limits.consume(
                connection,
                now.date().isoformat(),
                address,
                MESSAGES_A_DAY_PER_ADDRESS,
                self._city.notify.messages_a_day,
            )
        if used_up:
            tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), self._city.zone)
            raise MessageLimitError(tomorrow.astimezone(UTC), of_all=used_up == "all")

    def put_off(self, batch: MessageBatch, until: datetime) -> None:
        """Send a batch later, with what comes until then; the attempt does not count."""
        with self._write_engine.begin() as connection:
            stored.put_off(connection, batch.batch_id, until)

    def language_of(self, batch: MessageBatch) -> str:
        """Return the choice of an account, or what a reporter filed in; of others the city's language."""
        if not (batch.channel.startswith(PUSH_PREFIX) or batch.receiver.startswith(REPORTER_PREFIX)):
            return self._city.language
        with self._read_engine.connect() as connection:
            language = preferences.load(connection, batch.receiver).get(preferences.LANGUAGE)
        return language if language in languages() else self._city.language

    def contact_of(self, recipient: str) -> str | None:
        """Return the address that a reporter left, without its scheme; None without one.

        :raises UnreadableAddressError: it was encrypted with another key, or is damaged
        """
        with self._read_engine.connect() as connection, _deciphering():
            contact = self._submissions.contact(connection, _key_of(recipient))
        return contact.removeprefix("mailto:") if contact else None

    def enqueue_reminders(self) -> int:
        """Enqueue reminders of deadlines that passed a threshold since the last call.

        :returns: the number of reports
        """
        with self._write_engine.begin() as connection:
            now = self._clock.now()
            retry_faults(connection, self._parent_of, now)
            since = self._advance_reminder_counter(connection, now)
            if since is None:
                return 0
            notifications = due_reminders(connection, since, now, self._parent_of)
            enqueue(connection, notifications, now, FaultKind.REMINDER)
        return len({notification.key for notification in notifications})

    def _advance_reminder_counter(self, connection: Connection, now: datetime) -> datetime | None:
        """Return the moment up to which deadlines were checked; None the first time.

        What was late before the first check is no news. After a check "in the future", while the clock was
        wrong, the last day is checked anew: what was sent of it is not sent twice.
        """
        is_reminder_counter, now_micros = counter.c.name == REMINDER_COUNTER, int(now.timestamp() * 1e6)
        previous = connection.execute(select(counter.c.value).where(is_reminder_counter)).scalar_one_or_none()
        if previous is None:
            connection.execute(counter.insert().values(name=REMINDER_COUNTER, value=now_micros))
            return None
        checked = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=previous)
        if is_ahead(checked, now):
            checked = now - MAX_REMINDER_GAP
        newest = max(now_micros, int(checked.timestamp() * 1e6))
        connection.execute(counter.update().where(is_reminder_counter).values(value=newest))
        return max(checked, now - MAX_REMINDER_GAP)

    def inbox(self, recipient: str, limit: int = 100) -> list[tuple[StoredNotice, bool]]:
        """Return an account's notices, newest first, each with whether it was unread; mark them as read."""
        with self._write_engine.begin() as connection:
            notices = stored.list_inbox(connection, recipient, limit)
            now = self._clock.now()
            stored.mark_read(connection, recipient, now)
        return [(replace(notice, made_at=not_after(notice.made_at, now)), new) for notice, new in notices]

    def count_unread(self, recipient: str) -> int:
        """Return the number of unread notices of an account."""
        with self._read_engine.connect() as connection:
            return stored.count_unread(connection, recipient)

    def dead_letters(self, limit: int = 50) -> list[tuple[str, str, str, datetime]]:
        """Return what reached nobody: recipient, channel, error and time of the last attempt."""
        with self._read_engine.connect() as connection:
            return stored.list_dead(connection, limit)

    def retry_dead_letters(self) -> int:
        """Try dead letters again; return the number of deliveries."""
        with self._write_engine.begin() as connection:
            return stored.requeue_dead(connection, self._clock.now())

    def subscribe(self, recipient: str, subscription: dict[str, object]) -> bool:
        """Store a browser's push subscription; return False where there are too many."""
        encrypted = self._cipher.encrypt(orjson.dumps(subscription)).decode()
        with self._write_engine.begin() as connection:
            return subscriptions.add(
                connection, recipient, str(subscription["endpoint"]), encrypted, self._clock.now()
            )

    def unsubscribe(self, recipient: str, endpoint: str) -> None:
        """Delete a browser's push subscription."""
        with self._write_engine.begin() as connection:
            subscriptions.delete_by_endpoint(connection, recipient, endpoint)

    def get_subscription(self, subscription_id: int) -> dict[str, object] | None:
        """Return a push subscription as the browser sent it; None if it was deleted.

        :raises UnreadableAddressError: it was encrypted with another key, or is damaged
        """
        with self._read_engine.connect() as connection:
            encrypted = subscriptions.find_body(connection, subscription_id)
        if not encrypted:
            return None
        with _deciphering():
            subscription: dict[str, object] = orjson.loads(self._cipher.decrypt(encrypted.encode()))
        return subscription

    def delete_subscription(self, subscription_id: int) -> None:
        """Delete a push subscription that the push service no longer accepts."""
        with self._write_engine.begin() as connection:
            subscriptions.delete_by_id(connection, subscription_id)


def _key_of(reporter: str) -> ReportKey:
    source, _, number = reporter.removeprefix(REPORTER_PREFIX).partition("/")
    return source, number


@contextmanager
def _deciphering() -> Iterator[None]:
    """:raises UnreadableAddressError: the key does not fit what is deciphered"""
    try:
        yield
    except (InvalidToken, ValueError) as error:
        raise UnreadableAddressError("the recipient's address cannot be deciphered") from error
