"""The board under siege: its processes, their memory, descriptors and log."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.pulls import ROOT, wait_until
from tests.servers import free_port, responds

START_SECONDS = 180.0
MEGABYTE = 1024 * 1024


@dataclass
class BoardProcess:
    """A board of the practice city, as ``make run`` starts it."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Return the address."""
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> float:
        """Return the memory of the process and all below it, in MB; what they share counts once."""
        return sum(map(_proportional_bytes, process_tree(self.process.pid))) / MEGABYTE

    def descriptors(self) -> int:
        """Return how many files and connections the main process has open."""
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def log_size(self) -> float:
        """Return the size of the log in MB."""
        return (self.folder / "board.log").stat().st_size / MEGABYTE

    def temporary_files(self) -> list[str]:
        """Return the temporary files that are left."""
        return [
            str(path.relative_to(self.folder)) for path in (self.folder / "tmp").rglob("*") if path.is_file()
        ]


@dataclass
class MemoryRecord:
    """The largest memory seen, in MB."""

    peak: float = 0.0
    stop: threading.Event = field(default_factory=threading.Event)

    def record(self, board: BoardProcess) -> None:
        """Look once a second until stopped."""
        while not self.stop.wait(1):
            self.peak = max(self.peak, board.memory())


@contextmanager
def start_board(folder: Path) -> Iterator[BoardProcess]:
    """Run the board until the block ends."""
    port, temporary = free_port(), folder / "tmp"
    temporary.mkdir(parents=True)
    environ = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(temporary), "PORT": str(port),
        "PANTAU_VAR": str(folder / "var"),
    }  # fmt: skip
    with (folder / "board.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard", "--with-jobs"], cwd=ROOT, env=environ, stdout=log, stderr=log
        )
    try:
        wait_until(lambda: responds(f"http://127.0.0.1:{port}/readyz"), START_SECONDS)
        yield BoardProcess(process, port, folder)
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def recorded_memory(board: BoardProcess) -> Iterator[MemoryRecord]:
    """Record the board's memory while the block lasts."""
    record = MemoryRecord()
    thread = threading.Thread(target=record.record, args=(board,))
    thread.start()
    try:
        yield record
    finally:
        record.stop.set()
        thread.join()


def process_tree(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [pid, *(descendant for child in children for descendant in process_tree(child))]


def _proportional_bytes(pid: int) -> int:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("Pss:"))) * 1024
    return 0
