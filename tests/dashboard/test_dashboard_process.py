"""The process: it prints its addresses, keeps its log clean, and stops cleanly at a signal."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from dashboard.web.server import address_lines, listen
from data.config.settings import SettingError, read_settings
from tests.architecture.source_code import ROOT
from tests.builders import write_city
from tests.servers import free_port, start_feed

READY_SECONDS = 60


@dataclass
class RunningBoard:
    """A running ``python -m dashboard``."""

    process: "subprocess.Popen[str]"
    port: int
    output_lines: list[str]

    def get(self, path: str) -> httpx.Response:
        return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=60)


@contextmanager
def running_board(folder: Path, *arguments: str) -> Iterator[RunningBoard]:
    """Start the board of the city in ``folder``; yield it once it has printed its addresses."""
    port = free_port()
    environ = {
        "PATH": os.environ["PATH"], "PORT": str(port), "PANTAU_CITY": str(folder / "uji.toml"),
        "PANTAU_VAR": str(folder / "var"),
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard", *arguments],
        cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    watchdog = threading.Timer(READY_SECONDS, process.kill)
    watchdog.start()
    output_lines: list[str] = []
    try:
        for line in process.stdout:
            output_lines.append(line.rstrip("\n"))
            if "Ctrl-C" in line:
                break
        watchdog.cancel()
        yield RunningBoard(process, port, output_lines)
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()


def stop_board(board: RunningBoard, how: signal.Signals) -> tuple[int, str]:
    """Send the signal; return exit code and standard error."""
    board.process.send_signal(how)
    _, errors = board.process.communicate(timeout=60)
    return board.process.returncode, errors


def test_board_prints_its_addresses(tmp_path: Path) -> None:
    write_city(tmp_path)
    with running_board(tmp_path) as board:
        assert board.output_lines == [
            "Pantau Kota Uji",
            f"  Wall      http://localhost:{board.port}/layar",
            f"  Sign in   http://localhost:{board.port}/masuk",
            f"  Review    http://localhost:{board.port}/tinjauan",
            f"  Snapshot  http://localhost:{board.port}/api/v1/snapshot",
            f"  Health    http://localhost:{board.port}/readyz",
            "  There is no account yet. The first operator is made by:",
            "    python -m dashboard accounts add operator.1",
            "  Ctrl-C stops it.",
        ]
        assert board.get("/healthz").status_code == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("arguments", [(), ("--with-jobs",)], ids=["app alone", "with jobs"])
def test_board_stops_without_a_traceback(
    tmp_path: Path, how: signal.Signals, arguments: tuple[str, ...]
) -> None:
    write_city(tmp_path, source=[])
    with running_board(tmp_path, *arguments) as board:
        assert board.get("/masuk").status_code == 200
        assert stop_board(board, how) == (0, "")


def test_running_pull_is_finished_before_the_process_ends(tmp_path: Path) -> None:
    requested, resume = threading.Event(), threading.Event()
    with start_feed() as feed:

        def answer(request: object) -> None:
            requested.set()
            resume.wait(timeout=60)
            feed.answer = None
            request.do_GET()  # type: ignore[attr-defined]

        feed.answer = answer
        source = {
            "name": "qlue",
            "kind": "qlue",
            "every_seconds": 60,
            "url": feed.url,
            "timeout_seconds": 120,
        }
        write_city(tmp_path, source=[source])
        with running_board(tmp_path, "--with-jobs") as board:
            assert requested.wait(timeout=60)
            board.process.send_signal(signal.SIGINT)
            resume.set()
            _, errors = board.process.communicate(timeout=60)
            assert board.process.returncode == 0
            assert "Traceback" not in errors
            assert "empty" in errors, "the feed's [] was read and judged, so the pull ended by itself"


def test_port_in_use_is_reported_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SettingError, match=f"PORT = {port}: cannot listen on 127.0.0.1:{port} .*in use"):
            listen(read_settings({"PORT": str(port), "PANTAU_VAR": str(tmp_path)}))


@pytest.mark.parametrize(
    ("host", "wall"),
    [
        ("127.0.0.1", "http://localhost:8050/layar"),
        ("0.0.0.0", f"From other machines: http://{socket.gethostname()}:8050/layar"),
        ("10.0.0.7", "http://10.0.0.7:8050/layar"),
    ],
)
def test_printed_address_can_be_opened(host: str, wall: str) -> None:
    assert wall in address_lines(read_settings({"PANTAU_HOST": host}))
