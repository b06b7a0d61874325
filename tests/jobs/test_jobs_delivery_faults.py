"""One bad item never stops the others: notices, recipients, messages and their results."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.core.notifications import Notification
from data.lib.crypto import cipher
from data.services.notifications import enqueue as enqueue_module
from data.services.notifications.recipients import Recipients
from data.services.submission import NewReport, Receipt
from data.store import notifications as stored
from data.store.engine import writer
from data.store.schema_follow_ups import filing, notice
from jobs.area_reassignment import sync_layer
from jobs.delivery import deliver
from tests.builders import settings, write_city
from tests.jobs.message_server import MessageServers, create_accounts, start_message_servers
from tests.personas import IN_ANGGREK, MONDAY_NOON

LAT, LONG = IN_ANGGREK
MINUTE = 60.0


class MinuteClock:
    """The city's time, which a test moves."""

    def __init__(self) -> None:
        self.seconds = MONDAY_NOON.timestamp()

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def minute_clock() -> MinuteClock:
    return MinuteClock()


@pytest.fixture
def message_servers() -> Iterator[MessageServers]:
    """Run a mail server and a gateway."""
    with start_message_servers() as servers:
        yield servers


@pytest.fixture
def app_context(tmp_path: Path, message_servers: MessageServers, minute_clock: MinuteClock) -> AppContext:
    write_city(tmp_path)
    app_context = open_app_context(
        settings(tmp_path, PANTAU_CHANNELS=message_servers.channels), time=Clock(time_source=minute_clock)
    )
    sync_layer(app_context)
    create_accounts(app_context)
    return app_context


def submit(app_context: AppContext, submission: str) -> Receipt:
    contact = f"mailto:{submission}@contoh.test"
    return app_context.submissions.submit(
        NewReport(submission, "warga", "sampah", "tumpukan", lat=LAT, long=LONG, contact=contact)
    )


def set_contact(app_context: AppContext, receipt: Receipt, contact: str) -> None:
    matches = filing.c.service_request_id == receipt.service_request_id
    with writer(app_context.engine).begin() as connection:
        connection.execute(update(filing).where(matches).values(contact=contact))


def mail_recipients(message_servers: MessageServers) -> set[str]:
    return {mail["To"] for mail in message_servers.mailbox.messages.values()}


def test_a_contact_that_cannot_be_deciphered_stops_nobody_else(
    app_context: AppContext, message_servers: MessageServers, minute_clock: MinuteClock
) -> None:
    """Kind: one bad item. Encrypted with another key, it stopped every notice to everybody for good."""
    damaged, _sound = submit(app_context, "rusak"), submit(app_context, "utuh")
    set_contact(app_context, damaged, "of another key")
    with capture_logs() as lines:
        for _attempt in range(3):
            deliver(app_context)
            minute_clock.seconds += 5 * MINUTE
    assert mail_recipients(message_servers) == {"utuh@contoh.test"}
    [fault] = [line for line in lines if line["log_level"] == "error"]
    assert fault["notices"]
    assert "rusak" not in str(fault["event"])


def test_an_unreadable_contact_is_shown_and_reached_once_it_is_readable_again(
    app_context: AppContext, message_servers: MessageServers, minute_clock: MinuteClock
) -> None:
    """Kind: one bad item is tried again later: the key came back, the message goes out."""
    receipt = submit(app_context, "kunci")
    with app_context.engine.connect() as connection:
        [readable] = connection.execute(filing.select()).mappings().all()
    set_contact(app_context, receipt, "of another key")
    for _attempt in range(app_context.city.notify.attempts):
        deliver(app_context)
        minute_clock.seconds += 60 * MINUTE
    [(_recipient, _channel, error, _at)] = app_context.notifications.dead_letters()
    assert error == "the recipient's address cannot be deciphered"
    set_contact(app_context, receipt, readable["contact"])
    app_context.notifications.retry_dead_letters()
    deliver(app_context)
    assert mail_recipients(message_servers) == {"kunci@contoh.test"}


def test_a_notice_without_the_values_of_its_template_waits_while_the_others_go_out(
    app_context: AppContext, message_servers: MessageServers, minute_clock: MinuteClock
) -> None:
    """Kind: one bad item. One such notice rolled the fan-out of all others back, every two seconds."""
    damaged, _sound = submit(app_context, "rusak"), submit(app_context, "utuh")
    matches = notice.c.service_request_id == damaged.service_request_id
    with writer(app_context.engine).begin() as connection:
        connection.execute(update(notice).where(matches).values(values={}))
    with capture_logs() as lines:
        assert deliver(app_context).fanned_out == 2
        assert deliver(app_context).fanned_out == 0
    assert mail_recipients(message_servers) == {"utuh@contoh.test"}
    assert len([line for line in lines if line["log_level"] == "error"]) == 2  # the notices of one report
    minute_clock.seconds += 6 * MINUTE
    with writer(app_context.engine).begin() as connection:
        connection.execute(update(notice).where(matches).values(values={"service_code": "sampah"}))
    assert deliver(app_context).fanned_out == 2
    assert mail_recipients(message_servers) == {"utuh@contoh.test", "rusak@contoh.test"}


def test_a_notice_whose_deliveries_cannot_be_stored_leaves_the_others_stored(
    app_context: AppContext, message_servers: MessageServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: one bad item, that fails within the store: only its savepoint is rolled back."""
    damaged = submit(app_context, "rusak")
    submit(app_context, "utuh")
    expand = Recipients.expand

    def twice_for_one(recipients, item, now):
        deliveries = list(expand(recipients, item, now))
        return deliveries * 2 if item.service_request_id == damaged.service_request_id else deliveries

    monkeypatch.setattr(Recipients, "expand", twice_for_one)
    assert deliver(app_context).fanned_out >= 2
    assert "utuh@contoh.test" in mail_recipients(message_servers)


def test_an_event_whose_notification_cannot_be_made_is_stored_with_the_others(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: one bad item. A fault of one notification rolled back the whole batch of reports."""

    def fail(*_arguments):
        raise KeyError("damaged")

    monkeypatch.setattr(enqueue_module, "_template_values", fail)
    with capture_logs() as lines:
        receipt = submit(app_context, "satu")
    with app_context.engine.connect() as connection:
        assert app_context.submissions.has_contact(connection, (receipt.source, receipt.service_request_id))
    assert {line["event"] for line in lines} == {"a notification is left out"}


def test_notices_are_inserted_one_by_one_once_one_of_them_cannot_be(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: one bad item, refused by the store: the others of its batch are inserted."""
    make = enqueue_module._template_values

    def damaged_for_reporters(notification: Notification):
        is_damaged = notification.audience.startswith("pelapor:")
        return {"unencodable": object()} if is_damaged else make(notification)

    monkeypatch.setattr(enqueue_module, "_template_values", damaged_for_reporters)
    with capture_logs() as lines:
        submit(app_context, "satu")
    with app_context.engine.connect() as connection:
        [remaining] = stored.list_pending_fan_out(connection, 9)
    assert remaining.audience.startswith("kecamatan:")
    assert len(lines) == 1


def test_a_result_that_cannot_be_stored_does_not_stop_the_other_messages(
    app_context: AppContext, message_servers: MessageServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: one bad item. The counts of a whole round were lost with one result."""
    submit(app_context, "satu")
    mark_sent = app_context.notifications.mark_sent

    def fail_for_mail(batch):
        if batch.receiver.startswith("pelapor:"):
            raise OSError("disk full")
        mark_sent(batch)

    monkeypatch.setattr(app_context.notifications, "mark_sent", fail_for_mail)
    delivery_round = deliver(app_context)
    assert (delivery_round.sent, delivery_round.failed) == (1, 1)
    assert len(message_servers.gateway.posted) == 1


def test_a_push_subscription_of_another_key_stops_nobody_else(
    app_context: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kind: one bad item: a browser's address is enciphered as a reporter's is."""
    number = submit(app_context, "satu").service_request_id
    service = app_context.notifications
    service.subscribe(f"pelapor:pantau/{number}", {"endpoint": "https://push.contoh.test/1"})
    monkeypatch.setattr(service, "_cipher", cipher(b"another secret", "push"))
    delivery_round = deliver(app_context)
    assert (delivery_round.sent, delivery_round.failed) == (2, 1)
