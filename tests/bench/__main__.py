"""``python -m tests.bench [NAME]``: each speed promise as a ratio, into ``bench.json``.

A module of this folder with a function ``measure() -> dict`` is a benchmark; one with ``BENCHMARKS`` holds
several by name, such as ``refresh_one:150``, and ``refresh_one`` runs all of that line. The exit code is 1 if
a result does not hold, 2 if there is no benchmark of that name.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

import tests.bench

OUTPUT = Path("bench.json")
KEYS = ("name", "ratio", "bar", "better", "floor", "n", "holds")
Measure = Callable[[], dict[str, Any]]


def main(arguments: list[str] | None = None) -> int:
    """Run all benchmarks or one."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", nargs="?", help="one line only")
    options = parser.parse_args(arguments)
    return run_benchmarks(find_benchmarks(), options.name, OUTPUT)


def find_benchmarks() -> dict[str, Measure]:
    """Return the function of each benchmark, by the name of its module or in its ``BENCHMARKS``."""
    names = [
        module_info.name
        for module_info in pkgutil.iter_modules(tests.bench.__path__)
        if module_info.name != "__main__"
    ]
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in sorted(names)}
    benchmarks = {name: module.measure for name, module in modules.items() if hasattr(module, "measure")}
    for module in modules.values():
        benchmarks |= getattr(module, "BENCHMARKS", {})
    return benchmarks


def select_benchmarks(benchmarks: Mapping[str, Measure], name: str | None) -> list[Measure]:
    """Return the benchmarks of a name: itself, or a line at all its scales; all without a name."""
    return [
        measure
        for found, measure in benchmarks.items()
        if name in (None, found, *([] if name in benchmarks else [found.partition(":")[0]]))
    ]


def run_benchmarks(benchmarks: Mapping[str, Measure], name: str | None, output: Path) -> int:
    """Measure, print a table and write ``output``; return the exit code of the module."""
    chosen = select_benchmarks(benchmarks, name)
    if not chosen:
        sys.stderr.write(f"no benchmark {name!r}: there is {', '.join(benchmarks)}\n")
        return 2
    lines = []
    sys.stdout.write(format_row("name", "ratio", "bar", "n", "", "against"))
    for measure in chosen:
        lines.append(validated(measure()))
        sys.stdout.write(format_line(lines[-1]))
        sys.stdout.flush()
    output.write_bytes(orjson.dumps(lines, option=orjson.OPT_INDENT_2) + b"\n")
    return int(not all(line["holds"] for line in lines))


def validated(line: dict[str, Any]) -> dict[str, Any]:
    """Return a result after checking it.

    :raises ValueError: a key is missing, or ``holds`` contradicts ratio and bar
    """
    if set(line) != set(KEYS):
        raise ValueError(f"{line.get('name')}: keys {sorted(line)}, expected {sorted(KEYS)}")
    reaches_bar = line["ratio"] <= line["bar"] if line["better"] == "lower" else line["ratio"] >= line["bar"]
    if line["better"] not in ("lower", "higher") or bool(line["holds"]) is not reaches_bar:
        raise ValueError(f"{line['name']}: holds = {line['holds']} contradicts ratio and bar")
    return line


def format_line(line: dict[str, Any]) -> str:
    """Return a result as a row of the table."""
    sign = "<=" if line["better"] == "lower" else ">="
    verdict = "holds" if line["holds"] else "FAILS"
    ratio, bar, n = f"{line['ratio']:.3f}", f"{sign} {line['bar']:g}", f"{line['n']:,}"
    return format_row(line["name"], ratio, bar, n, verdict, line["floor"])


def format_row(name: str, ratio: str, bar: str, n: str, verdict: str, floor: str) -> str:
    """Return cells in columns."""
    return f"{name:<20} {ratio:>9} {bar:>9} {n:>10}  {verdict:<6} {floor}\n"


if __name__ == "__main__":
    sys.exit(main())
