"""Past boards and reviews, read by index, are to the last byte what all events give by the core alone."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import World
from data.services.history import replay, review_between, snapshot_at
from data.services.history_cache import Archive
from data.services.integrity import check_store
from data.services.live_board import to_json
from jobs.area_reassignment import sync_layer
from tests.builders import open_town
from tests.event_histories import clock
from tests.example_limits import few
from tests.personas import local
from tests.pulls import LAPOR, QLUE, empty
from tests.random_histories import Happened, long_review, long_snapshot, record, recordings, stretched

# Short windows and low thresholds, so that a story of a few reports crosses all of them.
RULES: dict[str, Any] = {
    "ranking": {"window_days": 3, "minimum_sample": 1, "duration_days": 7},
    "signs": {
        "burst_minutes": 60, "burst_minimum": 2, "burst_factor": 1, "usual_days": 7, "usual_minimum_days": 1,
        "reports_a_day": 2, "reopened_days": 2, "review_hours": 24,
    },
}  # fmt: skip
FEW = few(8)
Recording = tuple[list[Happened], int]
minutes = st.lists(st.integers(-60, 500), min_size=2, max_size=5, unique=True).map(sorted)


@pytest.fixture
def town(tmp_path: Path, store_url: str) -> World:
    """Once on each kind of database."""
    world = open_town(tmp_path, store_url, source=[QLUE, LAPOR], **RULES)
    sync_layer(world)
    return world


def told(world: World, recording: Recording, when: list[int]) -> list[datetime]:
    """Puts a story into the emptied store; the moments wanted of it."""
    empty(world.engine)
    batches, factor = recording
    record(world, batches)
    return [stretched(local(clock(minute)), factor) for minute in when]


@FEW
@given(recording=recordings(), when=minutes)
def test_a_past_board_is_what_all_events_give(town: World, recording: Recording, when: list[int]) -> None:
    for as_of in told(town, recording, when):
        with town.engine.connect() as connection:
            expected = long_snapshot(connection, town.city, as_of)
        assert to_json(snapshot_at(town.engine, town.city, as_of)) == to_json(expected)


@FEW
@given(recording=recordings(), when=minutes)
def test_a_review_is_what_all_events_give(town: World, recording: Recording, when: list[int]) -> None:
    for since, until in pairwise(told(town, recording, when)):
        with town.engine.connect() as connection:
            expected = long_review(connection, town.city, since, until)
        assert to_json(review_between(town.engine, town.city, since, until)) == to_json(expected)


@FEW
@given(recording=recordings(), when=minutes, steps=st.integers(1, 7))
def test_a_replay_shows_the_board_of_each_of_its_moments(
    town: World, recording: Recording, when: list[int], steps: int
) -> None:
    since, *_, until = told(town, recording, when)
    shown = list(replay(town.engine, town.city, since, until, steps))
    assert [shown[0].as_of, shown[-1].as_of, len(shown)] == [since, until, steps + 1]
    for board in shown:
        assert to_json(board) == to_json(snapshot_at(town.engine, town.city, board.as_of))


@FEW
@given(recording=recordings(), when=minutes)
def test_kept_boards_stay_true_while_more_is_learnt(
    town: World, recording: Recording, when: list[int]
) -> None:
    batches, factor = recording
    archive = Archive(town.engine, town.city)
    wanted = told(town, ([], factor), when)
    for batch in [[], *batches]:
        record(town, [batch] if batch else [])
        for as_of in wanted:
            assert to_json(archive.at(as_of)) == to_json(snapshot_at(town.engine, town.city, as_of))


@few(3)
@given(recording=recordings())
def test_the_check_finds_every_span_right(town: World, recording: Recording) -> None:
    """A story's places are made up, so that the sums over places are not looked at."""
    (now,) = told(town, recording, [1_000])
    found = {fault.identity for fault in check_store(town.engine, town.city, now + timedelta(days=1))}
    assert not found & {"span = from event to event", "open then = open by the events"}
