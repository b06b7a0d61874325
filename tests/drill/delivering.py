"""Delivery killed with SIGKILL at random moments: every message arrives, and none twice.

A real mail server and a real gateway receive the messages; as such servers do, they drop a message that comes
twice by its identity. Each worker lives ten minutes after the one before it, so that the claims of a dead one
have expired.
"""

import os
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from bootstrap import AppContext, open_app_context
from data.services.integrity import check_store
from data.services.notifications.recipients import CHANNEL_PREFIX
from data.services.submission import NewReport
from data.store.notifications import SENT
from data.store.schema_follow_ups import notice
from data.store.schema_notifications import delivery
from jobs.area_reassignment import sync_layer
from jobs.delivery import DeliveryRound, deliver
from tests.builders import fixed_clock, open_test_context, settings
from tests.jobs.message_server import MessageServers, create_accounts, start_message_servers
from tests.personas import IN_ANGGREK, MONDAY_NOON

MAX_WORKER_SECONDS = 0.35  # seconds that a worker lives at most, once it has begun
WORKER_INTERVAL = timedelta(minutes=10)
REPORTS = 3  # filed before each worker begins
LAT, LONG = IN_ANGGREK


@dataclass
class DeliveryLog:
    """What the drill knows: the recipients to be notified, and how many workers died."""

    addresses: dict[str, str]  # address to the number of the report
    killed: int = 0


def context_at(folder: Path, office: MessageServers, moment: datetime) -> AppContext:
    """Open the city of a folder, whose files exist."""
    return open_app_context(settings(folder, PANTAU_CHANNELS=office.channels), time=fixed_clock(moment))


def run_drill(folder: Path, kill_count: int, seed: int = 0) -> list[str]:
    """Kill ``kills`` workers at random moments; return what was lost or doubled."""
    rng, delivery_log = random.Random(seed), DeliveryLog({})
    app_context = open_test_context(folder, notify={"quiet": ""})
    sync_layer(app_context)
    create_accounts(app_context)
    with start_message_servers() as office:
        for number in range(kill_count):
            moment = MONDAY_NOON + number * WORKER_INTERVAL
            _submit_reports(context_at(folder, office, moment), delivery_log, number)
            _run_worker(folder, office, moment, rng.uniform(0, MAX_WORKER_SECONDS))
            delivery_log.killed += 1
        final_context = _deliver_remaining(folder, office, MONDAY_NOON + kill_count * WORKER_INTERVAL)
        return find_faults(final_context, office, delivery_log)


def _submit_reports(app_context: AppContext, delivery_log: DeliveryLog, number: int) -> None:
    for index in range(REPORTS):
        address = f"pelapor-{number}-{index}@contoh.test"
        new_report = NewReport(f"lapor-{number}-{index}", "warga", "sampah", "menumpuk", lat=LAT, long=LONG,
                      contact=f"mailto:{address}")  # fmt: skip
        delivery_log.addresses[address] = app_context.submissions.submit(new_report).service_request_id


def _run_worker(folder: Path, office: MessageServers, moment: datetime, seconds: float) -> None:
    context = get_context("forkserver")  # a process of many threads must not be forked
    context.set_forkserver_preload([__name__])
    parent_end, child_end = context.Pipe()
    worker = context.Process(
        target=_deliver_forever, args=(folder, office.channels, moment, child_end), daemon=True
    )
    worker.start()
    child_end.close()
    if parent_end.poll(30):
        parent_end.recv()
        time.sleep(seconds)
    os.kill(worker.pid or 0, signal.SIGKILL)
    worker.join()


def _deliver_forever(folder: Path, channels: str, moment: datetime, channel: Connection) -> None:
    """Deliver, round after round, until killed."""
    app_context = open_app_context(settings(folder, PANTAU_CHANNELS=channels), time=fixed_clock(moment))
    channel.send("ready")
    while True:
        deliver(app_context)


def _deliver_remaining(folder: Path, office: MessageServers, moment: datetime) -> AppContext:
    """Send what is left, with a worker that is not killed."""
    empty_round = DeliveryRound(0, 0, 0)
    while True:
        now, later = (
            context_at(folder, office, worker_time) for worker_time in (moment, moment + 6 * WORKER_INTERVAL)
        )
        if deliver(now) == empty_round and deliver(later) == empty_round:
            return now
        moment += 12 * WORKER_INTERVAL


def find_faults(app_context: AppContext, office: MessageServers, delivery_log: DeliveryLog) -> list[str]:
    """Return what is lost, doubled, or does not add up."""
    mails = Counter(str(mail["To"]) for mail in office.mailbox.messages.values())
    found_faults = [
        f"told {mails[address]} times: {address}" for address in delivery_log.addresses if mails[address] != 1
    ]
    found_faults += [
        f"told of nobody's report: {address}" for address in mails.keys() - delivery_log.addresses.keys()
    ]
    with app_context.engine.connect() as connection:
        rows = connection.execute(select(delivery)).mappings().all()
        notices = connection.execute(select(notice.c.notice_id)).scalars().all()
    gateway = {row["batch"] for row in rows if row["channel"] == f"{CHANNEL_PREFIX}gerbang"}
    found_faults += [f"not sent: {row['delivery_id']}" for row in rows if row["state"] != SENT]
    found_faults += [
        f"nobody chosen for notice {notice_id}"
        for notice_id in set(notices) - {row["notice_id"] for row in rows}
    ]
    if gateway != set(office.gateway.posted):
        found_faults.append(f"{len(gateway)} messages to the gateway, {len(office.gateway.posted)} taken in")
    return found_faults + [
        str(fault) for fault in check_store(app_context.engine, app_context.city, datetime.now(UTC))
    ]
