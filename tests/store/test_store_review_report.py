"""The review's sheet, read by index, is to the last report of its lists what all events give."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bootstrap import World
from data.core.review.metric_key import cell_of
from data.core.review.pack import as_json
from data.core.review.review_report import Reading
from data.core.review.timeline import moments, replayed
from data.services.review import Reviews, read_dossier
from data.store import history, reports
from jobs.area_reassignment import sync_layer
from tests.builders import open_town
from tests.event_histories import clock
from tests.example_limits import few
from tests.personas import local
from tests.pulls import LAPOR, QLUE, empty
from tests.random_histories import Happened, long_reading, record, recordings, stretched

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
minutes = st.lists(st.integers(-60, 500), min_size=2, max_size=4, unique=True).map(sorted)


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


def shown(found: Reading) -> tuple[Any, dict[str, Any]]:
    """All figures, and the list behind each."""
    lists = {name: found.reports(cell_of(name)) for name in found.sheet["counts"]}
    return as_json(found.sheet), as_json(lists)


@FEW
@given(recording=recordings(), when=minutes, back=st.integers(0, 12))
def test_a_sheet_is_what_all_events_give(
    town: World, recording: Recording, when: list[int], back: int
) -> None:
    """Also as it was known some changes ago."""
    for since, until in pairwise(told(town, recording, when)):
        with town.engine.connect() as connection:
            revision = max(0, reports.revision(connection) - back)
            ours = Reading(read_dossier(connection, town.city, since, until, revision))
            expected = long_reading(connection, town.city, since, until, revision)
        assert shown(ours) == shown(expected)
        assert ours.review == expected.review


@FEW
@given(recording=recordings(), when=minutes, steps=st.integers(1, 5))
def test_a_stretch_replayed_is_what_all_events_give(
    town: World, recording: Recording, when: list[int], steps: int
) -> None:
    since, *_, until = told(town, recording, when)
    with town.engine.connect() as connection:
        events, areas = reports.events(connection, until=until), reports.areas(connection, until)
    found = Reviews(town.engine, town.city, town.clock).replay(since, until, steps)
    assert found == replayed(events, areas, moments(since, until, steps))


@few(5)
@given(recording=recordings())
def test_what_was_over_before_a_sheet_begins_is_not_read(town: World, recording: Recording) -> None:
    (end,) = told(town, recording, [1_000])
    with town.engine.connect() as connection:
        last = reports.events(connection).drop_duplicates("service_request_id", keep="last")
        begin = end - timedelta(minutes=1)
        found = history.lives(connection, begin, end, reports.revision(connection))
    assert set(found["service_request_id"]) == set(last.loc[last["status"] == "open", "service_request_id"])
