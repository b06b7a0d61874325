"""The check of a snapshot reports figures that contradict each other."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.integrity.checks import IntegrityFault, check_snapshot
from data.core.snapshot.snapshot import Snapshot, build_snapshot
from tests.builders import city, facts, standings
from tests.example_limits import limited_examples
from tests.personas import ANGGREK, BARITO, MONDAY_NOON

PARTS = "open = on map + no location + outside"
TOTALS = "open in totals = open in the line"
AREAS = "open in areas = on map"


def board(*rows: dict[str, Any]) -> Snapshot:
    return build_snapshot(facts(standings=standings(*rows)), city(), MONDAY_NOON)


def consistent_board() -> Snapshot:
    """Return four open reports: two on the map, one without a location, one outside."""
    nowhere: dict[str, Any] = {"area_code": None}
    return board({}, {}, {"placement": "none", **nowhere}, {"placement": "outside", **nowhere})


def test_a_board_that_adds_up_is_no_fault() -> None:
    assert check_snapshot(consistent_board()) == []
    assert check_snapshot(board()) == []


DAMAGE: list[tuple[str, int, list[tuple[str, str]]]] = [
    ("open", 5, [(PARTS, "5 against 4"), (TOTALS, "4 against 5")]),
    ("on_map", 3, [(PARTS, "4 against 5"), (AREAS, "2 against 3")]),
    ("no_location", 0, [(PARTS, "4 against 3")]),
    ("outside", 0, [(PARTS, "4 against 3")]),
]


@pytest.mark.parametrize(("part", "value", "faults"), DAMAGE, ids=[case[0] for case in DAMAGE])
def test_a_wrong_part_of_the_reconciliation_is_reported(
    part: str, value: int, faults: list[tuple[str, str]]
) -> None:
    line = {**consistent_board().reconciliation, part: value}
    reported = check_snapshot(replace(consistent_board(), reconciliation=line))
    assert reported == [
        IntegrityFault(identity, "2026-11-23T04:00:00+00:00", figures) for identity, figures in faults
    ]


def test_a_report_on_the_map_outside_all_areas_is_reported() -> None:
    reported = check_snapshot(board({}, {"area_code": "99.99.99.9999"}))
    assert reported == [IntegrityFault(AREAS, "2026-11-23T04:00:00+00:00", "1 against 2")]


ROW = st.sampled_from(
    [
        {"area_code": ANGGREK},
        {"area_code": BARITO, "placement": "named"},
        {"area_code": None, "placement": "outside"},
        {"area_code": None, "placement": "none"},
        {"status_description": "selesai"},
    ]
)


@limited_examples(15)
@given(st.lists(ROW, max_size=8))
def test_every_board_that_is_built_adds_up(rows: list[dict[str, Any]]) -> None:
    assert check_snapshot(board(*rows)) == []
