"""The board of a past moment is what the screens showed then."""

from datetime import timedelta

import pytest

from data.services.live_board import LiveBoard, snapshot_at
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_town, qlue_row
from tests.personas import AT_SEA, IN_CEMPAKA, MONDAY_NOON
from tests.pulls import TWO_SOURCES, at, environ, pull_rows, run

SEA, MARKET = ({"loc_lat": lat, "loc_lng": long} for lat, long in (AT_SEA, IN_CEMPAKA))
FILED = {"post_date": "2026-11-23T12:00:00+08:00", "status": "wait"}  # filed in the minute of the first pull

# Hours after noon, and what the source tells then; all of it has happened in that very moment.
TOLD = (
    (0, [qlue_row(1, **FILED), qlue_row(2, category="flood", **FILED), qlue_row(3, **{**FILED, **SEA})]),
    (1, [qlue_row(1, **{**FILED, "status": "process"})]),
    (9, [qlue_row(2, category="flood", **{**FILED, "status": "complete"})]),
    (30, [qlue_row(2, category="flood", **{**FILED, "status": "process"})]),
    (31, [qlue_row(3, **{**FILED, **MARKET})]),
    (32, [qlue_row(1, category="Narkoba", **FILED)]),
    (50, [qlue_row(3, **{**FILED, **MARKET, "status": "ditolak"})]),
)
SHOWN = ("totals", "reconciliation", "areas", "timers", "ranking", "points", "events")


@pytest.fixture
def published(tmp_path):
    """The town, and what it published after each pull."""
    town = open_town(tmp_path, source=TWO_SOURCES)
    sync_layer(town)
    then = {}
    for hours, rows in TOLD:
        moment = MONDAY_NOON + timedelta(hours=hours)
        pull_rows(at(town, moment), *rows)
        board = LiveBoard(town.engine, town.city, fixed_clock(moment))
        board.refresh()
        then[moment] = board.current().snapshot
    return town, then


@pytest.mark.parametrize("part", SHOWN)
def test_every_part_of_a_past_board_is_what_was_published_then(published, part):
    town, then = published
    again = {moment: getattr(snapshot_at(town.engine, town.city, moment), part) for moment in then}
    assert again == {moment: getattr(found, part) for moment, found in then.items()}


def test_the_boards_of_the_story_do_differ(published):
    _, then = published
    assert [found.totals["open"] for found in then.values()] == [3, 3, 2, 3, 3, 3, 2]
    assert [found.reconciliation["outside"] for found in then.values()] == [1, 1, 1, 1, 0, 0, 0]


def test_a_past_board_says_that_it_is_one_and_is_not_stale(published):
    town, then = published
    for moment in then:
        found = snapshot_at(town.engine, town.city, moment)
        assert (found.historical, found.stale, found.data_as_of) == (True, False, moment)


def test_before_the_first_report_there_is_no_data_and_no_count(published):
    town, _ = published
    found = snapshot_at(town.engine, town.city, MONDAY_NOON - timedelta(seconds=1))
    assert (found.totals["open"], found.data_as_of, found.revision) == (0, None, 0)


def test_two_processes_print_the_same_bytes(published, tmp_path):
    """Python orders sets and dictionaries of text by a hash that differs between processes."""
    moment = (MONDAY_NOON + timedelta(hours=31)).isoformat()
    url = f"sqlite:///{tmp_path / 'var' / 'uji.db'}"
    printed = [
        run(["data", "snapshot", "--as-of", moment], environ(tmp_path, url, PYTHONHASHSEED=seed))
        for seed in "12"
    ]
    assert printed[0].stdout == printed[1].stdout
    assert len(printed[0].stdout) > 1_000


def test_two_processes_publish_the_same_board(published, tmp_path):
    town, _ = published
    script = (
        "import os, sys; from data.services.live_board import LiveBoard\n"
        "from tests.builders import fixed_clock, settings\n"
        "from bootstrap import open_world; from pathlib import Path\n"
        "world = open_world(settings(Path(sys.argv[1])), time=fixed_clock())\n"
        "board = LiveBoard(world.engine, world.city, world.clock); board.refresh()\n"
        "print(board.current().packed.etag, board.current().packed.zipped.hex())\n"
    )
    (tmp_path / "papan.py").write_text(script, encoding="utf-8")
    ours = LiveBoard(town.engine, town.city, fixed_clock())
    ours.refresh()
    for seed in "12":
        environment = environ(tmp_path, PYTHONHASHSEED=seed)
        environment["PYTHONPATH"] += f":{tmp_path}"
        done = run(["papan", str(tmp_path)], environment)
        assert done.stdout.split() == [ours.current().packed.etag, ours.current().packed.zipped.hex()], (
            done.stderr
        )
