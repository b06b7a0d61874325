"""``python -m tests.drill.shifted_process FILE MODULE ...``: ``python -m MODULE ...`` with a shifted clock.

The file holds by how many seconds the machine's clock is wrong; it is read again and again while the process
runs. Only what reads the machine's clock is shifted: ``time.time``, and ``datetime.now`` where APScheduler
and the schedule use it. The seconds since the machine started are true.
"""

import runpy
import sys
import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

READ_SECONDS = 0.02
TRUE_TIME = time.time


class Shift:
    """By how many seconds the clock is wrong now."""

    def __init__(self, file: Path) -> None:
        self.seconds = 0.0
        self._file = file
        self._read()
        threading.Thread(target=self._read_without_end, daemon=True).start()

    def _read(self) -> None:
        with suppress(OSError, ValueError):
            self.seconds = float(self._file.read_text())

    def _read_without_end(self) -> None:
        while True:
            self._read()
            time.sleep(READ_SECONDS)


def shift_clock(shift: Shift) -> None:
    """Replace the functions that read the machine's clock; the product is imported afterwards."""

    class ShiftedDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=shift.seconds)

    time.time = lambda: TRUE_TIME() + shift.seconds
    from apscheduler.schedulers import base

    from jobs import schedule

    base.datetime = ShiftedDatetime
    schedule.datetime = ShiftedDatetime  # type: ignore[misc]


def main() -> None:
    """Shift the clock and run the module."""
    _, file, module, *arguments = sys.argv
    shift_clock(Shift(Path(file)))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
