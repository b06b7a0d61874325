"""Complete reading of servers that cut their responses off: each report once, none lost."""

from pathlib import Path
from typing import Any

import pytest

from tests.georeport_server import make_report, start_georeport_server
from tests.sources.open311_pulls import open_context_with, pull_once_at, stored_statuses

HOURS_PER_DAY = 24
# Options of the server, and the configuration that it needs.
DIALECTS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("pages as extensions describe them", {}, {}),
    ("pages of at most 7 whatever page_size says", {"cap": 7}, {}),
    ("the last page again where there is no further one", {"pages": "clamp", "cap": 7}, {}),
    ("no pages, newest 7 of a window", {"pages": "no", "cap": 7}, {}),
    ("no pages, any 7 of a window", {"pages": "no", "cap": 7, "newest_first": False}, {}),
    ("no pages, configured so", {"pages": "no", "cap": 7}, {"paging": "none"}),
    ("no pages, cut at the number in the city's file", {"pages": "no", "cap": 20}, {"window_rows": 20}),
    ("no pages and nothing cut", {"pages": "no"}, {}),
    ("no dates, pages", {"dates": False, "cap": 7}, {}),
    ("no dates, no pages, all at once", {"dates": False, "pages": "no"}, {}),
    ("no dates, as the city's file says", {"dates": False, "cap": 7}, {"window_days": 0}),
    ("windows of 30 days at most", {"longest_days": 30}, {"window_days": 30}),
    ("times with an offset", {}, {"query_times": "offset"}),
]


def spread_reports() -> list[dict[str, Any]]:
    """Return 60 reports: hourly for a day, then ever rarer, the last 300 days ago; 8 in the same second."""
    hours = [
        *range(1, 25),
        *(n * HOURS_PER_DAY for n in range(2, 20)),
        *(n * 30 * HOURS_PER_DAY for n in range(1, 11)),
    ]
    single_reports = [make_report(n, h, description=f"{n * 37 % 60:02}") for n, h in enumerate(hours)]
    same_second = [make_report(n, 700, description=f"{n * 37 % 60:02}") for n in range(52, 57)]
    return [*single_reports, *same_second]


@pytest.mark.parametrize(("what", "knobs", "keys"), DIALECTS, ids=[row[0] for row in DIALECTS])
def test_every_report_is_read_once(
    tmp_path: Path, what: str, knobs: dict[str, Any], keys: dict[str, Any]
) -> None:
    reports = spread_reports()
    with start_georeport_server(**knobs) as server:
        server.put(*reports)
        context = open_context_with(tmp_path, server, **keys)
        line = pull_once_at(context)
    assert line["error"] is None
    assert (line["read"], line["new"], line["rejected"]) == (57, 57, 0)
    assert set(stored_statuses(context)) == {item["service_request_id"] for item in reports}


@pytest.mark.parametrize(("what", "knobs", "keys"), DIALECTS, ids=[row[0] for row in DIALECTS])
def test_a_second_pull_finds_nothing_new(
    tmp_path: Path, what: str, knobs: dict[str, Any], keys: dict[str, Any]
) -> None:
    with start_georeport_server(**knobs) as server:
        server.put(*spread_reports())
        context = open_context_with(tmp_path, server, **keys)
        pull_once_at(context)
        line = pull_once_at(context)
    assert line["error"] is None
    assert (line["new"], line["changed"], line["rejected"]) == (0, 0, 0)


@pytest.mark.parametrize("keys", [{}, {"window_rows": 5}])
def test_more_reports_in_one_second_than_the_server_returns_raise_an_error(
    tmp_path: Path, keys: dict[str, Any]
) -> None:
    """Twelve in one second, of which the server shows five; those before and after are read."""
    with start_georeport_server(pages="no", cap=5) as server:
        server.put(
            *[make_report(n, 50) for n in range(12)],
            make_report(20, 1),
            make_report(21, 49),
            make_report(22, 51),
        )
        server.put(*[make_report(30 + n, 500 + n) for n in range(4)])
        line = pull_once_at(open_context_with(tmp_path, server, **keys))
    assert "there may be more than 5 reports at 2026-11-21T" in line["error"]
    assert line["new"] == 5 + 3 + 4


def test_a_server_without_reports_is_an_error(tmp_path: Path) -> None:
    with start_georeport_server() as server:
        line = pull_once_at(open_context_with(tmp_path, server))
    assert "is empty" in line["error"]


def test_old_windows_are_read_back_to_history_from(
    tmp_path: Path,
) -> None:
    """One today, one 900 days earlier, with ten windows of 90 days without reports between them."""
    with start_georeport_server() as server:
        server.put(make_report(1), make_report(2, 900 * HOURS_PER_DAY))
        near = pull_once_at(open_context_with(tmp_path, server, silent_windows=3))
        (tmp_path / "far").mkdir()
        far = pull_once_at(
            open_context_with(tmp_path / "far", server, history_from="2024-01-01", silent_windows=40)
        )
    assert (near["read"], far["read"]) == (1, 2)


def test_without_reports_in_any_window_the_server_is_asked_without_dates(tmp_path: Path) -> None:
    with start_georeport_server(dates=False, pages="no") as server:
        server.put(make_report(1, 14 * 365 * HOURS_PER_DAY), make_report(2, 14 * 365 * HOURS_PER_DAY + 1))
        line = pull_once_at(open_context_with(tmp_path, server))
    assert (line["error"], line["read"]) == (None, 2)
