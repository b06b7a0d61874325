"""A board of a scale as ``make run`` starts it: web and jobs in one process, its clock at the store's end."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from data.config.clock import Clock
from data.services.auth.passwords import PasswordService
from data.services.auth.service import AuthService
from tests.bench.crowd import FRAME_PATH
from tests.bench.density.city import CITY_FILE, STORE_FILE, open_city
from tests.dashboard.sign_in import FAST_HASHER, session_header
from tests.drill.siege.board_process import process_tree
from tests.personas import MONDAY_NOON, OPERATOR
from tests.pulls import ROOT
from tests.servers import free_port

START_SECONDS = 600.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 2**20


@dataclass(frozen=True)
class ScaleProcess:
    """A running board.

    :param shift: by how many seconds its clock is later than this machine's
    """

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    shift: float

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time of the process and all below it."""
        return sum(map(cpu_seconds, process_tree(self.process.pid)))

    @property
    def megabytes(self) -> float:
        """Return the resident memory of the process and all below it."""
        return sum(map(resident_megabytes, process_tree(self.process.pid)))

    def wait_for_frame(self) -> None:
        """Wait until the board answers with a frame.

        :raises TimeoutError: it does not
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(httpx.HTTPError):
                if httpx.get(self.url + FRAME_PATH, timeout=60).status_code == httpx.codes.OK:
                    return
            time.sleep(0.02)
        raise TimeoutError(f"no frame: {(self.folder / 'board.log').read_text()[-2_000:]}")

    def operator_header(self) -> dict[str, str]:
        """Return the cookie of a signed-in operator, who signed in by the board's own clock."""
        shifted = Clock(time_source=lambda: time.time() + self.shift)
        app_context = open_city(self.folder, MONDAY_NOON)
        accounts = AuthService(app_context.engine, shifted, None, PasswordService(FAST_HASHER))
        try:
            return session_header(accounts, OPERATOR)
        finally:
            app_context.engine.dispose()


@contextmanager
def start_board(folder: Path, *arguments: str, **settings: str) -> Iterator[ScaleProcess]:
    """Run the board of a folder until the block ends; it may not be ready yet.

    :param arguments: of ``python -m dashboard``
    """
    port, shift = free_port(), MONDAY_NOON.timestamp() - time.time()
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PORT": str(port), "HOME": str(folder),
        "PANTAU_CITY": str(folder / CITY_FILE), "PANTAU_VAR": str(folder / "var"),
        "PANTAU_DATABASE_URL": f"sqlite:///{folder / STORE_FILE}", "PANTAU_WALL_ACCESS": "open",
        "PANTAU_REPORTER_KEY": "kunci uji, yang cukup panjang, 32+", "PANTAU_LOG_LEVEL": "warning",
        **settings,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.scale.at_moment", str(shift), "dashboard", *arguments]
    with (folder / "board.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        yield ScaleProcess(process, port, folder, shift)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        process.kill()


def cpu_seconds(pid: int) -> float:
    """Return the processor seconds of a process, all its threads together; 0 for one that has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
    return 0.0


def resident_megabytes(pid: int) -> float:
    """Return the resident memory of a process; 0 for one that has ended."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("VmRSS:"))) * 1024 / MEGABYTE
    return 0.0
