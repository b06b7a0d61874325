"""``python -m tests.bench.density FOLDER``: write a store of any density, with its city, into a folder."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter

from tests.bench.density.city import open_city, write_city
from tests.bench.density.fill import Density, fill_density
from tests.personas import MONDAY_NOON


def main(arguments: list[str] | None = None) -> int:
    """Write the store and print what it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.density", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-day", type=int, default=150)
    parser.add_argument("--days", type=int, default=120)
    parser.add_argument("--areas", type=int, help="of a grid; without it, the kelurahan of Manado")
    parser.add_argument("--end", type=datetime.fromisoformat, default=MONDAY_NOON, metavar="ISO")
    parser.add_argument("--url", default="", help="of the store; without it, a SQLite file in the folder")
    options = parser.parse_args(arguments)
    started = perf_counter()
    write_city(options.folder, options.areas)
    app_context = open_city(options.folder, options.end, options.url)
    count = fill_density(app_context, Density(options.per_day, options.days, options.end))
    sys.stdout.write(f"{count:,} reports in {perf_counter() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
