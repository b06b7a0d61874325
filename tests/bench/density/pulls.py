"""The ledger of the pulls that learnt the reports of a store, and the rows that they rejected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from data.core.report.record import Placement
from data.store.schema import pull, rejected_row
from tests.bench.density.city import SOURCES
from tests.bench.density.drafts import PLACEMENTS
from tests.bench.density.events import KINDS, EventColumns
from tests.bench.density.lives import NEVER
from tests.bench.density.rows import moment_texts
from tests.bench.density.sinks import Sink

DURATION_SECONDS = 4
FAILED_EVERY, REJECTED_EVERY = 211, 37  # of the pulls; a failed one learnt nothing
UNCHANGED = 40  # rows that each good pull reads again
Numbers = NDArray[np.int64]


@dataclass
class PullCounts:
    """What each pull did, by its number less one."""

    new: Numbers
    changed: Numbers
    outside: Numbers
    no_location: Numbers
    watermark: Numbers

    @classmethod
    def empty(cls, count: int) -> Self:
        """Return pulls that did nothing."""
        return cls(*(np.zeros(count, np.int64) for _ in range(4)), np.full(count, NEVER))

    def add(self, events: EventColumns, pulls: Numbers) -> None:
        """Count each report of each pull once: as new, or as changed."""
        if not len(events):
            return
        at = pulls - 1
        size = self.new.size
        is_new = events.kind == KINDS.index("received")
        self.new += np.bincount(at[is_new], minlength=size)
        key = at * (int(events.number.max()) + 1) + events.number
        _, first = np.unique(key, return_index=True)
        changed = first[~is_new[first]]
        self.changed += np.bincount(at[changed], minlength=size)
        for name, placement in (("outside", Placement.OUTSIDE), ("no_location", Placement.NONE)):
            placed = first[events.placement[first] == PLACEMENTS.index(placement)]
            setattr(self, name, getattr(self, name) + np.bincount(at[placed], minlength=size))
        np.maximum.at(self.watermark, at, events.occurred)


def write_pulls(sink: Sink, counts: PullCounts, clock: tuple[int, int]) -> None:
    """Write the ledger and the quarantine.

    :param clock: the number of the first pull since 1970, and the seconds between two pulls
    """
    sink.write(pull, _PULL_NAMES, _pull_rows(counts, clock))
    sink.write(rejected_row, _REJECTED_NAMES, _rejected_rows(counts, clock))


_PULL_NAMES = (
    "pull_id", "source", "started_at", "finished_at", "outcome", "error", "read", "new", "changed",
    "unchanged", "rejected", "located", "outside", "no_location", "ahead", "contradicted",
    "latency_seconds", "watermark",
    "bytes_read",
)  # fmt: skip
_REJECTED_NAMES = (
    "rejected_id", "source", "fingerprint", "raw", "reason", "row_number", "first_pull_id", "first_seen_at",
    "last_seen_at", "times", "fields",
)  # fmt: skip


def _pull_rows(counts: PullCounts, clock: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
    numbers = np.arange(counts.new.size)
    started = _started(numbers, clock)
    failed = _failed(counts)
    unchanged = np.where(failed, 0, UNCHANGED)
    rejected = _rejects(counts).astype(np.int64)
    stored = counts.new + counts.changed + unchanged
    return zip(
        (numbers + 1).tolist(), [SOURCES[number % len(SOURCES)] for number in numbers.tolist()],
        moment_texts(started), moment_texts(started + DURATION_SECONDS),
        ["failed" if value else "ok" for value in failed.tolist()],
        ["ReadTimeout: the source did not answer" if value else None for value in failed.tolist()],
        (stored + rejected).tolist(), counts.new.tolist(), counts.changed.tolist(), unchanged.tolist(),
        rejected.tolist(), (stored - counts.outside - counts.no_location).tolist(), counts.outside.tolist(),
        counts.no_location.tolist(), (0 * numbers).tolist(), (0 * numbers).tolist(),
        (0.4 + numbers % 7 / 10).tolist(), moment_texts(counts.watermark), (stored * 310).tolist(),
        strict=True,
    )  # fmt: skip


def _rejected_rows(counts: PullCounts, clock: tuple[int, int]) -> Iterator[tuple[Any, ...]]:
    for number in np.flatnonzero(_rejects(counts)).tolist():
        (seen,) = moment_texts(_started(np.array([number]), clock))
        raw = f'{{"Nomor":"X-{number}","Tanggal":"kemarin"}}'
        reason = "requested_datetime: 'kemarin' is not a time"
        yield (
            number + 1, SOURCES[number % len(SOURCES)], f"{number:032x}", raw, reason, 1, number + 1, seen,
            seen, 1, "{}",
        )  # fmt: skip


def _failed(counts: PullCounts) -> NDArray[np.bool_]:
    numbers = np.arange(counts.new.size)
    failed = (counts.new + counts.changed == 0) & (numbers % FAILED_EVERY == FAILED_EVERY - 1)
    return failed & (numbers < numbers.size - len(SOURCES) * 3)  # the sources are well at the end


def _rejects(counts: PullCounts) -> NDArray[np.bool_]:
    """Return which pulls rejected a row."""
    return (np.arange(counts.new.size) % REJECTED_EVERY == 0) & ~_failed(counts)


def _started(numbers: Numbers, clock: tuple[int, int]) -> Numbers:
    first, seconds = clock
    return (first + numbers // len(SOURCES)) * seconds
