"""The siege: attackers and honest callers at once, each promise with its figure, and what is left behind."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import httpx

from tests.drill.siege.attackers import Counts
from tests.drill.siege.board_process import BoardProcess, recorded_memory, start_board
from tests.drill.siege.honest_callers import Experience, honest_callers
from tests.pulls import ROOT

MAX_MEMORY_MB, MAX_LOG_MB = 700.0, 5.0
MAX_GAP_SECONDS, MAX_MEDIAN_SECONDS, MAX_P99_SECONDS = 2.0, 1.0, 3.0
QUIET_SECONDS = 60.0  # after which everything must be as before
LEFT_MEMORY, LEFT_DESCRIPTORS = 1.25, 20  # memory as a ratio; descriptors more than before


@dataclass(frozen=True)
class Forces:
    """How many of each take part."""

    connections: int = 200
    walls: int = 20
    offices: int = 10
    citizens: int = 5


@dataclass(frozen=True)
class Promise:
    """A figure of the drill against its bound; ``is_time`` ones depend on the machine's other work."""

    name: str
    figure: float
    bound: float
    is_time: bool = False

    @property
    def is_kept(self) -> bool:
        """Return whether the figure is within its bound."""
        return self.figure <= self.bound

    def line(self) -> str:
        """Return the promise as a line."""
        return (
            f"{'held' if self.is_kept else 'NOT HELD'}: {self.name} {self.figure:.2f}, at most {self.bound:g}"
        )


@dataclass(frozen=True)
class Condition:
    """The board while nobody attacks."""

    memory: float
    descriptors: int


@dataclass(frozen=True)
class SiegeReport:
    """What came out."""

    promises: tuple[Promise, ...]
    counts: Counts
    experience: Experience
    log_tail: str

    def text(self) -> str:
        """Return the report for a person."""
        attacks = [f"{name}: {_sorted_text(self.counts[name])}" for name in sorted(self.counts)]
        refusals = [f"refused: {line}" for line in self.experience.refusals[:20]]
        work = f"{self.experience.submitted} reports filed, {len(self.experience.page_seconds)} pages opened"
        lines = [*attacks, work, *refusals, *(promise.line() for promise in self.promises)]
        return "\n".join(lines) + "\n"


def run_siege(
    folder: Path, seconds: float, forces: Forces, quiet_seconds: float = QUIET_SECONDS
) -> SiegeReport:
    """Run a siege of so many seconds."""
    with start_board(folder) as board:
        with honest_callers(board.url, forces.walls, forces.offices, forces.citizens) as warm_up:
            time.sleep(min(20.0, seconds))  # everything has been opened once; not a wait for something
        before = _condition(board)
        with (
            recorded_memory(board) as memory,
            honest_callers(board.url, forces.walls, forces.offices, forces.citizens) as experience,
        ):
            counts = _attack(board, seconds, forces.connections)
        experience.refusals += [f"before the siege: {line}" for line in warm_up.refusals]
        time.sleep(quiet_seconds)
        promises = (*_promises(board, memory.peak, experience), *_left_behind(board, before))
        log_tail = (folder / "board.log").read_text(errors="replace")[-3_000:]
    return SiegeReport(promises, counts, experience, log_tail)


def _attack(board: BoardProcess, seconds: float, connections: int) -> Counts:
    """Run the attackers in a process of their own; it makes its files before it begins."""
    arguments = [str(board.port), str(seconds), str(connections)]
    command = [sys.executable, "-m", "tests.drill.siege.attackers", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as attackers:
        assert attackers.stdout and attackers.stdin
        assert attackers.stdout.readline() == b"ready\n"
        attackers.stdin.write(b"begin\n")
        attackers.stdin.flush()
        counts: Counts = json.loads(attackers.stdout.read())
    return counts


def _condition(board: BoardProcess) -> Condition:
    return Condition(board.memory(), board.descriptors())


def _promises(board: BoardProcess, peak: float, experience: Experience) -> Iterator[Promise]:
    yield Promise("memory of all processes, MB", peak, MAX_MEMORY_MB)
    yield Promise("log, MB", board.log_size(), MAX_LOG_MB)
    yield Promise("honest requests refused", len(experience.refusals), 0)
    yield Promise("longest gap of a wall, s", max(experience.gaps), MAX_GAP_SECONDS, is_time=True)
    yield Promise("office page, median, s", median(experience.page_seconds), MAX_MEDIAN_SECONDS, is_time=True)
    yield Promise(
        "office page, p99, s", percentile_99(experience.page_seconds), MAX_P99_SECONDS, is_time=True
    )


def _left_behind(board: BoardProcess, before: Condition) -> Iterator[Promise]:
    after, is_ready = _condition(board), httpx.get(f"{board.url}/readyz", timeout=30).is_success
    yield Promise("afterwards: not ready", 0 if is_ready else 1, 0)
    yield Promise("afterwards: memory, MB", after.memory, before.memory * LEFT_MEMORY)
    yield Promise("afterwards: descriptors", after.descriptors, before.descriptors + LEFT_DESCRIPTORS)
    yield Promise("afterwards: temporary files", len(board.temporary_files()), 0)


def percentile_99(values: list[float]) -> float:
    """Return the 99th percentile."""
    return quantiles(values, n=100, method="inclusive")[98] if len(values) > 1 else values[0]


def _sorted_text(statuses: dict[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
