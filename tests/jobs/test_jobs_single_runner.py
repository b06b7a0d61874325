"""One process for each store runs the schedule, on SQLite and PostgreSQL; the next one waits for its end."""

import errno
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from data.store.engine import open_engine
from data.store.single_runner import RUNNER_LOCK, single_runner
from jobs.schedule import StoreScheduler
from tests.builders import qlue_row, write_city
from tests.pulls import ROOT, http_source, process_environment, wait_until
from tests.servers import HttpFeed, free_port

COMMANDS = {"jobs": ["jobs", "run"], "dashboard": ["dashboard", "--with-jobs"]}
WAITS, RUNS = "the schedule of this store waits", "this process runs the schedule"


@dataclass
class Runner:
    """A process with the schedule, and what it logs."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def says(self, words: str) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return words in self.log.read_text()

    def kill(self) -> None:
        """Kill the process with -9, as a power cut would."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start_runner(tmp_path: Path, store_url: str, feed: HttpFeed) -> Iterator[Callable[[str], Runner]]:
    feed.body = json.dumps([qlue_row(1)]).encode()
    write_city(tmp_path, source=[http_source(feed.url, every_seconds=1)])
    environment = process_environment(tmp_path, store_url, PANTAU_LOG_LEVEL="info")
    with ExitStack() as stack:

        def start(command: str) -> Runner:
            log = tmp_path / f"{free_port()}.log"
            with log.open("wb") as file:
                process = subprocess.Popen(
                    [sys.executable, "-m", *COMMANDS[command]],
                    env={**environment, "PORT": str(free_port())}, cwd=ROOT,
                    stdout=subprocess.DEVNULL, stderr=file,
                )  # fmt: skip
            runner = Runner(process, log)
            stack.callback(runner.kill)
            return runner

        yield start


def test_a_second_process_says_that_it_waits_and_goes_on_when_the_first_is_killed(
    start_runner: Callable[[str], Runner], feed: HttpFeed
) -> None:
    """Each source was asked twice as often, by `jobs run` beside itself or beside a web process."""
    first, second = start_runner("jobs"), start_runner("dashboard")
    wait_until(lambda: first.says(WAITS) or second.says(WAITS), 60)
    waiting, running = (first, second) if first.says(WAITS) else (second, first)
    wait_until(lambda: len(feed.requested_paths) >= 2, 60)
    assert not waiting.says(RUNS)
    assert not running.says(WAITS)
    running.kill()
    wait_until(lambda: waiting.says(RUNS), 60)
    requested = len(feed.requested_paths)
    wait_until(lambda: len(feed.requested_paths) > requested, 60)


def test_the_right_is_kept_until_it_is_given_up(store_url: str) -> None:
    runner = single_runner(open_engine(store_url))
    assert runner.acquire()
    assert runner.acquire()
    runner.release()
    assert runner.acquire()
    runner.release()


def end_connections_with_locks(url: str) -> None:
    """End the connections that hold the right, as a restart of the server does."""
    query = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = :key"
    with open_engine(url).connect() as connection:
        connection.execute(text(query), {"key": RUNNER_LOCK})


@pytest.mark.postgres
def test_two_stores_in_one_database_have_a_right_each(postgres) -> None:
    first, second = (single_runner(open_engine(postgres.new_store())) for _ in range(2))
    assert first.acquire()
    assert second.acquire()
    first.release()
    second.release()


@pytest.mark.postgres
def test_a_lost_connection_is_a_lost_right_until_it_is_taken_anew(postgres) -> None:
    url = postgres.new_store()
    first, second = (single_runner(open_engine(url)) for _ in range(2))
    assert first.acquire()
    assert not second.acquire()
    end_connections_with_locks(url)
    assert second.acquire()
    assert not first.acquire()
    assert first.refusal == "another process runs it"
    second.release()


@pytest.mark.postgres
def test_without_the_store_there_is_no_right(postgres) -> None:
    url = f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/postgres"
    runner = single_runner(create_engine(url))
    assert not runner.acquire()
    assert runner.refusal == "the store does not answer"


def test_a_store_in_memory_has_no_rival() -> None:
    assert single_runner(open_engine("sqlite://")).acquire()


def test_a_lock_file_that_cannot_be_made_is_no_right_for_now(tmp_path: Path) -> None:
    """Kind: a folder that is away for a moment ended the thread that asks, and the schedule with it."""
    runner = single_runner(create_engine(f"sqlite:///{tmp_path / 'gudang' / 'store.db'}"))
    assert not runner.acquire()
    assert "No such file or directory" in runner.refusal
    (tmp_path / "gudang").mkdir()
    assert runner.acquire()
    runner.release()


def test_a_lock_that_the_disk_does_not_offer_is_told_from_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("data.store.single_runner.fcntl.lockf", fail)
    runner = single_runner(create_engine(f"sqlite:///{tmp_path / 'store.db'}"))
    assert not runner.acquire()
    assert "No locks available" in runner.refusal


def test_a_schedule_whose_start_failed_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended with "cannot join thread before it is started" in place of what was wrong."""
    runner = single_runner(open_engine("sqlite://"))

    def fail() -> bool:
        raise MemoryError

    monkeypatch.setattr(runner, "acquire", fail)
    scheduler = StoreScheduler(runner)
    with pytest.raises(MemoryError):
        scheduler.start()
    scheduler.shutdown()
    assert not scheduler.running
