"""Log lines that requests can cause: few of a kind, few in all, none of endless length.

Kind: a sender who fills the disk, or buries the line that matters, with what the board writes about him.
"""

import logging
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from data.config.logs import build_handler, build_processors
from data.lib import log_throttle
from data.lib.log_throttle import LINES_IN_ALL, LINES_PER_KIND, LogThrottle, lines_of_request
from tests.pulls import ROOT

TEN_MINUTES = 10


class Seconds:
    """A monotonic clock that stands still until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def throttle(seconds: Seconds) -> LogThrottle:
    return LogThrottle(seconds)


@pytest.fixture
def written(throttle: LogThrottle, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Return what the loggers of the server and of the board write, set up as in a process of their own."""
    output = StringIO()
    monkeypatch.setattr("data.config.logs._standard_error", lambda: output)
    handler = build_handler(throttle)
    loggers = [logging.getLogger(name) for name in ("asyncio", "uvicorn.error", "data.lib.any")]
    for logger in loggers:
        logger.addHandler(handler)
        monkeypatch.setattr(logger, "level", logging.WARNING)  # a server of another test may have set it
        logger.manager._clear_cache()  # type: ignore[attr-defined]
    yield output
    for logger in loggers:
        logger.removeHandler(handler)


def test_lines_of_the_server_are_few_and_say_how_many_were_left_out(
    written: StringIO, seconds: Seconds
) -> None:
    for number in range(1_000):
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        logging.getLogger("asyncio").error("socket.accept() out of system resource\nsocket: %s", number)
    assert written.getvalue().count("Invalid HTTP request") == LINES_PER_KIND
    assert written.getvalue().count("socket.accept()") == LINES_PER_KIND
    seconds.now += 60
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert written.getvalue().endswith(f"Invalid HTTP request received. left_out={1_000 - LINES_PER_KIND}\n")


def test_ten_minutes_of_errors_of_any_kind_stay_below_five_megabytes(
    written: StringIO, seconds: Seconds
) -> None:
    for _minute in range(TEN_MINUTES):
        for number in range(500):
            message = f"kind {number}"
            try:
                raise ValueError("x" * 100_000)
            except ValueError:
                logging.getLogger("asyncio").exception(message)
        seconds.now += 60
    assert written.getvalue().count("kind ") <= TEN_MINUTES * LINES_IN_ALL
    assert 0 < len(written.getvalue()) < 5_000_000


def structured_lines(throttle: LogThrottle, count: int) -> list[str]:
    """Return what the board's own logger writes of a number of equal errors."""
    output = StringIO()
    logger = structlog.wrap_logger(structlog.PrintLogger(output), processors=build_processors(throttle))
    for _ in range(count):
        logger.error("a callback failed", output="x" * 20_000)
    return output.getvalue().splitlines()


def test_lines_of_strangers_requests_are_throttled_and_those_of_others_are_not(throttle: LogThrottle) -> None:
    with lines_of_request():
        lines = structured_lines(throttle, 100)
    assert len(lines) == LINES_PER_KIND
    assert max(map(len, lines)) <= log_throttle.MAX_LINE_LENGTH
    with lines_of_request(), lines_of_request(is_known=True):
        assert len(structured_lines(throttle, 100)) == 100
    assert len(structured_lines(throttle, 100)) == 100


def test_lines_of_a_picture_of_a_stranger_are_throttled(written: StringIO) -> None:
    for _ in range(50):
        logging.getLogger("data.lib.any").warning("a job's line")
        with lines_of_request():
            logging.getLogger("data.lib.any").warning("a picture ended its worker")
    assert written.getvalue().count("a job's line") == 50
    assert written.getvalue().count("a picture ended its worker") == LINES_PER_KIND


NO_MORE_FILES = """
import asyncio, os, resource, socket
from data.config.logs import configure_logging

configure_logging("warning")
calls = []

async def accept_without_files():
    loop = asyncio.get_running_loop()
    call = loop.call_exception_handler
    loop.call_exception_handler = lambda context: (calls.append(1), call(context))
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    client = socket.create_connection(server.sockets[0].getsockname())
    files = max(map(int, os.listdir("/proc/self/fd"))) + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (files - 1, files - 1))
    while len(calls) < 100:
        await asyncio.sleep(0)
    os._exit(0)

asyncio.run(accept_without_files())
"""


def test_server_without_free_files_writes_little() -> None:
    """A real accept that fails: asyncio writes one line for each place of the queue, each second."""
    run = subprocess.run(
        [sys.executable, "-c", NO_MORE_FILES],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    assert run.stderr.count("out of system resource") == LINES_PER_KIND
    assert len(run.stderr) < 20_000
