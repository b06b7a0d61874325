"""Status of a table's report by words, by rules or by its closing date, and the resulting verdicts."""

from collections import Counter

import pytest

from data.core.clock.sla import verdicts
from data.core.history.facts import typed_frame
from tests.table_files import HEADER, check_file, check_single, delimited

FILED, CLOSED = "2026-11-02 08:00", "2026-11-03 08:00"


def read_status(word, closed="", **changed):
    body = delimited(HEADER, ["A-1", FILED, "", closed, word, "Sampah", "", "", ""])
    return check_single(body, **changed).status_description


@pytest.mark.parametrize(
    ("word", "closed", "by_words", "by_date", "by_either"),
    [
        ("Closed", CLOSED, "selesai", "selesai", "selesai"),
        ("Closed", "", "selesai", "menunggu", "selesai"),
        ("Open", CLOSED, "menunggu", "selesai", "selesai"),
        ("Open", "", "menunggu", "menunggu", "menunggu"),
        ("Assigned", CLOSED, "tidak_dikenal", "selesai", "selesai"),
        ("Assigned", "", "tidak_dikenal", "tidak_dikenal", "tidak_dikenal"),
        ("proses", "", "proses", "proses", "proses"),
        ("Duplikat", CLOSED, "duplikat", "duplikat", "duplikat"),
        ("", CLOSED, "tidak_dikenal", "selesai", "selesai"),
        ("", "", "tidak_dikenal", "menunggu", "menunggu"),
    ],
)
def test_status_from_decides_between_open_and_closed(word, closed, by_words, by_date, by_either):
    assert read_status(word, closed) == by_words
    assert read_status(word, closed, status_from="closed_datetime") == by_date
    assert read_status(word, closed, status_from="either") == by_either


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Ditutup oleh Admin", "selesai"),
        ("DITUTUP", "selesai"),
        ("Ditutup: ganda", "duplikat"),
        ("Diterima Dinas PU", "disposisi"),
        ("lain", "tidak_dikenal"),
    ],
)
def test_an_exact_status_word_takes_precedence_over_rules(word, code):
    rules = {"ditutup *": "selesai", "ditutup*": "selesai", "* dinas *": "disposisi"}
    assert read_status(word, status_rules=rules, status_words={"Ditutup: ganda": "duplikat"}) == code


def test_a_rule_result_is_not_mapped_again_by_status_words():
    changed = {"status_rules": {"beres*": "selesai"}, "status_words": {"selesai": "proses"}}
    assert read_status("Beres sekali", **changed) == "selesai"
    assert read_status("Selesai", **changed) == "proses"


def test_a_rule_must_name_a_known_status():
    with pytest.raises(ValueError, match="must be one of"):
        read_status("x", status_rules={"x": "beres"})


DUE = "2026-11-04 08:00"
STATUS_CASES = [
    # filed, due, closed, status word, number of reports: as in open data portals
    (FILED, DUE, "2026-11-04 08:00", "Closed", 3),  # at the deadline itself: on time
    (FILED, DUE, "2026-11-04 08:01", "Closed", 2),
    (FILED, "", "2026-11-03 08:00", "Closed", 4),  # never had a deadline
    (FILED, "", "", "Open", 1),
    (FILED, DUE, "", "Open", 2),
    (FILED, DUE, "2026-11-01 08:00", "Closed", 1),  # closed before it was filed: the source's own word
    (FILED, DUE, "1900-01-01", "Assigned", 1),  # likewise, and never closed by its word
]


def count_verdicts(**changed):
    """Count reports by verdict: without deadline, open, on time or late."""
    rows = [
        [f"A-{n}-{i}", filed, due, closed, word, "Sampah", "", "", ""]
        for n, (filed, due, closed, word, times) in enumerate(STATUS_CASES)
        for i in range(times)
    ]
    names = ("status", "expected_datetime", "closed_datetime")
    table = typed_frame(
        [
            [row.status, row.expected_datetime, row.closed_datetime]
            for row in check_file(delimited(HEADER, *rows), **changed)
        ],
        names,
    )
    verdict = verdicts(table["closed_datetime"], table["expected_datetime"])
    opened = (table["status"] == "open") & table["expected_datetime"].notna()
    return Counter(verdict.mask(opened, "open"))


def test_the_verdicts_of_a_file_by_its_closing_dates():
    assert count_verdicts(status_from="closed_datetime") == {
        "closed_on_time": 5, "closed_late": 2, "no_target": 5, "open": 2,
    }  # fmt: skip


def test_the_verdicts_of_a_file_by_its_words():
    assert count_verdicts() == {"closed_on_time": 4, "closed_late": 2, "no_target": 5, "open": 3}
