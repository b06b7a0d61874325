"""The schedule pulls on its interval, never twice at once, and makes up for missed turns once."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

from apscheduler.events import EVENT_JOB_EXECUTED, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_SUBMITTED
from apscheduler.schedulers.background import BackgroundScheduler

from data.store.schema import pull, service_request
from jobs.schedule import build_schedule
from tests.builders import open_town, qlue_row
from tests.pulls import LAPOR, eventually, fed_by, rows_of, town_fed_by

ONE = json.dumps([qlue_row(1)]).encode()


@contextmanager
def running(schedule: BackgroundScheduler) -> Iterator[BackgroundScheduler]:
    schedule.start()
    try:
        yield schedule
    finally:
        schedule.shutdown(wait=True)


@contextmanager
def released(gate):
    """Lets the slow source go in the end, also where the test fails: nobody waits for it for ever."""
    try:
        yield
    finally:
        gate.set()


def heard(schedule: BackgroundScheduler, kind: int) -> list:
    """The schedule's own announcements of one kind about pulls, as they come."""
    found: list = []
    schedule.add_listener(lambda told: told.job_id.startswith("pull ") and found.append(told), kind)
    return found


def test_a_source_is_pulled_at_once_and_then_on_its_interval(tmp_path, feed):
    feed.body = ONE
    world = town_fed_by(tmp_path, feed.url, every_seconds=1)
    schedule = build_schedule(world)
    done = heard(schedule, EVENT_JOB_EXECUTED)
    with running(schedule):
        eventually(lambda: len(done) >= 3)
    turns = [event.scheduled_run_time for event in done]
    assert {after - before for before, after in pairwise(turns)} == {timedelta(seconds=1)}
    lines = rows_of(world.engine, pull)[-len(feed.asked) :]
    assert {line["outcome"] for line in lines} == {"ok"}
    assert (lines[0]["new"], lines[-1]["unchanged"]) == (1, 1)
    assert len(rows_of(world.engine, service_request)) == 1


def test_a_slow_pull_is_never_overtaken_by_the_next(tmp_path, feed):
    release, inside, at_once = threading.Event(), [], []

    def slow(request: BaseHTTPRequestHandler) -> None:
        inside.append(1)
        at_once.append(len(inside))
        release.wait()
        inside.pop()
        request.send_response(200)
        request.end_headers()
        request.wfile.write(ONE)

    feed.answer = slow
    schedule = build_schedule(town_fed_by(tmp_path, feed.url, every_seconds=1, timeout_seconds=60))
    skipped, done = heard(schedule, EVENT_JOB_MAX_INSTANCES), heard(schedule, EVENT_JOB_EXECUTED)
    with running(schedule), released(release):
        eventually(lambda: len(skipped) >= 2)
        assert done == []
        release.set()
        eventually(lambda: len(done) >= 2)
    assert set(at_once) == {1}


def test_a_slow_source_does_not_hold_up_the_others(tmp_path, feed):
    release = threading.Event()
    feed.answer = lambda request: release.wait() and None
    quick = tmp_path / "cepat.json"
    quick.write_bytes(ONE)
    sources = [fed_by(feed.url, timeout_seconds=60), {**LAPOR, "file": "cepat.json"}]
    world = open_town(tmp_path, source=sources)

    def slow() -> list[str]:
        return [row["outcome"] for row in rows_of(world.engine, pull) if row["source"] == "qlue"]

    with running(build_schedule(world)), released(release):
        eventually(lambda: slow() == ["running"])  # either of them may begin first
        eventually(lambda: rows_of(world.engine, service_request))
        assert slow() == ["running"]


def test_missed_turns_are_made_up_for_by_a_single_pull(tmp_path, feed):
    feed.body = ONE
    schedule = build_schedule(town_fed_by(tmp_path, feed.url, every_seconds=60))
    submitted = heard(schedule, EVENT_JOB_SUBMITTED)
    job = schedule.get_job("pull qlue")
    # As if the machine had slept for an hour.
    job.modify(next_run_time=datetime.now(UTC) - timedelta(hours=1))
    with running(schedule):
        eventually(lambda: submitted and feed.asked)
    assert [len(event.scheduled_run_times) for event in submitted] == [1]
    assert len(feed.asked) == 1


def test_a_pull_that_fails_is_tried_again_on_the_next_turn(tmp_path, feed):
    feed.status = 404
    world = town_fed_by(tmp_path, feed.url, every_seconds=1)
    with running(build_schedule(world)):
        eventually(lambda: len(feed.asked) >= 2)
        feed.status, feed.body = 200, ONE
        eventually(lambda: rows_of(world.engine, service_request))
    outcomes = [line["outcome"] for line in rows_of(world.engine, pull) if line["source"] == "qlue"]
    assert outcomes[0] == "failed"
    assert outcomes[-1] == "ok"


def test_sources_without_an_interval_are_not_on_the_schedule(tmp_path, feed):
    by_hand = {name: value for name, value in LAPOR.items() if name != "every_seconds"}
    world = open_town(tmp_path, source=[fed_by(feed.url), by_hand])
    jobs = [job.id for job in build_schedule(world).get_jobs()]
    assert [name for name in jobs if name.startswith("pull ")] == ["pull qlue"]


def test_the_post_is_on_the_schedule_of_every_city(tmp_path):
    jobs = {job.id for job in build_schedule(open_town(tmp_path, source=[])).get_jobs()}
    assert jobs == {"remind", "deliver"}
