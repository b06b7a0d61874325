"""The findings of the latest pulls, in the table of feeds' states, under names that no source can have."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from data.core.findings import MAX_SUBJECTS, Finding, FindingKind
from data.store.named_values import delete_value, load_value, save_value, value_names

PREFIX = "findings:"  # a source's name has no colon
KEPT_PULLS = 50  # of one source

_StoredFindings = dict[str, dict[str, list[Any]]]  # by kind and subject: count and hint


def add_findings(connection: Connection, source: str, pull_id: int, findings: Iterable[Finding]) -> None:
    """Add to the findings of a pull; of one kind at most ``MAX_SUBJECTS`` subjects are stored by name."""
    found = list(findings)
    if not found:
        return
    name = _name(source, pull_id)
    previous: _StoredFindings | None = load_value(connection, name)
    stored: _StoredFindings = previous or {}
    for finding in found:
        _add(stored.setdefault(finding.kind.value, {}), finding)
    save_value(connection, name, stored)
    if previous is None:
        _forget_old(connection, source)


def findings_of(connection: Connection, source: str, pull_id: int) -> list[Finding]:
    """Return the findings of a pull, by kind, the most frequent first; none of one long ago."""
    stored: _StoredFindings = load_value(connection, _name(source, pull_id)) or {}
    return [
        Finding(kind, subject, count, hint)
        for kind in FindingKind
        for subject, (count, hint) in _most_frequent_first(stored.get(kind.value, {}))
    ]


@dataclass(frozen=True, slots=True)
class StoredCount:
    """One count of a pull's findings, as it is stored."""

    source: str
    pull_id: int
    kind: str
    subject: str
    count: Any


def all_counts(connection: Connection) -> Iterator[StoredCount]:
    """Yield what is stored of the findings of all pulls."""
    for name in value_names(connection, PREFIX):
        source, _, pull_id = name.removeprefix(PREFIX).rpartition(":")
        stored: _StoredFindings = load_value(connection, name) or {}
        for kind, subjects in stored.items():
            for subject, (count, _hint) in subjects.items():
                yield StoredCount(source, int(pull_id), kind, subject, count)


def latest_pull_with_findings(connection: Connection, source: str) -> int | None:
    """Return the latest pull of a source whose findings are stored."""
    names = value_names(connection, f"{PREFIX}{source}:")
    return int(names[-1].rpartition(":")[2]) if names else None


def _most_frequent_first(subjects: Mapping[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    return sorted(subjects.items(), key=lambda item: (-item[1][0], item[0]))


def _add(subjects: dict[str, list[Any]], finding: Finding) -> None:
    subject = finding.subject if finding.subject in subjects or len(subjects) < MAX_SUBJECTS else ""
    count, hint = subjects.get(subject, [0, None])
    subjects[subject] = [count + finding.count, finding.hint or hint]


def _name(source: str, pull_id: int) -> str:
    return f"{PREFIX}{source}:{pull_id:012d}"


def _forget_old(connection: Connection, source: str) -> None:
    for name in value_names(connection, f"{PREFIX}{source}:")[:-KEPT_PULLS]:
        delete_value(connection, name)
