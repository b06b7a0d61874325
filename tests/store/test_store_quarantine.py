"""Rejected rows are kept once each, with their reason and how often they came."""

from datetime import timedelta

from data.store.rejected_rows import rejected
from data.store.schema import rejected_row
from tests.builders import qlue_row
from tests.personas import MONDAY_NOON
from tests.pulls import at, counts, pull_rows, rows_of

LATER = MONDAY_NOON + timedelta(minutes=5)
UNDATED, NAMELESS = {"post_id": 5, "post_date": ""}, {"post_date": "2026-11-23 09:00:00"}


def kept(town):
    return rows_of(town.engine, rejected_row)


def test_a_bad_row_is_kept_with_its_text_and_its_reason(two_sources):
    pull_rows(two_sources, qlue_row(1), UNDATED, NAMELESS)
    with two_sources.engine.connect() as connection:
        found = rejected(connection, "qlue")
    assert [(row.number, row.reason) for row in found] == [
        (2, "requested_datetime is missing"),
        (3, "service_request_id is missing"),
    ]
    assert found[0].raw == '{"post_date":"","post_id":5}'


def test_a_row_that_comes_with_every_pull_is_kept_once_and_counted(two_sources):
    for moment in (MONDAY_NOON, LATER, LATER):
        line = pull_rows(at(two_sources, moment), UNDATED)
        assert counts(line) == {"read": 1, "rejected": 1}
    (row,) = kept(two_sources)
    assert (row["times"], row["first_seen_at"], row["last_seen_at"]) == (3, MONDAY_NOON, LATER)


def test_a_row_twice_in_one_pull_is_kept_where_it_first_stood(two_sources):
    line = pull_rows(two_sources, UNDATED, qlue_row(1), UNDATED)
    assert counts(line) == {"read": 3, "new": 1, "rejected": 2, "located": 1}
    (row,) = kept(two_sources)
    assert (row["times"], row["row_number"]) == (2, 1)


def test_the_same_bad_row_of_two_sources_is_kept_for_each(two_sources):
    pull_rows(two_sources, UNDATED, source="qlue")
    pull_rows(two_sources, UNDATED, source="lapor")
    assert {(row["source"], row["times"]) for row in kept(two_sources)} == {("qlue", 1), ("lapor", 1)}


def test_a_row_that_the_source_has_mended_becomes_a_report(two_sources):
    pull_rows(two_sources, UNDATED)
    line = pull_rows(two_sources, {**UNDATED, "post_date": "2026-11-23 09:00:00"})
    assert counts(line) == {"read": 1, "new": 1, "no_location": 1}


def test_more_bad_rows_than_one_query_can_ask_for_are_all_kept(two_sources):
    rows = [{"post_id": number, "post_date": "kemarin"} for number in range(1_201)]
    pull_rows(two_sources, *rows)
    line = pull_rows(two_sources, *rows)
    assert counts(line) == {"read": 1_201, "rejected": 1_201}
    assert [row["times"] for row in kept(two_sources)] == [2] * 1_201
