"""The points of the map: open reports with a point in an area, without sensitive ones."""

from datetime import timedelta
from typing import Any

import pytest

from data.core.history.counts import open_reports
from data.core.snapshot import lists
from data.core.snapshot.lists import NameLookup, points
from tests.builders import areas, city, standings
from tests.personas import ANGGREK, local_time

NOON = local_time("2026-11-25 12:00")  # Wednesday


def points_of(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return points(open_reports(standings(*rows), NOON), NameLookup(city(), areas()))


def due(hours: float, code: str) -> dict[str, Any]:
    """Return a report that its category distinguishes from the others."""
    return {"expected_datetime": NOON + timedelta(hours=hours), "service_code": code}


def test_a_point_has_its_place_category_and_state_rounded_to_a_metre() -> None:
    assert points_of({"lat": 1.4912345678, "long": 124.8412345678}) == [
        {"lat": 1.49123, "long": 124.84123, "state": "late", "area": ANGGREK, "service_code": "sampah"}
    ]


@pytest.mark.parametrize(
    "hidden",
    [{"service_code": "narkoba"}, {"placement": "named"}, {"placement": "outside"}, {"placement": "none"},
     {"status_description": "selesai"}],
    ids=["sensitive", "named by its source only", "outside", "without a place", "closed"],
)  # fmt: skip
def test_no_point_is_shown_for_a_report_that_is(hidden: dict[str, Any]) -> None:
    assert points_of(hidden) == []
    assert len(points_of(hidden, {})) == 1


def test_points_are_ordered_by_deadline_and_those_without_come_last() -> None:
    rows = [due(5, "a"), {"expected_datetime": None, "service_code": "b"}, due(-5, "c"), due(0, "d")]
    assert [point["service_code"] for point in points_of(*rows)] == ["c", "d", "a", "b"]


def test_equal_deadlines_are_ordered_by_source_and_id() -> None:
    keys = [("qlue", "2", "a"), ("qlue", "1", "b"), ("lapor", "3", "c")]
    rows = [{"source": s, "service_request_id": i, "service_code": c} for s, i, c in keys]
    assert [point["service_code"] for point in points_of(*rows)] == ["c", "b", "a"]


def test_the_number_of_points_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lists.POINT_LIMIT == 5_000
    monkeypatch.setattr(lists, "POINT_LIMIT", 2)
    assert [point["service_code"] for point in points_of(due(3, "c"), due(1, "a"), due(2, "b"))] == ["a", "b"]


def test_an_empty_board_has_no_points() -> None:
    assert points_of() == []
