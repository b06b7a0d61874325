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

from tests.equivalent_mutants import equivalence_reason

MINIMUM_SCORE = 0.90
DETECTED = frozenset({"killed", "timeout", "segfault"})
NO_EXPLANATION = "no reason found yet"
MutantOutcomes = Mapping[str, str]  # name of a mutant: what became of it


def read_outcomes(folder: Path) -> dict[str, MutantOutcomes]:
    """What became of each mutant, per source file that has any."""
    files = {path.relative_to(folder).with_suffix(""): path for path in sorted(folder.rglob("*.meta"))}
    codes = {str(name): json.loads(path.read_text())["exit_code_by_key"] for name, path in files.items()}
    return {
        name: {key: status_by_exit_code[code] for key, code in outcomes.items()}
        for name, outcomes in codes.items()
        if outcomes
    }


def mutation_score(outcomes: MutantOutcomes) -> float:
    """The share of mutants that some test found; one that no test even runs counts as not found."""
    return sum(outcome in DETECTED for outcome in outcomes.values()) / len(outcomes)


def score_table(modules: Mapping[str, MutantOutcomes]) -> Iterator[str]:
    """A line per module, and one for them all."""
    all_mutants = {key: outcome for outcomes in modules.values() for key, outcome in outcomes.items()}
    yield "| module | planted | found | rate | not found |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, outcomes in [*modules.items(), ("together", all_mutants)]:
        count = Counter(outcomes.values())
        detected = sum(count[kind] for kind in DETECTED)
        undetected = ", ".join(f"{count[kind]} {kind}" for kind in sorted(count.keys() - DETECTED))
        yield f"| {name} | {len(outcomes)} | {detected} | {mutation_score(outcomes):.1%} | {undetected} |"


def survivors(outcomes: MutantOutcomes) -> Iterator[tuple[str, str]]:
    """Each mutant that a test ran and none found: why it is harmless, and what was changed."""
    for key, outcome in outcomes.items():
        if outcome == "survived":
            yield _describe(key)


def _describe(key: str) -> tuple[str, str]:
    diff = get_diff_for_mutant(key).splitlines()
    old, new = ([line[1:] for line in diff if line[:1] == sign and line[:3] != sign * 3] for sign in "-+")
    explanation = equivalence_reason(key, " ".join(old), " ".join(new)) or NO_EXPLANATION
    return explanation, f"{key.removeprefix('data.core.')}: `{changed_tokens(' '.join(old), ' '.join(new))}`"


def changed_tokens(old: str, new: str) -> str:
    """The words in which two lines differ, ``old → new``."""
    left, right = old.split(), new.split()
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return f"{' '.join(left)} → {' '.join(right)}"


def survivors_by_reason(modules: Mapping[str, MutantOutcomes]) -> Iterator[str]:
    """The survivors under their reasons, the largest group first and the unexplained last."""
    groups: dict[str, list[str]] = {}
    for outcomes in modules.values():
        for explanation, entry in survivors(outcomes):
            groups.setdefault(explanation, []).append(entry)
    for explanation, entries in sorted(
        groups.items(), key=lambda group: (group[0] == NO_EXPLANATION, -len(group[1]))
    ):
        yield f"\n**{explanation}** ({len(entries)})\n"
        yield from (f"- {entry}" for entry in entries)


def main() -> int:
    """Print the table and the survivors; 1 where too few were found, or one has no reason."""
    modules = read_outcomes(Path("mutants"))
    if not modules:
        sys.stderr.write("No mutants here: run `make mutants`.\n")
        return 2
    score = mutation_score(
        {key: outcome for outcomes in modules.values() for key, outcome in outcomes.items()}
    )
    lines = [*score_table(modules), *survivors_by_reason(modules)]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(score < MINIMUM_SCORE or any(NO_EXPLANATION in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
