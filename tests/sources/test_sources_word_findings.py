"""Categories and status words that the city does not know are counted, with the closest known one."""

from typing import Any

from data.core.config.city import TableSource
from data.core.findings import MAX_SUBJECTS, Finding, FindingCounter, FindingKind
from data.core.report.record import RejectedRow
from data.sources.base import Row
from data.sources.word_findings import WordFindings
from tests.builders import city
from tests.personas import MONDAY_NOON
from tests.pulls import build_validator, plain_row
from tests.table_files import SOURCE

TABLE = TableSource.model_validate({**SOURCE, "status_words": {"Beres": "selesai"}})


def findings_of(*rows: Row) -> list[Finding]:
    validator, findings = build_validator(TABLE), FindingCounter()
    outcomes = [validator.check(row, MONDAY_NOON) for row in rows]
    WordFindings(city(), TABLE).add(rows, outcomes, findings)
    return findings.take()


def row(number: int = 1, **fields: Any) -> Row:
    return plain_row(number, **{"service_name": "Sampah", "status_description": "beres", **fields})


def test_known_words_are_not_counted() -> None:
    assert findings_of(row(), row(service_name=None, status_description=None)) == []


def test_an_unknown_category_is_counted_as_written_with_the_closest_one() -> None:
    (known,) = {category.name for category in city().category if category.code == "sampah"}
    found = findings_of(row(1, service_name="Sampahh"), row(2, service_name="Sampahh"))
    assert found == [Finding(FindingKind.CATEGORY_UNKNOWN, "Sampahh", 2, known)]


def test_a_category_that_says_that_it_is_another_one_is_known() -> None:
    assert findings_of(row(service_name="lainnya")) == []


def test_a_category_known_by_its_code_only_is_counted_by_it() -> None:
    assert findings_of(row(service_name=None, service_code="K-77")) == [
        Finding(FindingKind.CATEGORY_UNKNOWN, "K-77", 1)
    ]


def test_an_unknown_status_word_is_counted_also_in_a_history() -> None:
    step = {"at": "2026-11-23T09:30:00+08:00", "status_description": "Dijadwalkan ulang"}
    found = findings_of(row(1, status_description="Beress"), row(2, history=[step]))
    assert found == [
        Finding(FindingKind.STATUS_UNKNOWN, "Beress", 1, "selesai"),
        Finding(FindingKind.STATUS_UNKNOWN, "Dijadwalkan ulang", 1),
    ]


def test_a_rejected_row_and_a_confidential_report_are_not_repeated() -> None:
    secret = row(1, service_name="Rahasia", status_description="teks yang rahasia")
    rejected = row(2, requested_datetime="kapan", service_name="entah")
    assert isinstance(build_validator(TABLE).check(rejected, MONDAY_NOON), RejectedRow)
    assert findings_of(secret, rejected) == []


def test_a_source_that_invents_a_word_in_every_row_costs_no_search_for_each() -> None:
    rows = [row(number, service_name=f"Sampah {number:05d}") for number in range(2 * MAX_SUBJECTS)]
    found = findings_of(*rows)
    assert sum(finding.count for finding in found) == len(rows)
    assert len(found) == MAX_SUBJECTS + 1
