"""`make mutants`: how many of the small faults that mutmut planted in data/core did the tests find?

Prints, as Markdown, the rate per module and every survivor under the reason that makes it harmless, those
without a reason last; fails where fewer are found than the bar, and for each that has no reason.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

from tests.equivalent_mutants import reason

BAR = 0.90
FOUND = frozenset({"killed", "timeout", "segfault"})
UNEXPLAINED = "no reason found yet"
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
    yield "| module | planted | found | rate | not found |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, verdicts in [*modules.items(), ("together", together)]:
        count = Counter(verdicts.values())
        found = sum(count[kind] for kind in FOUND)
        lost = ", ".join(f"{count[kind]} {kind}" for kind in sorted(count.keys() - FOUND))
        yield f"| {name} | {len(verdicts)} | {found} | {rate(verdicts):.1%} | {lost} |"


def survivors(verdicts: Verdicts) -> Iterator[tuple[str, str]]:
    """Each mutant that a test ran and none found: why it is harmless, and what was changed."""
    for key, verdict in verdicts.items():
        if verdict == "survived":
            yield _told(key)


def _told(key: str) -> tuple[str, str]:
    diff = get_diff_for_mutant(key).splitlines()
    old, new = ([line[1:] for line in diff if line[:1] == sign and line[:3] != sign * 3] for sign in "-+")
    why = reason(key, " ".join(old), " ".join(new)) or UNEXPLAINED
    return why, f"{key.removeprefix('data.core.')}: `{changed(' '.join(old), ' '.join(new))}`"


def changed(old: str, new: str) -> str:
    """The words in which two lines differ, ``old → new``."""
    left, right = old.split(), new.split()
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return f"{' '.join(left)} → {' '.join(right)}"


def grouped(modules: Mapping[str, Verdicts]) -> Iterator[str]:
    """The survivors under their reasons, the largest group first and the unexplained last."""
    groups: dict[str, list[str]] = {}
    for verdicts in modules.values():
        for why, text in survivors(verdicts):
            groups.setdefault(why, []).append(text)
    for why, texts in sorted(groups.items(), key=lambda group: (group[0] == UNEXPLAINED, -len(group[1]))):
        yield f"\n**{why}** ({len(texts)})\n"
        yield from (f"- {text}" for text in texts)


def main() -> int:
    """Print the table and the survivors; 1 where too few were found, or one has no reason."""
    modules = read_verdicts(Path("mutants"))
    if not modules:
        sys.stderr.write("No mutants here: run `make mutants`.\n")
        return 2
    found = rate({key: verdict for verdicts in modules.values() for key, verdict in verdicts.items()})
    lines = [*table(modules), *grouped(modules)]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(found < BAR or any(UNEXPLAINED in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
