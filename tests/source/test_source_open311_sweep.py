"""A change to an old report lies in no new window: the sweep of what is open sees it all the same."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.open311 import GeoReport, report, start_open311
from tests.personas import MONDAY_NOON
from tests.source.open311_pulls import pull_at, stored, town_with

LATER = MONDAY_NOON + timedelta(hours=2)
OLD = 200 * 24  # hours: in the third window back

WAYS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("ids, all it knows", {}, {}),
    ("ids, nothing if it does not know one", {"ids": "strict"}, {}),
    ("ids, three at a time", {"ids": "three"}, {}),
    ("ids ignored: windows", {"ids": "ignored"}, {}),
    ("ids ignored, no pages, cut: windows", {"ids": "ignored", "pages": "no", "cap": 4}, {}),
    ("ids unknown: an address for each report", {"ids": "refused"}, {}),
    ("windows, as the city's file says", {"ids": "refused"}, {"sweep": "windows"}),
]


@pytest.mark.parametrize(("what", "knobs", "keys"), WAYS, ids=[row[0] for row in WAYS])
def test_an_old_report_that_is_closed_is_seen_closed(
    tmp_path: Path, what: str, knobs: dict[str, Any], keys: dict[str, Any]
) -> None:
    """Ten old reports, of which one is closed and one vanishes from the server; a new one comes."""
    with start_open311(**knobs) as server:
        server.put(*[report(n, OLD + n) for n in range(10)])
        world = town_with(tmp_path, server, **keys)
        pull_at(world)
        server.change("R3", LATER, status="closed")
        del server.reports["R7"]
        server.put(report(99, -1))
        line = pull_at(world, LATER)
    assert line["error"] is None
    assert (line["new"], line["changed"]) == (1, 1)
    assert stored(world) == {f"R{n}": "selesai" if n == 3 else "menunggu" for n in [*range(10), 99]}


def test_between_sweeps_only_recent_reports_are_asked_for(tmp_path: Path) -> None:
    with start_open311() as server:
        server.put(report(1, OLD), report(2, 1))
        world = town_with(tmp_path, server, sweep_every_hours=24)
        pull_at(world)
        server.asked.clear()
        line = pull_at(world, LATER)
    assert line["read"] == 1
    assert not [path for path in server.asked if "service_request_id" in path]


def test_what_changed_is_asked_for_where_the_city_says_the_server_can_tell(tmp_path: Path) -> None:
    """Between two sweeps: only ``updated_after`` can show it."""
    with start_open311(updated_after=True) as server:
        server.put(report(1, OLD), report(2, OLD))
        world = town_with(tmp_path, server, updated_after=True, sweep_every_hours=24)
        pull_at(world)
        server.change("R1", LATER, status="closed")
        pull_at(world, LATER)
    assert stored(world) == {"R1": "selesai", "R2": "menunggu"}


def test_a_reopened_old_report_is_seen_by_the_reading_of_everything(tmp_path: Path) -> None:
    """Nobody sweeps what is closed; a week later everything is read again."""
    with start_open311() as server:
        server.put(report(1, OLD, status="closed"), report(2, 1))
        world = town_with(tmp_path, server)
        pull_at(world)
        server.change("R1", LATER, status="open")
        pull_at(world, LATER)
        before = stored(world)["R1"]
        pull_at(world, MONDAY_NOON + timedelta(days=8))
    assert (before, stored(world)["R1"]) == ("selesai", "menunggu")


def test_a_server_that_has_forgotten_every_open_report_is_a_fault(tmp_path: Path) -> None:
    with start_open311() as server:
        server.put(report(1, OLD), report(2, OLD))
        world = town_with(tmp_path, server)
        pull_at(world)
        server.reports.clear()
        line = pull_at(world, LATER)
    assert "knows none of the 2 reports that are open here" in line["error"]
    assert set(stored(world)) == {"R1", "R2"}


def test_a_sweep_that_must_go_by_ids_says_so_where_the_server_does_not_know_them(
    tmp_path: Path, server: GeoReport
) -> None:
    server.ids = "ignored"
    server.put(report(1, OLD), report(2, 1))
    world = town_with(tmp_path, server, sweep="ids")
    pull_at(world)
    assert "set sweep to windows" in pull_at(world, LATER)["error"]


def test_a_failed_pull_does_not_put_off_the_next_sweep(tmp_path: Path) -> None:
    with start_open311() as server:
        server.put(report(1, OLD), report(2, 1))
        world = town_with(tmp_path, server, sweep_every_hours=1)
        pull_at(world)
        server.change("R1", LATER, status="closed")
        server.key = "another"
        assert pull_at(world, LATER)["error"]
        server.key = None
        pull_at(world, LATER + timedelta(minutes=1))
    assert stored(world)["R1"] == "selesai"
