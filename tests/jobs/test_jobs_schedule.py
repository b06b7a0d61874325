"""The schedule pulls at its interval, never twice at once, and makes up for missed runs once."""

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
from jobs.schedule import build_scheduler
from tests.builders import open_test_context, qlue_row
from tests.pulls import LAPOR, http_source, open_app_context_fed_by, rows_of, wait_until

ONE_REPORT = json.dumps([qlue_row(1)]).encode()


@contextmanager
def running_scheduler(scheduler: BackgroundScheduler) -> Iterator[BackgroundScheduler]:
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=True)


@contextmanager
def releasing(release):
    """Release the slow source at the end, also if the test fails, so that nothing waits for ever."""
    try:
        yield
    finally:
        release.set()


def collect_events(scheduler: BackgroundScheduler, kind: int) -> list:
    """Return a list that fills with the scheduler's events of one kind about pulls."""
    events: list = []
    scheduler.add_listener(lambda event: event.job_id.startswith("pull ") and events.append(event), kind)
    return events


def test_a_source_is_pulled_at_once_and_then_on_its_interval(tmp_path, feed):
    feed.body = ONE_REPORT
    app_context = open_app_context_fed_by(tmp_path, feed.url, every_seconds=1)
    scheduler = build_scheduler(app_context)
    executed = collect_events(scheduler, EVENT_JOB_EXECUTED)
    with running_scheduler(scheduler):
        wait_until(lambda: len(executed) >= 3)
    run_times = [event.scheduled_run_time for event in executed]
    assert {after - before for before, after in pairwise(run_times)} == {timedelta(seconds=1)}
    lines = rows_of(app_context.engine, pull)[-len(feed.requested_paths) :]
    assert {line["outcome"] for line in lines} == {"ok"}
    assert (lines[0]["new"], lines[-1]["unchanged"]) == (1, 1)
    assert len(rows_of(app_context.engine, service_request)) == 1


def test_pulls_of_one_source_never_overlap(tmp_path, feed):
    release, running_pulls, concurrent_counts = threading.Event(), [], []

    def slow_answer(request: BaseHTTPRequestHandler) -> None:
        running_pulls.append(1)
        concurrent_counts.append(len(running_pulls))
        release.wait()
        running_pulls.pop()
        request.send_response(200)
        request.end_headers()
        request.wfile.write(ONE_REPORT)

    feed.answer = slow_answer
    scheduler = build_scheduler(
        open_app_context_fed_by(tmp_path, feed.url, every_seconds=1, timeout_seconds=60)
    )
    skipped, executed = (
        collect_events(scheduler, EVENT_JOB_MAX_INSTANCES),
        collect_events(scheduler, EVENT_JOB_EXECUTED),
    )
    with running_scheduler(scheduler), releasing(release):
        wait_until(lambda: len(skipped) >= 2)
        assert executed == []
        release.set()
        wait_until(lambda: len(executed) >= 2)
    assert set(concurrent_counts) == {1}


def test_a_slow_source_does_not_delay_the_others(tmp_path, feed):
    release = threading.Event()
    feed.answer = lambda request: release.wait() and None
    quick = tmp_path / "cepat.json"
    quick.write_bytes(ONE_REPORT)
    sources = [http_source(feed.url, timeout_seconds=60), {**LAPOR, "file": "cepat.json"}]
    app_context = open_test_context(tmp_path, source=sources)

    def slow_outcomes() -> list[str]:
        return [row["outcome"] for row in rows_of(app_context.engine, pull) if row["source"] == "qlue"]

    with running_scheduler(build_scheduler(app_context)), releasing(release):
        wait_until(lambda: slow_outcomes() == ["running"])  # either of them may begin first
        wait_until(lambda: rows_of(app_context.engine, service_request))
        assert slow_outcomes() == ["running"]


def test_missed_runs_are_combined_into_one_pull(tmp_path, feed):
    feed.body = ONE_REPORT
    scheduler = build_scheduler(open_app_context_fed_by(tmp_path, feed.url, every_seconds=60))
    submitted = collect_events(scheduler, EVENT_JOB_SUBMITTED)
    job = scheduler.get_job("pull qlue")
    # as if the machine had slept for an hour
    job.modify(next_run_time=datetime.now(UTC) - timedelta(hours=1))
    with running_scheduler(scheduler):
        wait_until(lambda: submitted and feed.requested_paths)
    assert [len(event.scheduled_run_times) for event in submitted] == [1]
    assert len(feed.requested_paths) == 1


def test_a_failed_pull_is_retried_at_the_next_interval(tmp_path, feed):
    feed.status = 404
    app_context = open_app_context_fed_by(tmp_path, feed.url, every_seconds=1)
    with running_scheduler(build_scheduler(app_context)):
        wait_until(lambda: len(feed.requested_paths) >= 2)
        feed.status, feed.body = 200, ONE_REPORT
        wait_until(lambda: rows_of(app_context.engine, service_request))
    outcomes = [line["outcome"] for line in rows_of(app_context.engine, pull) if line["source"] == "qlue"]
    assert outcomes[0] == "failed"
    assert outcomes[-1] == "ok"


def test_sources_without_an_interval_are_not_on_the_schedule(tmp_path, feed):
    unscheduled = {name: value for name, value in LAPOR.items() if name != "every_seconds"}
    app_context = open_test_context(tmp_path, source=[http_source(feed.url), unscheduled])
    jobs = [job.id for job in build_scheduler(app_context).get_jobs()]
    assert [name for name in jobs if name.startswith("pull ")] == ["pull qlue"]


def test_reminders_and_delivery_are_scheduled_in_every_city(tmp_path):
    jobs = {job.id for job in build_scheduler(open_test_context(tmp_path, source=[])).get_jobs()}
    assert jobs == {"remind", "deliver"}
