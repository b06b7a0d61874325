"""Review reports, read by index, equal those of all events, down to the lists of reports."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from data.core.review.metric_key import parse_metric_key
from data.core.review.pack import as_json
from data.core.review.review_report import ReviewAnalysis
from data.core.review.timeline import build_timeline, evenly_spaced_moments
from data.services.review import ReviewService, read_review_data
from data.store import history, reports
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context
from tests.event_histories import RULES, time_after_start
from tests.example_limits import limited_examples
from tests.personas import local_time
from tests.pulls import LAPOR, QLUE, clear_store
from tests.random_histories import (
    RecordedBatch,
    event_batches,
    review_report_from_events,
    stretch,
    write_batches,
)

FEW_EXAMPLES = limited_examples(8)
Recording = tuple[list[RecordedBatch], int]
minutes = st.lists(st.integers(-60, 500), min_size=2, max_size=4, unique=True).map(sorted)


@pytest.fixture
def app_context(tmp_path: Path, store_url: str) -> AppContext:
    """Return the city's context, once on each kind of database."""
    context = open_test_context(tmp_path, store_url, source=[QLUE, LAPOR], **RULES)
    sync_layer(context)
    return context


def store_history(
    context: AppContext, recording: Recording, minutes_after_start: list[int]
) -> list[datetime]:
    """Store a history in the emptied store; return the requested moments of it."""
    clear_store(context.engine)
    batches, factor = recording
    write_batches(context, batches)
    return [stretch(local_time(time_after_start(minute)), factor) for minute in minutes_after_start]


def figures_and_lists(report: ReviewAnalysis) -> tuple[Any, dict[str, Any]]:
    """Return all figures, and the list behind each."""
    lists = {name: report.reports(parse_metric_key(name)) for name in report.report["counts"]}
    return as_json(report.report), as_json(lists)


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes, back=st.integers(0, 12))
def test_review_report_equals_one_built_from_all_events(
    app_context: AppContext, recording: Recording, when: list[int], back: int
) -> None:
    """Also as it was known some changes earlier."""
    for since, until in pairwise(store_history(app_context, recording, when)):
        with app_context.engine.connect() as connection:
            revision = max(0, reports.revision(connection) - back)
            indexed = ReviewAnalysis(read_review_data(connection, app_context.city, since, until, revision))
            expected = review_report_from_events(connection, app_context.city, since, until, revision)
        assert figures_and_lists(indexed) == figures_and_lists(expected)
        assert indexed.review == expected.review


@limited_examples(6)
@given(recording=event_batches(), when=minutes, back=st.integers(0, 12), shift=st.integers(0, 15))
def test_the_service_shows_what_is_built_from_all_events(
    app_context: AppContext, recording: Recording, when: list[int], back: int, shift: int
) -> None:
    """By columns of events, with the lists and as it was known some changes earlier."""
    service = ReviewService(app_context.engine, app_context.city, app_context.clock)
    for since, until in pairwise(store_history(app_context, recording, when)):
        with app_context.engine.connect() as connection:
            revision = max(0, reports.revision(connection) - back)
            expected = review_report_from_events(connection, app_context.city, since, until, revision)
        found = service.load(since, until, revision)
        assert as_json(found.report) == as_json(expected.report)
        for name in [*expected.report["counts"]][shift::16]:
            key = parse_metric_key(name)
            assert as_json(found.reports(key)) == as_json(expected.reports(key))
            assert found.count(key) == expected.count(key)


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes, steps=st.integers(1, 5))
def test_timeline_equals_one_built_from_all_events(
    app_context: AppContext, recording: Recording, when: list[int], steps: int
) -> None:
    since, *_, until = store_history(app_context, recording, when)
    with app_context.engine.connect() as connection:
        events, areas = reports.events(connection, until=until), reports.areas(connection, until)
    timeline = ReviewService(app_context.engine, app_context.city, app_context.clock).replay(
        since, until, steps
    )
    assert timeline == build_timeline(events, areas, evenly_spaced_moments(since, until, steps))


@limited_examples(5)
@given(recording=event_batches())
def test_reports_finished_before_the_period_are_not_read(
    app_context: AppContext, recording: Recording
) -> None:
    (end,) = store_history(app_context, recording, [1_000])
    with app_context.engine.connect() as connection:
        last = reports.events(connection).drop_duplicates("service_request_id", keep="last")
        begin = end - timedelta(minutes=1)
        events = history.events_of_active_reports(connection, begin, end, reports.revision(connection))
    assert set(events["service_request_id"]) == set(last.loc[last["status"] == "open", "service_request_id"])
