"""``python -m tests.bench.scale.at_moment SECONDS MODULE ...``: the module with its clock so much later."""

import runpy
import sys
import time
from datetime import datetime, timedelta, tzinfo

TRUE_TIME = time.time


def main() -> None:
    """Shift what reads the machine's clock, and run the module; the product is imported afterwards."""
    _, seconds, module, *arguments = sys.argv
    shift = timedelta(seconds=float(seconds))

    class ShiftedDatetime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + shift

    time.time = lambda: TRUE_TIME() + shift.total_seconds()
    if "--with-jobs" in arguments or module == "jobs":
        from apscheduler.schedulers import base

        from jobs import schedule

        base.datetime = ShiftedDatetime
        schedule.datetime = ShiftedDatetime  # type: ignore[misc]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
