"""Delivery, killed with SIGKILL at random moments: whatever was to be told arrives, and nobody is told twice.

A real mail server and a real gateway take the messages; as such servers do, they know a message that comes
twice by its name. Each worker lives ten minutes after the one before it, so that what a dead one had taken
is free again.
"""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from bootstrap import World, open_world
from data.services.integrity import check_store
from data.services.notifications.recipients import CHANNEL
from data.services.submission import Draft
from data.store.notifications import SENT
from data.store.schema_follow_ups import notice
from data.store.schema_notifications import delivery
from jobs.area_reassignment import sync_layer
from jobs.delivery import Round, deliver
from tests.builders import fixed_clock, open_town, settings
from tests.jobs.message_server import PostOffice, people_of, post_office
from tests.personas import IN_ANGGREK, MONDAY_NOON

LONGEST = 0.35  # seconds that a worker lives at most, once it has begun
APART = timedelta(minutes=10)
REPORTS = 3  # filed before each worker begins
LAT, LONG = IN_ANGGREK


@dataclass
class Told:
    """What the drill knows: who must be told, by address, and how many workers died on the way."""

    addresses: dict[str, str]  # address to the number of the report
    killed: int = 0


def town_at(folder: Path, office: PostOffice, moment: datetime) -> World:
    """The town of a folder, whose files are written already."""
    return open_world(settings(folder, PANTAU_CHANNELS=office.channels), time=fixed_clock(moment))


def drill(folder: Path, kills: int, seed: int = 0) -> list[str]:
    """Kills ``kills`` workers at random moments; what was lost or doubled, empty if all is well."""
    chance, told = random.Random(seed), Told({})
    town = open_town(folder, notify={"quiet": ""})
    sync_layer(town)
    people_of(town)
    with post_office() as office:
        for number in range(kills):
            moment = MONDAY_NOON + number * APART
            _file(town_at(folder, office, moment), told, number)
            _one_life(folder, office, moment, chance.uniform(0, LONGEST))
            told.killed += 1
        world = _finish(folder, office, MONDAY_NOON + kills * APART)
        return faults(world, office, told)


def _file(world: World, told: Told, number: int) -> None:
    for one in range(REPORTS):
        address = f"pelapor-{number}-{one}@contoh.test"
        draft = Draft(f"lapor-{number}-{one}", "warga", "sampah", "menumpuk", lat=LAT, long=LONG,
                      contact=f"mailto:{address}")  # fmt: skip
        told.addresses[address] = world.filings.file(draft).service_request_id


def _one_life(folder: Path, office: PostOffice, moment: datetime, seconds: float) -> None:
    context = get_context("forkserver")  # a process of many threads must not be forked
    context.set_forkserver_preload([__name__])
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(folder, office.channels, moment, theirs), daemon=True)
    worker.start()
    theirs.close()
    if ours.poll(30):
        ours.recv()
        time.sleep(seconds)
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()


def _work(folder: Path, channels: str, moment: datetime, channel: Connection) -> None:
    """Delivers, turn after turn, until it is killed."""
    world = open_world(settings(folder, PANTAU_CHANNELS=channels), time=fixed_clock(moment))
    channel.send("ready")
    while True:
        deliver(world)


def _finish(folder: Path, office: PostOffice, moment: datetime) -> World:
    """A worker that lives sends what is left."""
    nothing = Round(0, 0, 0)
    while True:
        now, later = (town_at(folder, office, at) for at in (moment, moment + 6 * APART))
        if deliver(now) == nothing and deliver(later) == nothing:
            return now
        moment += 12 * APART


def faults(world: World, office: PostOffice, told: Told) -> list[str]:
    """What is lost, doubled, or does not add up."""
    mails = Counter(str(mail["To"]) for mail in office.mailbox.mails.values())
    wrong = [f"told {mails[address]} times: {address}" for address in told.addresses if mails[address] != 1]
    wrong += [f"told of nobody's report: {address}" for address in mails.keys() - told.addresses.keys()]
    with world.engine.connect() as connection:
        rows = connection.execute(select(delivery)).mappings().all()
        notices = connection.execute(select(notice.c.notice_id)).scalars().all()
    gateway = {row["batch"] for row in rows if row["channel"] == f"{CHANNEL}gerbang"}
    wrong += [f"not sent: {row['delivery_id']}" for row in rows if row["state"] != SENT]
    wrong += [f"nobody chosen for notice {one}" for one in set(notices) - {row["notice_id"] for row in rows}]
    if gateway != set(office.gateway.posted):
        wrong.append(f"{len(gateway)} messages to the gateway, {len(office.gateway.posted)} taken in")
    return wrong + [str(fault) for fault in check_store(world.engine, world.city, world.clock.now())]
