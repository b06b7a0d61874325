"""Later pulls of the practice city only add reports and steps."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from data.sources.base import Row
from tests.example_limits import limited_examples

OVERLAP = timedelta(minutes=10)
START = datetime(2026, 9, 1, tzinfo=UTC)

moments = st.integers(0, 150 * 86_400).map(lambda second: START + timedelta(seconds=second))
spans = st.timedeltas(timedelta(0), timedelta(days=25))
few_examples = limited_examples(15)


def by_id(rows: Iterable[Row]) -> dict[str, dict[str, Any]]:
    return {row.fields["service_request_id"]: dict(row.fields) for row in rows}


def times_of(fields: dict[str, Any]) -> list[datetime]:
    time_texts = [fields["requested_datetime"], fields["updated_datetime"]]
    time_texts += [step["at"] for step in fields["history"]]
    return [datetime.fromisoformat(text) for text in time_texts]


@few_examples
@given(moment=moments, span=spans)
def test_a_later_pull_keeps_every_report_and_step(quiet_feed, noon, moment, span):
    now = moment.astimezone(noon.tzinfo)
    before, after = by_id(quiet_feed.rows(now, None)), by_id(quiet_feed.rows(now + span, None))
    # Only days before the later pull's history are missing from it.
    first_day = (now + span).date() - timedelta(days=quiet_feed.history_days)
    for key, earlier in before.items():
        if datetime.fromisoformat(earlier["requested_datetime"]).date() >= first_day:
            steps = earlier["history"]
            assert after[key]["history"][: len(steps)] == steps
            assert after[key]["description"] == earlier["description"]
            assert (after[key]["lat"], after[key]["long"]) == (earlier["lat"], earlier["long"])
            assert after[key]["updated_datetime"] >= earlier["updated_datetime"]


@few_examples
@given(moment=moments)
def test_no_row_contains_a_time_in_the_future(quiet_feed, noon, moment):
    now = moment.astimezone(noon.tzinfo)
    for row in quiet_feed.rows(now, None):
        assert max(times_of(dict(row.fields))) <= now


@few_examples
@given(moment=moments, span=spans)
def test_an_incremental_pull_is_the_full_pull_without_unchanged_reports(quiet_feed, noon, moment, span):
    now = moment.astimezone(noon.tzinfo)
    since = now - span
    full = by_id(quiet_feed.rows(now, None))
    expected = {k: v for k, v in full.items() if max(times_of(v)) > since - OVERLAP}
    assert by_id(quiet_feed.rows(now, since)) == expected


@few_examples
@given(moment=moments, spans=st.lists(spans, min_size=1, max_size=6))
def test_pulls_one_after_the_other_add_up_to_one_full_pull(quiet_feed, noon, moment, spans):
    now = moment.astimezone(noon.tzinfo)
    reports_by_id = by_id(quiet_feed.rows(now, None))
    for span in spans:
        since, now = now, now + span
        reports_by_id |= by_id(quiet_feed.rows(now, since))
    full = by_id(quiet_feed.rows(now, None))
    assert {key: reports_by_id[key] for key in full} == full


def test_a_pull_after_half_a_year_misses_nothing(make_feed, noon):
    feed = make_feed(profile="sibuk")
    later = noon + timedelta(days=180)
    reports_by_id = by_id(feed.rows(noon, None)) | by_id(feed.rows(later, noon))
    assert all(reports_by_id[key] == report for key, report in by_id(feed.rows(later, None)).items())
    # Every report of the first pull has been closed since.
    assert all(reports_by_id[key]["closed_datetime"] for key in by_id(feed.rows(noon, None)))


def test_rows_are_numbered_from_one_in_order_of_filing(busy_feed, noon):
    rows = list(busy_feed.rows(noon, None))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    filed = [row.fields["requested_datetime"] for row in rows]
    assert filed == sorted(filed)


def test_the_raw_text_of_a_row_is_json_of_its_fields(quiet_feed, noon):
    for row in quiet_feed.rows(noon, noon - timedelta(days=2)):
        assert json.loads(row.raw) == row.fields
        assert row.problem is None


def test_a_pull_after_a_few_seconds_has_few_rows(busy_feed, noon):
    assert len(list(busy_feed.rows(noon, noon - timedelta(seconds=5)))) < 30


def test_a_pull_before_the_last_one_gives_no_rows(busy_feed, noon):
    assert list(busy_feed.rows(noon, noon + timedelta(hours=1))) == []
