"""Telling people for real: by mail, by a gateway, by the accounts' own boxes; once each, whatever fails."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bootstrap import World, open_world
from data.config.clock import Clock
from data.config.settings import SettingError
from data.core.follow_up.actions import Acting
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import Move
from data.services.follow_up import Sent
from data.services.notifications.channels import read_channels
from data.services.submission import OWN, Draft, Receipt
from data.store import notifications as stored
from data.store.report_states import latest_changes
from jobs.area_reassignment import sync_layer
from jobs.delivery import Round, deliver
from tests.builders import open_town, settings, write_city
from tests.jobs.message_server import PostOffice, people_of, post_office
from tests.personas import CAMAT_BARAT, CAMAT_TIMUR, DEPUTY_MAYOR, IN_ANGGREK, MONDAY_NOON, OPERATOR, local

LAT, LONG = IN_ANGGREK
MAIL = "mailto:maria@contoh.test"
PHOTOS = tuple(Picture(f"foto-{kind}", kind, "image/jpeg", 4, 3, b"jpeg") for kind in ("before", "after"))


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server and a gateway."""
    with post_office() as servers:
        yield servers


@dataclass
class Hand:
    """A clock whose hand the test moves."""

    moment: datetime = MONDAY_NOON

    def __call__(self) -> float:
        return self.moment.timestamp()


@pytest.fixture
def hand() -> Hand:
    """The town's time, at Monday noon."""
    return Hand()


@pytest.fixture
def world(tmp_path: Path, hand: Hand, office: PostOffice) -> World:
    """The town, its offices and its channels."""
    write_city(tmp_path)
    made = open_world(settings(tmp_path, PANTAU_CHANNELS=office.channels), time=Clock(read=hand))
    sync_layer(made)
    people_of(made)
    return made


def filed(world: World, submission: str = "satu", contact: str | None = MAIL, **changed: str) -> Receipt:
    usual = {"service_code": "sampah", "description": "milik Maria Rumengan, 0812-3456"}
    return world.filings.file(
        Draft(submission, "warga", lat=LAT, long=LONG, contact=contact, **{**usual, **changed})
    )


def act(world: World, receipt: Receipt, move: Move, **more: object) -> None:
    key = (OWN, receipt.service_request_id)
    with world.engine.connect() as connection:
        seen = latest_changes(connection, [key])[key].change
    acting = Acting(move, OPERATOR, world.clock.now(), **{"note": "rahasia", **more})  # type: ignore[arg-type]
    pictures = PHOTOS if move is Move.RESOLVE else ()
    world.follow_ups.act(Sent(f"{move}-{receipt.service_request_id}", key, seen, acting, pictures))


def titles(world: World, name: str) -> list[str]:
    return [told.template for told, _new in world.post.box(name)]


def test_a_reporter_is_told_by_mail_and_his_kecamatan_by_gateway_and_box(
    world: World, office: PostOffice
) -> None:
    receipt = filed(world)
    assert deliver(world) == Round(2, 2, 0)
    (mail,) = office.mailbox.mails.values()
    assert mail["To"] == "maria@contoh.test"
    assert receipt.service_request_id in office.mailbox.texts()[0]
    (posted,) = office.gateway.posted.values()
    assert posted["title"] == "Laporan baru"
    assert "Sampah, Anggrek" in posted["message"]
    assert titles(world, CAMAT_BARAT.name) == ["baru"]
    assert titles(world, CAMAT_TIMUR.name) == []
    assert deliver(world) == Round(0, 0, 0)


def test_nothing_that_a_person_wrote_is_in_a_message(world: World, office: PostOffice) -> None:
    act(world, filed(world), Move.DISPOSE, agency="DLH")
    deliver(world)
    sent = " ".join((*office.mailbox.texts(), *map(str, office.gateway.posted.values())))
    assert "DLH" in sent
    assert not [word for word in ("Maria", "0812", "rahasia", "operator.1") if word in sent]


def test_from_receipt_to_resolution_a_reporter_hears_each_step_once(world: World, office: PostOffice) -> None:
    receipt = filed(world)
    deliver(world)
    for move, more in ((Move.DISPOSE, {"agency": "DLH"}), (Move.START, {}), (Move.RESOLVE, {})):
        act(world, receipt, move, **more)
        deliver(world)
        deliver(world)
    subjects = [text.splitlines()[0] for text in office.mailbox.texts()]
    assert subjects == ["Laporan diterima", "Laporan didisposisikan", "Laporan selesai"]


def test_who_joined_is_told_what_becomes_of_the_report_that_counts(world: World, office: PostOffice) -> None:
    first = filed(world, contact=None)
    second = world.filings.file(
        Draft("dua", "warga", "sampah", "sama", lat=LAT, long=LONG, contact="mailto:yohanis@contoh.test",
              original=(OWN, first.service_request_id))
    )  # fmt: skip
    deliver(world)
    act(world, first, Move.START)
    act(world, first, Move.RESOLVE)
    deliver(world)
    last = office.mailbox.texts()[-1]
    assert "Laporan selesai" in last
    assert second.service_request_id in last  # by his own number


def test_a_flood_is_told_in_one_message(world: World, office: PostOffice) -> None:
    for number in range(14):
        filed(world, f"laporan-{number}", contact=None)
    deliver(world)
    (posted,) = office.gateway.posted.values()
    assert posted["title"] == "14 kabar laporan"
    assert "dan 4 kabar lainnya" in posted["message"]
    assert len(titles(world, CAMAT_BARAT.name)) == 14


def test_in_quiet_hours_offices_sleep_and_hear_in_the_morning(
    world: World, office: PostOffice, hand: Hand
) -> None:
    hand.moment = local("2026-11-23 22:00")
    filed(world)
    deliver(world)
    assert (len(office.mailbox.mails), len(office.gateway.posted)) == (1, 0)
    assert titles(world, CAMAT_BARAT.name) == ["baru"]  # his box wakes nobody
    hand.moment = local("2026-11-24 06:00")
    deliver(world)
    assert len(office.gateway.posted) == 1


def test_a_channel_that_fails_is_tried_later_and_the_others_are_not_held_up(
    world: World, office: PostOffice, hand: Hand
) -> None:
    office.gateway.status = 503
    filed(world)
    assert deliver(world) == Round(2, 1, 1)
    assert len(office.mailbox.mails) == 1
    office.gateway.status = 200
    assert deliver(world) == Round(0, 0, 0)  # not yet
    hand.moment += timedelta(seconds=31)
    assert deliver(world) == Round(0, 1, 0)
    assert len(office.gateway.posted) == 1


def test_what_is_tried_again_keeps_its_name_and_what_came_since_is_told_apart(
    world: World, office: PostOffice, hand: Hand
) -> None:
    office.gateway.status = 503
    filed(world, "satu", contact=None)
    deliver(world)
    filed(world, "dua", contact=None)
    office.gateway.status = 200
    hand.moment += timedelta(minutes=5)
    deliver(world)
    assert [told["title"] for told in office.gateway.posted.values()] == ["Laporan baru", "Laporan baru"]


def test_after_the_last_try_it_is_a_dead_letter_that_an_operator_sends_again(
    world: World, office: PostOffice, hand: Hand
) -> None:
    office.gateway.status = 500
    filed(world, contact=None)
    for _ in range(world.city.notify.attempts):
        deliver(world)
        hand.moment += timedelta(hours=2)
    ((receiver, channel, why, _at),) = world.post.dead_letters()
    assert (receiver, channel) == ("kecamatan:31.01.01", "saluran:gerbang")
    assert why == "the channel did not take it"
    assert deliver(world) == Round(0, 0, 0)
    office.gateway.status = 200
    assert world.post.revive() == 1
    assert deliver(world) == Round(0, 1, 0)
    assert world.post.dead_letters() == []


def test_a_sender_that_dies_on_the_way_leaves_its_parcel_to_the_next_under_the_same_name(
    world: World, office: PostOffice, hand: Hand
) -> None:
    filed(world, contact=None)
    world.post.spread()
    (taken,) = world.post.take()  # and its sender dies
    assert world.post.take() == []
    hand.moment += stored.LEASE + timedelta(seconds=1)
    (again,) = world.post.take()
    assert again.batch == taken.batch
    assert [told.notice_id for told in again.notices] == [told.notice_id for told in taken.notices]


def test_clocks_that_pass_a_moment_are_told_once_and_those_of_the_past_never(
    world: World, office: PostOffice, hand: Hand
) -> None:
    filed(world, contact=None)  # sampah: 48 hours, from Monday noon
    deliver(world)
    assert world.post.remind() == 0
    hand.moment = MONDAY_NOON + timedelta(hours=40)
    assert (world.post.remind(), world.post.remind()) == (1, 0)
    hand.moment = MONDAY_NOON + timedelta(hours=48, minutes=1)
    assert world.post.remind() == 1
    hand.moment = MONDAY_NOON + timedelta(hours=144, minutes=1)
    assert world.post.remind() == 1
    deliver(world)
    assert titles(world, CAMAT_BARAT.name) == ["sangat_terlambat", "terlambat", "mendekati", "baru"]
    assert titles(world, DEPUTY_MAYOR.name) == ["sangat_terlambat"]


def test_a_box_knows_what_its_account_has_not_read(world: World) -> None:
    filed(world)
    deliver(world)
    assert world.post.unseen(CAMAT_BARAT.name) == 1
    assert [new for _told, new in world.post.box(CAMAT_BARAT.name)] == [True]
    assert [new for _told, new in world.post.box(CAMAT_BARAT.name)] == [False]
    assert world.post.unseen(CAMAT_BARAT.name) == 0


def test_the_outbox_works_on_each_database(town_on_each: World) -> None:
    sync_layer(town_on_each)
    people_of(town_on_each)
    filed(town_on_each)
    assert deliver(town_on_each) == Round(2, 0, 0)
    assert titles(town_on_each, CAMAT_BARAT.name) == ["baru"]
    assert town_on_each.post.remind() == 0
    assert town_on_each.follow_ups.rated_low() == []


def test_a_practice_city_reaches_nobody(tmp_path: Path, office: PostOffice) -> None:
    write_city(tmp_path, source=[{"name": "latihan", "kind": "simulated", "every_seconds": 5}])
    with pytest.raises(SettingError, match="a practice city reaches nobody"):
        open_world(settings(tmp_path, PANTAU_CHANNELS=office.channels))


def channel(url: str, *audience: str) -> str:
    return f'[[channel]]\nname = "a"\nurl = "{url}"\naudience = {json.dumps(audience)}\n'


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[[channel", "is not TOML"),
        (channel("json://x"), "channel.0.audience"),
        (channel("json://x", "camat"), "audience 'camat'"),
        (channel("json://x", "pelapor"), "{alamat}"),
        (channel("json://x/{alamat}", "operator"), "{alamat}"),
        (channel("json://{alamat}", "pelapor", "operator"), "stands alone"),
        (channel("json://sandi", "operator") * 2, "two channels of one name"),
    ],
)
def test_channels_that_cannot_be_used_stop_the_start_without_telling_their_secrets(
    text: str, wrong: str
) -> None:
    with pytest.raises(SettingError) as stopped:
        read_channels(text)
    assert "PANTAU_CHANNELS" in str(stopped.value)
    assert wrong in str(stopped.value)
    assert "sandi" not in str(stopped.value)


def test_a_town_without_channels_fills_boxes_only(tmp_path: Path) -> None:
    town = open_town(tmp_path)
    sync_layer(town)
    people_of(town)
    filed(town)
    assert deliver(town) == Round(2, 0, 0)
    assert titles(town, CAMAT_BARAT.name) == ["baru"]
