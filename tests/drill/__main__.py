"""``python -m tests.drill NAME [COUNT]``: a long drill; exits with 1 if anything was lost or doubled."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.chromium import chromium
from tests.drill import delivering, entering, walls


def enter(count: int) -> list[str]:
    """Filing and following up."""
    with TemporaryDirectory() as folder:
        ledger, world = entering.drill(Path(folder), count)
        found = entering.faults(ledger, world)
        sys.stdout.write(f"{ledger.killed} killed, {len(ledger.filed)} filed, {len(ledger.moved)} moved\n")
        return found


def deliver(count: int) -> list[str]:
    """Telling people."""
    with TemporaryDirectory() as folder:
        return delivering.drill(Path(folder), count)


def wall(count: int) -> list[str]:
    """A wall through every fault; the server is killed so many times."""
    with TemporaryDirectory(prefix="pantau-drill-") as folder, chromium() as browser:
        found, told = walls.drill(browser, Path(folder), count)
        sys.stdout.write(told)
        return found


DRILLS = {"enter": enter, "deliver": deliver, "wall": wall}


def main() -> int:
    """Runs one drill and prints what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("name", choices=sorted(DRILLS))
    parser.add_argument("count", nargs="?", type=int, default=200)
    asked = parser.parse_args()
    found = DRILLS[asked.name](asked.count)
    sys.stdout.write("".join(f"{fault}\n" for fault in found) or "nothing to find fault with\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
