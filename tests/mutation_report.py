"""The report of ``make mutants``, ``mutants/report.md``: which mutants of data/core the tests found.

It holds the score of each module, and the mutants that were not found, grouped by the reason why each is
equivalent; those without a reason come last.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

from tests.equivalent_mutants import equivalence_reason

FOLDER = Path("mutants")
MINIMUM_SCORE = 0.90
DETECTED = frozenset({"killed", "timeout", "segfault"})
NO_EXPLANATION = "no reason found yet"
MutantOutcomes = Mapping[str, str]  # outcome by the name of a mutant


def read_outcomes(folder: Path) -> dict[str, MutantOutcomes]:
    """Return the outcomes by source file, for files with mutants."""
    files = {path.relative_to(folder).with_suffix(""): path for path in sorted(folder.rglob("*.meta"))}
    codes = {str(name): json.loads(path.read_text())["exit_code_by_key"] for name, path in files.items()}
    return {
        name: {key: status_by_exit_code[code] for key, code in outcomes.items()}
        for name, outcomes in codes.items()
        if outcomes
    }


def mutation_score(outcomes: MutantOutcomes) -> float:
    """Return the share of mutants found, 0 to 1; one that no test runs counts as not found."""
    return sum(outcome in DETECTED for outcome in outcomes.values()) / len(outcomes)


def score_table(modules: Mapping[str, MutantOutcomes]) -> Iterator[str]:
    """Yield a Markdown table: a row per module, and one for all."""
    all_mutants = {key: outcome for outcomes in modules.values() for key, outcome in outcomes.items()}
    yield "| module | mutants | found | score | not found |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, outcomes in [*modules.items(), ("together", all_mutants)]:
        count = Counter(outcomes.values())
        detected = sum(count[kind] for kind in DETECTED)
        undetected = ", ".join(f"{count[kind]} {kind}" for kind in sorted(count.keys() - DETECTED))
        yield f"| {name} | {len(outcomes)} | {detected} | {mutation_score(outcomes):.1%} | {undetected} |"


def survivors(outcomes: MutantOutcomes) -> Iterator[tuple[str, str]]:
    """Yield reason and description of each mutant that was not found although a test ran it."""
    for key, outcome in outcomes.items():
        if outcome == "survived":
            yield _describe(key)


def _describe(key: str) -> tuple[str, str]:
    diff = get_diff_for_mutant(key).splitlines()
    old, new = ([line[1:] for line in diff if line[:1] == sign and line[:3] != sign * 3] for sign in "-+")
    explanation = equivalence_reason(key, " ".join(old), " ".join(new)) or NO_EXPLANATION
    return explanation, f"{key.removeprefix('data.core.')}: `{changed_tokens(' '.join(old), ' '.join(new))}`"


def changed_tokens(old: str, new: str) -> str:
    """Return the tokens in which two lines differ, as ``old → new``."""
    left, right = old.split(), new.split()
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return f"{' '.join(left)} → {' '.join(right)}"


def survivors_by_reason(modules: Mapping[str, MutantOutcomes]) -> Iterator[str]:
    """Yield the survivors by reason, the largest group first and those without a reason last."""
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
    """Write the report, print its score; return 1 if the score is too low or a survivor has no reason."""
    modules = read_outcomes(FOLDER)
    if not modules:
        sys.stderr.write("No mutants here: run `make mutants`.\n")
        return 2
    score = mutation_score(
        {key: outcome for outcomes in modules.values() for key, outcome in outcomes.items()}
    )
    survivor_lines = list(survivors_by_reason(modules))
    unexplained = any(NO_EXPLANATION in line for line in survivor_lines)
    report = FOLDER / "report.md"
    report.write_text("\n".join([*score_table(modules), *survivor_lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{score:.1%} of the mutants found{', some without a reason' * unexplained}: {report}\n")
    return int(score < MINIMUM_SCORE or unexplained)


if __name__ == "__main__":
    sys.exit(main())
