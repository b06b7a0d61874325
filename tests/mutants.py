"""`make mutants`: how many of the small faults that mutmut planted in data/core did the tests find?

Prints the rate per module and every survivor, and fails where a module lies under the bar.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

BAR = 0.90
FOUND = frozenset({"killed", "timeout", "segfault"})
Verdicts = Mapping[str, str]  # name of a mutant: what became of it


def read_verdicts(folder: Path) -> dict[str, Verdicts]:
    """What became of each mutant, per source file that has any."""
    files = {path.relative_to(folder).with_suffix(""): path for path in sorted(folder.rglob("*.meta"))}
    codes = {str(name): json.loads(path.read_text())["exit_code_by_key"] for name, path in files.items()}
    return {
        name: {key: status_by_exit_code[code] for key, code in found.items()}
        for name, found in codes.items()
        if found
    }


def rate(verdicts: Verdicts) -> float:
    """The share of mutants that some test found; one that no test even runs counts as not found."""
    return sum(verdict in FOUND for verdict in verdicts.values()) / len(verdicts)


def table(modules: Mapping[str, Verdicts]) -> Iterator[str]:
    """A line per module, and one for them all."""
    together = {key: verdict for verdicts in modules.values() for key, verdict in verdicts.items()}
    for name, verdicts in [*modules.items(), ("together", together)]:
        count = Counter(verdicts.values())
        lost = ", ".join(f"{count[kind]} {kind}" for kind in sorted(count.keys() - FOUND))
        yield f"{name:<28}{len(verdicts):>6}{rate(verdicts):>8.1%}  {lost}".rstrip()


def survivors(verdicts: Verdicts) -> Iterator[str]:
    """Each mutant that no test found, with the line that it changed."""
    for key, verdict in verdicts.items():
        if verdict not in FOUND:
            diff = get_diff_for_mutant(key).splitlines()
            changed = [line for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]
            yield "\n".join([f"{key} ({verdict})", *changed])


def main() -> int:
    """Print the table and the survivors; 1 where a module lies under the bar."""
    modules = read_verdicts(Path("mutants"))
    if not modules:
        sys.stderr.write("No mutants here: run `make mutants`.\n")
        return 2
    low = [name for name, verdicts in modules.items() if rate(verdicts) < BAR]
    lost = [text for verdicts in modules.values() for text in survivors(verdicts)]
    under = [f"under {BAR:.0%}: {', '.join(low)}"] if low else []
    sys.stdout.write("\n".join([*lost, "", *table(modules), *under]) + "\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
