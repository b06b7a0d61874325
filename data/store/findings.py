"""The findings of the latest pulls, in the table of feeds' states, under names that no source can have."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, select, update

from data.core.findings import MAX_SUBJECTS, Finding, FindingKind
from data.store.schema import feed_memory as table

PREFIX = "findings:"  # a source's name has no colon
KEPT = "kept"  # the column
KEPT_PULLS = 50  # of one source

_StoredFindings = dict[str, dict[str, list[Any]]]  # by kind and subject: count and hint


def add_findings(connection: Connection, source: str, pull_id: int, findings: Iterable[Finding]) -> None:
    """Add to the findings of a pull; of one kind at most ``MAX_SUBJECTS`` subjects are stored by name."""
    found = list(findings)
    if not found:
        return
    name = _name(source, pull_id)
    previous: _StoredFindings | None = connection.execute(_select(name)).scalar_one_or_none()
    stored: _StoredFindings = previous or {}
    for finding in found:
        _add(stored.setdefault(finding.kind.value, {}), finding)
    if previous is None:
        connection.execute(table.insert().values({"source": name, "fingerprint": "", KEPT: stored}))
        _forget_old(connection, source)
    else:
        connection.execute(update(table).where(table.c.source == name).values({KEPT: stored}))


def findings_of(connection: Connection, source: str, pull_id: int) -> list[Finding]:
    """Return the findings of a pull, by kind, the most frequent first; none of one long ago."""
    stored: _StoredFindings = connection.execute(_select(_name(source, pull_id))).scalar_one_or_none() or {}
    return [
        Finding(kind, subject, count, hint)
        for kind in FindingKind
        for subject, (count, hint) in _most_frequent_first(stored.get(kind.value, {}))
    ]


def latest_pull_with_findings(connection: Connection, source: str) -> int | None:
    """Return the latest pull of a source whose findings are stored."""
    of_source = table.c.source.startswith(f"{PREFIX}{source}:", autoescape=True)
    query = select(table.c.source).where(of_source).order_by(table.c.source.desc()).limit(1)
    name: str | None = connection.scalars(query).first()
    return None if name is None else int(name.rpartition(":")[2])


def _most_frequent_first(subjects: Mapping[str, list[Any]]) -> list[tuple[str, list[Any]]]:
    return sorted(subjects.items(), key=lambda item: (-item[1][0], item[0]))


def _add(subjects: dict[str, list[Any]], finding: Finding) -> None:
    subject = finding.subject if finding.subject in subjects or len(subjects) < MAX_SUBJECTS else ""
    count, hint = subjects.get(subject, [0, None])
    subjects[subject] = [count + finding.count, finding.hint or hint]


def _name(source: str, pull_id: int) -> str:
    return f"{PREFIX}{source}:{pull_id:012d}"


def _select(name: str) -> Any:
    return select(table.c[KEPT]).where(table.c.source == name)


def _forget_old(connection: Connection, source: str) -> None:
    of_source = table.c.source.startswith(f"{PREFIX}{source}:", autoescape=True)
    names = connection.scalars(select(table.c.source).where(of_source).order_by(table.c.source.desc()))
    old = list(names)[KEPT_PULLS:]
    if old:
        connection.execute(delete(table).where(table.c.source.in_(old)))
