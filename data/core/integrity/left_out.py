"""Identities of what pulls did not take as it stood: every count belongs to a pull, and none is forgotten."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Protocol

import pandas as pd

from data.core.findings import FindingKind
from data.core.integrity.checks import IntegrityFault

PullKey = tuple[str, int]  # source and pull


class FindingCount(Protocol):
    """One count of a pull's findings, as it is stored."""

    @property
    def source(self) -> str: ...
    @property
    def pull_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def count(self) -> Any: ...


def check_findings(
    counts: Collection[FindingCount], pulls: pd.DataFrame, rescheduled: Mapping[PullKey, int]
) -> list[IntegrityFault]:
    """Check that findings are counts of known kinds of a pull of their source, and hold all moved deadlines.

    :param pulls: columns pull_id and source
    :param rescheduled: how many deadlines were moved after they had passed, by source and pull
    """
    pull_keys = set(zip(pulls["source"], pulls["pull_id"], strict=True))
    return [*_wrong_counts(counts, pull_keys), *_uncounted_moves(counts, rescheduled)]


def _wrong_counts(counts: Iterable[FindingCount], pull_keys: Collection[PullKey]) -> Iterator[IntegrityFault]:
    for item in counts:
        where = f"pull {item.pull_id} of {item.source}"
        if (item.source, item.pull_id) not in pull_keys:
            yield IntegrityFault("findings are those of a pull", where, item.kind)
        elif item.kind not in set(FindingKind) or not isinstance(item.count, int) or item.count < 1:
            figures = f"{item.kind} {item.subject!r}: {item.count}"
            yield IntegrityFault("what was left out is counted by kind", where, figures)


def _uncounted_moves(
    counts: Iterable[FindingCount], rescheduled: Mapping[PullKey, int]
) -> Iterator[IntegrityFault]:
    """Yield pulls that moved more deadlines than they counted; of pulls long ago no findings are kept."""
    oldest, counted = dict[str, int](), dict[PullKey, int]()
    for item in counts:
        oldest[item.source] = min(item.pull_id, oldest.get(item.source, item.pull_id))
        if item.kind == FindingKind.DEADLINE_MOVED_LATE:
            key = item.source, item.pull_id
            counted[key] = counted.get(key, 0) + item.count
    for (source, pull_id), moved in sorted(rescheduled.items()):
        number = counted.get((source, pull_id), 0)
        if source in oldest and pull_id >= oldest[source] and moved > number:
            where = f"pull {pull_id} of {source}"
            yield IntegrityFault("moved deadlines are counted", where, f"{moved} against {number}")


def check_quarantine(pulls: pd.DataFrame, quarantined: Mapping[str, int]) -> list[IntegrityFault]:
    """Check ``rejected = seen in quarantine`` of each source: no rejected row is forgotten.

    :param pulls: columns source and rejected
    :param quarantined: how often the rows in quarantine were seen, by source
    """
    rejected = {str(name): int(total) for name, total in pulls.groupby("source")["rejected"].sum().items()}
    return [
        IntegrityFault("rejected = seen in quarantine", f"source {source}", f"{left} against {right}")
        for source in sorted({*rejected, *quarantined})
        if (left := rejected.get(source, 0)) != (right := quarantined.get(source, 0))
    ]
