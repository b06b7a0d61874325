"""The memory of an import: 2,000,000 rows need no more than 100,000, since no file is held whole.

The large file repeats the same 100,000 reports twenty times: every row is read, validated, located and
compared with the store, and it ends in minutes. ``python -m tests.bench.memory 2000000`` imports as many new
ones.

Each import has a process of its own, which prints the highest rise of its memory while it imported. The
baseline is the rise of the small import.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.many import import_table, open_import_context, write_table
from tests.bench.pairs import result_line

FEW, MANY = 100_000, 2_000_000
BAR = 1.2
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
PEAK_TO_NOW = "5"  # clear_refs: forget the highest memory so far


def measure() -> dict[str, Any]:
    """Measure the benchmark ``memory``."""
    ratio = _rise_in_subprocess(FEW, MANY // FEW) / _rise_in_subprocess(FEW)
    return result_line("memory", ratio, BAR, "lower", f"the rise of memory with {FEW:,} rows", MANY)


def memory_rise(reports: int, repeats: int = 1) -> int:
    """Return the highest rise of this process' memory, in KiB, while it imports so many reports.

    :param times: how often the file repeats all of them
    """
    with TemporaryDirectory() as folder:
        app_context = open_import_context(Path(folder))
        table = write_table(Path(folder) / "rekap.csv", reports, repeats=repeats)
        before = _status_kib("VmRSS")
        RESET.write_text(PEAK_TO_NOW)
        import_summary = import_table(app_context, table)
        assert (import_summary["read"], import_summary["new"]) == (reports * repeats, reports), import_summary
        app_context.engine.dispose()
        return _status_kib("VmHWM") - before


def _rise_in_subprocess(reports: int, repeats: int = 1) -> int:
    command = [sys.executable, "-m", "tests.bench.memory", str(reports), str(repeats)]
    completed = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(completed.stdout.split()[-1])


def _status_kib(name: str) -> int:
    status_line = next(line for line in STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(status_line.split()[1])


if __name__ == "__main__":
    sys.stdout.write(f"{memory_rise(*map(int, sys.argv[1:]))}\n")
