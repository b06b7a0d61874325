"""Submissions and follow-ups killed with SIGKILL at random moments: nothing accepted is lost or doubled.

A client sends requests, each with an identity of its own, to a worker process, and records the answers. The
worker is killed again and again in the middle of them; the client repeats every unanswered request to the
next one. At the end the store holds each of them exactly once.
"""

import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select

from bootstrap import AppContext, open_app_context
from data.core.follow_up.actions import Action
from data.core.follow_up.records import Picture
from data.core.follow_up.workflow import ActionType
from data.services.follow_up import ActionRequest
from data.services.integrity import check_store
from data.services.submission import OWN_SOURCE, NewReport
from data.store.report_states import latest_changes
from data.store.schema import service_request
from data.store.schema_follow_ups import filing, follow_up, picture
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_test_context, settings
from tests.personas import IN_ANGGREK, MONDAY_NOON, OPERATOR

MAX_WORKER_SECONDS = 0.4  # seconds that a worker lives at most
LAT, LONG = IN_ANGGREK


@dataclass
class ClientLog:
    """What the client knows: the report numbers it received, and how many workers died."""

    submitted: dict[int, str] = field(default_factory=dict)
    followed_up: dict[int, int] = field(default_factory=dict)
    killed: int = 0


def open_context(folder: Path) -> AppContext:
    """Open the city of a folder, whose files exist."""
    return open_app_context(settings(folder), time=fixed_clock())


def make_photo(number: int, purpose: str = "report") -> Picture:
    """Return a unique picture, large enough that writing it takes a moment."""
    body = number.to_bytes(4, "big") * 20_000
    return Picture(f"foto-{purpose}-{number:08}", purpose, "image/jpeg", 40, 30, body)


def serve_requests(app_context: AppContext, channel: Connection) -> None:
    """Serve requests as a worker, and answer each once it is stored."""
    while True:
        operation, number, argument = channel.recv()
        channel.send((operation, number, OPERATIONS[operation](app_context, number, argument)))


def _submit(app_context: AppContext, number: int, _argument: Any) -> str:
    new_report = NewReport(f"lapor-{number}", "warga", "sampah", f"nomor {number}", lat=LAT, long=LONG,
                  pictures=(make_photo(number),))  # fmt: skip
    return app_context.submissions.submit(new_report).service_request_id


def _follow_up(app_context: AppContext, number: int, request_id: str) -> int:
    """Start work on a submitted report; a repeated request finds it changed already by itself."""
    key = (OWN_SOURCE, request_id)
    with app_context.engine.connect() as connection:
        seen_change = latest_changes(connection, [key])[key].change
    action = Action(ActionType.START_WORK, OPERATOR, MONDAY_NOON)
    pictures = (make_photo(number, "before"),)
    return app_context.follow_ups.apply(
        ActionRequest(f"tindak-{number}", key, seen_change, action, pictures)
    ).change


OPERATIONS: dict[str, Callable[[AppContext, int, Any], Any]] = {"file": _submit, "move": _follow_up}


def run_drill(folder: Path, kill_count: int, seed: int = 0) -> tuple[ClientLog, AppContext]:
    """Kill ``kills`` workers at random moments; return what the client knows, and the city afterwards."""
    rng, client_log, number = random.Random(seed), ClientLog(), 0
    sync_layer(open_test_context(folder))
    context = get_context("forkserver")  # a process of many threads must not be forked
    context.set_forkserver_preload([__name__])
    while client_log.killed < kill_count:
        parent_end, child_end = context.Pipe()
        worker = context.Process(target=_worker_main, args=(folder, child_end), daemon=True)
        worker.start()
        child_end.close()
        if parent_end.poll(30) and parent_end.recv() == "ready":
            number = _send_until_killed(
                parent_end, worker.pid or 0, client_log, number, rng.uniform(0, MAX_WORKER_SECONDS)
            )
        worker.join()
        client_log.killed += 1
    app_context = open_context(folder)
    _send_remaining(app_context, client_log, number)
    return client_log, app_context


def _worker_main(folder: Path, channel: Connection) -> None:
    app_context = open_context(folder)
    channel.send("ready")
    serve_requests(app_context, channel)


def _send_until_killed(
    parent_end: Connection, pid: int, client_log: ClientLog, number: int, seconds: float
) -> int:
    """Send request after request, and kill the worker when its time has come; return the next number."""
    end = time.monotonic() + seconds
    try:
        while True:
            number = _send_next(parent_end, client_log, number)
            while not parent_end.poll(max(0.0, end - time.monotonic())):
                os.kill(pid, signal.SIGKILL)
                end = time.monotonic() + 30
                if not parent_end.poll(0.05):
                    return number
            _record(client_log, *parent_end.recv())
    except (EOFError, OSError):
        return number


def _send_next(parent_end: Connection, client_log: ClientLog, number: int) -> int:
    """Send a follow-up that is due, else an unanswered submission, else a new one."""
    for number_submitted, request_id in client_log.submitted.items():
        if number_submitted not in client_log.followed_up:
            parent_end.send(("move", number_submitted, request_id))
            return number
    next_number = next(
        (candidate for candidate in range(number) if candidate not in client_log.submitted), number
    )
    parent_end.send(("file", next_number, None))
    return max(number, next_number + 1)


def _record(client_log: ClientLog, operation: str, number: int, answer: Any) -> None:
    (client_log.submitted if operation == "file" else client_log.followed_up)[number] = answer


def _send_remaining(app_context: AppContext, client_log: ClientLog, number: int) -> None:
    """Repeat every unanswered request, to a worker that is not killed."""
    for index in range(number):
        client_log.submitted.setdefault(index, _submit(app_context, index, None))
        if index not in client_log.followed_up:
            client_log.followed_up[index] = _follow_up(app_context, index, client_log.submitted[index])


def _count_rows(connection: Any, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def find_faults(client_log: ClientLog, app_context: AppContext) -> list[str]:
    """Return what is lost, doubled, or does not add up."""
    expected_count = len(client_log.submitted)
    with app_context.engine.connect() as connection:
        tables = {"reports": service_request, "filings": filing, "moves": follow_up, "pictures": picture}
        counts = {name: _count_rows(connection, table) for name, table in tables.items()}
        stored_ids = set(connection.execute(select(service_request.c.service_request_id)).scalars())
        moves = connection.execute(select(follow_up.c.service_request_id, follow_up.c.change))
        changes = {request_id: change for request_id, change in moves}  # noqa: C416 (rows are no pairs)
    counts["pictures"] //= 2  # one with the report, one with the follow-up
    found_faults = [
        f"{count} {name} instead of {expected_count}"
        for name, count in counts.items()
        if count != expected_count
    ]
    found_faults += [
        f"accepted and lost: {stored_id}"
        for stored_id in client_log.submitted.values()
        if stored_id not in stored_ids
    ]
    found_faults += [f"moved twice or lost: {client_log.submitted[n]}"
                     for n, change in client_log.followed_up.items()
              if changes.get(client_log.submitted[n]) != change]  # fmt: skip
    return found_faults + [
        str(fault) for fault in check_store(app_context.engine, app_context.city, app_context.clock.now())
    ]
