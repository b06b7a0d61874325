"""Past snapshots and reviews, read by index, equal those of all events byte for byte."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import AppContext
from data.services.history import replay, review_between, snapshot_at
from data.services.history_cache import HistoryCache
from data.services.integrity import check_store
from data.services.live_board import to_json
from jobs.area_reassignment import sync_layer
from tests.builders import open_test_context
from tests.event_histories import RULES, time_after_start
from tests.example_limits import limited_examples
from tests.personas import local_time
from tests.pulls import LAPOR, QLUE, clear_store
from tests.random_histories import (
    RecordedBatch,
    event_batches,
    review_from_events,
    snapshot_from_events,
    stretch,
    write_batches,
)

FEW_EXAMPLES = limited_examples(8)
Recording = tuple[list[RecordedBatch], int]
minutes = st.lists(st.integers(-60, 500), min_size=2, max_size=5, unique=True).map(sorted)


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


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes)
def test_past_snapshot_equals_one_built_from_all_events(
    app_context: AppContext, recording: Recording, when: list[int]
) -> None:
    for as_of in store_history(app_context, recording, when):
        with app_context.engine.connect() as connection:
            expected = snapshot_from_events(connection, app_context.city, as_of)
        assert to_json(snapshot_at(app_context.engine, app_context.city, as_of)) == to_json(expected)


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes)
def test_review_equals_one_built_from_all_events(
    app_context: AppContext, recording: Recording, when: list[int]
) -> None:
    for since, until in pairwise(store_history(app_context, recording, when)):
        with app_context.engine.connect() as connection:
            expected = review_from_events(connection, app_context.city, since, until)
        assert to_json(review_between(app_context.engine, app_context.city, since, until)) == to_json(
            expected
        )


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes, steps=st.integers(1, 7))
def test_replay_yields_the_snapshot_of_each_moment(
    app_context: AppContext, recording: Recording, when: list[int], steps: int
) -> None:
    since, *_, until = store_history(app_context, recording, when)
    snapshots = list(replay(app_context.engine, app_context.city, since, until, steps))
    assert [snapshots[0].as_of, snapshots[-1].as_of, len(snapshots)] == [since, until, steps + 1]
    for snapshot in snapshots:
        assert to_json(snapshot) == to_json(snapshot_at(app_context.engine, app_context.city, snapshot.as_of))


@FEW_EXAMPLES
@given(recording=event_batches(), when=minutes)
def test_cached_snapshots_stay_correct_as_events_arrive(
    app_context: AppContext, recording: Recording, when: list[int]
) -> None:
    batches, factor = recording
    cache = HistoryCache(app_context.engine, app_context.city)
    moments = store_history(app_context, ([], factor), when)
    for batch in [[], *batches]:
        write_batches(app_context, [batch] if batch else [])
        for as_of in moments:
            assert to_json(cache.snapshot_at(as_of)) == to_json(
                snapshot_at(app_context.engine, app_context.city, as_of)
            )


@limited_examples(3)
@given(recording=event_batches())
def test_integrity_check_accepts_all_spans(app_context: AppContext, recording: Recording) -> None:
    """The areas of a random history are invented, so that the sums over areas are not checked."""
    (now,) = store_history(app_context, recording, [1_000])
    failed_checks = {
        fault.identity for fault in check_store(app_context.engine, app_context.city, now + timedelta(days=1))
    }
    assert not failed_checks & {"span = from event to event", "open then = open by the events"}
