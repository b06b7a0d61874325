"""``python -m tests.bench.scale.history DAYS``: a board over so many days of 1,000 reports a day.

It prints the processor seconds of a refresh after one change, and the megabytes of the process. The line
compares many days with a hundred: neither may grow with what the store holds.
"""

import os
import subprocess
import sys
import time
from statistics import median
from typing import Any

from tests.bench.density.city import open_city
from tests.bench.pairs import result_line
from tests.bench.scale.board_process import resident_megabytes
from tests.bench.scale.boards import ScaleBoard, copy_store
from tests.personas import MONDAY_NOON
from tests.pulls import ROOT

PER_DAY, FEW_DAYS = 1_000, 100
DAYS, DEFAULT_DAYS = "PANTAU_BENCH_HISTORY_DAYS", "300"
BAR, RUNS = 1.3, 7


def measure_history() -> dict[str, Any]:
    """Measure the worse ratio of the two figures."""
    days = int(os.environ.get(DAYS, DEFAULT_DAYS))
    many, few = _run(days), _run(FEW_DAYS)
    ratio = max(larger / smaller for larger, smaller in zip(many, few, strict=True))
    floor = (
        f"{PER_DAY * FEW_DAYS:,} reports ({few[0] * 1e3:.0f} ms a refresh, {few[1]:.0f} MB); it took "
        f"{many[0] * 1e3:.0f} ms and {many[1]:.0f} MB"
    )
    return result_line("history", ratio, BAR, "lower", floor, PER_DAY * days)


def _run(days: int) -> tuple[float, float]:
    command = [sys.executable, "-m", "tests.bench.scale.history", str(days)]
    completed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    refresh, megabytes = completed.stdout.split()[-2:]
    return float(refresh), float(megabytes)


def main() -> None:
    """Measure one store."""
    folder = copy_store(PER_DAY, int(sys.argv[1]))
    board = ScaleBoard(PER_DAY, folder, open_city(folder, MONDAY_NOON))
    board.live.refresh()
    taken = median(_refresh_seconds(board) for _ in range(RUNS))
    sys.stdout.write(f"{taken} {resident_megabytes(os.getpid())}\n")


def _refresh_seconds(board: ScaleBoard) -> float:
    board.change_reports(1)
    start = time.process_time()
    board.live.refresh()
    return time.process_time() - start


if __name__ == "__main__":
    main()
