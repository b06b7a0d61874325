"""The wall's deadlines: late ones in pages, upcoming ones in the rows left, labels of places."""

from datetime import timedelta
from typing import Any

import pytest

from dashboard.pages.wall.sections.timers import (
    late_heading,
    late_rows,
    list_props,
    next_heading,
    place_label,
    row_counts,
    split_late,
    upcoming_rows,
)
from data.core.clock.sla import SlaState
from tests.dashboard.components import visible_text, walk
from tests.personas import MONDAY_NOON


def timer(number: int = 1, state: SlaState = SlaState.LATE, **changed: Any) -> dict[str, Any]:
    defaults = {
        "service_request_id": str(number), "service_name": "Sampah", "state": state, "placement": "point",
        "area_name": "Anggrek", "parent_name": "Barat",
        "requested_datetime": MONDAY_NOON - timedelta(hours=50),
        "expected_datetime": MONDAY_NOON - timedelta(hours=2),
        "approaching_at": MONDAY_NOON - timedelta(hours=12), "stopped_at": None, "provisional": False,
    }  # fmt: skip
    return {**defaults, **changed}


@pytest.mark.parametrize(
    ("area", "parent", "placement", "expected"),
    [
        ("Anggrek", "Barat", "point", "Anggrek · Barat"),
        ("Malalayang Satu", "Malalayang", "point", "Malalayang Satu"),
        (None, "Barat", "point", "Barat"),
        (None, None, "none", "tanpa lokasi"),
        (None, None, "outside", "di luar batas"),
    ],
)
def test_a_place_label_names_the_area_once(
    area: str | None, parent: str | None, placement: str, expected: str
) -> None:
    assert place_label(timer(area_name=area, parent_name=parent, placement=placement)) == expected


@pytest.mark.parametrize(("late", "rows"), [(0, (0, 11)), (1, (1, 10)), (5, (5, 6)), (49, (5, 6))])
def test_fewer_late_rows_leave_more_rows_for_upcoming_deadlines(late: int, rows: tuple[int, int]) -> None:
    assert row_counts(late) == rows


def test_timers_are_split_into_late_and_upcoming() -> None:
    states = (SlaState.VERY_LATE, SlaState.LATE, SlaState.APPROACHING, SlaState.ON_TIME)
    late, upcoming = split_late([timer(i, state) for i, state in enumerate(states)])
    assert [t["state"] for t in late] == [SlaState.VERY_LATE, SlaState.LATE]
    assert [t["state"] for t in upcoming] == [SlaState.APPROACHING, SlaState.ON_TIME]


def test_every_late_row_has_a_page_number() -> None:
    rows = late_rows([timer(i) for i in range(12)])
    assert [getattr(row, "data-page") for row in rows] == [0] * 5 + [1] * 5 + [2] * 2


def test_a_timer_row_carries_moments_and_no_computed_text() -> None:
    [row] = upcoming_rows([timer()], 1)
    [left] = [part for part in walk(row) if getattr(part, "className", "") == "timer-left"]
    noon = int(MONDAY_NOON.timestamp() * 1000)
    assert (getattr(left, "data-due"), getattr(left, "data-filed")) == (noon - 7_200_000, noon - 180_000_000)
    assert getattr(left, "data-approaching") == noon - 43_200_000
    assert visible_text(left) == ""


def test_a_stopped_clock_and_an_estimate_are_noted_beside_the_place() -> None:
    [row] = upcoming_rows([timer(stopped_at=MONDAY_NOON - timedelta(hours=3), provisional=True)], 1)
    assert "berhenti · perkiraan · Anggrek · Barat" in visible_text(row)
    [left] = [part for part in walk(row) if getattr(part, "className", "") == "timer-left"]
    assert getattr(left, "data-stopped") == int(MONDAY_NOON.timestamp() * 1000) - 10_800_000


@pytest.mark.parametrize(
    ("listed_late", "total", "expected"),
    [(0, 0, "tidak ada"), (3, 3, "3 laporan"), (100, 1234, "100 terlama dari 1.234")],
)
def test_the_heading_says_how_many_are_late_even_if_not_all_are_listed(
    listed_late: int, total: int, expected: str
) -> None:
    assert visible_text(late_heading([timer()] * listed_late, total)) == f"Melewati batas waktu {expected}"


@pytest.mark.parametrize(
    ("approaching", "expected"), [(0, "tidak ada yang mendekati batas"), (21, "21 mendekati batas")]
)
def test_the_heading_states_how_many_approach_their_deadline(approaching: int, expected: str) -> None:
    assert visible_text(next_heading(approaching)) == f"Batas waktu berikutnya {expected}"


def test_rows_share_the_height_of_their_list_evenly() -> None:
    assert list_props([], 6)["style"] == {"flexGrow": 6, "gridTemplateRows": "repeat(6, minmax(0, 1fr))"}
