"""A stranger cannot have somebody flooded with mail by filing with their address."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import apprise
import pytest

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.core.faults import FaultKind
from data.services.notifications.service import MESSAGES_A_DAY_PER_ADDRESS
from data.services.submission import NewReport
from jobs.area_reassignment import sync_layer
from jobs.delivery import deliver
from tests.builders import settings, write_city
from tests.jobs.message_server import MessageServers, create_accounts, start_message_servers
from tests.personas import IN_ANGGREK, MONDAY_NOON

LAT, LONG = IN_ANGGREK
DAY = timedelta(days=1).total_seconds()


class MovedClock:
    """The city's time, which a test moves."""

    def __init__(self) -> None:
        self.seconds = MONDAY_NOON.timestamp()

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def message_servers() -> Iterator[MessageServers]:
    with start_message_servers() as servers:
        yield servers


@pytest.fixture
def app_context(tmp_path: Path, message_servers: MessageServers, clock: MovedClock) -> AppContext:
    write_city(tmp_path, notify={"messages_a_day": 9})
    channels = settings(tmp_path, PANTAU_CHANNELS=message_servers.channels)
    app_context = open_app_context(channels, time=Clock(time_source=clock))
    sync_layer(app_context)
    create_accounts(app_context)
    return app_context


def file_reports(app_context: AppContext, *contacts: str) -> None:
    for number, contact in enumerate(contacts):
        app_context.submissions.submit(
            NewReport(f"{contact}-{number}", "warga", "sampah", "x", lat=LAT, long=LONG, contact=contact)
        )


def mails(message_servers: MessageServers) -> list[str]:
    return [mail["To"] for mail in message_servers.mailbox.messages.values()]


def test_an_address_gets_few_messages_a_day_and_the_rest_later(app_context, message_servers, clock):
    """Kind: work bounded per caller. Twenty reports an hour and address were twenty mails to anybody."""
    file_reports(app_context, *["mailto:korban@contoh.test"] * 4, *["mailto:Korban@contoh.test"] * 4)
    file_reports(app_context, "mailto:maria@contoh.test")
    for _turn in range(3):
        deliver(app_context)
        clock.seconds += 3_600
    victims = [address for address in mails(message_servers) if address.lower() == "korban@contoh.test"]
    assert len(victims) == MESSAGES_A_DAY_PER_ADDRESS
    assert mails(message_servers).count("maria@contoh.test") == 1
    assert app_context.notifications.dead_letters() == []
    clock.seconds += DAY
    deliver(app_context)
    assert len(mails(message_servers)) == 9


def test_all_together_get_a_limited_number_and_the_operator_is_told(app_context, message_servers, clock):
    """Kind: work bounded in all: each report may name another address."""
    file_reports(app_context, *[f"mailto:warga{number}@contoh.test" for number in range(11)])
    deliver(app_context)
    assert len(mails(message_servers)) == 9
    assert [fault.kind for fault in app_context.faults.list_all(())] == [FaultKind.DELIVERY]
    clock.seconds += DAY
    deliver(app_context)
    assert len(mails(message_servers)) == 11
    assert len(message_servers.gateway.posted) >= 1  # offices are not counted


def test_a_message_that_is_retried_counts_once(app_context, clock, monkeypatch):
    counted = []
    monkeypatch.setattr(app_context.notifications, "refuse_over_limit", counted.append)
    file_reports(app_context, "mailto:maria@contoh.test")
    for _turn in range(3):
        with monkeypatch.context() as patched:
            patched.setattr(apprise.Apprise, "notify", lambda *_arguments, **_options: False)
            deliver(app_context)
        clock.seconds += 3_600
    assert counted == ["maria@contoh.test"]


def test_a_mail_says_what_to_do_for_somebody_who_filed_nothing(app_context, message_servers):
    file_reports(app_context, "mailto:korban@contoh.test")
    deliver(app_context)
    assert "Bukan laporan Anda?" in message_servers.mailbox.message_texts()[0]
