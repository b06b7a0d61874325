"""``python -m tests.drill NAME [COUNT]``: a long drill; exit code 1 if anything was lost or doubled."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chromium import launch_chromium
from tests.drill import clock, delivering, entering, live_load, walls
from tests.drill.siege.run import Forces, run_siege


def run_entering(count: int) -> list[str]:
    """Drill submissions and follow-ups."""
    with TemporaryDirectory() as folder:
        ledger, app_context = entering.run_drill(Path(folder), count)
        faults = entering.find_faults(ledger, app_context)
        sys.stdout.write(
            f"{ledger.killed} killed, {len(ledger.submitted)} filed, {len(ledger.followed_up)} moved\n"
        )
        return faults


def run_delivering(count: int) -> list[str]:
    """Drill the delivery of messages."""
    with TemporaryDirectory() as folder:
        return delivering.run_drill(Path(folder), count)


def run_wall(count: int) -> list[str]:
    """Drill a wall through every fault; its server is killed ``count`` times."""
    with TemporaryDirectory(prefix="pantau-drill-") as folder, launch_chromium() as browser:
        faults, summary = walls.run_drill(browser, Path(folder), count)
        sys.stdout.write(summary)
        return faults


def run_siege_drill(count: int) -> list[str]:
    """Besiege a board for ``count`` seconds."""
    with TemporaryDirectory(prefix="pantau-drill-") as folder:
        report = run_siege(Path(folder), count, Forces())
        sys.stdout.write(report.text())
        return [promise.line() for promise in report.promises if not promise.is_kept]


def run_clock(count: int) -> list[str]:
    """Set the clock of a board wrong by each shift, for ``count`` seconds."""
    with TemporaryDirectory(prefix="pantau-drill-") as folder:
        board = clock.run_drill(Path(folder), clock.ALL_SHIFTS, count)
        sys.stdout.write("".join(f"{line}\n" for line in board.lines))
        return board.faults


def run_live(count: int) -> list[str]:
    """Change a dense city a hundred times a second for ``count`` seconds, before screens and offices."""
    promises = live_load.run_drill(count)
    sys.stdout.write("".join(f"{promise.line()}\n" for promise in promises))
    return [promise.line() for promise in promises if not promise.is_kept]


DRILLS = {
    "enter": run_entering,
    "deliver": run_delivering,
    "wall": run_wall,
    "siege": run_siege_drill,
    "clock": run_clock,
    "live": run_live,
}

DEFAULT_COUNTS = {"siege": 600, "clock": 45, "live": 60}


def main() -> int:
    """Run one drill and print its faults."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("name", choices=sorted(DRILLS))
    parser.add_argument("count", nargs="?", type=int, help="kills, or seconds (siege, clock, live)")
    options = parser.parse_args()
    faults = DRILLS[options.name](options.count or DEFAULT_COUNTS.get(options.name, 200))
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "no faults\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
