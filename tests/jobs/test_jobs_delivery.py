"""Delivery by mail, gateway and inbox: each notification arrives once, whatever fails."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bootstrap import AppContext, open_app_context
from data.config.clock import Clock
from data.config.settings import SettingError
from data.core.follow_up.actions import Action
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest
from data.services.notifications.channels import read_channels
from data.services.submission import OWN_SOURCE, NewReport, Receipt
from data.store import notifications as stored
from data.store.report_states import latest_changes
from jobs.area_reassignment import sync_layer
from jobs.delivery import DeliveryRound, deliver
from tests.builders import open_test_context, settings, write_city
from tests.jobs.message_server import MessageServers, create_accounts, start_message_servers
from tests.personas import (
    CAMAT_BARAT,
    CAMAT_TIMUR,
    DEPUTY_MAYOR,
    IN_ANGGREK,
    MONDAY_NOON,
    OPERATOR,
    local_time,
)

LAT, LONG = IN_ANGGREK
MAIL = "mailto:maria@contoh.test"
PHOTOS = tuple(Picture(f"foto-{kind}", kind, "image/jpeg", 4, 3, b"jpeg") for kind in ("before", "after"))


@pytest.fixture
def message_servers() -> Iterator[MessageServers]:
    """Run a mail server and a gateway."""
    with start_message_servers() as servers:
        yield servers


@dataclass
class AdjustableMoment:
    """A clock that the test sets."""

    moment: datetime = MONDAY_NOON

    def __call__(self) -> float:
        return self.moment.timestamp()


@pytest.fixture
def adjustable_moment() -> AdjustableMoment:
    """Return the city's time, at Monday noon."""
    return AdjustableMoment()


@pytest.fixture
def app_context(
    tmp_path: Path, adjustable_moment: AdjustableMoment, message_servers: MessageServers
) -> AppContext:
    """Open the test city with its accounts and channels."""
    write_city(tmp_path)
    app_context = open_app_context(
        settings(tmp_path, PANTAU_CHANNELS=message_servers.channels),
        time=Clock(time_source=adjustable_moment),
    )
    sync_layer(app_context)
    create_accounts(app_context)
    return app_context


def submit_report(
    app_context: AppContext, submission: str = "satu", contact: str | None = MAIL, **changed: str
) -> Receipt:
    defaults = {"service_code": "sampah", "description": "milik Maria Rumengan, 0812-3456"}
    return app_context.submissions.submit(
        NewReport(submission, "warga", lat=LAT, long=LONG, contact=contact, **{**defaults, **changed})
    )


def apply_action(
    app_context: AppContext, receipt: Receipt, action_type: ActionType, **fields: object
) -> None:
    key = (OWN_SOURCE, receipt.service_request_id)
    with app_context.engine.connect() as connection:
        expected_change = latest_changes(connection, [key])[key].change
    action = Action(action_type, OPERATOR, app_context.clock.now(), **{"note": "rahasia", **fields})  # type: ignore[arg-type]
    pictures = PHOTOS if action_type is ActionType.RESOLVE else ()
    app_context.follow_ups.apply(
        ActionRequest(f"{action_type}-{receipt.service_request_id}", key, expected_change, action, pictures)
    )


def inbox_templates(app_context: AppContext, name: str) -> list[str]:
    return [notice.template for notice, _new in app_context.notifications.inbox(name)]


def test_a_new_report_notifies_the_reporter_by_mail_and_the_kecamatan_by_gateway_and_inbox(
    app_context: AppContext, message_servers: MessageServers
) -> None:
    receipt = submit_report(app_context)
    assert deliver(app_context) == DeliveryRound(2, 2, 0)
    (mail,) = message_servers.mailbox.messages.values()
    assert mail["To"] == "maria@contoh.test"
    assert receipt.service_request_id in message_servers.mailbox.message_texts()[0]
    (posted,) = message_servers.gateway.posted.values()
    assert posted["title"] == "Laporan baru"
    assert "Sampah, Anggrek" in posted["message"]
    assert inbox_templates(app_context, CAMAT_BARAT.name) == ["baru"]
    assert inbox_templates(app_context, CAMAT_TIMUR.name) == []
    assert deliver(app_context) == DeliveryRound(0, 0, 0)


def test_messages_contain_no_text_written_by_a_person(
    app_context: AppContext, message_servers: MessageServers
) -> None:
    apply_action(app_context, submit_report(app_context), ActionType.ASSIGN, agency="DLH")
    deliver(app_context)
    delivered_text = " ".join(
        (*message_servers.mailbox.message_texts(), *map(str, message_servers.gateway.posted.values()))
    )
    assert "DLH" in delivered_text
    assert not [word for word in ("Maria", "0812", "rahasia", "operator.1") if word in delivered_text]


def test_a_reporter_is_notified_once_of_each_step(
    app_context: AppContext, message_servers: MessageServers
) -> None:
    receipt = submit_report(app_context)
    deliver(app_context)
    for action_type, fields in (
        (ActionType.ASSIGN, {"agency": "DLH"}),
        (ActionType.START_WORK, {}),
        (ActionType.RESOLVE, {}),
    ):
        apply_action(app_context, receipt, action_type, **fields)
        deliver(app_context)
        deliver(app_context)
    subjects = [text.splitlines()[0] for text in message_servers.mailbox.message_texts()]
    assert subjects == ["Laporan diterima", "Laporan didisposisikan", "Laporan selesai"]


def test_the_reporter_of_a_duplicate_is_notified_about_the_original_report(
    app_context: AppContext, message_servers: MessageServers
) -> None:
    first = submit_report(app_context, contact=None)
    second = app_context.submissions.submit(
        NewReport("dua", "warga", "sampah", "sama", lat=LAT, long=LONG, contact="mailto:yohanis@contoh.test",
              original=(OWN_SOURCE, first.service_request_id))
    )  # fmt: skip
    deliver(app_context)
    apply_action(app_context, first, ActionType.START_WORK)
    apply_action(app_context, first, ActionType.RESOLVE)
    deliver(app_context)
    last_message = message_servers.mailbox.message_texts()[-1]
    assert "Laporan selesai" in last_message
    assert second.service_request_id in last_message  # of the duplicate


def test_many_notices_are_sent_in_one_message(
    app_context: AppContext, message_servers: MessageServers
) -> None:
    for number in range(14):
        submit_report(app_context, f"laporan-{number}", contact=None)
    deliver(app_context)
    (posted,) = message_servers.gateway.posted.values()
    assert posted["title"] == "14 kabar laporan"
    assert "dan 4 kabar lainnya" in posted["message"]
    assert len(inbox_templates(app_context, CAMAT_BARAT.name)) == 14


def test_offices_are_notified_after_quiet_hours(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    adjustable_moment.moment = local_time("2026-11-23 22:00")
    submit_report(app_context)
    deliver(app_context)
    assert (len(message_servers.mailbox.messages), len(message_servers.gateway.posted)) == (1, 0)
    assert inbox_templates(app_context, CAMAT_BARAT.name) == ["baru"]  # an inbox disturbs nobody
    adjustable_moment.moment = local_time("2026-11-24 06:00")
    deliver(app_context)
    assert len(message_servers.gateway.posted) == 1


def test_a_failing_channel_is_retried_later_and_does_not_delay_the_others(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    message_servers.gateway.status = 503
    submit_report(app_context)
    assert deliver(app_context) == DeliveryRound(2, 1, 1)
    assert len(message_servers.mailbox.messages) == 1
    message_servers.gateway.status = 200
    assert deliver(app_context) == DeliveryRound(0, 0, 0)  # still quiet hours
    adjustable_moment.moment += timedelta(seconds=31)
    assert deliver(app_context) == DeliveryRound(0, 1, 0)
    assert len(message_servers.gateway.posted) == 1


def test_a_retried_batch_keeps_its_id_and_later_notices_get_their_own(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    message_servers.gateway.status = 503
    submit_report(app_context, "satu", contact=None)
    deliver(app_context)
    submit_report(app_context, "dua", contact=None)
    message_servers.gateway.status = 200
    adjustable_moment.moment += timedelta(minutes=5)
    deliver(app_context)
    assert [payload["title"] for payload in message_servers.gateway.posted.values()] == [
        "Laporan baru",
        "Laporan baru",
    ]


def test_after_the_last_attempt_a_dead_letter_can_be_retried(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    message_servers.gateway.status = 500
    submit_report(app_context, contact=None)
    for _ in range(app_context.city.notify.attempts):
        deliver(app_context)
        adjustable_moment.moment += timedelta(hours=2)
    ((recipient, channel, reason, _at),) = app_context.notifications.dead_letters()
    assert (recipient, channel) == ("kecamatan:31.01.01", "saluran:gerbang")
    assert reason == "the channel did not take it"
    assert deliver(app_context) == DeliveryRound(0, 0, 0)
    message_servers.gateway.status = 200
    assert app_context.notifications.retry_dead_letters() == 1
    assert deliver(app_context) == DeliveryRound(0, 1, 0)
    assert app_context.notifications.dead_letters() == []


def test_a_batch_of_a_crashed_sender_is_claimed_again_with_the_same_id(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    submit_report(app_context, contact=None)
    app_context.notifications.fan_out()
    (first_claim,) = app_context.notifications.claim()  # and its sender dies
    assert app_context.notifications.claim() == []
    adjustable_moment.moment += stored.LEASE + timedelta(seconds=1)
    (second_claim,) = app_context.notifications.claim()
    assert second_claim.batch_id == first_claim.batch_id
    assert [notice.notice_id for notice in second_claim.notices] == [
        notice.notice_id for notice in first_claim.notices
    ]


def test_each_passed_deadline_is_notified_once_and_none_from_before_the_start(
    app_context: AppContext, message_servers: MessageServers, adjustable_moment: AdjustableMoment
) -> None:
    submit_report(app_context, contact=None)  # sampah: 48 hours, from Monday noon
    deliver(app_context)
    assert app_context.notifications.enqueue_reminders() == 0
    adjustable_moment.moment = MONDAY_NOON + timedelta(hours=40)
    assert (app_context.notifications.enqueue_reminders(), app_context.notifications.enqueue_reminders()) == (
        1,
        0,
    )
    adjustable_moment.moment = MONDAY_NOON + timedelta(hours=48, minutes=1)
    assert app_context.notifications.enqueue_reminders() == 1
    adjustable_moment.moment = MONDAY_NOON + timedelta(hours=144, minutes=1)
    assert app_context.notifications.enqueue_reminders() == 1
    deliver(app_context)
    assert inbox_templates(app_context, CAMAT_BARAT.name) == [
        "sangat_terlambat",
        "terlambat",
        "mendekati",
        "baru",
    ]
    assert inbox_templates(app_context, DEPUTY_MAYOR.name) == ["sangat_terlambat"]


def test_the_inbox_counts_unread_notices(app_context: AppContext) -> None:
    submit_report(app_context)
    deliver(app_context)
    assert app_context.notifications.count_unread(CAMAT_BARAT.name) == 1
    assert [new for _notice, new in app_context.notifications.inbox(CAMAT_BARAT.name)] == [True]
    assert [new for _notice, new in app_context.notifications.inbox(CAMAT_BARAT.name)] == [False]
    assert app_context.notifications.count_unread(CAMAT_BARAT.name) == 0


def test_the_outbox_works_on_each_database(app_context_on_each_db: AppContext) -> None:
    sync_layer(app_context_on_each_db)
    create_accounts(app_context_on_each_db)
    submit_report(app_context_on_each_db)
    assert deliver(app_context_on_each_db) == DeliveryRound(2, 0, 0)
    assert inbox_templates(app_context_on_each_db, CAMAT_BARAT.name) == ["baru"]
    assert app_context_on_each_db.notifications.enqueue_reminders() == 0
    assert app_context_on_each_db.follow_ups.rated_low() == []


def test_a_practice_city_must_have_no_channels(tmp_path: Path, message_servers: MessageServers) -> None:
    write_city(tmp_path, source=[{"name": "latihan", "kind": "simulated", "every_seconds": 5}])
    with pytest.raises(SettingError, match="a practice city reaches nobody"):
        open_app_context(settings(tmp_path, PANTAU_CHANNELS=message_servers.channels))


def channel_toml(url: str, *audience: str) -> str:
    return f'[[channel]]\nname = "a"\nurl = "{url}"\naudience = {json.dumps(audience)}\n'


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[channel", "is not TOML"),
        (channel_toml("json://x"), "channel.0.audience"),
        (channel_toml("json://x", "camat"), "audience 'camat'"),
        (channel_toml("json://x", "pelapor"), "{alamat}"),
        (channel_toml("json://x/{alamat}", "operator"), "{alamat}"),
        (channel_toml("json://{alamat}", "pelapor", "operator"), "stands alone"),
        (channel_toml("json://sandi", "operator") * 2, "two channels of one name"),
    ],
)
def test_unusable_channels_stop_the_start_without_showing_secrets(text: str, wrong: str) -> None:
    with pytest.raises(SettingError) as error:
        read_channels(text)
    assert "PANTAU_CHANNELS" in str(error.value)
    assert wrong in str(error.value)
    assert "sandi" not in str(error.value)


def test_a_city_without_channels_delivers_to_inboxes_only(tmp_path: Path) -> None:
    app_context = open_test_context(tmp_path)
    sync_layer(app_context)
    create_accounts(app_context)
    submit_report(app_context)
    assert deliver(app_context) == DeliveryRound(2, 0, 0)
    assert inbox_templates(app_context, CAMAT_BARAT.name) == ["baru"]
