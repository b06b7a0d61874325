"""Findings of pulls: counted by kind and subject, bounded, kept for the latest pulls."""

import pytest
from sqlalchemy import Engine

from bootstrap import AppContext
from data.core.findings import (
    MAX_SUBJECTS,
    SUBJECT_LIMIT,
    Finding,
    FindingCounter,
    FindingKind,
    counts_by_kind,
)
from data.store.findings import KEPT_PULLS, add_findings, findings_of

UNKNOWN, BLANK = FindingKind.AREA_UNKNOWN, FindingKind.VALUE_BLANK


@pytest.fixture
def engine(app_context_on_each_db: AppContext) -> Engine:
    return app_context_on_each_db.engine


def add(engine: Engine, pull_id: int, *findings: Finding, source: str = "qlue") -> None:
    with engine.begin() as connection:
        add_findings(connection, source, pull_id, findings)


def stored(engine: Engine, pull_id: int, source: str = "qlue") -> list[Finding]:
    with engine.connect() as connection:
        return findings_of(connection, source, pull_id)


def test_batches_of_a_pull_add_up(engine):
    add(engine, 1, Finding(UNKNOWN, "Bahuu", 2, "Bahu"), Finding(BLANK, "status", 1))
    add(engine, 1, Finding(UNKNOWN, "Bahuu", 3), Finding(UNKNOWN, "Calca", 9))
    assert stored(engine, 1) == [
        Finding(UNKNOWN, "Calca", 9), Finding(UNKNOWN, "Bahuu", 5, "Bahu"), Finding(BLANK, "status", 1),
    ]  # fmt: skip
    assert counts_by_kind(stored(engine, 1)) == {"area_unknown": 14, "value_blank": 1}
    assert stored(engine, 2) == stored(engine, 1, source="lapor") == []


def test_more_subjects_than_are_named_are_still_counted(engine):
    for start in (0, MAX_SUBJECTS - 5):
        add(engine, 1, *(Finding(UNKNOWN, f"nama {number}") for number in range(start, start + MAX_SUBJECTS)))
    found = stored(engine, 1)
    assert counts_by_kind(found) == {"area_unknown": 2 * MAX_SUBJECTS}
    assert found[0] == Finding(UNKNOWN, "", MAX_SUBJECTS - 5)
    assert len(found) == MAX_SUBJECTS + 1


def test_findings_of_old_pulls_are_forgotten(engine):
    add(engine, 1, Finding(BLANK, "status"), source="lapor")
    for pull_id in range(1, KEPT_PULLS + 3):
        add(engine, pull_id, Finding(BLANK, "status"))
    assert [bool(stored(engine, pull_id)) for pull_id in (1, 2, 3, KEPT_PULLS + 2)] == [
        False,
        False,
        True,
        True,
    ]
    assert stored(engine, 1, source="lapor")


def test_a_counter_is_bounded_whatever_a_source_invents():
    counter = FindingCounter()
    for number in range(3 * MAX_SUBJECTS):
        counter.add(UNKNOWN, f"{number:03d}" + "x" * 1_000, hint="y" * 1_000)
    findings = counter.take()
    assert sum(finding.count for finding in findings) == 3 * MAX_SUBJECTS
    assert len(findings) == MAX_SUBJECTS + 1
    assert max(len(finding.subject) for finding in findings) == SUBJECT_LIMIT
    assert counter.take() == []
