"""The sweep finds changes to old open reports, which no recent window contains."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.georeport_server import FakeGeoReport, make_report, start_georeport_server
from tests.personas import MONDAY_NOON
from tests.sources.open311_pulls import open_context_with, pull_once_at, stored_statuses

LATER = MONDAY_NOON + timedelta(hours=2)
OLD_HOURS = 200 * 24  # hours: in the third window back

SWEEP_MODES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("ids, all it knows", {}, {}),
    ("ids, nothing if it does not know one", {"ids": "strict"}, {}),
    ("ids, three at a time", {"ids": "three"}, {}),
    ("ids ignored: windows", {"ids": "ignored"}, {}),
    ("ids ignored, no pages, cut: windows", {"ids": "ignored", "pages": "no", "cap": 4}, {}),
    ("ids unknown: an address for each report", {"ids": "refused"}, {}),
    ("windows, as the city's file says", {"ids": "refused"}, {"sweep": "windows"}),
]


@pytest.mark.parametrize(("what", "knobs", "keys"), SWEEP_MODES, ids=[row[0] for row in SWEEP_MODES])
def test_an_old_report_that_is_closed_is_seen_closed(
    tmp_path: Path, what: str, knobs: dict[str, Any], keys: dict[str, Any]
) -> None:
    """Ten old reports, of which one is closed and one disappears from the server, and a new one."""
    with start_georeport_server(**knobs) as server:
        server.put(*[make_report(n, OLD_HOURS + n) for n in range(10)])
        context = open_context_with(tmp_path, server, **keys)
        pull_once_at(context)
        server.change("R3", LATER, status="closed")
        del server.reports["R7"]
        server.put(make_report(99, -1))
        line = pull_once_at(context, LATER)
    assert line["error"] is None
    assert (line["new"], line["changed"]) == (1, 1)
    assert stored_statuses(context) == {
        f"R{n}": "selesai" if n == 3 else "menunggu" for n in [*range(10), 99]
    }
    assert [report.key for report in context.missing_reports.list_all()] == [("kota", "R7")]


def test_between_sweeps_only_recent_reports_are_requested(tmp_path: Path) -> None:
    with start_georeport_server() as server:
        server.put(make_report(1, OLD_HOURS), make_report(2, 1))
        context = open_context_with(tmp_path, server, sweep_every_hours=24)
        pull_once_at(context)
        server.requested_paths.clear()
        line = pull_once_at(context, LATER)
    assert line["read"] == 1
    assert not [path for path in server.requested_paths if "service_request_id" in path]


def test_updated_after_is_used_when_configured(tmp_path: Path) -> None:
    """Between two sweeps only ``updated_after`` shows the change."""
    with start_georeport_server(updated_after=True) as server:
        server.put(make_report(1, OLD_HOURS), make_report(2, OLD_HOURS))
        context = open_context_with(tmp_path, server, updated_after=True, sweep_every_hours=24)
        pull_once_at(context)
        server.change("R1", LATER, status="closed")
        pull_once_at(context, LATER)
    assert stored_statuses(context) == {"R1": "selesai", "R2": "menunggu"}


def test_a_reopened_old_report_is_found_by_the_full_read(tmp_path: Path) -> None:
    """The sweep does not include closed reports; a week later everything is read again."""
    with start_georeport_server() as server:
        server.put(make_report(1, OLD_HOURS, status="closed"), make_report(2, 1))
        context = open_context_with(tmp_path, server)
        pull_once_at(context)
        server.change("R1", LATER, status="open")
        pull_once_at(context, LATER)
        before = stored_statuses(context)["R1"]
        pull_once_at(context, MONDAY_NOON + timedelta(days=8))
    assert (before, stored_statuses(context)["R1"]) == ("selesai", "menunggu")


def test_a_server_that_knows_no_open_report_is_an_error(tmp_path: Path) -> None:
    with start_georeport_server() as server:
        server.put(make_report(1, OLD_HOURS), make_report(2, OLD_HOURS))
        context = open_context_with(tmp_path, server)
        pull_once_at(context)
        server.reports.clear()
        line = pull_once_at(context, LATER)
    assert "knows none of the 2 reports that are open here" in line["error"]
    assert set(stored_statuses(context)) == {"R1", "R2"}


def test_an_id_sweep_fails_if_the_server_ignores_ids(tmp_path: Path, server: FakeGeoReport) -> None:
    server.ids = "ignored"
    server.put(make_report(1, OLD_HOURS), make_report(2, 1))
    context = open_context_with(tmp_path, server, sweep="ids")
    pull_once_at(context)
    assert "set sweep to windows" in pull_once_at(context, LATER)["error"]


def test_a_failed_pull_does_not_postpone_the_next_sweep(tmp_path: Path) -> None:
    with start_georeport_server() as server:
        server.put(make_report(1, OLD_HOURS), make_report(2, 1))
        context = open_context_with(tmp_path, server, sweep_every_hours=1)
        pull_once_at(context)
        server.change("R1", LATER, status="closed")
        server.key = "another"
        assert pull_once_at(context, LATER)["error"]
        server.key = None
        pull_once_at(context, LATER + timedelta(minutes=1))
    assert stored_statuses(context)["R1"] == "selesai"
