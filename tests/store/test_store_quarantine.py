"""Rejected rows are stored once each, with their reason and how often they were seen."""

from datetime import timedelta

from data.store.rejected_rows import list_rejections
from data.store.schema import rejected_row
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import app_context_at, nonzero_counts, pull_rows, rows_of

LATER = MONDAY_NOON + timedelta(minutes=5)
UNDATED, NAMELESS = {"post_id": 5, "post_date": ""}, {"post_date": "2026-11-23 09:00:00"}


def quarantine_rows(context):
    return rows_of(context.engine, rejected_row)


def test_a_bad_row_is_stored_with_its_text_and_reason(two_sources):
    pull_rows(two_sources, qlue_row(1), UNDATED, NAMELESS)
    with two_sources.engine.connect() as connection:
        rejections = list_rejections(connection, "qlue")
    assert [(row.number, row.reason) for row in rejections] == [
        (2, "requested_datetime is missing"),
        (3, "service_request_id is missing"),
    ]
    assert rejections[0].raw == '{"post_date":"","post_id":5}'


def test_a_row_that_comes_with_every_pull_is_stored_once_and_counted(two_sources):
    for moment in (MONDAY_NOON, LATER, LATER):
        line = pull_rows(app_context_at(two_sources, moment), UNDATED)
        assert nonzero_counts(line) == {"read": 1, "rejected": 1}
    (row,) = quarantine_rows(two_sources)
    assert (row["times"], row["first_seen_at"], row["last_seen_at"]) == (3, MONDAY_NOON, LATER)


def test_a_duplicate_row_in_one_pull_keeps_its_first_position(two_sources):
    line = pull_rows(two_sources, UNDATED, qlue_row(1), UNDATED)
    assert nonzero_counts(line) == {"read": 3, "new": 1, "rejected": 2, "located": 1}
    (row,) = quarantine_rows(two_sources)
    assert (row["times"], row["row_number"]) == (2, 1)


def test_the_same_bad_row_of_two_sources_is_stored_for_each(two_sources):
    pull_rows(two_sources, UNDATED, source="qlue")
    pull_rows(two_sources, UNDATED, source="lapor")
    assert {(row["source"], row["times"]) for row in quarantine_rows(two_sources)} == {
        ("qlue", 1),
        ("lapor", 1),
    }


def test_a_row_repaired_by_its_source_becomes_a_report(two_sources):
    pull_rows(two_sources, UNDATED)
    line = pull_rows(two_sources, {**UNDATED, "post_date": "2026-11-23 09:00:00"})
    assert nonzero_counts(line) == {"read": 1, "new": 1, "no_location": 1}


def test_more_bad_rows_than_fit_one_query_are_all_stored(two_sources):
    rows = [{"post_id": number, "post_date": "kemarin"} for number in range(1_201)]
    pull_rows(two_sources, *rows)
    line = pull_rows(two_sources, *rows)
    assert nonzero_counts(line) == {"read": 1_201, "rejected": 1_201}
    assert [row["times"] for row in quarantine_rows(two_sources)] == [2] * 1_201
