"""Fixtures of the jobs' tests: an HTTP feed, and the commands without a process of their own."""

from collections.abc import Callable, Iterator
from subprocess import CompletedProcess

import pytest

from jobs.__main__ import main
from tests.servers import HttpFeed, start_feed

RunJobs = Callable[[list[str], dict[str, str]], CompletedProcess[str]]


@pytest.fixture
def feed() -> Iterator[HttpFeed]:
    """Serve a feed that answers with an empty list until a test changes it."""
    with start_feed() as server:
        yield server


@pytest.fixture
def run_jobs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunJobs:
    """Return a function that runs ``python -m jobs`` here: a process needs two seconds to import."""

    def run(arguments: list[str], environment: dict[str, str]) -> CompletedProcess[str]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        exit_code = main(arguments)
        printed = capsys.readouterr()
        return CompletedProcess(arguments, exit_code, printed.out, printed.err)

    return run
