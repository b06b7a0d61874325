"""The snapshot of a past moment equals what was published then."""

from collections import Counter
from datetime import timedelta

import pytest

from data.services.history import snapshot_at
from data.services.live_board import LiveBoard
from jobs.area_reassignment import sync_layer
from tests.builders import fixed_clock, open_test_context, qlue_row
from tests.personas import AT_SEA, IN_CEMPAKA, MONDAY_NOON
from tests.pulls import TWO_SOURCES, app_context_at, process_environment, pull_rows, run_module

SEA, MARKET = ({"loc_lat": lat, "loc_lng": long} for lat, long in (AT_SEA, IN_CEMPAKA))
FILED = {"post_date": "2026-11-23T12:00:00+08:00", "status": "wait"}  # filed in the minute of the first pull

# Hours after noon, and the rows of the source then; each change happened at that moment.
SOURCE_HISTORY = (
    (0, [qlue_row(1, **FILED), qlue_row(2, category="flood", **FILED), qlue_row(3, **{**FILED, **SEA})]),
    (1, [qlue_row(1, **{**FILED, "status": "process"})]),
    (9, [qlue_row(2, category="flood", **{**FILED, "status": "complete"})]),
    (30, [qlue_row(2, category="flood", **{**FILED, "status": "process"})]),
    (31, [qlue_row(3, **{**FILED, **MARKET})]),
    (32, [qlue_row(1, category="Narkoba", **FILED)]),
    (50, [qlue_row(3, **{**FILED, **MARKET, "status": "ditolak"})]),
)
SNAPSHOT_PARTS = ("totals", "reconciliation", "areas", "timers", "ranking", "events")
SENSITIVE_SINCE = MONDAY_NOON + timedelta(hours=32)  # report 1


@pytest.fixture
def published_snapshots(tmp_path):
    """Return a city and the snapshots that it published after each pull."""
    app_context = open_test_context(tmp_path, source=TWO_SOURCES)
    sync_layer(app_context)
    snapshots = {}
    for hours, rows in SOURCE_HISTORY:
        moment = MONDAY_NOON + timedelta(hours=hours)
        pull_rows(app_context_at(app_context, moment), *rows)
        board = LiveBoard(app_context.engine, app_context.city, fixed_clock(moment))
        board.refresh()
        snapshots[moment] = board.current().snapshot
    return app_context, snapshots


@pytest.mark.parametrize("part", SNAPSHOT_PARTS)
def test_a_past_snapshot_equals_what_was_published_at_that_moment(published_snapshots, part):
    app_context, snapshots = published_snapshots
    replayed = {
        moment: getattr(snapshot_at(app_context.engine, app_context.city, moment), part)
        for moment in snapshots
    }
    assert replayed == {moment: getattr(snapshot, part) for moment, snapshot in snapshots.items()}


def test_past_points_are_those_published_without_what_became_sensitive(published_snapshots):
    app_context, snapshots = published_snapshots
    for moment, snapshot in snapshots.items():
        replayed = count_points(snapshot_at(app_context.engine, app_context.city, moment).points)
        published = count_points(snapshot.points)
        assert replayed - published == Counter()
        assert (published - replayed).total() == int(moment < SENSITIVE_SINCE)


def count_points(points):
    return Counter(tuple(sorted(point.items())) for point in points)


def test_the_published_snapshots_differ_from_each_other(published_snapshots):
    _, snapshots = published_snapshots
    assert [snapshot.totals["open"] for snapshot in snapshots.values()] == [3, 3, 2, 3, 3, 3, 2]
    assert [snapshot.reconciliation["outside"] for snapshot in snapshots.values()] == [1, 1, 1, 1, 0, 0, 0]


def test_a_past_snapshot_is_marked_historical_and_not_stale(published_snapshots):
    app_context, snapshots = published_snapshots
    for moment in snapshots:
        snapshot = snapshot_at(app_context.engine, app_context.city, moment)
        assert (snapshot.historical, snapshot.stale, snapshot.data_as_of) == (True, False, moment)


def test_before_the_first_report_there_is_no_data_and_no_count(published_snapshots):
    app_context, _ = published_snapshots
    snapshot = snapshot_at(app_context.engine, app_context.city, MONDAY_NOON - timedelta(seconds=1))
    assert (snapshot.totals["open"], snapshot.data_as_of, snapshot.revision) == (0, None, 0)


def test_two_processes_print_the_same_bytes(published_snapshots, tmp_path):
    """Python orders sets and dictionaries of text by a hash that differs between processes."""
    moment = (MONDAY_NOON + timedelta(hours=31)).isoformat()
    url = f"sqlite:///{tmp_path / 'var' / '31.01.db'}"
    processes = [
        run_module(
            ["data", "snapshot", "--as-of", moment], process_environment(tmp_path, url, PYTHONHASHSEED=seed)
        )
        for seed in "12"
    ]
    assert processes[0].stdout == processes[1].stdout
    assert len(processes[0].stdout) > 1_000


def test_two_processes_publish_the_same_board(published_snapshots, tmp_path):
    app_context, _ = published_snapshots
    script = (
        "import os, sys; from data.services.live_board import LiveBoard\n"
        "from tests.builders import fixed_clock, settings\n"
        "from bootstrap import open_app_context; from pathlib import Path\n"
        "context = open_app_context(settings(Path(sys.argv[1])), time=fixed_clock())\n"
        "board = LiveBoard(context.engine, context.city, context.clock); board.refresh()\n"
        "print(board.current().encoded.etag, board.current().encoded.gzipped.hex())\n"
    )
    (tmp_path / "papan.py").write_text(script, encoding="utf-8")
    local_board = LiveBoard(app_context.engine, app_context.city, fixed_clock())
    local_board.refresh()
    for seed in "12":
        environment = process_environment(tmp_path, PYTHONHASHSEED=seed)
        environment["PYTHONPATH"] += f":{tmp_path}"
        process = run_module(["papan", str(tmp_path)], environment)
        assert process.stdout.split() == [
            local_board.current().encoded.etag,
            local_board.current().encoded.gzipped.hex(),
        ], process.stderr
